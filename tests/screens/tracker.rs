//! Signature requests on a backend whose fields say what they want, and keep only part of the way.

use vigie::app::protocol::event::{Capabilities, Event};
use vigie::desk::rules::place::{Place, Places};
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::signature::{Part, Step, Unreadable};
use vigie::words::Language;

use crate::console::{Console, ticket_id};
use crate::panes::everywhere;
use crate::shift;

fn on_a_tracker(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    console.welcomed_by(Capabilities {
        interim: false,
        steps: Places::of(|place| place != Place::At(Step::Gate)),
        bases: false,
        ..Capabilities::ALL
    });
    console.press("j j");
    console
}

fn request(console: &mut Console, step: Step) {
    let mut case = shift::payroll(&console.rules);
    case.ticket.step = Some(step);
    let mut detail = case.detail();
    let text = |part, text: &str| Unreadable { part, text: text.into() };
    if let What::Filed(filed) = &mut detail.facts[0].what {
        let asked = filed.signature.as_mut().unwrap();
        (asked.sha256, asked.size) = (None, None);
    }
    detail.unreadable =
        vec![text(Part::Sha256, "see \u{1b}[31mthe mail\u{1b}[0m of Monday"), text(Part::Size, "about 2 MB")];
    console.polled(vec![case.ticket.clone()]);
    console.hears(Event::DetailLoaded { ticket: ticket_id("SIG-0311"), detail: Box::new(detail) });
}

#[test]
fn what_cannot_be_what_it_stands_for_is_shown_as_it_is_written() {
    everywhere("tracker_fields", |language| {
        let mut console = on_a_tracker(language);
        request(&mut console, Step::Gate);
        console.press("enter tab");
        console
    });
}

#[test]
fn the_menu_of_steps_bars_what_the_field_has_no_value_for() {
    everywhere("tracker_menu", |language| {
        let mut console = on_a_tracker(language);
        request(&mut console, Step::Specialists);
        console.press("b");
        console
    });
}

#[test]
fn the_gate_asks_which_databases_are_the_latest() {
    everywhere("tracker_gate", |language| {
        let mut console = on_a_tracker(language);
        console.welcomed_by(Capabilities { interim: false, bases: false, ..Capabilities::ALL });
        request(&mut console, Step::Received);
        console.press("b g");
        console
    });
}
