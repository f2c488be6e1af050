//! Acting on a ticket without a text: bound at key-down, recorded before it is sent, shown at once.

use vigie::app::model::notice::{Deed, Notice};
use vigie::app::model::outbox::State;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure, Kept, Left, Refused};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::origin::Origin;
use vigie::desk::journal::Outcome;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::status::{Status, Version};

use crate::shift::{Shift, id, shift, ticket};

fn two() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

fn take() -> Change {
    Change::Assign { to: ManagerId::new("cmartin") }
}

fn note() -> Change {
    Change::Note { body: "Seen before.".into() }
}

#[test]
fn nothing_is_sent_before_it_is_on_disk() {
    let mut desk = two();
    let made = desk.press("ja").recorded();
    assert_eq!(
        made.iter().map(|it| (&it.ticket, &it.change)).collect::<Vec<_>>(),
        [(&id("T2"), &Change::Acknowledge)]
    );
    assert!(desk.delivered().is_empty());
    assert_eq!(desk.app.outbox.entries()[0].state, State::Recording);
    assert_eq!(desk.disk_catches_up().delivered(), made);
}

#[test]
fn the_row_shows_what_was_done_in_the_frame_after_the_key() {
    let mut desk = two();
    desk.press("t");
    let window = desk.app.window(10);
    let row = &window.rows[0];
    assert_eq!(row.ticket.owner, Some(ManagerId::new("cmartin")));
    assert_eq!(row.pending.map(|pending| pending.deed), Some(Deed::Assign));
    assert_eq!(desk.ticket("T1").owner, None, "the backend has not said so yet");
}

#[test]
fn what_the_backend_took_leaves_the_outbox_and_is_told() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.disk_catches_up().backend_takes(&made[0]);
    assert!(desk.app.outbox.is_empty());
    assert!(
        desk.effects.iter().any(|effect| matches!(effect, Effect::Forget { id, .. } if *id == made[0].id))
    );
    assert_eq!(desk.ticket("T1").status, Status::Open);
    assert_eq!(desk.notice(), Some(&Notice::Delivered { ticket: id("T1"), deed: Deed::Assign }));
}

#[test]
fn waiting_for_the_customer_and_taking_it_up_again_are_one_key_each() {
    let mut desk = two();
    let answered = desk.press("rs").press("Try this.<ctrl-s>").recorded();
    desk.disk_catches_up().backend_takes(&answered[0]);
    let waits = desk.press("w").recorded();
    assert_eq!(waits[0].change, Change::WaitForCustomer);
    desk.disk_catches_up().backend_takes(&waits[0]);
    assert_eq!(desk.ticket("T1").status, Status::WaitingForCustomer);
    desk.press("/T1<enter>");
    assert_eq!(desk.press("o").recorded()[0].change, Change::Reopen);
}

#[test]
fn an_action_stays_with_its_ticket_whatever_a_poll_does_to_the_rows() {
    let mut desk = two();
    desk.press("A");
    desk.arrives(ticket("T0").due_in(1));
    let made = desk.press("j<enter>").recorded();
    assert_eq!(made[0].ticket, id("T1"));
    assert_eq!(made[0].change, Change::Assign { to: ManagerId::new("dbruns") });
}

#[test]
fn what_the_rules_refuse_is_told_and_not_sent() {
    let mut desk = two();
    let why = Refusal::NoQualifiedResponse;
    assert!(desk.press("x").recorded().is_empty());
    assert_eq!(desk.notice(), Some(&Notice::RuleSaysNo { ticket: id("T1"), deed: Deed::Resolve, why }));
    desk.press("aa");
    assert_eq!(desk.recorded().len(), 1, "the second one would change nothing");
}

#[test]
fn one_delivery_per_ticket_in_the_order_made_and_different_tickets_in_parallel() {
    let mut desk = two();
    desk.press("tajt");
    let sent: Vec<_> =
        desk.disk_catches_up().delivered().into_iter().map(|it| (it.ticket, it.change)).collect();
    assert_eq!(sent, [(id("T1"), take()), (id("T2"), take())]);
    let first = desk.app.outbox.entries()[0].action.clone();
    let next = desk.backend_takes(&first).delivered();
    assert_eq!(next.iter().map(|it| it.change.clone()).collect::<Vec<_>>(), [Change::Acknowledge]);
}

#[test]
fn ones_own_deliveries_move_what_was_seen_with_them() {
    let mut desk = two();
    let made = desk.press("tA<down><enter>").recorded();
    assert_eq!(made[1].seen, Version(1));
    desk.disk_catches_up().backend_takes(&made[0]);
    assert_eq!(desk.delivered()[0].seen, Version(3), "opened and assigned are our own");
}

#[test]
fn what_somebody_else_did_in_between_is_no_part_of_what_was_seen() {
    let mut desk = two();
    let made = desk.press("n").press("Hm.<ctrl-s>").recorded();
    desk.press("A<down><enter>").customer_writes("T1").disk_catches_up().backend_takes(&made[0]);
    let sent = desk.delivered();
    assert!(sent.iter().all(|it| it.seen == Version(1)), "{sent:?}");
}

#[test]
fn a_thread_that_moved_holds_the_action_until_the_person_decides() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.disk_catches_up().colleague_does("T1", Change::Assign { to: ManagerId::new("dbruns") });
    desk.customer_writes("T1");
    desk.backend_refuses(&made[0], Refused::ByRule(Refusal::TicketMoved { current: Version(4) }));
    assert_eq!(desk.app.outbox.entries()[0].state, State::Held { current: Version(4) });
    assert_eq!(desk.notice(), Some(&Notice::Held { ticket: id("T1"), deed: Deed::Assign }));
    assert!(desk.press("a").disk_catches_up().delivered().is_empty(), "nothing overtakes it");
    assert!(desk.press("Os").delivered().is_empty(), "nobody agrees to what they have not seen");
    let sent = desk.detail("T1").press("s").delivered();
    assert_eq!(sent.first().map(|it| (it.id, it.seen)), Some((made[0].id, Version(4))));
}

#[test]
fn what_the_backend_refuses_stays_until_the_person_drops_it() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.disk_catches_up().backend_refuses(&made[0], Refused::NotAllowed);
    assert_eq!(desk.app.outbox.waiting_for_a_person(), 1);
    desk.press("Od");
    assert_eq!(desk.app.focus(), Focus::Choice);
    let forgotten = Effect::Forget { id: made[0].id, outcome: Outcome::Withdrawn, seen: Vec::new() };
    assert_eq!(desk.press("y").effects, [forgotten]);
    assert!(desk.app.outbox.is_empty());
}

#[test]
fn what_a_colleague_did_first_needs_no_decision() {
    let mut desk = two();
    let made = desk.press("a").recorded();
    desk.disk_catches_up();
    desk.backend_refuses(&made[0], Refused::ByRule(Refusal::AlreadyAcknowledged));
    assert!(desk.app.outbox.is_empty());
    assert!(
        desk.effects.iter().any(|effect| matches!(effect, Effect::Forget { id, .. } if *id == made[0].id))
    );
}

#[test]
fn a_lost_answer_is_asked_for_again_with_the_same_id() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made[0].id, why: Failure::AnswerLost });
    assert!(matches!(desk.app.outbox.entries()[0].state, State::Queued { attempts: 1, .. }));
    assert!(desk.delivered().is_empty());
    assert_eq!(desk.wait(3).delivered(), made);
}

#[test]
fn a_backend_that_answers_again_is_given_everything_at_once() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.disk_catches_up();
    for _ in 0..6 {
        desk.hear(Event::DeliveryFailed { id: made[0].id, why: Failure::Unreachable });
        desk.app.outbox.entries().first().expect("it stays");
        desk.press("Os<esc>");
    }
    desk.hear(Event::DeliveryFailed { id: made[0].id, why: Failure::Unreachable });
    desk.poll_fails(Failure::Unreachable);
    // It says who it is first.
    assert!(desk.wait(5).delivered().is_empty());
    assert_eq!(desk.poll(Vec::new()).delivered().len(), 1);
}

#[test]
fn what_an_earlier_run_left_is_sent_again_with_its_id() {
    let mut before = two();
    let made = before.press("t").recorded();
    let mut desk = two();
    let kept = Kept {
        action: made[0].clone(),
        adds: Some(1),
        sent: true,
        taken_back: false,
        origin: Origin::default(),
    };
    desk.hear(Event::OutboxLoaded(vec![kept].into()));
    assert_eq!(desk.delivered(), made);
    assert_eq!(desk.notice(), Some(&Notice::OutboxResumed { actions: 1 }));
}

#[test]
fn after_a_restart_a_second_response_of_ones_own_is_not_held_for_the_first() {
    let mut before = two();
    let made = before.press("ri").press("First.<ctrl-s>").effects.clone();
    let made = [made, before.press("ri").press("Second.<ctrl-s>").effects.clone()].concat();
    let kept = |effect| match effect {
        Effect::Record { action, adds, .. } => {
            Some(Kept { action, adds, sent: false, taken_back: false, origin: Origin::default() })
        }
        _ => None,
    };
    let kept: Vec<Kept> = made.into_iter().filter_map(kept).collect();
    assert_eq!(kept.len(), 2);
    let mut desk = two();
    desk.hear(Event::OutboxLoaded(kept.into()));
    let first = desk.delivered();
    desk.backend_takes(&first[0]);
    let rebased = desk.effects.iter().find_map(|effect| match effect {
        Effect::Forget { seen, .. } => Some(seen.clone()),
        _ => None,
    });
    let second = desk.delivered();
    let seen = desk.ticket("T1").version;
    assert_eq!(second[0].seen, seen, "one's own is no news");
    assert_eq!(rebased, Some(vec![(second[0].id, seen)]), "nor after one more restart");
    desk.backend_takes(&second[0]);
    assert!(desk.app.outbox.is_empty());
}

#[test]
fn what_is_counted_as_unsent_is_on_disk() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    assert_eq!((desk.app.outbox.len(), desk.app.outbox.on_disk()), (1, 0));
    desk.hear(Event::Recorded(made[0].id));
    assert_eq!(desk.app.outbox.on_disk(), 1);
}

#[test]
fn nothing_is_given_to_a_backend_before_it_is_known_whose_store_it_has() {
    let mut before = two();
    let made = before.press("t").recorded();
    let mut desk = Shift::unheard("10:00");
    let kept = Kept {
        action: made[0].clone(),
        adds: Some(1),
        sent: false,
        taken_back: false,
        origin: Origin::default(),
    };
    desk.hear(Event::OutboxLoaded(vec![kept].into()));
    assert!(desk.wait(9).delivered().is_empty());
    let welcome = crate::shift::welcome(desk.now);
    desk.hear(Event::Connected { backend: crate::shift::backend(), welcome });
    assert!(desk.delivered().is_empty(), "it has not shown yet that it goes on where it was");
    desk.poll(vec![before.ticket("T1")]);
    assert_eq!(desk.delivered().len(), 1);
}

#[test]
fn what_is_done_before_it_is_known_what_is_left_does_not_overtake_it() {
    let mut before = two();
    let left = before.press("t").recorded().remove(0);
    let mut desk = Shift::unheard("10:00");
    let welcome = crate::shift::welcome(desk.now);
    desk.hear(Event::Connected { backend: crate::shift::backend(), welcome });
    desk.poll(vec![before.ticket("T1")]);
    desk.set_keys(1000);
    let made = desk.press("a").recorded().remove(0);
    assert!(
        desk.hear(Event::Recorded(made.id)).delivered().is_empty(),
        "the disk has not told what goes first"
    );
    let (order, id) = (vec![left.id, made.id], left.id);
    let kept = vec![Kept {
        action: left.clone(),
        adds: Some(1),
        sent: false,
        taken_back: false,
        origin: Origin::default(),
    }];
    desk.hear(Event::OutboxLoaded(Left { kept, order, ..Left::default() }));
    assert_eq!(desk.delivered().iter().map(|action| action.id).collect::<Vec<_>>(), [id]);
    desk.backend_takes(&left);
    assert_eq!(desk.delivered().iter().map(|action| action.id).collect::<Vec<_>>(), [made.id]);
}

#[test]
fn nothing_is_sent_while_the_disk_is_asked_what_dead_consoles_left() {
    let mut desk = Shift::unheard("10:00");
    let welcome = crate::shift::welcome(desk.now);
    desk.hear(Event::Connected { backend: crate::shift::backend(), welcome });
    desk.poll(vec![two().ticket("T1")]);
    desk.hear(Event::OutboxLoaded(Left::default())).wait(30);
    let asked = |desk: &Shift| desk.effects.contains(&Effect::OpenStore);
    assert!(asked(&desk), "it is asked now and then");
    let made = desk.press("a").recorded().remove(0);
    assert!(desk.hear(Event::Recorded(made.id)).delivered().is_empty());
    let fault = || Event::StoreFailed("disk full".into());
    assert_eq!(desk.hear(fault()).delivered().len(), 1, "then it has made nothing ours");
}

#[test]
fn nothing_is_sent_as_long_as_the_disk_has_never_told_what_is_left() {
    let mut desk = Shift::unheard("10:00");
    let welcome = crate::shift::welcome(desk.now);
    desk.hear(Event::Connected { backend: crate::shift::backend(), welcome });
    desk.poll(vec![two().ticket("T1")]);
    desk.hear(Event::StoreFailed("disk full".into()));
    let made = desk.press("a").recorded().remove(0);
    assert!(desk.hear(Event::Recorded(made.id)).delivered().is_empty());
    assert!(desk.wait(10).effects.contains(&Effect::OpenStore), "it is asked again");
    assert_eq!(desk.hear(Event::OutboxLoaded(Left::default())).delivered().len(), 1);
}

#[test]
fn an_action_that_could_not_be_recorded_is_not_sent_and_is_told() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.hear(Event::RecordFailed { id: made[0].id, why: "disk full".into() });
    assert!(desk.app.outbox.is_empty());
    assert!(matches!(desk.notice(), Some(Notice::NotRecorded { .. })));
}

#[test]
fn a_response_on_its_way_leaves_the_clock_running() {
    let mut desk = two();
    desk.press("rs").press("Fixed.<ctrl-s>");
    let row = desk.app.selected_row().expect("one is marked");
    assert_eq!(row.pending.map(|pending| pending.deed), Some(Deed::Respond));
    assert!(row.ticket.owed().is_some(), "it counts when the backend accepts it");
    assert_eq!(row.ticket.status, Status::Open);
}

#[test]
fn what_follows_from_an_unsent_act_may_be_done_at_once() {
    let mut desk = two();
    desk.press("rs").press("Fixed.<ctrl-s>");
    let made = desk.press("x").recorded();
    assert_eq!(made.last().map(|it| it.change.clone()), Some(Change::Resolve));
    let row = desk.app.selected_row().expect("one is marked");
    assert!(row.ticket.status.is_live(), "its clock runs, so it is still in the queue");
}

#[test]
fn quitting_waits_for_the_disk_and_asks_if_something_is_unsent() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.press("q");
    assert_eq!((desk.app.focus(), desk.app.done), (Focus::Choice, false));
    desk.press("y");
    assert!(!desk.app.done, "it is not on disk yet");
    desk.hear(Event::Recorded(made[0].id));
    assert!(desk.app.done);
    assert!(two().press("q").app.done, "nothing is unsent");
}

#[test]
fn told_to_quit_it_asks_nothing_but_waits_for_the_disk() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.hear(Event::ToldToQuit);
    assert!(!desk.app.done);
    desk.hear(Event::Recorded(made[0].id));
    assert!(desk.app.done);
}

#[test]
fn a_colleagues_act_is_shown_and_is_no_alarm() {
    let mut desk = two();
    desk.colleague_does("T1", note());
    assert_eq!((desk.rings(), desk.ticket("T1").version), (0, Version(2)));
    assert!(desk.app.window(10).rows[0].news);
    assert!(!desk.wait(5).app.window(10).rows[0].news);
}

#[test]
fn a_response_and_a_resolution_are_one_act() {
    let mut desk = two();
    let made = desk.press("Rs").press("Fixed.<ctrl-s>").recorded();
    let change = Change::Respond { kind: ResponseKind::Solution, body: "Fixed.".into(), then: Then::Resolve };
    assert_eq!(made[0].change, change);
    desk.disk_catches_up().backend_takes(&made[0]);
    assert_eq!(desk.ticket("T1").status, Status::Resolved);
    assert_eq!(desk.listed(), "[T2]");
    assert_eq!(desk.press("z").listed(), "[T2] T1");
}

#[test]
fn an_overloaded_backend_is_given_an_action_again_when_it_said() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    let wait = Some(std::time::Duration::from_secs(40));
    desk.disk_catches_up()
        .hear(Event::DeliveryFailed { id: made[0].id, why: Failure::TooManyRequests { wait } });
    assert!(desk.wait(39).delivered().is_empty());
    assert_eq!(desk.wait(1).delivered(), made);
}
