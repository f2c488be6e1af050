//! Instants at the ends of time, from the border to the glass: they are refused or shown, and nothing panics.

use chrono::{DateTime, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::Value;
use vigie::api;
use vigie::app::protocol::event::{Detail, Event};
use vigie::desk::bounds;
use vigie::desk::queue::Queue;
use vigie::desk::queue::reading::{Left, Reading};
use vigie::desk::sla::{Tz, WallTime};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::customer::Customer;
use vigie::desk::ticket::fact::Fact;
use vigie::desk::ticket::phone::Hour;
use vigie::desk::ticket::signature::Kin;
use vigie::words::{Language, Words};

use crate::console::{Console, backend, ticket_id};
use crate::shift;
use crate::tickets::Case;

/// Instants as anybody may write them: of no year of a desk, at its ends, and in between.
fn written() -> impl Strategy<Value = String> {
    prop_oneof![
        prop::sample::select(
            [
                "+262142-12-31T23:59:59.999999999Z",
                "+262142-12-31T23:59:59-14:00",
                "-262143-01-01T00:00:00Z",
                "-262143-01-01T00:00:00+14:00",
                "+999999-01-01T00:00:00Z",
                "9999-12-31T23:59:60Z",
                "0000-01-01T00:00:00Z",
                "1969-12-31T23:59:59.999999Z",
                "1970-01-01T00:00:00Z",
                "1970-01-01T00:00:00+14:00",
                "2200-12-31T23:59:59.999999Z",
                "2200-12-31T23:59:60Z",
                "2200-12-31T23:59:59.999999999Z",
                "2201-01-01T00:00:00Z",
            ]
            .map(str::to_owned)
            .to_vec()
        ),
        (0_i64..7_289_654_400).prop_map(|second| DateTime::from_timestamp(second, 0).unwrap().to_rfc3339()),
    ]
}

/// Puts instants in the place of those that a value has.
fn put(value: &mut Value, instants: &mut impl Iterator<Item = String>) {
    match value {
        Value::String(text) if DateTime::parse_from_rfc3339(text).is_ok() => {
            *text = instants.next().unwrap_or_else(|| text.clone());
        }
        Value::Array(items) => items.iter_mut().for_each(|item| put(item, instants)),
        Value::Object(entries) => entries.values_mut().for_each(|item| put(item, instants)),
        _ => {}
    }
}

fn cases() -> Vec<Case> {
    shift::cases(&Console::connected(Language::En).rules)
}

/// What a backend says of a ticket whose instants are these, if a console takes it.
fn spoilt(case: &Case, instants: &[String]) -> Option<(Ticket, Vec<Fact>)> {
    let mut ring = instants.iter().cloned().cycle();
    let mut ticket = serde_json::to_value(&case.ticket).unwrap();
    let mut facts = serde_json::to_value(&case.facts).unwrap();
    put(&mut ticket, &mut ring);
    put(&mut facts, &mut ring);
    Some((serde_json::from_value(ticket).ok()?, serde_json::from_value(facts).ok()?))
}

fn is_of_a_desk(text: &str) -> bool {
    bounds::read_instant(text).is_some()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn a_ticket_of_any_time_is_refused_or_drawn(
        instants in prop::collection::vec(written(), 1..7),
        server_now in written(),
        nth in 0_usize..64,
    ) {
        let cases = cases();
        let case = &cases[nth % cases.len()];
        let Some((ticket, facts)) = spoilt(case, &instants) else {
            prop_assert!(instants.iter().any(|text| !is_of_a_desk(text)));
            return Ok(());
        };
        let mut console = Console::silent(if nth % 2 == 0 { Language::En } else { Language::Fr });
        if let Some(server_now) = bounds::read_instant(&server_now) {
            console.now.wall = server_now;
        }
        console.welcomed(false);
        let id = ticket_id(ticket.id.as_str());
        let reading = Reading::of(&ticket, None, console.now.wall);
        let mut queue = Queue::load(&backend(), vec![ticket.clone()], console.now.wall);
        queue.pass(bounds::last());
        let folded = facts.iter().fold(ticket.clone(), Ticket::with);
        console.polled(vec![ticket, folded.clone()]);
        let detail = Detail {
            ticket: folded,
            facts,
            kin: Kin::default(),
            unreadable: Vec::new(),
            readers: vigie::desk::ticket::readers::Readers::OnServer,
            tag: None,
            files: Vec::new(),
            their_due: None,
        };
        console.hears(Event::DetailLoaded { ticket: id, detail: Box::new(detail) });
        for keys in ["g g", "enter", "enter tab", "enter tab tab", "enter tab tab tab", "r p", "p", "C"] {
            console.press(keys);
            let _drawn = console.buffer(120, 40);
            console.press("esc esc esc");
        }
        prop_assert!(!matches!(reading.left, Left::Clock(left) if left > TimeDelta::days(366 * 231)));
    }

    #[test]
    fn what_a_console_takes_is_of_the_years_of_a_desk(instants in prop::collection::vec(written(), 1..4)) {
        let cases = cases();
        for case in &cases {
            if let Some((ticket, facts)) = spoilt(case, &instants) {
                for (_, text) in strings(&serde_json::to_value((&ticket, &facts)).unwrap()) {
                    prop_assert!(text.parse::<DateTime<Utc>>().is_err() || is_of_a_desk(&text), "{}", text);
                }
            }
        }
    }
}

/// All texts of a value with the keys they stand under.
fn strings(value: &Value) -> Vec<(String, String)> {
    match value {
        Value::String(text) => vec![(String::new(), text.clone())],
        Value::Array(items) => items.iter().flat_map(strings).collect(),
        Value::Object(entries) => entries
            .iter()
            .flat_map(|(key, item)| strings(item).into_iter().map(|(_, text)| (key.clone(), text)))
            .collect(),
        _ => Vec::new(),
    }
}

#[test]
fn an_answer_of_no_year_is_none() {
    let me = |at: &str| {
        format!(
            r#"{{"name": "x", "role": "manager", "store": "s", "demonstration": false, "server_now": "{at}"}}"#
        )
    };
    assert!(serde_json::from_str::<api::Me>(&me("2026-11-23T09:00:00Z")).is_ok());
    assert!(serde_json::from_str::<api::Me>(&me("+262142-12-31T23:59:59Z")).is_err());
    let customer = |to: &str| {
        format!(
            r#"{{"id": "a", "name": "A", "contract": {{"number": "1", "from": "2026-01-01", "to": "{to}"}}}}"#
        )
    };
    assert!(serde_json::from_str::<Customer>(&customer("2026-12-31")).is_ok());
    assert!(serde_json::from_str::<Customer>(&customer("+262142-12-31")).is_err());
}

#[test]
fn no_way_to_show_an_instant_panics_at_the_ends_of_time() {
    let ends = [DateTime::<Utc>::MIN_UTC, DateTime::UNIX_EPOCH, bounds::last(), DateTime::<Utc>::MAX_UTC];
    for language in Language::ALL {
        let words = Words::load(language);
        for zone in ["Pacific/Kiritimati", "Pacific/Niue", "Europe/Paris", "UTC"] {
            let zone = Tz::named(zone).unwrap();
            for at in ends {
                for now in ends {
                    let mut out = String::new();
                    words.push_instant(&mut out, at, now, zone);
                    words.push_left(&mut out, Left::Clock(at - now));
                    words
                        .push_left(&mut out, Left::Business { left: at - now, running: true, resumes: None });
                    words.push_age(&mut out, at - now);
                    out += &words.span(at - now);
                    out += &words.instant(at, now, zone);
                    out += &words.instant_with_zone(at, now, zone);
                    assert!(!out.is_empty());
                }
                for shown in [
                    words.instant_in_full(at, zone),
                    words.full_clock(at, zone, true),
                    words.stamp(at, zone),
                    words.time_there(at, zone),
                    WallTime::at(zone, at).zone,
                ] {
                    assert!(!shown.is_empty());
                }
                let _hour = Hour::of(at, zone);
            }
        }
    }
}
