//! Templates, quotations and signatures: prepared text, and never over what was typed.

use vigie::app::model::notice::Notice;
use vigie::app::model::overlay::Overlay;
use vigie::app::model::templates::Picker;
use vigie::app::protocol::event::{Drawn, Event};
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::purpose::LONGEST_TEXT;
use vigie::app::protocol::signature::Signature;
use vigie::desk::template::{Library, Own, Template, Wording};
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::customer::Language;
use vigie::desk::ticket::names::{CustomerId, ManagerId};

use crate::shift::{Shift, id, shift, ticket};

fn one() -> Shift {
    shift("10:00", [ticket("T1").due_in(10)])
}

fn text(desk: &Shift) -> String {
    desk.app.compose.as_ref().map(|compose| compose.editor.text()).unwrap_or_default()
}

fn picker(desk: &Shift) -> &Picker {
    match &desk.app.overlay {
        Some(Overlay::Templates(picker)) => picker,
        other => panic!("{other:?}"),
    }
}

fn titles(desk: &Shift) -> Vec<&str> {
    picker(desk).picks().map(|pick| pick.title).collect()
}

#[test]
fn a_template_is_found_by_a_few_letters_and_its_variables_are_filled_in() {
    let mut desk = one();
    desk.press("ri<ctrl-t>");
    assert_eq!(desk.app.focus(), Focus::Templates);
    assert_eq!(titles(&desk)[0], "Acknowledgement");
    desk.press("acknow<enter>");
    let text = text(&desk);
    assert!(text.starts_with("Dear Claire Fabre,\n"), "{text}");
    assert!(text.contains("Monday 23 November at 11:10 (CET)"), "{text}");
    assert!(text.ends_with("Kind regards,\n\nC. Martin\nThe desk"), "{text}");
    let made = desk.press("<ctrl-s>").recorded();
    assert!(matches!(&made[0].change, Change::Respond { body, .. } if body.raw() == text));
}

#[test]
fn what_is_made_for_what_one_writes_comes_first_and_the_rest_says_that_it_is_not() {
    let mut desk = one();
    desk.press("rm<ctrl-t>");
    assert_eq!(titles(&desk)[..2], ["Missing information", "Please update and scan again"]);
    let otherwise = |desk: &Shift| -> Vec<String> {
        let picker = picker(desk);
        let otherwise = picker.picks().filter(|pick| picker.is_otherwise(pick));
        otherwise.map(|pick| pick.title.to_owned()).collect()
    };
    assert!(otherwise(&desk).contains(&"Acknowledgement".to_owned()));
    assert!(!otherwise(&desk).contains(&"Follow-up of a call".to_owned()));
}

#[test]
fn up_and_down_go_through_the_templates_and_the_page_keys_through_the_text_of_one() {
    let mut desk = one();
    desk.press("ri<ctrl-t>").hear(Event::Drawn(Drawn {
        overlay_rows: 6,
        overlay_end: Some(8),
        ..Drawn::default()
    }));
    let at = |desk: &Shift| (picker(desk).marked, picker(desk).scroll);
    assert_eq!(at(desk.press("<down><down><up>")), (1, 0));
    assert_eq!(at(desk.press("<pagedown>")), (1, 5));
    assert_eq!(at(desk.press("<pagedown>")), (1, 8), "to the end of the text and no further");
    assert_eq!(at(desk.press("<pageup>")), (1, 3));
    assert_eq!(at(desk.press("<down>")), (2, 0), "the next one is read from its beginning");
}

#[test]
fn a_template_for_which_there_is_no_room_is_told_though_the_signature_fits() {
    let mut desk = one();
    desk.press("ri").hear(Event::Pasted("x".repeat(LONGEST_TEXT - 100)));
    desk.press("<ctrl-t>").press("acknow<enter>");
    assert!(!text(&desk).contains("Dear Claire Fabre"));
    assert_eq!(desk.notice(), Some(&Notice::TextTooLong { most: LONGEST_TEXT }));
}

#[test]
fn a_variable_that_is_not_filled_in_stops_the_message_and_tab_goes_to_the_next_one() {
    let mut desk = one();
    desk.press("ri<ctrl-t>").press("interim up<enter>");
    assert!(text(&desk).contains("Done so far: {{done}}"));
    assert!(desk.press("<ctrl-s>").recorded().is_empty());
    assert_eq!(desk.notice(), Some(&Notice::Unresolved { name: "done".into() }));
    // The cursor stands on it: what is typed comes there.
    desk.press("Logs read. <delete><delete><delete><delete><delete><delete><delete><delete>");
    desk.press("<tab>A fix. <delete><delete><delete><delete><delete><delete><delete><delete>");
    assert!(text(&desk).contains("Done so far: Logs read. \nNext step: A fix. \n"), "{}", text(&desk));
    desk.press("<tab>");
    assert_eq!(desk.notice(), Some(&Notice::NothingUnresolved));
    assert_eq!(desk.press("<ctrl-s>").recorded().len(), 1);
}

#[test]
fn a_template_goes_behind_what_was_typed_and_undo_takes_it_away_again() {
    let mut desk = one();
    desk.press("ri").press("Typed before.<ctrl-t>").press("acknow<enter>");
    assert!(text(&desk).starts_with("Typed before.\n\nDear Claire Fabre,"), "{}", text(&desk));
    desk.press("<ctrl-z><ctrl-z>");
    assert_eq!(text(&desk), "Typed before.");
    desk.press("<ctrl-t><esc>");
    assert_eq!((desk.app.focus(), text(&desk).as_str()), (Focus::Compose, "Typed before."));
}

#[test]
fn the_language_is_the_contacts_and_is_switched_in_the_picker() {
    let mut desk = one();
    desk.press("ri<ctrl-t>").press("acknow<tab>");
    assert_eq!(picker(&desk).language, Language::Fr);
    assert_eq!(titles(&desk)[0], "Accusé de réception");
    desk.press("<enter>");
    assert!(text(&desk).contains("lundi 23 novembre à 11:10 (CET)"), "{}", text(&desk));
}

#[test]
fn the_signature_is_the_managers_own_and_stands_there_once() {
    let mut desk = one();
    let signed = |manager: Option<&str>, en: &str| Signature {
        manager: manager.map(ManagerId::new),
        en: Some(en.to_owned()),
        fr: None,
    };
    desk.app.settings.signatures =
        vec![signed(None, "Anybody"), signed(Some("cmartin"), "C. Martin, {{desk}}")];
    desk.press("ri").press("Hello.<ctrl-g><ctrl-g>").press("<ctrl-t>acknow<enter>");
    assert_eq!(text(&desk).matches("C. Martin, The desk").count(), 1, "{}", text(&desk));
    desk.app.settings.signatures.pop();
    desk.press("<esc>");
    let mut note = one();
    note.press("n<ctrl-t>").press("acknow<enter>");
    assert!(!text(&note).contains("The desk"), "a note is for colleagues, who know each other");
}

#[test]
fn the_customers_last_message_is_quoted_and_braces_in_it_stop_nothing() {
    let mut desk = one();
    desk.press("rp<ctrl-o>");
    assert_eq!(desk.notice(), Some(&Notice::NothingToQuote { ticket: id("T1") }), "it is not read yet");
    desk.detail("T1").press("<ctrl-o>");
    assert!(text(&desk).contains("Claire Fabre wrote:\n> Since this morning.\n"), "{}", text(&desk));
    desk.press("We use {{it}}<ctrl-s>");
    assert_eq!(desk.notice(), Some(&Notice::Unresolved { name: "it".into() }));
}

#[test]
fn a_desk_has_templates_of_its_own_also_for_one_customer() {
    let own = |customer: Option<&str>, name: &str, text: &str| Own {
        customer: customer.map(CustomerId::new),
        template: Template {
            name: name.to_owned(),
            en: Some(Wording { title: name.to_owned(), text: text.to_owned() }),
            ..Template::default()
        },
    };
    let mut desk = shift("10:00", [ticket("T1").due_in(10), ticket("T2").due_in(20).of("borealis")]);
    let theirs = own(Some("borealis"), "acknowledgement", "For you, {{customer}}.");
    desk.app.settings.library = Library::new(vec![theirs, own(None, "zebra", "Stripes.")]);
    desk.press("ri<ctrl-t>").press("acknow");
    assert_eq!(titles(&desk), ["Acknowledgement"]);
    desk.press("<esc><ctrl-t>zebra<enter>");
    assert!(text(&desk).starts_with("Stripes."));
    desk.press("<esc>jri<ctrl-t>").press("acknow<enter>");
    assert!(text(&desk).starts_with("For you, Énergies Boréales."), "{}", text(&desk));
}

#[test]
fn what_fits_nothing_puts_nothing_in() {
    let mut desk = one();
    desk.press("ri").press("Typed.<ctrl-t>").press("xyzzy<enter>");
    assert_eq!((desk.app.focus(), text(&desk).as_str()), (Focus::Compose, "Typed."));
}
