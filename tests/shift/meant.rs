//! Words as they were meant: typed, pasted, saved by the person's own editor, and sent to several at once.

use vigie::app::model::bulk::{Outcome, Sum, Why};
use vigie::app::model::notice::{Deed, Notice};
use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Accepted, But, Elsewhere, Event, Kept, Left, Saved};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::origin::Origin;
use vigie::app::protocol::purpose::{LONGEST_TEXT, Purpose};
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::names::ActionId;
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, id, shift, ticket};

fn three() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20), ticket("T3").due_in(30)])
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

fn sent(desk: &Shift) -> Vec<String> {
    desk.recorded().iter().map(|made| made.change.text().unwrap().raw().to_owned()).collect()
}

#[test]
fn what_nobody_sees_reaches_the_customer_as_it_was_typed_or_pasted() {
    let words =
        "co\u{ad}op \u{200f}\u{5d0}\u{200e} \u{645}\u{6cc}\u{200c}\u{62e} 👩\u{200d}👧 ❤\u{fe0f} 👍🏽 🇫🇷";
    let mut typed = three();
    typed.press("rs").press(words);
    let shown = typed.app.compose.as_ref().unwrap().editor.area().lines().join("\n");
    assert!(shown.contains("co⟨U+00AD⟩op") && shown.contains("⟨FR⟩"), "what is drawn is cleaned: {shown}");
    assert_eq!(sent(typed.press("<ctrl-s>")), [words]);
    let mut pasted = three();
    pasted.press("rs").hear(Event::Pasted(words.to_owned()));
    assert_eq!(sent(pasted.press("<ctrl-s>")), [words]);
    let mut saved = three();
    saved.press("rsx<ctrl-e>").hear(Event::Edited(words.to_owned()));
    assert_eq!(sent(saved.press("<ctrl-s>")), [words]);
}

#[test]
fn a_draft_that_comes_back_from_disk_is_what_was_meant() {
    let mut desk = three();
    desk.press("n").press("co\u{ad}op 🇫🇷<esc>");
    let kept = desk.drafts_kept();
    let mut next = three();
    next.hear(Event::OutboxLoaded(Left { drafts: kept, ..Left::default() }));
    assert_eq!(text(next.press("n")), "co\u{ad}op 🇫🇷");
}

#[test]
fn controls_are_never_sent_and_a_line_end_of_every_kind_is_one() {
    let mut desk = three();
    desk.press("n").hear(Event::Pasted("one\rtwo\r\nthree\u{1b}[2J\u{9b}".to_owned()));
    assert_eq!(sent(desk.press("<ctrl-s>")), ["one\ntwo\nthree^[[2J⟨U+009B⟩"]);
}

#[test]
fn signs_that_turn_words_around_are_asked_about_before_they_are_sent() {
    for sign in ['\u{202e}', '\u{2066}'] {
        let words = format!("invoice{sign}fdp.exe");
        let mut desk = three();
        desk.press("rs").press(&words);
        assert_eq!(sent(desk.press("<ctrl-s>")), Vec::<String>::new());
        assert_eq!(desk.app.focus(), Focus::Choice);
        desk.press("n");
        assert_eq!((desk.app.focus(), text(&desk)), (Focus::Compose, words.clone()));
        assert_eq!(sent(desk.press("<ctrl-s>y")), [words]);
    }
    // Nobody is asked in a form: there it is named.
    let mut desk = three();
    desk.press("p").press("ring\u{202e} co\u{ad}op");
    assert!(desk.app.overlay.is_some());
    let kept = desk.press("<esc>").effects.iter().find_map(|effect| match effect {
        Effect::KeepForm(form) => form.text().map(str::to_owned),
        _ => None,
    });
    assert_eq!(kept.as_deref(), Some("ring⟨U+202E⟩ co\u{ad}op"));
}

#[test]
fn a_text_is_too_long_by_the_unit_that_is_told() {
    let mut desk = three();
    // Fewer characters than that, and more bytes.
    desk.press("n").hear(Event::Pasted("é".repeat(LONGEST_TEXT / 2 + 1)));
    let told = Notice::TextTooLong { most: LONGEST_TEXT };
    assert_eq!(desk.notice(), Some(&told));
    for (locale, unit) in [("en", "bytes"), ("fr", "octets")] {
        let words = vigie::words::Words::load(vigie::words::Language::of_locale(locale));
        assert!(words.notice(&told).contains(unit), "{}", words.notice(&told));
    }
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

fn saved(of: ActionId, words: &str) -> Event {
    let saved = vec![Saved { id: of, words: words.to_owned(), path: "/there".into() }];
    Event::OutboxLoaded(Left { saved, ..Left::default() })
}

#[test]
fn what_an_editor_saves_later_is_in_its_text_open_or_left_and_is_kept() {
    let mut open = three();
    open.press("n").press("given<left>");
    let of = open.app.compose.as_ref().unwrap().draft;
    let kept = open.hear(saved(of, "given and saved\n")).drafts_kept();
    assert_eq!(kept[0].text, "given and saved");
    assert_eq!(text(open.press("!")), "give!n and saved", "the cursor stays");
    assert_eq!(open.notice(), Some(&Notice::SavedByEditor { ticket: id("T1") }));

    let mut left = three();
    left.hear(Event::OutboxLoaded(Left { drafts: vec![draft(900, "given")], ..Left::default() }));
    let kept = left.hear(saved(draft(900, "").id, "other words")).drafts_kept();
    assert_eq!(kept[0].text, "given\n\nother words");

    let kept = left.hear(saved(draft(900, "").id, &"x".repeat(LONGEST_TEXT))).drafts_kept();
    assert!(kept.is_empty());
    assert_eq!(left.notice(), Some(&Notice::WordsInFile { path: "/there".into() }));
}

#[test]
fn words_that_can_be_put_in_no_text_are_named_once_in_a_run() {
    let mut desk = three();
    let left = || Left { in_files: vec!["/there".into()], ..Left::default() };
    desk.hear(Event::OutboxLoaded(left()));
    assert_eq!(desk.notice(), Some(&Notice::WordsInFile { path: "/there".into() }));
    desk.press(" ").hear(Event::OutboxLoaded(left()));
    assert_eq!(desk.notice(), None);
}

#[test]
fn an_editor_that_failed_takes_no_word_away() {
    let mut desk = three();
    desk.press("n").press("given<ctrl-e>");
    desk.hear(Event::EditedBut { text: "giv".to_owned(), but: But::Failed("killed".into()) });
    assert_eq!((text(&desk), desk.app.is_away()), ("given".to_owned(), false));
    let of = desk.drafts_kept()[0].id;
    desk.hear(Event::DraftKept(of)).press("<ctrl-e>");
    desk.hear(Event::EditedBut { text: "given, saved\n".to_owned(), but: But::Failed("killed".into()) });
    assert_eq!(text(&desk), "given, saved");
    assert_eq!(desk.drafts_kept()[0].text, "given, saved");
    desk.press("<ctrl-e>");
    desk.hear(Event::EditInFile { path: "/there".into(), why: "no text".into() });
    assert_eq!((text(&desk), desk.app.is_away()), ("given, saved".to_owned(), false));
}

#[test]
fn several_acts_are_written_down_in_one_step_and_what_becomes_of_each_is_told() {
    let mut desk = three();
    let made = desk.press("vvvn").press("Same outage.<ctrl-s><enter>").recorded();
    let steps = desk.effects.iter().filter(|effect| matches!(effect, Effect::RecordAll(_))).count();
    assert_eq!((made.len(), steps), (3, 1), "all of them or none");
    let ids: Vec<ActionId> = made.iter().map(|made| made.id).collect();
    assert_eq!(desk.hear(Event::AllRecorded(ids.clone())).delivered().len(), 3);

    let mut full = three();
    let made = full.press("vvva<enter>").recorded();
    let ids = made.iter().map(|made| made.id).collect();
    full.hear(Event::NoneRecorded { ids, why: "disk full".into() });
    assert_eq!(full.app.bulk.as_ref().unwrap().sum(), Sum { not: 3, ..Sum::default() });
    assert_eq!(full.app.bulk.as_ref().unwrap().items[0].outcome, Outcome::Not(Why::NotRecorded));
}

#[test]
fn after_a_kill_what_was_done_to_several_is_told_for_each() {
    let mut before = three();
    let made = before.press("vvvn").press("Same outage.<ctrl-s><enter>").recorded();
    let kept =
        |action| Kept { action, adds: Some(1), sent: false, taken_back: false, origin: Origin::default() };
    let mut desk = three();
    desk.hear(Event::OutboxLoaded(made.into_iter().map(kept).collect::<Vec<_>>().into()));
    let going = desk.delivered();
    assert_eq!(desk.app.bulk.as_ref().unwrap().sum(), Sum { going: 3, ..Sum::default() });
    for made in &going {
        desk.backend_takes(made);
    }
    assert_eq!(desk.app.bulk.as_ref().unwrap().sum(), Sum { done: 3, ..Sum::default() });
    let told = Notice::BulkDone { deed: Deed::Note, done: 3, not: 0 };
    while desk.notice().is_some_and(|notice| *notice != told) {
        desk.press(" ");
    }
    assert_eq!(desk.notice(), Some(&told));
    // One was accepted before the kill, and is told as well.
    let mut late = three();
    let left = Left {
        kept: vec![kept(going[1].clone())],
        accepted: vec![Accepted { id: going[0].id, ticket: id("T1") }],
        order: vec![going[1].id],
        ..Left::default()
    };
    late.hear(Event::OutboxLoaded(left));
    assert_eq!(late.app.bulk.as_ref().unwrap().sum(), Sum { going: 1, done: 1, ..Sum::default() });
    // Acts that only look alike are none of one step.
    let alone = |number: u128| {
        let change = Change::Note { body: "Same".into() };
        let action = vigie::desk::ticket::change::Action {
            id: ActionId(uuid::Uuid::from_u128(number << 80)),
            ticket: id("T1"),
            seen: Version(1),
            made_at: chrono::DateTime::UNIX_EPOCH,
            change,
        };
        kept(action)
    };
    let mut other = three();
    other.hear(Event::OutboxLoaded(vec![alone(1), alone(2)].into()));
    assert!(other.app.bulk.is_none());
}

#[test]
fn what_another_console_has_not_sent_is_told_once_when_it_is_stuck() {
    let there = Elsewhere { process: Some(4711), actions: 1 };
    let left = || Left { elsewhere: vec![there], ..Left::default() };
    let mut desk = three();
    desk.hear(Event::OutboxLoaded(left()));
    assert_eq!(desk.app.elsewhere, [there]);
    assert_eq!(desk.notice(), None, "it may go in a moment");
    desk.hear(Event::OutboxLoaded(left()));
    assert_eq!(desk.notice(), Some(&Notice::WaitsElsewhere(there)));
    desk.press(" ").hear(Event::OutboxLoaded(left()));
    assert_eq!(desk.notice(), None, "once");
    desk.hear(Event::OutboxLoaded(Left::default()));
    assert_eq!(desk.app.elsewhere, []);
}
