//! One thing done to several tickets: shown first, one outcome for each, and no failure is silent.

use vigie::app::model::bulk::{Outcome, Sum, Why};
use vigie::app::model::notice::{Deed, Notice};
use vigie::app::protocol::event::{Event, Refused};
use vigie::app::protocol::focus::Focus;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::names::{LocalId, ManagerId};
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, backend, id, shift, ticket};

fn four() -> Shift {
    shift(
        "10:00",
        [
            ticket("T1").due_in(10),
            ticket("T2").due_in(20),
            ticket("T3").due_in(22).about("Another one"),
            ticket("T4").due_in(24),
        ],
    )
}

fn marked(desk: &Shift) -> String {
    let ids = desk.app.marks.ids().map(|id| id.local.to_string());
    ids.collect::<Vec<_>>().join(" ")
}

fn outcomes(desk: &Shift) -> Vec<Outcome> {
    desk.app.bulk.as_ref().expect("something was planned").items.iter().map(|it| it.outcome.clone()).collect()
}

fn sum(desk: &Shift) -> Sum {
    desk.app.bulk.as_ref().expect("something was planned").sum()
}

#[test]
fn tickets_are_marked_one_by_one_in_a_range_and_all_that_are_listed() {
    let mut desk = four();
    assert_eq!(marked(desk.press("v")), "T1");
    assert_eq!(desk.selected(), "T2", "the cursor goes on");
    assert_eq!(marked(desk.press("jv")), "T1 T3");
    assert_eq!(marked(desk.press("gg")), "T1 T3");
    assert_eq!(marked(desk.press("V")), "T1 T2 T3", "from the last marked one, upwards too");
    assert_eq!(marked(desk.press("ggv")), "T2 T3");
    assert_eq!(marked(desk.press("<backspace>")), "");
    assert_eq!(marked(desk.press("/another<enter>*")), "T3");
    assert_eq!(marked(desk.press("<esc>*")), "T1 T2 T3 T4");
    assert_eq!(marked(desk.press("*")), "");
}

#[test]
fn marks_stay_on_their_tickets_whatever_a_poll_does_to_the_rows() {
    let mut desk = four();
    desk.press("jvv");
    desk.arrives(ticket("T0").due_in(1));
    desk.customer_writes("T2");
    assert_eq!(marked(&desk), "T2 T3");
    let rows: Vec<_> =
        desk.app.window(10).rows.iter().map(|row| (row.id.local.to_string(), row.marked)).collect();
    assert!(rows.iter().all(|(id, marked)| *marked == (id == "T2" || id == "T3")), "{rows:?}");
}

#[test]
fn a_marked_ticket_that_leaves_is_told() {
    let mut desk = four();
    desk.press("vv");
    let changes = vigie::app::protocol::event::Changes {
        cursor: "9".to_owned(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: Vec::new(),
        gone: vec![LocalId::new("T1"), LocalId::new("T4")],
        whole: None,
        present: Vec::new(),
        latest_bases: None,
    };
    desk.hear(Event::Polled { backend: backend(), changes });
    assert_eq!(marked(&desk), "T2");
    assert_eq!(desk.notice(), Some(&Notice::MarksGone { count: 1 }));
}

#[test]
fn nothing_is_done_before_it_was_shown_and_agreed_to() {
    let mut desk = four();
    let acknowledged = desk.press("ja").recorded();
    desk.disk_catches_up().backend_takes(&acknowledged[0]);
    assert!(desk.press("gg*a").recorded().is_empty());
    assert_eq!(desk.app.focus(), Focus::Bulk);
    let no = Outcome::Not(Why::Rule(Refusal::AlreadyAcknowledged));
    assert_eq!(outcomes(&desk), [Outcome::Will, no, Outcome::Will, Outcome::Will]);
    assert!(desk.press("<esc>").recorded().is_empty());
    assert_eq!(marked(&desk), "T1 T2 T3 T4", "called off, the marks stay");
    let made = desk.press("a<enter>").recorded();
    assert_eq!(made.iter().map(|it| it.ticket.clone()).collect::<Vec<_>>(), ["T1", "T3", "T4"].map(id));
    assert!(made.iter().all(|it| it.change == Change::Acknowledge));
    assert_eq!(marked(&desk), "");
    assert!(desk.press("<enter>").recorded().is_empty(), "it is done once");
}

#[test]
fn each_ticket_has_its_own_outcome_and_a_partial_failure_is_told() {
    let mut desk = four();
    let made = desk.press("vvvt<enter>").recorded();
    assert_eq!(sum(&desk), Sum { going: 3, ..Sum::default() });
    desk.press("<esc>").disk_catches_up();
    desk.backend_takes(&made[0]).backend_refuses(&made[1], Refused::NotAllowed);
    let moved = Refused::ByRule(Refusal::TicketMoved { current: Version(4) });
    desk.backend_refuses(&made[2], moved);
    assert_eq!(
        outcomes(&desk),
        [
            Outcome::Done,
            Outcome::Not(Why::Backend(made[1].id, Refused::NotAllowed)),
            Outcome::Not(Why::Held(made[2].id)),
        ]
    );
    assert_eq!(sum(&desk), Sum { done: 1, not: 2, ..Sum::default() });
    let told = Notice::BulkDone { deed: Deed::Assign, done: 1, not: 2 };
    while desk.notice().is_some_and(|notice| *notice != told) {
        desk.press(" ");
    }
    assert_eq!(desk.notice(), Some(&told));
    desk.press("B");
    assert_eq!(desk.app.focus(), Focus::Bulk);
}

#[test]
fn only_what_failed_is_tried_again() {
    let mut desk = four();
    let made = desk.press("vvt<enter>").recorded();
    desk.disk_catches_up().backend_takes(&made[0]).backend_refuses(&made[1], Refused::NotAllowed);
    let again = desk.press("f").delivered();
    assert_eq!(again.iter().map(|it| it.id).collect::<Vec<_>>(), [made[1].id]);
    desk.backend_takes(&again[0]);
    assert_eq!(outcomes(&desk), [Outcome::Done, Outcome::Done]);
    assert!(desk.press("f").effects.is_empty(), "nothing failed");
}

#[test]
fn what_the_rules_refused_is_tried_again_once_they_allow_it() {
    let mut desk = four();
    assert!(desk.press("vx<enter>").recorded().is_empty());
    assert_eq!(outcomes(&desk), [Outcome::Not(Why::Rule(Refusal::NoQualifiedResponse))]);
    desk.press("<esc>ggrsFixed.<ctrl-s>");
    let made = desk.press("Bf").recorded();
    assert_eq!(made.iter().map(|it| it.change.clone()).collect::<Vec<_>>(), [Change::Resolve]);
}

#[test]
fn what_moved_while_one_read_the_preview_is_not_done_unseen() {
    let mut desk = four();
    desk.press("vvt");
    desk.colleague_does("T1", Change::Assign { to: ManagerId::new("dbruns") });
    let made = desk.press("<enter>").recorded();
    assert_eq!(made.iter().map(|it| it.ticket.clone()).collect::<Vec<_>>(), [id("T2")]);
    assert!(matches!(outcomes(&desk)[0], Outcome::Not(Why::Rule(Refusal::TicketMoved { .. }))));
}

#[test]
fn a_note_for_several_is_written_once_and_kept_until_it_is_agreed_to() {
    let mut desk = four();
    desk.press("vv").press("nSame outage.<ctrl-s>");
    assert_eq!(desk.app.focus(), Focus::Bulk);
    desk.press("<esc>");
    assert_eq!(desk.app.focus(), Focus::Compose, "the text is still there");
    let made = desk.press("<ctrl-s><enter>").recorded();
    let note = Change::Note { body: "Same outage.".into() };
    assert_eq!(
        made.iter().map(|it| (it.ticket.clone(), it.change.clone())).collect::<Vec<_>>(),
        [(id("T1"), note.clone()), (id("T2"), note)]
    );
    assert!(desk.app.compose.is_none());
    let ids: std::collections::BTreeSet<_> = made.iter().map(|it| it.id).collect();
    assert_eq!(ids.len(), 2, "each has a name of its own");
}

#[test]
fn an_act_that_could_not_be_written_down_is_an_outcome_too() {
    let mut desk = four();
    let made = desk.press("vva<enter>").recorded();
    desk.hear(Event::RecordFailed { id: made[1].id, why: "disk full".into() });
    assert_eq!(outcomes(&desk)[1], Outcome::Not(Why::NotRecorded));
    assert_eq!(desk.press("f").recorded().len(), 1);
}

#[test]
fn in_the_open_ticket_a_key_is_about_that_one_whatever_is_marked() {
    let mut desk = four();
    let made = desk.press("vv<enter>a").recorded();
    assert_eq!(made.iter().map(|it| it.ticket.clone()).collect::<Vec<_>>(), [id("T3")]);
}

#[test]
fn somebody_is_assigned_to_several() {
    let mut desk = four();
    desk.press("vvA<down><enter>");
    assert_eq!(desk.app.focus(), Focus::Bulk);
    let made = desk.press("<enter>").recorded();
    assert_eq!(made.len(), 2);
    assert!(made.iter().all(|it| it.change == Change::Assign { to: ManagerId::new("dbruns") }));
}

#[test]
fn a_note_for_tickets_that_all_left_goes_to_no_other() {
    let mut desk = four();
    desk.press("vnSame outage.");
    desk.app.marks = vigie::app::model::marks::Marks::default();
    assert!(desk.press("<ctrl-s>").recorded().is_empty());
    assert_eq!((desk.notice(), desk.app.focus()), (Some(&Notice::NoTicket), Focus::Compose));
}
