//! Several people on one ticket: nobody answers without knowing what the others did.

use vigie::app::model::notice::Notice;
use vigie::app::model::outbox::State;
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::Refused;
use vigie::app::protocol::focus::Focus;
use vigie::desk::journal::Outcome;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::ManagerId;
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, id, shift, ticket};

fn two() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

/// A response that the backend held because a colleague took the ticket and the customer wrote.
fn held(desk: &mut Shift) -> Action {
    let made = desk.press("rsFixed.<ctrl-s>").recorded();
    desk.disk_catches_up();
    desk.colleague_does("T1", Change::Assign { to: ManagerId::new("dbruns") }).customer_writes("T1");
    desk.backend_refuses(&made[0], Refused::ByRule(Refusal::TicketMoved { current: Version(4) }));
    made[0].clone()
}

fn what(desk: &Shift, since: u32) -> Vec<&What> {
    desk.app.news(&id("T1"), Version(since)).unwrap_or_default().iter().map(|fact| &fact.what).collect()
}

#[test]
fn a_held_response_is_read_about_and_shows_all_that_is_new_and_nothing_else() {
    let mut desk = two();
    desk.detail("T1");
    held(&mut desk);
    assert_eq!(desk.app.news(&id("T1"), Version(1)), None, "it is not read yet");
    desk.detail("T1");
    let new = what(&desk, 1);
    assert!(matches!(new[..], [What::Became(_), What::Assigned { .. }, What::Said(_)]), "{new:?}");
    assert!(matches!(what(&desk, 3)[..], [What::Said(_)]));
}

#[test]
fn a_held_response_goes_on_confirmation_with_what_was_shown() {
    let mut desk = two();
    let made = held(&mut desk);
    desk.press("Os");
    assert_eq!(desk.app.focus(), Focus::News);
    assert!(desk.press("s").delivered().is_empty());
    assert_eq!(desk.notice(), Some(&Notice::NewsNotRead { ticket: id("T1") }));
    let sent = desk.detail("T1").press("s").delivered();
    assert_eq!((sent[0].id, sent[0].seen), (made.id, Version(4)));
}

#[test]
fn what_comes_in_while_one_reads_the_news_is_never_agreed_to_unseen() {
    let mut desk = two();
    held(&mut desk);
    desk.detail("T1").press("Os").customer_writes("T1");
    assert!(desk.press("s").delivered().is_empty(), "the row is ahead of what was read");
    desk.detail("T1");
    assert!(desk.press("s").delivered().is_empty(), "it was not on the screen when the key went down");
    assert_eq!(desk.notice(), Some(&Notice::MoreIsNew { ticket: id("T1") }));
    assert_eq!(desk.press("s").delivered()[0].seen, Version(5));
}

#[test]
fn a_held_response_goes_back_to_the_editor_and_what_is_new_is_known_then() {
    let mut desk = two();
    let made = held(&mut desk);
    desk.detail("T1").press("Ose");
    assert_eq!(text(&desk), "Fixed.");
    assert!(!desk.app.is_thread_moved());
    let anew = desk.press(" Really.<ctrl-s>").recorded();
    assert_eq!((anew[0].id, anew[0].seen), (made.id, Version(4)));
}

#[test]
fn a_held_response_is_dropped_to_a_draft() {
    let mut desk = two();
    let made = held(&mut desk);
    let effects = desk.detail("T1").press("Osd").effects.clone();
    let forget = Effect::Forget { id: made.id, outcome: Outcome::Withdrawn, seen: Vec::new() };
    let draft = Draft::of(&made, &desk.origin("T1")).expect("it has a text");
    assert_eq!(effects, [Effect::KeepDraft { draft, instead_of: vec![] }, forget]);
    assert!(desk.app.outbox.is_empty());
    assert!(desk.app.drafts.has(&id("T1")));
}

#[test]
fn a_held_response_stays_held_if_one_only_looks() {
    let mut desk = two();
    held(&mut desk);
    desk.detail("T1").press("Ov<esc>");
    assert!(matches!(desk.app.outbox.entries()[0].state, State::Held { .. }));
    assert!(desk.wait(600).delivered().is_empty());
}

#[test]
fn while_one_writes_what_is_new_is_known_as_soon_as_it_is_heard() {
    let mut desk = two();
    desk.press("rpWe see").detail("T1").customer_writes("T1");
    let reads = Effect::LoadDetail { ticket: id("T1"), tag: Some("\"1\"".to_owned()) };
    assert!(desk.effects.contains(&reads), "{:?}", desk.effects);
    desk.detail("T1");
    assert!(desk.app.is_thread_moved());
    assert_eq!(what(&desk, 1).len(), 1);
    desk.press("<ctrl-n>");
    assert_eq!(desk.app.focus(), Focus::News);
    desk.press("e");
    assert_eq!(desk.app.focus(), Focus::Compose);
    assert!(!desk.app.is_thread_moved(), "it was read");
    assert_eq!(desk.press("<ctrl-s>").recorded()[0].seen, Version(2));
}

#[test]
fn only_looking_at_what_is_new_agrees_to_nothing() {
    let mut desk = two();
    desk.press("rpWe see").customer_writes("T1").detail("T1").press("<ctrl-n><esc>");
    assert!(desk.app.is_thread_moved());
}

#[test]
fn a_variable_that_nobody_filled_in_is_not_sent_to_a_customer() {
    let mut desk = two();
    assert!(desk.press("rsDear {{name}},<ctrl-s>").recorded().is_empty());
    assert_eq!(desk.notice(), Some(&Notice::Unresolved { name: "name".into() }));
    assert_eq!(desk.app.focus(), Focus::Compose);
    desk.press("!");
    assert_eq!(text(&desk), "Dear !{{name}},", "the cursor stands on it");
    let mut note = two();
    assert_eq!(note.press("nHe uses {{name}}<ctrl-s>").recorded().len(), 1, "a note may quote one");
}

#[test]
fn a_response_to_a_late_ticket_is_confirmed_by_typing_its_name_if_that_is_wanted() {
    let mut desk = shift("10:00", [ticket("T1").due_in(-5), ticket("T2").due_in(20)]);
    assert_eq!(desk.press("riWe see<ctrl-s>").recorded().len(), 1, "not wanted, not asked");
    let mut desk = shift("10:00", [ticket("T1").due_in(-5), ticket("T2").due_in(20)]);
    desk.app.settings.confirm_late = true;
    assert!(desk.press("rsFixed.<ctrl-s>").recorded().is_empty());
    assert_eq!(desk.app.focus(), Focus::Confirm);
    assert!(desk.press("T2<enter>").recorded().is_empty());
    assert_eq!(desk.notice(), Some(&Notice::NotConfirmed { ticket: id("T1") }));
    assert_eq!(text(&desk), "Fixed.");
    assert_eq!(desk.press("<backspace>1<enter>").recorded().len(), 1);
    assert_eq!(desk.press("jrsFixed.<ctrl-s>").recorded().len(), 1, "the other one is not late");
}
