//! Whose what is written is: the token may speak for somebody else by now, and nothing goes out as theirs.

use vigie::app::model::notice::Notice;
use vigie::app::model::outbox::State;
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure, Kept, Left, Welcome};
use vigie::app::protocol::origin::Origin;
use vigie::app::protocol::others::{Other, Wrote};
use vigie::app::protocol::purpose::Purpose;
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::change::Action;
use vigie::desk::ticket::names::{ActionId, ManagerId};

use crate::shift::{Shift, backend, shift, ticket, welcome};

fn desk() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

fn person(id: &str) -> Author {
    Author::Manager(ManagerId::new(id))
}

/// The backend says for whom the token speaks now.
fn greeted_as(desk: &mut Shift, id: &str) {
    let welcome = Welcome { manager: Some(ManagerId::new(id)), ..welcome(desk.now) };
    desk.hear(Event::Connected { backend: backend(), welcome });
}

fn released(desk: &Shift) -> Vec<ActionId> {
    let ids = |effect: &Effect| match effect {
        Effect::Release { ids } => ids.clone(),
        _ => Vec::new(),
    };
    desk.effects.iter().flat_map(ids).collect()
}

fn place(desk: &Shift, wanted: impl Fn(&Effect) -> bool) -> Option<usize> {
    desk.effects.iter().position(wanted)
}

/// A note that waits for the network.
fn waits(desk: &mut Shift, keys: &str) -> Action {
    let made = desk.press(keys).recorded().remove(0);
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made.id, why: Failure::Unreachable });
    made
}

#[test]
fn what_somebody_wrote_does_not_go_out_as_whoever_has_the_token_now() {
    let mut desk = desk();
    let made = waits(&mut desk, "nof Martin<ctrl-s>");
    greeted_as(&mut desk, "dbruns");
    assert_eq!(released(&desk), [made.id]);
    assert!(
        matches!(desk.notice(), Some(Notice::AnotherPerson { was, is, .. })
            if (was.shown(), is.shown()) == ("C. Martin", "D. Bruns")),
        "{:?}",
        desk.notice()
    );
    assert!(desk.wait(700).delivered().is_empty());
    // What Bruns does is not held up by it.
    let of_bruns = desk.press("nof Bruns<ctrl-s>").recorded().remove(0);
    assert_eq!(desk.disk_catches_up().delivered(), [of_bruns]);
    // The disk has it: it is shown as Martin's, and cannot be sent, read on or changed.
    desk.hear(Event::Released(vec![made.id]));
    let other = Other { author: person("cmartin"), wrote: Wrote::Act(Box::new(made.clone())) };
    desk.hear(Event::OutboxLoaded(Left { others: vec![other], ..Left::default() }));
    assert!(matches!(desk.notice(), Some(Notice::OthersWait { things: 1, .. })), "{:?}", desk.notice());
    desk.backend_takes(&desk.app.outbox.entries()[0].action.clone());
    for key in ["s", "e"] {
        desk.press("O").press(key);
        assert!(matches!(desk.notice(), Some(Notice::OfAnother { .. })), "{:?}", desk.notice());
        assert!(desk.recorded().is_empty() && desk.delivered().is_empty() && desk.app.compose.is_none());
    }
    // It is thrown away only after it was said whose it is.
    desk.press("<esc>Od");
    assert!(place(&desk, |effect| matches!(effect, Effect::ForgetOther { .. })).is_none());
    desk.press("y");
    assert_eq!(desk.effects, [Effect::ForgetOther { id: made.id, author: person("cmartin") }]);
    desk.hear(Event::OtherForgotten(made.id));
    assert!(desk.app.others().is_empty());
}

#[test]
fn a_token_of_nobody_is_somebody_else_too() {
    let mut desk = desk();
    let made = waits(&mut desk, "nof Martin<ctrl-s>");
    let welcome = Welcome { manager: None, ..welcome(desk.now) };
    desk.hear(Event::Connected { backend: backend(), welcome });
    assert_eq!(released(&desk), [made.id]);
    assert!(desk.wait(700).delivered().is_empty());
}

#[test]
fn what_waited_for_its_author_goes_when_they_are_here_again() {
    let mut desk = desk();
    let made = waits(&mut desk, "nof Martin<ctrl-s>");
    greeted_as(&mut desk, "dbruns");
    assert!(desk.wait(20).delivered().is_empty());
    greeted_as(&mut desk, "cmartin");
    assert_eq!(desk.delivered().iter().map(|action| action.id).collect::<Vec<_>>(), [made.id]);
}

#[test]
fn what_was_somebody_elses_before_it_was_known_who_is_here_is_asked_for_in_a_moment() {
    let mut desk = Shift::unheard("10:00");
    let action = shift("10:00", [ticket("T1")]).press("nof Martin<ctrl-s>").recorded().remove(0);
    let other = Other { author: person("cmartin"), wrote: Wrote::Act(Box::new(action)) };
    desk.hear(Event::OutboxLoaded(Left { others: vec![other], ..Left::default() }));
    greeted_as(&mut desk, "cmartin");
    assert!(desk.wait(1).effects.contains(&Effect::OpenStore), "{:?}", desk.effects);
}

#[test]
fn a_text_that_lies_open_stays_its_authors_and_is_saved_as_theirs_first() {
    let mut desk = desk();
    desk.press("nhalf a thought");
    greeted_as(&mut desk, "dbruns");
    let saved = place(&desk, |effect| matches!(effect, Effect::KeepDraft { .. })).unwrap();
    let bruns = Effect::RememberPerson { backend: backend(), person: person("dbruns") };
    let speaks = place(&desk, |effect| *effect == bruns).unwrap();
    assert!(saved < speaks, "{:?}", desk.effects);
    let id = desk.drafts_kept()[0].id;
    assert!(desk.app.compose.is_none() && desk.app.left_drafts().count() == 0);
    desk.press("n");
    assert_eq!(desk.app.compose.as_ref().map(|compose| compose.editor.text()).as_deref(), Some(""));
    desk.press("<esc>");
    // Once the disk has it, it is let go.
    assert!(released(&desk).is_empty());
    desk.hear(Event::DraftKept(id));
    assert_eq!(released(&desk), [id]);
    greeted_as(&mut desk, "cmartin");
    assert_eq!(desk.app.left_drafts().count(), 1);
}

#[test]
fn what_the_disk_could_not_save_at_once_is_saved_later_as_its_authors() {
    let mut desk = desk();
    desk.press("nhalf a thought");
    greeted_as(&mut desk, "dbruns");
    let id = desk.drafts_kept()[0].id;
    desk.hear(Event::DraftNotKept { id, why: "full".into() });
    desk.wait(6);
    let saved = place(&desk, |effect| matches!(effect, Effect::KeepDraft { .. })).unwrap();
    let speaks = |id| Effect::RememberPerson { backend: backend(), person: person(id) };
    assert_eq!(desk.effects[saved - 1], speaks("cmartin"));
    assert_eq!(desk.effects[saved + 1], speaks("dbruns"));
    assert!(released(&desk).is_empty());
}

#[test]
fn what_nobody_knows_the_author_of_waits_for_a_persons_word() {
    let mut desk = desk();
    let made = desk.press("nof an earlier version<ctrl-s>").recorded().remove(0);
    let mut desk = shift("10:00", [ticket("T1").due_in(10)]);
    let kept = Kept {
        action: made.clone(),
        adds: Some(1),
        sent: false,
        taken_back: false,
        origin: Origin::default(),
    };
    desk.hear(Event::OutboxLoaded(Left { unsigned: vec![made.id], ..Left::from(vec![kept]) }));
    assert!(desk.wait(100).delivered().is_empty());
    assert_eq!(desk.app.outbox.get(made.id).map(|entry| &entry.state), Some(&State::Unsigned));
    desk.press("Os");
    let signed = Effect::Sign { id: made.id, author: person("cmartin") };
    let place_of_sign = place(&desk, |effect| *effect == signed).unwrap();
    let sent = place(&desk, |effect| matches!(effect, Effect::Deliver(_))).unwrap();
    assert!(place_of_sign < sent, "{:?}", desk.effects);
}

#[test]
fn a_backend_that_knows_somebody_else_is_asked_who_before_anything_else_is_sent() {
    let mut desk = desk();
    let made = desk.press("nof Martin<ctrl-s>").recorded().remove(0);
    desk.greets = None;
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made.id, why: Failure::AskWho });
    desk.wait(5);
    desk.poll(Vec::new());
    let mut effects = desk.effects.clone();
    effects.extend(desk.wait(5).effects.clone());
    assert!(desk.wait(60).delivered().is_empty(), "nobody has said who we are");
    greeted_as(&mut desk, "dbruns");
    assert_eq!(released(&desk), [made.id]);
}

#[test]
fn what_the_disk_knows_to_be_somebody_elses_is_not_sent() {
    let mut desk = desk();
    let made = desk.press("nof whom?<ctrl-s>").recorded().remove(0);
    desk.disk_catches_up().hear(Event::WrittenBy { id: made.id, author: person("dbruns") });
    assert_eq!(released(&desk), [made.id]);
    assert!(desk.wait(100).delivered().is_empty());
}

#[test]
fn what_was_taken_over_for_the_person_of_the_last_time_is_put_apart_when_another_one_is_greeted() {
    let mut desk = Shift::unheard("10:00");
    let action = shift("10:00", [ticket("T1")]).press("nof Martin<ctrl-s>").recorded().remove(0);
    let draft = Draft {
        id: ActionId(uuid::Uuid::from_u128(77)),
        ticket: action.ticket.clone(),
        purpose: Purpose::Note,
        text: "begun by Martin".to_owned(),
        seen: action.seen,
        origin: Origin::default(),
    };
    let kept = Kept {
        action: action.clone(),
        adds: Some(1),
        sent: false,
        taken_back: false,
        origin: Origin::default(),
    };
    let persons = vec![(backend(), person("cmartin"))];
    let left = Left { persons, drafts: vec![draft.clone()], ..Left::from(vec![kept]) };
    desk.hear(Event::OutboxLoaded(left));
    assert_eq!(desk.app.left_drafts().count(), 1);
    greeted_as(&mut desk, "dbruns");
    assert_eq!(released(&desk), [action.id, draft.id]);
    assert_eq!((desk.app.left_drafts().count(), desk.app.outbox.len()), (0, 0));
}

#[test]
fn a_text_that_is_opened_and_sent_unchanged_is_the_same_to_the_last_character() {
    for words in ["a tab\there", "two\r\nlines", "blanks at the end  \n\n", "\u{200e}marked", "\u{1b}[1mbold"]
    {
        let mut made = shift("10:00", [ticket("T1")]).press("nwords<ctrl-s>").recorded().remove(0);
        made.change = vigie::desk::ticket::change::Change::Note { body: words.into() };
        let mut desk = shift("10:00", [ticket("T1")]);
        let kept = Kept {
            action: made.clone(),
            adds: Some(1),
            sent: true,
            taken_back: true,
            origin: Origin::default(),
        };
        desk.hear(Event::OutboxLoaded(Left::from(vec![kept])));
        let again = desk.press("Oe<ctrl-s>").recorded();
        assert_eq!(
            again.first().map(|again| (again.id, &again.change)),
            Some((made.id, &made.change)),
            "{words:?}"
        );
    }
}
