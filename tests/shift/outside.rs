//! What a key asks of the world outside the console: the clipboard, a file, a link, the terminal itself.

use vigie::app::model::notice::Notice;
use vigie::app::protocol::effect::Effect;
use vigie::app::protocol::event::{Event, File};
use vigie::app::protocol::focus::Focus;
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::ContactId;

use crate::shift::{Shift, id, shift, ticket};

fn two() -> Shift {
    shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20)])
}

/// T1 is open, with two files and two links.
fn open() -> Shift {
    let mut desk = two();
    desk.press("<enter>").detail("T1");
    let mut detail = desk.app.details.get(&id("T1")).unwrap().clone();
    let file = |name: &str| File {
        id: name.into(),
        at: desk.now.wall,
        by: Who::Contact(ContactId::new("claire")),
        name: name.into(),
        media: "text/plain".into(),
        size: Some(7),
        inline: false,
    };
    detail.files = vec![file("agent.log"), file("console.log")];
    if let What::Filed(filed) = &mut detail.facts[0].what {
        filed.body = "See https://example.org/a and https://example.net/b".into();
    }
    desk.hear(Event::DetailLoaded { ticket: id("T1"), detail: Box::new(detail) });
    desk
}

#[test]
fn the_name_of_a_ticket_and_what_was_said_last_on_it_are_copied() {
    let copied = |text: &str| [Effect::Copy(text.to_owned())];
    assert_eq!(two().press("jy").effects, copied("T2"));
    let mut desk = two();
    desk.press("<enter>").customer_writes("T1").detail("T1");
    assert_eq!(desk.press("y").effects, copied("T1"));
    assert_eq!(desk.press("Y").effects, copied("Any news?"));
    desk.hear(Event::Copied);
    assert_eq!(desk.notice(), Some(&Notice::Copied));
}

#[test]
fn the_file_that_was_chosen_is_saved_and_where_there_is_none_that_is_told() {
    let mut desk = open();
    assert_eq!(desk.press("f").app.focus(), Focus::Choice);
    let saved = Effect::SaveFile { ticket: id("T1"), id: "console.log".into(), name: "console.log".into() };
    assert_eq!(desk.press("j<enter>").effects, [saved]);
    let mut none = two();
    none.press("<enter>").detail("T1").press("f");
    assert_eq!(none.notice(), Some(&Notice::NoFiles { ticket: id("T1") }));
}

#[test]
fn the_link_that_was_chosen_is_opened_and_where_there_is_none_that_is_told() {
    let mut desk = open();
    assert_eq!(desk.press("L").app.focus(), Focus::Choice);
    let effects = desk.press("j<enter>").effects.clone();
    let [Effect::OpenLink(link)] = &effects[..] else { panic!("{effects:?}") };
    assert_eq!(link.target(), "https://example.net/b");
    let mut none = two();
    none.press("<enter>").detail("T1").press("L");
    assert_eq!(none.notice(), Some(&Notice::NoLinks { ticket: id("T1") }));
}

#[test]
fn the_terminal_is_lent_to_the_shell_and_after_it_everything_is_asked_and_drawn_anew() {
    let mut desk = two();
    assert_eq!(desk.press("<ctrl-z>").effects, [Effect::Suspend]);
    assert!(desk.app.is_away());
    let painted = desk.app.repaint;
    desk.hear(Event::Continued);
    assert!(!desk.app.is_away() && desk.app.repaint > painted);
    let painted = desk.app.repaint;
    assert!(desk.press("<ctrl-l>").app.repaint > painted, "a disturbed screen is drawn anew by a key");
}
