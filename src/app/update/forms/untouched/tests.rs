//! What is opened and sent unchanged is the same, and what is changed in one entry says the same in all others.

use std::collections::BTreeMap;
use std::time::Duration;

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};
use proptest::prelude::*;
use serde_json::Value;

use crate::app::model::form::{Form, Input};
use crate::app::model::settings::{BackendSettings, Settings};
use crate::app::model::state::App;
use crate::app::protocol::event::{Changes, Event, Rules};
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::desk::sla::Tz;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::customer::{Customer, Manager, Plan};
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::fact::Filed;
use crate::desk::ticket::names::{
    ActionId, BackendId, CalendarName, ContactId, CustomerId, LocalId, ManagerId, TicketId,
};
use crate::desk::ticket::phone::{CallOutcome, Direction};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::promise::Given;
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::AdviceKind;
use crate::desk::ticket::status::{Kind, Version};
use crate::desk::ticket::{Response, Ticket};

use crate::app::update::forms::untouched::*;

fn now() -> Now {
    // A night on which the clocks of Paris were set back: one of its hours is there twice.
    Now { wall: "2026-10-25T00:20:30.123456Z".parse().unwrap(), mono: Duration::from_secs(100) }
}

fn later() -> Now {
    Now { wall: now().wall + TimeDelta::seconds(3907), mono: now().mono + Duration::from_secs(3907) }
}

fn contact(id: &str) -> Contact {
    Contact {
        id: ContactId::new(id),
        name: id.into(),
        role: None,
        email: None,
        phone: Some("+33 1 99 00 00 01".into()),
        language: None,
        zone: None,
    }
}

fn ticket() -> Ticket {
    let filed = Filed {
        kind: Kind::Incident,
        customer: CustomerId::new("acme"),
        contact: Some(ContactId::new("claire")),
        plan: Plan::Premium,
        calendar: CalendarName::new("paris"),
        channel: Channel::Portal,
        severity: Severity::High,
        subject: "It does not start".into(),
        body: "Since this morning.".into(),
        signature: None,
        follows: None,
    };
    Ticket::filed(LocalId::new("T1"), &filed, now().wall, Response::NotGuaranteed)
}

/// A console that has one ticket, and an action of the outbox on it.
fn console(action: &Action) -> App {
    let mut app = fresh_copy();
    drop(app.outbox.put(action.clone(), 1, Origin::default()));
    app
}

fn fresh_copy() -> App {
    thread_local! {
        static FRESH: App = fresh();
    }
    FRESH.with(App::clone)
}

fn fresh() -> App {
    let backend = BackendId::new("desk");
    let mut app = App::new(Settings {
        backends: vec![BackendSettings { id: backend.clone(), label: "Desk".into() }],
        reader_zone: Tz::named("Europe/Paris").unwrap_or(Tz::UTC),
        ..Settings::default()
    });
    let manager =
        Manager { id: ManagerId::new("cmartin"), name: "C. Martin".into(), email: None, languages: vec![] };
    let customer = Customer {
        id: CustomerId::new("acme"),
        name: "Acme".into(),
        plan: Plan::Premium,
        calendar: None,
        manager: None,
        language: Language::En,
        zone: None,
        contract: None,
        notes: None,
        next_review: None,
        contacts: vec![contact("claire"), contact("marc")],
    };
    let rules = Rules {
        version: 1,
        desk_name: "The desk".into(),
        programme: Programme::default_programme(),
        default_calendar: CalendarName::new("paris"),
        calendars: Vec::new(),
        managers: vec![manager],
        customers: vec![customer],
        former: Vec::new(),
        tzdata: None,
        unseen: Vec::new(),
    };
    let changes = Changes {
        cursor: "1".to_owned(),
        more: false,
        server_now: now().wall,
        rules_version: 1,
        tickets: vec![ticket()],
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    };
    drop(app.update(Event::RulesLoaded { backend: backend.clone(), rules: Box::new(rules) }, now()));
    drop(app.update(Event::Polled { backend, changes }, now()));
    app
}

fn action(change: Change) -> Action {
    Action {
        id: ActionId(uuid::Uuid::from_u128(7)),
        ticket: TicketId { backend: BackendId::new("desk"), local: LocalId::new("T1") },
        seen: Version(1),
        made_at: now().wall,
        change,
    }
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof!["[ \t]{0,2}\\PC{1,12}[ \t\n]{0,2}", "[a-z]{1,8}", any::<String>()]
}

fn safe() -> impl Strategy<Value = SafeText> {
    text().prop_map(SafeText::from)
}

fn line() -> impl Strategy<Value = SafeLine> {
    text().prop_map(SafeLine::from)
}

fn maybe<T: std::fmt::Debug + Clone + 'static>(
    strategy: impl Strategy<Value = T> + 'static,
) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(strategy)
}

fn instant() -> impl Strategy<Value = DateTime<Utc>> {
    prop_oneof![
        // Around the hour that is there twice.
        (0..10_800_i64, 0..1_000_000_u32).prop_map(|(seconds, micros)| {
            now().wall + TimeDelta::seconds(seconds) + TimeDelta::microseconds(micros.into())
        }),
        (0..7_000_000_000_i64, 0..1_000_000_000_u32)
            .prop_map(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos).unwrap()),
    ]
}

fn day() -> impl Strategy<Value = NaiveDate> {
    (1970..2200_i32, 1..=365_u32).prop_map(|(year, day)| NaiveDate::from_yo_opt(year, day).unwrap())
}

fn someone() -> impl Strategy<Value = ContactId> {
    prop_oneof!["claire", "marc", "gone"].prop_map(ContactId::new)
}

fn of<T: Clone + std::fmt::Debug + 'static>(all: &[T]) -> impl Strategy<Value = T> + use<T> {
    proptest::sample::select(all.to_vec())
}

fn given() -> impl Strategy<Value = Box<Given>> {
    (safe(), instant()).prop_map(|(what, due)| Box::new(Given { what, due }))
}

fn promise() -> impl Strategy<Value = ActionId> {
    any::<u128>().prop_map(|id| ActionId(uuid::Uuid::from_u128(id)))
}

fn notice() -> impl Strategy<Value = Notice> {
    prop_oneof![
        safe().prop_map(|body| Notice::Sent { body }),
        safe().prop_map(|reason| Notice::Skipped { reason }),
        Just(Notice::LeftToDesk),
    ]
}

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![
        (line(), maybe(safe())).prop_map(|(bases, rescan)| Act::PassGate { bases, rescan }),
        Just(Act::HandToSpecialists),
        safe().prop_map(|reason| Act::Return { reason }),
        safe().prop_map(|reason| Act::Reject { reason }),
        line().prop_map(|bases| Act::Publish { bases }),
        Just(Act::Inform),
        Just(Act::Verify),
    ]
}

fn call() -> impl Strategy<Value = Change> {
    let who = (maybe(someone()), maybe(line()));
    let how = (of(&[Direction::FromCustomer, Direction::ToCustomer]), of(&CallOutcome::ALL));
    let rest = (instant(), maybe(any::<u32>()), maybe(safe()), maybe(given()));
    (who, how, rest).prop_map(
        |((contact, number), (direction, outcome), (occurred_at, lasted_seconds, note, promise))| {
            let call = Box::new(PhoneCall {
                occurred_at,
                contact,
                number,
                direction,
                outcome,
                lasted_seconds,
                note,
            });
            Change::Call { call, promise }
        },
    )
}

fn request() -> impl Strategy<Value = Change> {
    let who = (maybe(someone()), maybe(line()));
    let what = (of(&[Kind::Incident, Kind::ServiceRequest]), of(&Severity::ALL));
    let channel = of(&[Channel::Phone, Channel::Portal, Channel::Email]);
    let follows = maybe(Just(LocalId::new("T9")));
    (who, what, channel, line(), safe(), follows).prop_map(
        |((contact, from), (kind, severity), channel, subject, body, follows)| {
            let customer = CustomerId::new("acme");
            let request =
                Request { customer, contact, from, kind, severity, channel, subject, body, follows };
            Change::File { request: Box::new(request) }
        },
    )
}

fn named() -> impl Strategy<Value = Change> {
    let said = (line(), maybe(line()), maybe(line()), maybe(line()));
    let known =
        (maybe(of(&[Language::En, Language::Fr])), maybe(Just(Tz::named("Asia/Tokyo").unwrap_or(Tz::UTC))));
    (someone(), said, known, maybe(someone())).prop_map(
        |(id, (name, role, email, phone), (language, zone), replaces)| {
            let contact = Box::new(Contact { id, name, role, email, phone, language, zone });
            Change::NameContact { contact, replaces }
        },
    )
}

fn change() -> impl Strategy<Value = Change> {
    let severity = (of(&Severity::ALL), safe(), of(&[Party::Customer, Party::Desk]), of(&Consent::ALL));
    let contract = (line(), day(), day(), maybe(line()));
    let desk = prop_oneof![
        request(),
        call(),
        named(),
        safe().prop_map(|reason| Change::Void { reason }),
        prop_oneof!["T2", "T3"].prop_map(|into| Change::Merge { into: LocalId::new(into) }),
        (of(&Level::ALL), safe(), safe()).prop_map(|(level, reason, wish)| Change::Escalate {
            level,
            reason,
            wish
        }),
        safe().prop_map(|outcome| Change::EndEscalation { outcome }),
        (prop_oneof!["cmartin", "gone"], maybe(safe()))
            .prop_map(|(to, note)| Change::HandOver { to: ManagerId::new(to), note }),
        someone().prop_map(|contact| Change::LinkSender { contact }),
        contract.prop_map(|(number, from, to, licence)| {
            Change::CorrectContract { contract: Box::new(Contract { number, from, to, licence }) }
        }),
        (of(&Cause::ALL), safe()).prop_map(|(cause, reason)| Change::ExplainBreach { cause, reason }),
        severity.prop_map(|(to, reason, asked_by, consent)| {
            Change::ChangeSeverity { to, reason, asked_by, consent }
        }),
    ];
    let rest = prop_oneof![
        given().prop_map(|promise| Change::Promise { promise }),
        promise().prop_map(|promise| Change::KeepPromise { promise }),
        (promise(), instant(), safe()).prop_map(|(promise, due, reason)| Change::MovePromise {
            promise,
            due,
            reason
        }),
        (promise(), safe()).prop_map(|(promise, reason)| Change::BreakPromise { promise, reason }),
        (act(), notice()).prop_map(|(act, notice)| Change::Advance { act, notice }),
        (of(&AdviceKind::ALL), safe(), instant(), notice()).prop_map(|(kind, what, until, notice)| {
            Change::Advise { advice: Box::new(Advised { kind, what, until }), notice }
        }),
        (of(&AdviceKind::ALL), notice()).prop_map(|(kind, notice)| Change::LiftAdvice { kind, notice }),
    ];
    prop_oneof![desk, rest]
}

fn leaves(value: &Value, path: &str, into: &mut BTreeMap<String, String>) {
    match value {
        Value::Object(map) => {
            map.iter().for_each(|(key, value)| leaves(value, &format!("{path}.{key}"), into));
        }
        leaf => {
            into.insert(path.to_owned(), leaf.to_string());
        }
    }
}

/// In how many of its parts a change says something else than another one.
fn differences(one: &Change, other: &Change) -> usize {
    let (mut left, mut right) = (BTreeMap::new(), BTreeMap::new());
    leaves(&serde_json::to_value(one).unwrap(), "", &mut left);
    leaves(&serde_json::to_value(other).unwrap(), "", &mut right);
    let gone = left.keys().filter(|key| !right.contains_key(*key)).count();
    gone + right.iter().filter(|(key, value)| left.get(*key) != Some(value)).count()
}

fn typed(form: &Form, at: usize) -> Option<String> {
    let entry = &form.entries[at];
    let Input::Line(field) = &entry.input else { return None };
    Some(match entry.label {
        // Another name is another person, and the letter is one whole.
        Label::Name | Label::Told(_) | Label::Untold | Label::Latest => return None,
        Label::When | Label::Until => "+1h".to_owned(),
        Label::FirstDay | Label::LastDay => "2030-01-01".to_owned(),
        _ => format!("{}x", field.text()),
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_opened_and_sent_unchanged_is_the_same_to_the_last_blank(change in change()) {
        let action = action(change.clone());
        let app = console(&action);
        let form = app.form_of(&action, now()).unwrap();
        prop_assert_eq!(app.change_of(&form, later()), Ok(change.clone()));
        // Left, kept on disk, and found again.
        let mut again = app.form_of(&action, later()).unwrap();
        let kept = serde_json::to_string(&form.filled()).unwrap();
        again.fill(&serde_json::from_str(&kept).unwrap());
        prop_assert_eq!(app.change_of(&again, later()), Ok(change.clone()));
        // Thrown out of the outbox it is a form that was left, under the same name.
        let left = serde_json::from_str(&kept).unwrap();
        let found = fresh_copy().form_as_left(&left, later()).unwrap();
        prop_assert_eq!(app.change_of(&found, later()), Ok(change));
    }

    #[test]
    fn what_is_changed_in_one_entry_says_the_same_in_all_others(change in change()) {
        let action = action(change.clone());
        let app = console(&action);
        let form = app.form_of(&action, now()).unwrap();
        for at in 0..form.entries.len() {
            let Some(text) = typed(&form, at) else { continue };
            let mut touched = form.clone();
            touched.write(form.entries[at].label, &text);
            if let Ok(made) = app.change_of(&touched, later()) {
                // When a call was says also whether it was timed.
                let count = differences(&change, &made);
                prop_assert!(count <= 2, "{:?}: {count}: {made:?}", form.entries[at].label);
            }
        }
    }
}
