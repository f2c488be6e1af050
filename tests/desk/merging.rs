//! Merges of merges, and into what was answered: nothing that is owed is lost.

use vigie::desk::rules::merge::absorbed;
use vigie::desk::rules::merge::merge;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind::Solution;
use vigie::desk::ticket::fact::{Fact, What};
use vigie::desk::ticket::{Response, Ticket};

use crate::build::{act, action, at, me, recounted, respond, wanted};

/// The survivor after a merge.
fn merged(one: &Ticket, into: &Ticket, when: &str) -> Ticket {
    let change = action(one, Change::Merge { into: into.id.clone() });
    let (_, goes_on) = merge(&change, one, into, &me(), at(when)).unwrap();
    recounted(goes_on.iter().fold(into.clone(), Ticket::with))
}

#[test]
fn a_merge_of_a_merge_keeps_what_the_first_one_was_owed() {
    let first = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let second = wanted("T2", 4, "2026-11-23T09:30:00+01:00").ticket();
    let third = wanted("T3", 4, "2026-11-23T09:40:00+01:00").ticket();
    let due = first.due();
    let second = merged(&first, &second, "2026-11-23T10:05:00+01:00");
    assert_eq!(second.due(), due);
    let third = merged(&second, &third, "2026-11-23T10:10:00+01:00");
    assert_eq!(third.due(), due, "{:?}", third.course());
}

#[test]
fn what_was_answered_before_it_was_merged_is_owed_nothing_after_a_second_merge() {
    let first = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let second = wanted("T2", 4, "2026-11-23T09:30:00+01:00").ticket();
    let third = wanted("T3", 4, "2026-11-23T09:40:00+01:00").ticket();
    let due = third.due();
    let second = merged(&first, &second, "2026-11-23T10:05:00+01:00");
    let second = act(&second, respond(Solution, Then::Stay), "2026-11-23T10:06:00+01:00").unwrap();
    let change = action(&second, Change::Merge { into: third.id.clone() });
    let (_, goes_on) = merge(&change, &second, &third, &me(), at("2026-11-23T10:10:00+01:00")).unwrap();
    // What is raised by the merge counts from the merge on: only what was merged is looked at here.
    let absorbs = goes_on.iter().filter(|fact| matches!(fact.what, What::Absorbed(_)));
    let third = recounted(absorbs.fold(third, Ticket::with));
    assert_eq!(third.due(), due, "{:?}", third.course());
}

#[test]
fn a_ticket_that_was_answered_owes_what_goes_on_in_it_unanswered() {
    let answered = wanted("T1", 1, "2026-11-23T10:00:00+01:00").ticket();
    let answered = act(&answered, respond(Solution, Then::Stay), "2026-11-23T10:06:00+01:00").unwrap();
    let open = wanted("T2", 2, "2026-11-23T10:01:00+01:00").ticket();
    let fact =
        |what| Fact { number: answered.version.next(), at: at("2026-11-23T10:10:00+01:00"), by: me(), what };
    // Another system of record merges what the desk's rules would not.
    let survivor = answered.clone().with(&fact(What::Absorbed(Box::new(absorbed(&open)))));
    let survivor = recounted(survivor);
    assert_eq!(survivor.due(), open.due());
    let again = act(&survivor, respond(Solution, Then::Stay), "2026-11-23T10:20:00+01:00").unwrap();
    assert!(matches!(again.response, Response::Given(_)) && again.due().is_none());
}
