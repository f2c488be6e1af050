//! Forms that are not sent: on disk as they are typed, back after every end, never in an old version.

use vigie::app::model::notice::Notice;
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure, Kept, Left};
use vigie::app::protocol::filled::Filled;
use vigie::app::protocol::form::Label;
use vigie::app::protocol::origin::Origin;
use vigie::desk::ticket::change::Change;

use crate::forms::{desk, typed};
use crate::shift::Shift;

/// The forms that the disk was asked to keep.
fn kept(desk: &Shift) -> Vec<Filled> {
    let form = |effect: &Effect| match effect {
        Effect::KeepForm(form) => Some(form.clone()),
        _ => None,
    };
    desk.effects.iter().filter_map(form).collect()
}

/// The next run of the program, which finds this on the disk.
fn restarted(left: Left) -> Shift {
    let mut desk = desk();
    desk.set_keys(1_000);
    desk.hear(Event::OutboxLoaded(left));
    desk
}

#[test]
fn what_is_typed_in_a_form_is_on_disk_within_half_a_second_under_the_name_of_its_action() {
    let mut desk = desk();
    desk.press("pcall back");
    assert!(kept(&desk).is_empty());
    let saved = kept(desk.wait(1));
    assert_eq!((saved.len(), saved[0].text()), (1, Some("call back")));
    desk.hear(Event::DraftKept(saved[0].id));
    assert!(kept(desk.wait(5)).is_empty(), "nothing was typed since");
    let made = desk.press("<tab>+1h<enter>").recorded();
    assert_eq!(made[0].id, saved[0].id, "recorded, it takes the draft over");
    desk.hear(Event::Recorded(made[0].id));
    assert_eq!(kept(desk.wait(5)), []);
}

#[test]
fn a_form_in_which_nothing_was_typed_is_not_kept() {
    let mut desk = desk();
    desk.press("c2<tab>").wait(1);
    assert!(kept(&desk).is_empty());
    desk.press("<esc>");
    assert!(desk.app.left_drafts().next().is_none());
    // Typed and taken away again: the disk forgets it.
    desk.press("px").wait(1);
    let name = kept(&desk)[0].id;
    desk.hear(Event::DraftKept(name)).press("<backspace>").wait(1);
    assert!(desk.effects.contains(&Effect::ForgetDraft(name)), "{:?}", desk.effects);
}

#[test]
fn after_a_restart_every_form_has_what_was_typed_and_chosen() {
    for (keys, again, label, text) in [
        ("c2<tab><tab>2<tab><tab>no backup", "c", Label::Note, "no backup"),
        ("pcall back", "p", Label::Promise, "call back"),
        ("s3<tab><tab><tab>a workaround", "s", Label::Reason, "a workaround"),
        ("e<tab>third time", "e", Label::Reason, "third time"),
        ("T<tab>asks for Zoë", "T", Label::Note, "asks for Zoë"),
        ("Xsent twice", "X", Label::Reason, "sent twice"),
        ("S3<tab>Zoë", "S", Label::Name, "Zoë"),
        ("N<tab><tab><tab>1<tab>Nothing starts", "N", Label::Subject, "Nothing starts"),
    ] {
        let mut before = desk();
        let saved = kept(before.press(keys).wait(1));
        let Some(Overlay::Form(form)) = &before.app.overlay else { panic!("{keys}: no form") };
        let mut desk = restarted(Left { forms: saved.clone(), ..Left::default() });
        assert_eq!(desk.notice(), Some(&Notice::DraftsRestored { drafts: 1 }), "{keys}");
        desk.press(again);
        assert_eq!(typed(&desk, label), Some(text), "{keys}");
        let Some(Overlay::Form(restored)) = &desk.app.overlay else { panic!("{keys}: no form") };
        assert_eq!(restored.entries.len(), form.entries.len());
        for (one, other) in restored.entries.iter().zip(&form.entries) {
            assert_eq!(restored.chosen(one.label), form.chosen(other.label), "{keys}");
        }
        assert_eq!((restored.id, &restored.ticket), (saved[0].id, &saved[0].ticket), "{keys}");
    }
}

#[test]
fn a_form_that_is_taken_back_for_editing_never_goes_in_its_old_version() {
    let mut desk = desk();
    let made = desk.press("pcall back<tab>+1h<enter>").recorded();
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made[0].id, why: Failure::Unreachable });
    desk.press("Oe");
    let saved = kept(&desk);
    assert_eq!(saved.iter().map(|form| form.id).collect::<Vec<_>>(), [made[0].id], "at once, before any key");
    desk.hear(Event::DraftKept(made[0].id));
    // Killed here or later: the disk has the old version taken back, and the new one.
    let saved = kept(desk.press(" at noon").wait(1)).pop().unwrap_or_else(|| saved[0].clone());
    assert_eq!(saved.text(), Some("call back at noon"));
    let taken_back = Kept {
        action: made[0].clone(),
        adds: Some(1),
        sent: false,
        taken_back: true,
        origin: Origin::default(),
    };
    let left =
        Left { kept: vec![taken_back], forms: vec![saved], order: vec![made[0].id], ..Left::default() };
    let mut desk = restarted(left);
    assert!(desk.wait(60).delivered().is_empty());
    desk.press("p");
    assert_eq!(typed(&desk, Label::Promise), Some("call back at noon"));
    let anew = desk.press("<enter>").recorded();
    assert_eq!(anew[0].id, made[0].id);
    let sent = desk.disk_catches_up().delivered();
    assert!(
        matches!(&sent[0].change, Change::Promise { promise } if promise.what.shown() == "call back at noon")
    );
}

#[test]
fn a_form_that_is_thrown_out_of_the_outbox_is_left_there_and_can_be_thrown_away_for_good() {
    let mut desk = desk();
    let made = desk.press("pcall back<tab>+1h<enter>").recorded();
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made[0].id, why: Failure::Unreachable });
    desk.press("Ody");
    let place = |wanted: fn(&Effect) -> bool| desk.effects.iter().position(wanted);
    let (keep, forget) = (
        place(|effect| matches!(effect, Effect::KeepForm(_))),
        place(|effect| matches!(effect, Effect::Forget { .. })),
    );
    assert!(keep.is_some() && keep < forget, "{:?}", desk.effects);
    assert_eq!((desk.app.outbox.len(), desk.app.left_drafts().count()), (0, 1));
    desk.press("Oe");
    assert_eq!(typed(&desk, Label::Promise), Some("call back"));
    desk.press("<esc>Ody");
    assert_eq!(desk.app.left_drafts().count(), 0);
    assert!(desk.effects.contains(&Effect::ForgetDraft(made[0].id)), "{:?}", desk.effects);
}

#[test]
fn a_text_that_could_not_be_recorded_leaves_an_open_form_alone() {
    let mut desk = desk();
    let made = desk.press("nSeen.<ctrl-s>").recorded();
    desk.press("pcall back").hear(Event::RecordFailed { id: made[0].id, why: "disk full".into() });
    assert_eq!(typed(&desk, Label::Promise), Some("call back"));
    assert_eq!(desk.app.drafts.iter().map(|draft| draft.text.as_str()).collect::<Vec<_>>(), ["Seen."]);
}

#[test]
fn a_hang_up_gets_the_last_keys_of_a_form_to_disk() {
    let mut desk = desk();
    let saved = kept(desk.press("pcall back").hear(Event::ToldToQuit));
    assert_eq!(saved[0].text(), Some("call back"));
    assert!(!desk.app.done);
    assert!(desk.hear(Event::DraftKept(saved[0].id)).app.done);
}
