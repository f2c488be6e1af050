//! Writing responses and notes: no text is ever lost.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget as _;
use vigie::app::model::notice::{Deed, Notice};
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, Failure, Refused};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::purpose::Purpose;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::{ResponseKind, Visibility};
use vigie::desk::ticket::status::Version;

use crate::shift::{Shift, id, shift, ticket};

fn two() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

#[test]
fn a_response_asks_its_kind_and_says_who_will_read_it() {
    for (key, kind) in [
        ("i", ResponseKind::Interim),
        ("p", ResponseKind::PreliminaryAnalysis),
        ("m", ResponseKind::InformationRequest),
        ("s", ResponseKind::Solution),
        ("jj<enter>", ResponseKind::InformationRequest),
    ] {
        let mut desk = two();
        assert_eq!(desk.press("r").app.focus(), Focus::Choice);
        desk.press(key);
        let purpose = desk.app.compose.as_ref().map(|compose| compose.purpose);
        assert_eq!(purpose, Some(Purpose::Respond { kind, then: Then::Stay }), "{key}");
        assert_eq!(purpose.map(Purpose::visibility), Some(Visibility::Public));
    }
    let note = two().press("n").app.compose.as_ref().map(|compose| compose.purpose.visibility());
    assert_eq!(note, Some(Visibility::Internal));
}

#[test]
fn keys_are_text_while_one_writes() {
    let mut desk = two();
    desk.press("rs").press("q: xa?<enter>done");
    assert_eq!(text(&desk), "q: xa?\ndone");
    let made = desk.press("<ctrl-s>").recorded();
    let body = "q: xa?\ndone".into();
    assert_eq!(made[0].change, Change::Respond { kind: ResponseKind::Solution, body, then: Then::Stay });
    assert_eq!(desk.app.focus(), Focus::Queue);
}

#[test]
fn each_editing_key_does_what_it_is_for() {
    for (keys, after) in [
        ("<left>X", "one two\nthree fouXr"),
        ("<left><left><right>X", "one two\nthree fouXr"),
        ("<up>X", "one twoX\nthree four"),
        ("<up><down>X", "one two\nthree fXour"),
        ("<ctrl-home>X", "one twoX\nthree four"),
        ("<ctrl-home><home><ctrl-end>X", "one two\nXthree four"),
        ("<ctrl-left>X", "one two\nthree Xfour"),
        ("<ctrl-home><home><ctrl-right>X", "one Xtwo\nthree four"),
        ("<home>X", "one two\nXthree four"),
        ("<home><end>X", "one two\nthree fourX"),
        ("<home><enter>", "one two\n\nthree four"),
        ("<backspace>", "one two\nthree fou"),
        ("<left><left><delete>", "one two\nthree for"),
        ("<ctrl-w>", "one two\nthree "),
        ("<left><left><ctrl-u>", "one two\nur"),
        ("<left><left><ctrl-k>", "one two\nthree fo"),
        ("<ctrl-w><ctrl-z>", "one two\nthree four"),
        ("<ctrl-w><ctrl-z><ctrl-y>", "one two\nthree "),
    ] {
        let mut desk = two();
        desk.press("n").hear(Event::Pasted("one two\nthree four".to_owned()));
        assert_eq!(text(desk.press(keys)), after, "{keys}");
    }
}

#[test]
fn a_page_key_goes_as_many_lines_as_are_seen() {
    let mut desk = two();
    let seen = |desk: &Shift| {
        let area = Rect::new(0, 0, 20, 4);
        desk.app.compose.as_ref().unwrap().editor.area().render(area, &mut Buffer::empty(area));
    };
    desk.press("n").hear(Event::Pasted("1\n2\n3\n4\n5\n6\n7\n8\n9".to_owned()));
    seen(&desk);
    seen(desk.press("<pageup>"));
    assert_eq!(text(desk.press("X")), "1\n2\n3\n4\n5X\n6\n7\n8\n9");
    seen(&desk);
    assert_eq!(text(desk.press("<pagedown>Y")), "1\n2\n3\n4\n5X\n6Y\n7\n8\n9");
}

#[test]
fn a_text_belongs_to_the_ticket_on_which_it_was_begun() {
    let mut desk = two();
    desk.press("jn").press("For two.");
    desk.arrives(ticket("T0").due_in(1));
    assert_eq!(desk.press("<ctrl-s>").recorded()[0].ticket, id("T2"));
}

#[test]
fn an_empty_text_is_refused_and_stays_open() {
    let mut desk = two();
    assert!(desk.press("n <ctrl-s>").recorded().is_empty());
    let why = Refusal::EmptyText;
    assert_eq!(desk.notice(), Some(&Notice::RuleSaysNo { ticket: id("T1"), deed: Deed::Note, why }));
    assert_eq!(desk.app.focus(), Focus::Compose);
}

#[test]
fn a_text_that_is_left_is_there_the_next_time() {
    let mut desk = two();
    desk.press("n").press("Half a tho<esc>");
    assert_eq!(desk.notice(), Some(&Notice::DraftKept { ticket: id("T1") }));
    assert!(desk.app.window(10).rows[0].draft);
    desk.press("jn");
    assert_eq!(text(&desk), "", "another ticket's");
    desk.press("<esc>kn");
    assert_eq!(text(&desk), "Half a tho");
    assert_eq!(
        desk.press("ught").app.compose.as_ref().map(|it| it.editor.text()).as_deref(),
        Some("Half a thought")
    );
}

#[test]
fn a_text_is_discarded_only_after_a_question() {
    let mut desk = two();
    desk.press("n").press("Oh<ctrl-q>");
    assert_eq!(desk.app.focus(), Focus::Choice);
    desk.press("<enter>");
    assert_eq!(text(&desk), "Oh", "the harmless answer is the marked one");
    desk.press("<ctrl-q>y");
    assert!(desk.app.compose.is_none());
    assert!(!desk.app.window(10).rows[0].draft);
}

#[test]
fn pasted_text_is_text_in_a_field_and_nothing_anywhere_else() {
    let mut desk = two();
    desk.hear(Event::Pasted("aqx\n".to_owned()));
    assert_eq!((desk.effects.len(), desk.app.done), (0, false));
    assert_eq!(desk.notice(), Some(&Notice::PasteIgnored));
    desk.press("n").hear(Event::Pasted("two\r\nlines\u{1b}[2J".to_owned()));
    assert_eq!(text(&desk), "two\nlines^[[2J");
    desk.press("<esc>/").hear(Event::Pasted("T2\n".to_owned()));
    assert_eq!(desk.listed(), "[T2]");
}

#[test]
fn a_thread_that_moved_while_one_wrote_is_shown_before_it_is_sent() {
    let mut desk = two();
    desk.press("rp").press("We see");
    desk.customer_writes("T1");
    assert!(desk.app.is_thread_moved());
    assert!(desk.press("<ctrl-s>").recorded().is_empty());
    assert_eq!(desk.app.focus(), Focus::News);
    assert_eq!(text(&desk), "We see");
    assert_eq!(desk.detail("T1").press("s").recorded()[0].seen, Version(2));
}

#[test]
fn ones_own_delivery_is_no_news_to_the_text_that_is_being_written() {
    let mut desk = two();
    let made = desk.press("t").recorded();
    desk.press("rs").press("Fixed.");
    desk.disk_catches_up().backend_takes(&made[0]);
    assert!(!desk.app.is_thread_moved());
    assert_eq!(desk.press("<ctrl-s>").recorded()[0].seen, Version(3));
}

#[test]
fn a_held_text_is_edited_again_and_kept_until_the_new_one_is_on_disk() {
    let mut desk = two();
    let made = desk.press("rs").press("Fixed.<ctrl-s>").recorded();
    desk.disk_catches_up().customer_writes("T1");
    desk.backend_refuses(&made[0], Refused::ByRule(Refusal::TicketMoved { current: Version(2) }));
    desk.press("O<enter>");
    assert_eq!(text(&desk), "Fixed.");
    assert!(desk.press(" Really.<ctrl-s>").recorded().is_empty(), "what is new is shown first");
    let anew = desk.detail("T1").press("s").recorded();
    assert_eq!(
        (anew[0].seen, anew[0].change.text().map(ToString::to_string)),
        (Version(2), Some("Fixed. Really.".to_owned()))
    );
    assert_eq!(anew[0].id, made[0].id, "it takes its own place, also on disk");
    desk.press("O<enter>");
    assert!(desk.app.compose.is_none(), "it is being written anew already: once more, and both would go");
    desk.press("<esc>").hear(Event::Recorded(anew[0].id));
    assert_eq!(desk.effects, [Effect::Deliver(anew[0].clone())]);
    assert_eq!(desk.app.outbox.len(), 1);
}

#[test]
fn a_text_that_could_not_be_recorded_is_back_in_the_editor() {
    let mut desk = two();
    let made = desk.press("n").press("Important.<ctrl-s>").recorded();
    desk.hear(Event::RecordFailed { id: made[0].id, why: "disk full".into() });
    assert_eq!(text(&desk), "Important.");
    let mut busy = two();
    let made = busy.press("n").press("First.<ctrl-s>").recorded();
    busy.press("n").press("Second.").hear(Event::RecordFailed { id: made[0].id, why: "disk full".into() });
    assert_eq!(text(&busy), "Second.");
    assert_eq!(text(busy.press("<esc>n")), "First.\n\nSecond.");
}

#[test]
fn the_persons_own_editor_gets_the_text_and_gives_it_back() {
    let mut desk = two();
    desk.press("n").press("Draft<ctrl-e>");
    assert!(matches!(&desk.effects[0], Effect::Edit(draft) if draft.text == "Draft"), "{:?}", desk.effects);
    assert!(desk.app.is_away(), "nothing is drawn over it");
    desk.hear(Event::Edited("Draft\nand more\n".to_owned()));
    assert_eq!(text(&desk), "Draft\nand more");
    assert!(!desk.app.is_away());
    desk.press("<ctrl-e>").hear(Event::EditFailed("no such editor".into()));
    assert_eq!(text(&desk), "Draft\nand more");
}

#[test]
fn leaving_the_program_with_a_text_asks_first() {
    let mut desk = two();
    desk.press("n").press("Hm<ctrl-c>");
    assert_eq!((desk.app.focus(), desk.app.done), (Focus::Choice, false));
    desk.press("n");
    assert_eq!(text(&desk), "Hm");
    assert!(!desk.press("<ctrl-c><ctrl-c>").app.done, "not before the text is on disk");
    let kept = desk.drafts_kept();
    assert_eq!(kept[0].text, "Hm");
    assert!(desk.hear(Event::DraftKept(kept[0].id)).app.done);
}

#[test]
fn editing_keys_come_from_the_key_map() {
    let mut desk = two();
    desk.press("n").press("one two<ctrl-w>");
    assert_eq!(text(&desk), "one ");
    assert_eq!(text(desk.press("<ctrl-z>")), "one two");
    assert_eq!(text(desk.press("<home>z<end>!")), "zone two!");
    assert_eq!(text(desk.press("<ctrl-u>")), "");
}

#[test]
fn a_queued_text_that_is_edited_again_waits_for_its_author() {
    let mut desk = two();
    desk.poll_fails(Failure::Unreachable);
    let made = desk.press("n").press("Frist<ctrl-s>").recorded();
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made[0].id, why: Failure::Unreachable });
    desk.press("Oe");
    assert_eq!(text(&desk), "Frist");
    assert!(desk.wait(600).delivered().is_empty(), "the old one must not go behind the author's back");
    desk.poll(Vec::new());
    let anew = desk.press("!<ctrl-s>").recorded();
    desk.hear(Event::Recorded(anew[0].id));
    assert_eq!(desk.delivered(), anew);
}

#[test]
fn a_text_that_the_backend_may_have_is_not_written_anew() {
    let mut desk = two();
    let made = desk.press("n").press("Once<ctrl-s>").recorded();
    desk.disk_catches_up().hear(Event::DeliveryFailed { id: made[0].id, why: Failure::AnswerLost });
    desk.press("Oe");
    assert!(desk.app.compose.is_none());
    assert_eq!(desk.notice(), Some(&Notice::StillOnItsWay { ticket: id("T1"), deed: Deed::Note }));
    desk.press("d");
    assert_eq!(desk.app.focus(), Focus::Outbox);
    assert_eq!(desk.wait(3).delivered(), made);
}

#[test]
fn a_refusal_at_the_door_of_the_first_try_lets_the_text_be_changed() {
    let mut desk = two();
    let made = desk.press("n").press("Once<ctrl-s>").recorded();
    desk.disk_catches_up().backend_refuses(&made[0], Refused::NotAllowed);
    desk.press("Oe");
    assert_eq!(text(&desk), "Once");
}

#[test]
fn a_signal_ends_the_program_even_if_the_disk_fails() {
    let mut desk = two();
    let made = desk.press("n").press("Late<ctrl-s>").recorded();
    desk.hear(Event::ToldToQuit);
    desk.hear(Event::RecordFailed { id: made[0].id, why: "disk full".into() });
    assert!(!desk.app.done, "the text is tried once more");
    desk.hear(Event::DraftNotKept { id: made[0].id, why: "disk full".into() });
    assert!(desk.app.done);
}
