//! Every pane at three sizes in both languages, as one sees it.

use chrono::TimeDelta;
use vigie::app::protocol::event::{Aside, Event, Failure, Refused, TheirDue, TheirReason};
use vigie::desk::ticket::presence::Doing;
use vigie::ui::BuiltIn;
use vigie::words::Language;

use crate::console::{Console, ticket_id};
use crate::shift;

const SIZES: [(u16, u16); 3] = [(80, 24), (120, 40), (200, 60)];

/// Draws a screen at every size in both languages.
pub fn everywhere(name: &str, build: impl Fn(Language) -> Console) {
    for (language, short) in [(Language::En, "en"), (Language::Fr, "fr")] {
        let mut console = build(language);
        for (width, height) in SIZES {
            insta::assert_snapshot!(
                format!("{name}_{short}_{width}x{height}"),
                console.screen(width, height)
            );
        }
    }
}

/// The late ticket is marked, and its conversation was read.
pub fn marked(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    let blocked = shift::blocked(&console.rules);
    console.reads(&blocked);
    console.press("j");
    console
}

#[test]
fn the_queue() {
    everywhere("queue", marked);
}

#[test]
fn the_queue_of_a_demonstration() {
    everywhere("demonstration", |language| {
        let mut console = Console::silent(language);
        console.welcomed(true);
        console.fill();
        console
    });
}

#[test]
fn a_conversation() {
    everywhere("conversation", |language| {
        let mut console = marked(language);
        console.press("enter");
        console
    });
}

#[test]
fn the_facts_of_a_signature_request() {
    everywhere("signature", |language| {
        let mut console = Console::on_sunday(language);
        let payroll = shift::payroll(&console.rules);
        console.reads(&payroll);
        console.press("j j enter tab");
        console
    });
}

#[test]
fn a_timeline() {
    everywhere("timeline", |language| {
        let mut console = marked(language);
        console.press("enter tab tab");
        console
    });
}

#[test]
fn the_customer_of_a_ticket() {
    everywhere("customer", |language| {
        let mut console = marked(language);
        console.press("enter tab tab tab");
        console
    });
}

#[test]
fn the_choice_of_a_response() {
    everywhere("choice", |language| {
        let mut console = marked(language);
        console.press("r");
        console
    });
}

#[test]
fn help() {
    everywhere("help", |language| {
        let mut console = marked(language);
        console.press("?");
        console
    });
}

#[test]
fn the_palette() {
    everywhere("palette", |language| {
        let mut console = marked(language);
        console.press(":");
        console.types("res");
        console
    });
}

#[test]
fn a_filter() {
    everywhere("filter", |language| {
        let mut console = marked(language);
        console.press("/");
        console.types("banque");
        console
    });
}

#[test]
fn a_filter_that_finds_nothing() {
    everywhere("filter-nothing", |language| {
        let mut console = marked(language);
        console.press("/");
        console.types("xyz");
        console
    });
}

#[test]
fn the_customers() {
    everywhere("customers", |language| {
        let mut console = marked(language);
        console.press("g c j");
        console
    });
}

#[test]
fn offline() {
    everywhere("offline", |language| {
        let mut console = marked(language);
        console.passes(3);
        console.poll_fails();
        console.passes(420);
        console
    });
}

#[test]
fn an_empty_queue() {
    everywhere("empty", |language| {
        let mut console = Console::connected(language);
        console.polled(Vec::new());
        console
    });
}

#[test]
fn connecting() {
    everywhere("connecting", Console::silent);
}

#[test]
fn a_first_synchronisation() {
    everywhere("first-sync", |language| {
        let mut console = Console::connected(language);
        console.polled_with(Vec::new(), true);
        console
    });
}

#[test]
fn too_small() {
    for (width, height) in [(59, 24), (80, 14), (40, 8), (10, 3), (1, 1)] {
        insta::assert_snapshot!(
            format!("small_{width}x{height}"),
            marked(Language::En).screen(width, height)
        );
    }
}

#[test]
fn the_smallest_console() {
    for (language, short) in [(Language::En, "en"), (Language::Fr, "fr")] {
        insta::assert_snapshot!(format!("queue_{short}_60x15"), marked(language).screen(60, 15));
    }
}

#[test]
fn a_due_of_the_backends_own_stands_in_the_head_with_its_reason() {
    everywhere("their-due", |language| {
        let mut console = Console::on_sunday(language);
        let mut detail = shift::blocked(&console.rules).detail();
        let why = TheirReason::OwnLevel("Gold".into());
        detail.their_due =
            Some(TheirDue { at: detail.ticket.due().map(|due| due + TimeDelta::hours(3)), why });
        let ticket = ticket_id(detail.ticket.id.as_str());
        console.hears(Event::DetailLoaded { ticket, detail: Box::new(detail) });
        console.press("j enter");
        console
    });
}

#[test]
fn light_and_plain_themes_say_the_same() {
    let dark = marked(Language::En).screen(120, 40);
    let light = marked(Language::En).themed(BuiltIn::Light).screen(120, 40);
    insta::assert_snapshot!("light_en_120x40", light);
    let plain = marked(Language::En).themed(BuiltIn::Plain).screen(120, 40);
    insta::assert_snapshot!("no_color_en_120x40", plain);
    assert_eq!(dark, light);
    assert_eq!(dark, plain);
}

#[test]
fn a_sequence_that_was_begun_shows_what_it_may_go_on_with() {
    let mut console = marked(Language::En);
    console.press("g");
    let screen = console.screen(100, 30);
    assert!(screen.ends_with(" g   g first  c customers  q queue"), "{}", screen.lines().last().unwrap());
}

#[test]
fn a_notice_stands_above_the_footer() {
    let mut console = marked(Language::En);
    console.press("x");
    let screen = console.screen(100, 30);
    let line = screen.lines().rev().nth(1).unwrap();
    assert_eq!(line, " ▲ Attention  INC-1042: no resolution: no qualified response was given yet.");
}

/// A colleague writes to the customer, another one looks.
pub fn together(language: Language) -> Console {
    let mut console = marked(language);
    console.is_joined("INC-1042", &[("okone", Doing::Responding), ("smueller", Doing::Viewing)]);
    console
}

#[test]
fn who_else_is_on_a_ticket_is_seen_in_the_queue() {
    everywhere("presence-queue", together);
}

#[test]
fn who_else_is_on_a_ticket_is_seen_when_it_is_open() {
    everywhere("presence-detail", |language| {
        let mut console = together(language);
        console.press("enter");
        console
    });
}

/// Some tickets are marked.
fn several(language: Language) -> Console {
    let mut console = marked(language);
    console.press("g g v v v j j v");
    console
}

#[test]
pub fn marked_tickets() {
    everywhere("marks", several);
}

#[test]
fn what_will_become_of_each_marked_ticket() {
    everywhere("bulk-plan", |language| {
        let mut console = several(language);
        console.press("t");
        console
    });
}

#[test]
fn what_became_of_each_marked_ticket() {
    everywhere("bulk-outcomes", |language| {
        let mut console = several(language);
        console.press("t enter");
        console.accepts_on_disk();
        let ids: Vec<_> = console.app.outbox.entries().iter().map(|entry| entry.action.id).collect();
        console.hears(Event::Refused { id: ids[0], why: Refused::NotAllowed, ticket: None });
        let ticket = Box::new(console.app.ticket(&ticket_id("INC-1042")).unwrap().clone());
        console.hears(Event::Delivered { id: ids[1], at: console.now.wall, ticket, aside: Aside::default() });
        console.hears(Event::DeliveryFailed { id: ids[2], why: Failure::Unreachable });
        console
    });
}

#[test]
fn a_note_for_several_tickets() {
    everywhere("bulk-note", |language| {
        let mut console = several(language);
        console.press("n");
        console.types("Même panne chez tous.");
        console
    });
}

#[test]
fn what_may_go_while_nobody_answers_waits_and_does_not_go_in_no_time() {
    let mut console = marked(Language::En);
    console.press("r s");
    console.types("Fixed.");
    console.press("ctrl-s");
    console.accepts_on_disk();
    console.poll_fails();
    console.passes(30);
    console.press("O");
    let screen = console.screen(120, 40);
    assert!(screen.contains("waits to be sent") && !screen.contains("goes in"), "{screen}");
}
