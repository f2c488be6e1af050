//! Alarms over simulated hours and days: each crossing once, whatever clocks, machines and backends do.

use std::time::Duration;

use chrono::{NaiveTime, TimeDelta, Weekday};
use vigie::app::model::alarms::quiet::Quiet;
use vigie::app::model::notice::Notice;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Changes, Event, Failure};
use vigie::app::protocol::signal::{Channel, MOST_NAMED, Signal, Why};
use vigie::desk::rules::obligation::Threshold;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, id, shift, ticket};

/// A shift that is warned by a hook too.
fn on_call<const N: usize>(time: &str, tickets: [crate::shift::Wanted; N]) -> Shift {
    let mut desk = shift(time, tickets);
    desk.app.settings.warnings.channels = vec![Channel::Hook];
    desk
}

fn signals(desk: &Shift) -> Vec<Signal> {
    let signal = |effect: &Effect| match effect {
        Effect::Warn { through: Channel::Hook, signal } => Some(signal.clone()),
        _ => None,
    };
    desk.effects.iter().filter_map(signal).collect()
}

/// Lets minutes pass one by one, as for a person who looks away.
fn minutes(desk: &mut Shift, minutes: u64) {
    let mut effects = Vec::new();
    for _ in 0..minutes {
        desk.now.mono += Duration::from_mins(1);
        desk.now.wall += TimeDelta::minutes(1);
        desk.hear(Event::Woke);
        effects.append(&mut desk.effects);
    }
    desk.effects = effects;
}

fn page(desk: &Shift, tickets: Vec<Ticket>, more: bool) -> Changes {
    Changes {
        cursor: "paged".to_owned(),
        more,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets,
        gone: Vec::new(),
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    }
}

/// Many tickets of severity 1, each due this many minutes from now and a little later than the one before.
fn many(desk: &Shift, count: i64, due_in: i64, apart: TimeDelta) -> Vec<Ticket> {
    let name = |number: i64| -> &'static str { Box::leak(format!("T{number:03}").into_boxed_str()) };
    let at = |number: i64| desk.now.wall + apart * i32::try_from(number).unwrap_or(0);
    (0..count).map(|number| ticket(name(number)).due_in(due_in).at(at(number))).collect()
}

#[test]
fn every_severity_is_warned_of_at_its_own_thresholds_over_two_days() {
    use Threshold::{AtRisk, Breach, Filed, Urgent};
    // Filed on a Monday at 11:00 in Paris, where the desk is open from 9 to 18; minutes from then on.
    let table = [
        (1, 30, vec![(0, Filed), (15, AtRisk), (25, Urgent), (31, Breach)]),
        (2, 240, vec![(0, Filed), (180, AtRisk), (225, Urgent), (241, Breach)]),
        (3, 360, vec![(300, AtRisk), (361, Breach)]),
        (4, 480, vec![(420, AtRisk), (1381, Breach)]),
    ];
    for (severity, target, expected) in table {
        let mut desk = on_call("10:00", []);
        let start = desk.now.wall;
        desk.arrives(ticket("T1").severity(severity).due_in(target));
        let mut told = signals(&desk);
        minutes(&mut desk, 48 * 60);
        told.extend(signals(&desk));
        let told: Vec<_> =
            told.iter().map(|it| ((it.at - start).num_minutes(), it.tickets[0].threshold)).collect();
        assert_eq!(told, expected, "severity {severity}");
    }
}

#[test]
fn a_storm_of_800_is_one_signal_and_one_notice() {
    let mut desk = on_call("10:00", []);
    let storm = many(&desk, 800, 16, TimeDelta::zero());
    desk.poll(storm);
    assert_eq!((desk.rings(), signals(&desk).len()), (1, 1));
    assert_eq!(desk.notice(), Some(&Notice::CriticalArrived { first: id("T000"), count: 800 }));
    desk.wait(61);
    assert_eq!(desk.rings(), 1);
    let [signal] = &signals(&desk)[..] else { panic!("{:?}", signals(&desk).len()) };
    assert_eq!((signal.count, signal.tickets.len(), signal.why), (800, MOST_NAMED, Why::ItHappened));
    assert_eq!(desk.app.alarms.open(), 800);
    assert_eq!(desk.press("!").notice(), Some(&Notice::AlarmsSeen { count: 800 }));
    assert_eq!(desk.app.alarms.open(), 0);
}

#[test]
fn a_storm_that_comes_in_pages_or_second_by_second_is_gathered() {
    let mut desk = on_call("10:00", []);
    let storm = many(&desk, 800, 25, TimeDelta::zero());
    let mut rings = 0;
    for (number, tickets) in storm.chunks(200).enumerate() {
        let changes = page(&desk, tickets.to_vec(), number < 3);
        rings += desk.answer(changes).rings();
    }
    assert_eq!(rings, 1);
    assert_eq!(desk.notice(), Some(&Notice::CriticalArrived { first: id("T000"), count: 800 }));

    let mut desk = on_call("10:00", []);
    let storm = many(&desk, 60, 16, TimeDelta::seconds(1));
    desk.poll(storm);
    desk.wait(50);
    desk.wait(80);
    let told: Vec<usize> = signals(&desk).iter().map(|signal| signal.count).collect();
    assert_eq!(told.iter().sum::<usize>(), 60, "{told:?}: each is told");
    assert!(told.len() <= 7, "{told:?}: and not one by one");
}

#[test]
fn after_eight_hours_of_sleep_there_is_one_summary_and_nothing_old_is_new() {
    let mut desk = on_call("10:00", [ticket("T1").due_in(20), ticket("T2").severity(2).due_in(70)]);
    desk.wait(5).poll(Vec::new()).sleep(TimeDelta::hours(8));
    assert_eq!(desk.rings(), 0);
    let new = ticket("T3").due_in(-300).at(desk.now.wall);
    desk.poll(vec![new]);
    let [signal] = &signals(&desk)[..] else { panic!("{:?}", signals(&desk)) };
    assert_eq!((signal.why, signal.count, desk.rings()), (Why::WasMissed, 3, 1));
    assert_eq!(desk.notice(), Some(&Notice::WhileAway { arrived: 0, breached: 3, at_risk: 0 }));
    minutes(&mut desk, 12 * 60);
    assert_eq!((signals(&desk), desk.rings()), (Vec::new(), 0));
}

#[test]
fn what_came_in_while_the_backend_was_away_is_told_in_sum() {
    let mut desk = on_call("10:00", []);
    desk.poll_fails(Failure::Unreachable);
    minutes(&mut desk, 120);
    let missed = many(&desk, 5, 25, TimeDelta::zero());
    desk.poll(missed);
    assert_eq!(desk.rings(), 1);
    assert_eq!(desk.notice(), Some(&Notice::WhileAway { arrived: 5, breached: 0, at_risk: 0 }));
    desk.wait(15);
    assert_eq!(desk.arrives(ticket("T9").due_in(29)).rings(), 1, "and what comes after that is news");
    assert_eq!(signals(&desk)[0].why, Why::ItHappened);
}

#[test]
fn clocks_that_jump_an_hour_never_alarm_twice() {
    for hours in [1, -1] {
        // Our own clock, set while the desk's runs on.
        let mut desk = on_call("10:00", [ticket("T1").due_in(16)]);
        desk.wait(5).poll(Vec::new());
        assert_eq!(desk.wait(60).rings(), 1);
        desk.poll(Vec::new());
        let truth = desk.now.wall;
        desk.sleep(TimeDelta::hours(hours));
        // What was under way at the jump is answered, then what was asked because of it.
        for _ in 0..2 {
            let answer = Changes { server_now: truth, ..page(&desk, Vec::new(), false) };
            desk.answer(answer);
            assert_eq!((desk.rings(), signals(&desk).len()), (0, 0), "{hours}");
        }
        let told: usize = [desk.wait(9 * 60).rings(), desk.wait(60).rings()].iter().sum();
        assert_eq!(told, 1, "{hours}: the last warning, in its own time");

        // The desk's clock, corrected there and back.
        let mut desk = on_call("10:00", [ticket("T1").due_in(16), ticket("T2").due_in(100)]);
        desk.wait(5).poll(Vec::new());
        desk.wait(75);
        let wrong =
            Changes { server_now: desk.now.wall + TimeDelta::hours(hours), ..page(&desk, vec![], false) };
        desk.answer(wrong);
        let once = signals(&desk).len();
        assert_eq!(once, usize::from(hours > 0), "an hour later much is late");
        desk.wait(20);
        let right = page(&desk, Vec::new(), false);
        desk.answer(right);
        assert_eq!(signals(&desk).len(), 0, "{hours}");
        desk.wait(30);
        let again: Vec<_> = signals(&desk).into_iter().flat_map(|it| it.tickets).map(|it| it.id).collect();
        assert_eq!(again, [], "{hours}");
    }
}

#[test]
fn a_console_that_started_with_a_wrong_clock_warns_in_time_once_it_knows_better() {
    let mut desk = Shift::unheard("10:00");
    let truth = desk.now.wall - TimeDelta::hours(1);
    desk.hear(Event::SnapshotMissing { backend: crate::shift::backend() });
    let ahead = crate::shift::welcome(desk.now);
    desk.hear(Event::Connected { backend: crate::shift::backend(), welcome: ahead });
    desk.hear(Event::SnapshotMissing { backend: crate::shift::backend() });
    desk.hear(Event::RulesLoaded {
        backend: crate::shift::backend(),
        rules: Box::new(crate::shift::rules()),
    });
    desk.poll(vec![ticket("T1").due_in(20).at(truth)]);
    assert_eq!(desk.app.queues.queue.total().breached, 1, "by the wrong clock");
    let right = Changes { server_now: truth, ..page(&desk, Vec::new(), false) };
    desk.answer(right);
    assert_eq!(desk.app.queues.queue.total().breached, 0);
    assert_eq!((desk.rings(), desk.wait(5 * 60 + 1).rings()), (0, 1));
}

#[test]
fn a_change_in_the_very_second_of_a_crossing_loses_nothing_and_repeats_nothing() {
    let mut desk = on_call("10:00", [ticket("T1").due_in(16)]);
    assert_eq!(desk.wait(59).rings(), 0);
    desk.now.mono += Duration::from_secs(1);
    desk.now.wall += TimeDelta::seconds(1);
    desk.customer_writes("T1");
    assert_eq!((desk.rings(), signals(&desk)[0].tickets[0].threshold), (1, Threshold::AtRisk));
    for _ in 0..20 {
        desk.customer_writes("T1");
        assert_eq!(desk.rings() + desk.wait(1).rings(), 0, "kept across polls and new keys");
    }
}

fn again(desk: &Shift, severity: u8, due_in: i64) -> Ticket {
    let known = desk.ticket("T1");
    Ticket {
        version: Version(known.version.0 + 1),
        ..ticket("T1").severity(severity).due_in(due_in).at(desk.now.wall)
    }
}

#[test]
fn a_due_that_moved_is_warned_of_as_another_one() {
    // How long is left, and what a change to that is: told at once or not, and when it is told next.
    for (before, after, at_once, next) in [
        ((2, 200), (1, 10), Some(Threshold::AtRisk), 5),
        ((2, 200), (1, 25), None, 10),
        ((1, 14), (1, 12), None, 7),
        ((1, 14), (1, 29), None, 14),
        ((1, -1), (1, 20), None, 5),
    ] {
        let mut desk = on_call("10:00", [ticket("T1").severity(before.0).due_in(before.1)]);
        desk.wait(12);
        let moved = again(&desk, after.0, after.1);
        desk.poll(vec![moved]);
        let told: Vec<_> = signals(&desk).iter().map(|it| it.tickets[0].threshold).collect();
        assert_eq!(told, Vec::from_iter(at_once), "{before:?} to {after:?}");
        desk.wait(10);
        desk.wait(next * 60 - 11);
        assert_eq!(signals(&desk).len(), 0, "{before:?} to {after:?}");
        desk.wait(2);
        assert_eq!(signals(&desk).len(), 1, "{before:?} to {after:?}");
    }
}

#[test]
fn a_due_that_moves_away_ends_the_alarm() {
    let mut desk = on_call("10:00", [ticket("T1").due_in(16)]);
    desk.wait(61);
    assert_eq!(desk.app.alarms.open(), 1);
    let lowered = again(&desk, 2, 200);
    desk.poll(vec![lowered]);
    assert_eq!((desk.app.alarms.open(), signals(&desk).len()), (0, 0));
}

#[test]
fn severity_1_is_told_again_until_somebody_has_seen_it() {
    let mut desk = on_call("10:00", []);
    desk.app.settings.warnings.nag = Duration::from_mins(2);
    desk.arrives(ticket("T1").due_in(29));
    desk.arrives(ticket("T2").severity(2).due_in(230));
    assert_eq!(desk.wait(15).rings(), 0);
    let mut rings = 0;
    for _ in 0..4 {
        rings += desk.wait(60).rings();
    }
    assert_eq!(rings, 2);
    assert_eq!(desk.notice(), Some(&Notice::Unseen { first: id("T1"), count: 1 }), "severity 2 is not");
    desk.press("!");
    assert_eq!(desk.wait(400).rings(), 0);
    assert_eq!(desk.wait(240).rings(), 1, "its next threshold is another alarm");
}

#[test]
fn an_alarm_ends_where_a_colleague_has_seen_or_taken_it() {
    let take = Change::Assign { to: ManagerId::new("dbruns") };
    for change in [Change::Acknowledge, take] {
        let mut desk = on_call("10:00", []);
        desk.app.settings.warnings.nag = Duration::from_mins(2);
        desk.arrives(ticket("T1").due_in(29));
        assert_eq!(desk.app.alarms.open(), 1);
        desk.colleague_does("T1", change);
        assert_eq!(desk.app.alarms.open(), 0);
        assert_eq!(desk.wait(600).rings(), 0);
        assert_eq!(desk.wait(300).rings(), 1, "the next threshold is told all the same");
    }
}

#[test]
fn whoever_answers_offline_is_not_told_again() {
    let mut desk = on_call("10:00", []);
    desk.app.settings.warnings.nag = Duration::from_mins(2);
    desk.arrives(ticket("T1").due_in(29));
    desk.poll_fails(Failure::Unreachable);
    desk.press("rs").press("Fixed.<ctrl-s>");
    assert_eq!(desk.wait(300).rings(), 0);
}

#[test]
fn a_snooze_ends_when_it_is_over_or_at_the_next_threshold() {
    // Minutes left, and after how many minutes it sounds again.
    for (due_in, sounds_after) in [(29, 10), (18, 3), (12, 7)] {
        let mut desk = on_call("10:00", []);
        desk.arrives(ticket("T1").due_in(due_in));
        desk.wait(30);
        desk.press("Z");
        assert!(matches!(desk.notice(), Some(Notice::AlarmsSnoozed { count: 1, .. })), "{:?}", desk.notice());
        assert!(desk.app.alarms.snoozed_until().is_some());
        let left = if sounds_after == 10 { 600 } else { sounds_after * 60 - 30 };
        assert_eq!(desk.wait(left - 2).rings(), 0, "{due_in}");
        assert_eq!(desk.wait(4).rings(), 1, "{due_in}");
    }
}

#[test]
fn a_snoozed_alarm_does_not_silence_another_one() {
    let mut desk = on_call("10:00", []);
    desk.arrives(ticket("T1").due_in(29));
    desk.wait(15);
    desk.press("Z");
    assert_eq!(desk.arrives(ticket("T2").due_in(29)).rings(), 1);
    assert_eq!(desk.app.alarms.snoozed_until(), None, "not all are silent");
    desk.press("!");
    assert_eq!(desk.press("Z").notice(), Some(&Notice::NoAlarm));
}

fn quiet(from: &str, until: &str, days: &[Weekday], severities: &[Severity]) -> Quiet {
    let time = |text| NaiveTime::parse_from_str(text, "%H:%M").expect("a time");
    Quiet {
        from: time(from),
        until: time(until),
        days: days.to_vec(),
        severities: severities.to_vec(),
        customers: Vec::new(),
    }
}

#[test]
fn quiet_hours_keep_back_what_they_name_and_tell_it_in_sum_afterwards() {
    let mut desk = on_call("20:00", []);
    desk.app.settings.warnings.quiet = vec![quiet("20:00", "07:00", &[], &[Severity::High])];
    desk.arrives(ticket("T1").severity(2).due_in(230));
    assert_eq!((signals(&desk).len(), desk.app.alarms.open()), (0, 0));
    assert!(matches!(desk.notice(), Some(Notice::HighArrived { .. })), "here it is told");
    desk.wait(15);
    assert_eq!(desk.arrives(ticket("T2").due_in(29)).rings(), 1, "severity 1 is not among them");
    desk.press("!");
    minutes(&mut desk, 10 * 60);
    let told = signals(&desk);
    assert!(told.iter().flat_map(|it| &it.tickets).all(|it| it.id == id("T2")));
    minutes(&mut desk, 61);
    let [signal] = &signals(&desk)[..] else { panic!("{:?}", signals(&desk)) };
    assert_eq!((signal.why, &signal.tickets[0].id), (Why::WasQuiet, &id("T1")));
    assert_eq!(signal.at.to_rfc3339(), "2026-11-24T07:00:15+00:00");
    minutes(&mut desk, 24 * 60);
    assert_eq!(signals(&desk).len(), 0);
}

#[test]
fn quiet_hours_forget_what_was_answered_meanwhile() {
    let mut desk = on_call("20:00", []);
    desk.app.settings.warnings.quiet = vec![quiet("20:00", "07:00", &[], &[Severity::High])];
    desk.arrives(ticket("T1").severity(2).due_in(230));
    desk.colleague_does("T1", Change::Acknowledge);
    let gone = Changes { gone: vec![id("T1").local], ..page(&desk, Vec::new(), false) };
    desk.answer(gone);
    minutes(&mut desk, 13 * 60);
    assert_eq!(signals(&desk).len(), 0);
}

#[test]
fn a_way_that_fails_is_told_once_until_it_works_again() {
    let mut desk = on_call("10:00", []);
    let fails = || Event::WarnFailed { through: Channel::Hook, why: "no such file".into() };
    desk.hear(fails());
    assert!(matches!(desk.notice(), Some(Notice::WarnFailed { .. })));
    desk.press("<space>").hear(fails());
    assert_eq!(desk.notice(), None);
    desk.hear(Event::Warned(Channel::Hook)).hear(fails());
    assert!(matches!(desk.notice(), Some(Notice::WarnFailed { .. })));
}

#[test]
fn an_alarm_hides_no_refusal_that_comes_after_it() {
    let mut desk = on_call("10:00", [ticket("T1").due_in(1)]);
    desk.wait(61);
    assert!(matches!(desk.notice(), Some(Notice::Breached { .. })));
    assert!(matches!(desk.press("x").notice(), Some(Notice::RuleSaysNo { .. })));
    desk.wait(12);
    assert!(matches!(desk.notice(), Some(Notice::Breached { .. })), "and the alarm comes back");
    assert_eq!(desk.press("!").notice(), Some(&Notice::AlarmsSeen { count: 1 }));
}
