//! Texts that are not sent: on disk soon after the key, back after every end, and touched by nobody else.

use std::time::Duration;

use vigie::app::model::notice::Notice;
use vigie::app::model::outbox::State;
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Kept, Left};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::origin::Origin;
use vigie::app::protocol::purpose::Purpose;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::names::{ActionId, BackendId, ManagerId};
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, id, shift, ticket};

fn one() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

fn draft(number: u128, text: &str) -> Draft {
    Draft {
        id: ActionId(uuid::Uuid::from_u128(number)),
        ticket: id("T1"),
        purpose: Purpose::Note,
        text: text.to_owned(),
        seen: Version(1),
        origin: Origin::default(),
    }
}

fn restored(drafts: Vec<Draft>) -> Event {
    Event::OutboxLoaded(Left { drafts, ..Left::default() })
}

#[test]
fn what_is_typed_is_given_to_the_disk_within_a_second_also_when_the_keys_never_stop() {
    let mut desk = one();
    desk.press("n");
    let mut last = desk.now.mono;
    for _ in 0..200 {
        desk.now.mono += Duration::from_millis(30);
        if let Some(kept) = desk.press("x").drafts_kept().first().cloned() {
            assert_eq!(kept.text, text(&desk));
            let waited = desk.now.mono.saturating_sub(last);
            assert!(waited < Duration::from_secs(1), "{waited:?}");
            last = desk.now.mono;
            desk.hear(Event::DraftKept(kept.id));
        }
    }
    assert!(desk.now.mono.saturating_sub(last) < Duration::from_secs(1));
    // The rest needs no further key, and the loop wakes for it in time.
    desk.press("y");
    assert!(desk.app.next_wake(desk.now) < Duration::from_secs(1));
    assert_eq!(desk.wait(1).drafts_kept().len(), 1);
    assert!(desk.wait(5).drafts_kept().is_empty(), "nothing new, nothing to write");
}

#[test]
fn a_slow_disk_is_asked_for_one_text_at_a_time() {
    let mut desk = one();
    desk.press("na");
    let kept = desk.wait(1).drafts_kept();
    assert!(desk.press("b").wait(5).drafts_kept().is_empty(), "it has not answered yet");
    let again = desk.hear(Event::DraftKept(kept[0].id)).drafts_kept();
    assert_eq!(again[0].text, "ab");
}

#[test]
fn a_text_that_was_left_by_a_run_that_died_is_marked_and_opened_again_visibly() {
    let mut desk = one();
    desk.hear(restored(vec![draft(900, "Half a tho")]));
    assert_eq!(desk.notice(), Some(&Notice::DraftsRestored { drafts: 1 }));
    assert!(desk.app.window(10).rows[0].draft);
    desk.press("n");
    assert_eq!(desk.notice(), Some(&Notice::DraftReopened { ticket: id("T1") }));
    let made = desk.press("ught<ctrl-s>").recorded();
    assert_eq!((made[0].id, text(&desk)), (draft(900, "").id, String::new()));
    assert_eq!(made[0].change, Change::Note { body: "Half a thought".into() });
    assert!(desk.wait(5).drafts_kept().is_empty(), "recording it has taken the draft over");
    assert!(!desk.app.window(10).rows[0].draft);
}

#[test]
fn a_draft_remembers_what_its_author_had_seen() {
    let mut desk = one();
    desk.customer_writes("T1");
    let purpose =
        Purpose::Respond { kind: ResponseKind::Solution, then: vigie::desk::ticket::change::Then::Stay };
    desk.hear(restored(vec![Draft { purpose, ..draft(900, "Begun before") }]));
    desk.press("rs");
    assert!(desk.app.is_thread_moved());
    assert!(desk.press("<ctrl-s>").recorded().is_empty());
    assert_eq!(desk.app.focus(), Focus::News, "what is new is read first");
}

#[test]
fn two_texts_for_one_purpose_become_one_that_has_all_their_words() {
    let mut desk = one();
    desk.hear(restored(vec![draft(900, "one"), draft(901, "two")]));
    desk.press("n");
    assert_eq!(text(&desk), "one\n\ntwo");
    let united = Effect::KeepDraft { draft: draft(900, "one\n\ntwo"), instead_of: vec![draft(901, "").id] };
    assert!(desk.effects.contains(&united), "{:?}", desk.effects);
}

#[test]
fn a_text_that_comes_from_a_dead_console_does_not_disturb_the_one_being_written() {
    let mut desk = one();
    desk.press("n").press("mine").hear(restored(vec![draft(900, "of the other")]));
    assert_eq!(text(&desk), "mine");
    assert_eq!(text(desk.press("<esc>n")), "of the other\n\nmine");
}

#[test]
fn what_others_do_to_a_ticket_leaves_the_text_on_it_alone() {
    let mut desk = one();
    desk.hear(restored(vec![draft(900, "kept")]));
    desk.colleague_does("T1", Change::Assign { to: ManagerId::new("dbruns") });
    desk.customer_writes("T1");
    let mut gone = vigie::app::protocol::event::Changes {
        cursor: "9".into(),
        more: false,
        server_now: desk.now.wall,
        rules_version: 1,
        tickets: Vec::new(),
        whole: None,
        gone: vec![id("T1").local],
        present: Vec::new(),
        latest_bases: None,
    };
    desk.answer(gone.clone());
    gone.gone.clear();
    assert_eq!(desk.listed(), "[T2]");
    // Its row is gone, so it is opened from the list of what is not sent.
    desk.press("O<enter>");
    assert_eq!((desk.app.focus(), text(&desk)), (Focus::Compose, "kept".to_owned()));
}

#[test]
fn an_action_that_was_being_written_anew_when_the_program_died_waits_for_its_author() {
    let mut desk = one();
    let made = desk.press("n").press("Frist<ctrl-s>").recorded();
    let mut again = one();
    again.set_keys(500);
    let rewritten = Draft { id: made[0].id, ..draft(900, "First") };
    let kept = vec![Kept {
        action: made[0].clone(),
        adds: Some(1),
        sent: false,
        taken_back: true,
        origin: Origin::default(),
    }];
    again.hear(Event::OutboxLoaded(Left { drafts: vec![rewritten], ..Left::from(kept) }));
    assert!(again.wait(600).delivered().is_empty(), "the old words must not go behind the author's back");
    assert_eq!(again.app.outbox.entries()[0].state, State::TakenBack);
    let anew = again.press("n<ctrl-s>").recorded();
    assert_eq!(
        (anew[0].id, anew[0].change.text().map(ToString::to_string)),
        (made[0].id, Some("First".to_owned()))
    );
}

#[test]
fn when_the_connection_breaks_everything_typed_is_given_to_the_disk_before_the_end() {
    let mut desk = one();
    desk.press("n").press("cut o").hear(Event::ToldToQuit);
    let kept = desk.drafts_kept();
    assert_eq!((kept[0].text.as_str(), desk.app.done), ("cut o", false));
    assert!(desk.hear(Event::DraftKept(kept[0].id)).app.done);
}

#[test]
fn a_disk_that_fails_is_told_once_and_tried_until_it_has_everything() {
    let mut desk = one();
    let fails = |draft: &Draft| Event::DraftNotKept { id: draft.id, why: "disk full".into() };
    desk.press("n").press("Important.").wait(1);
    let kept = desk.drafts_kept();
    desk.hear(fails(&kept[0]));
    assert!(matches!(desk.notice(), Some(Notice::DraftNotKept { .. })), "{:?}", desk.notice());
    assert!(desk.app.disk.is_some());
    assert!(desk.wait(4).drafts_kept().is_empty(), "a disk that failed is given a rest");
    let again = desk.wait(2).drafts_kept();
    assert_eq!(again.last().map(|draft| draft.text.as_str()), Some("Important."));
    desk.hear(Event::DraftKept(again[0].id));
    assert!(desk.app.disk.is_none());
    assert_eq!(text(&desk), "Important.");
}

#[test]
fn who_wants_to_leave_with_a_text_that_cannot_be_kept_is_told_first_and_may_then() {
    let mut desk = one();
    let fails = |draft: &Draft| Event::DraftNotKept { id: draft.id, why: "disk full".into() };
    desk.press("n").press("Only here<esc>");
    let kept = desk.drafts_kept();
    desk.hear(Event::DraftKept(kept[0].id)).press("n").press("!<ctrl-c>y");
    let kept = desk.drafts_kept();
    assert!(!desk.hear(fails(&kept[0])).app.done, "it is not over: a text would be lost");
    assert!(matches!(desk.notice(), Some(Notice::DraftNotKept { .. })));
    desk.press("<ctrl-c>y");
    let kept = desk.drafts_kept();
    assert!(desk.hear(fails(&kept[0])).app.done);
}

#[test]
fn a_draft_for_one_store_is_not_shown_on_another() {
    let mut desk = one();
    desk.hear(restored(vec![draft(900, "for the old desk")]));
    let mut welcome = crate::shift::welcome(desk.now);
    welcome.life.store = "store-2".to_owned();
    desk.hear(Event::Connected { backend: BackendId::new("desk"), welcome });
    assert!(desk.app.drafts.is_empty());
    assert!(!desk.effects.iter().any(|effect| matches!(effect, Effect::ForgetDraft(_))), "it stays on disk");
}

#[test]
fn a_discarded_text_is_taken_from_the_disk_and_only_then() {
    let mut desk = one();
    desk.press("n").press("Oh").wait(1);
    let kept = desk.drafts_kept();
    desk.hear(Event::DraftKept(kept[0].id)).press("<ctrl-q>y");
    assert_eq!(desk.effects, [Effect::ForgetDraft(kept[0].id)]);
    desk.hear(restored(vec![draft(900, "Another")])).press("Od");
    assert_eq!(desk.app.focus(), Focus::Choice);
    assert_eq!(desk.press("y").effects, [Effect::ForgetDraft(draft(900, "").id)]);
}

#[test]
fn what_this_program_cannot_read_is_told_once_and_not_at_every_look() {
    let mut desk = one();
    let unreadable = || Event::OutboxLoaded(Left { unreadable: 2, ..Left::default() });
    desk.hear(unreadable());
    assert_eq!(desk.notice(), Some(&Notice::Unreadable { rows: 2 }));
    desk.press("<space>").hear(unreadable());
    assert_eq!(desk.notice(), None);
}

#[test]
fn it_is_asked_now_and_then_what_dead_consoles_left() {
    let mut desk = one();
    desk.hear(Event::OutboxLoaded(Left::default()));
    let asked = |desk: &Shift| desk.effects.iter().filter(|effect| **effect == Effect::OpenStore).count();
    assert_eq!(asked(desk.wait(29)), 0);
    assert_eq!(asked(desk.wait(1)), 1);
    let kept = vec![Kept {
        action: one().press("n").press("Of the dead<ctrl-s>").recorded()[0].clone(),
        adds: Some(1),
        sent: false,
        taken_back: false,
        origin: Origin::default(),
    }];
    desk.hear(Event::OutboxLoaded(kept.into()));
    assert_eq!(desk.delivered().len(), 1, "it goes while this one runs");
}
