//! Texts on their way: written, held, kept back, sent, in doubt, at three sizes in both languages.

use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::event::{Capabilities, Event, Failure, Left, Refused};
use vigie::app::protocol::others::{Other, Wrote};
use vigie::app::protocol::purpose::Purpose;
use vigie::app::protocol::trouble::{Fault, Trouble};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::change::Action;
use vigie::desk::ticket::names::{ActionId, ManagerId};
use vigie::desk::ticket::status::Version;
use vigie::words::Language;

use crate::console::Console;
use crate::panes::{everywhere, marked, together};
use crate::shift;

fn writing(language: Language) -> Console {
    let mut console = marked(language);
    console.press("r p");
    console.types("Bonjour Claire,\n\nLa base de la console est pleine.");
    console
}

#[test]
fn writing_to_a_customer() {
    everywhere("response", writing);
}

#[test]
fn writing_to_colleagues() {
    everywhere("note", |language| {
        let mut console = marked(language);
        console.press("n");
        console.types("vu avec Oumar");
        console
    });
}

#[test]
fn the_outbox() {
    everywhere("outbox", |language| {
        let mut console = writing(language);
        console.press("ctrl-s");
        console.accepts_on_disk();
        console.press("n");
        console.types("vu avec Oumar");
        console.press("ctrl-s O");
        console
    });
}

#[test]
fn the_outbox_with_drafts() {
    everywhere("drafts", |language| {
        let mut console = writing(language);
        console.press("esc n");
        console.types("vu avec Oumar");
        console.press("esc r s");
        console.types("Bonjour, la cause est trouvée.");
        console.press("ctrl-s O");
        console
    });
}

#[test]
fn a_disk_that_is_full_while_one_writes() {
    everywhere("disk-full", |language| {
        let mut console = writing(language);
        let id = console.app.compose.as_ref().map(|compose| compose.draft).unwrap();
        let place = "/home/claire/.local/state/vigie/local.sqlite".into();
        console.hears(Event::DraftNotKept { id, why: Trouble { place, fault: Fault::Full } });
        console
    });
}

#[test]
fn nobody_writes_under_a_notice() {
    let mut console = writing(Language::En);
    console.types(&"\net encore une ligne".repeat(40));
    console.types("\nla dernière");
    let id = console.app.compose.as_ref().map(|compose| compose.draft).unwrap();
    let place = "/home/claire/.local/state/vigie/local.sqlite".into();
    console.hears(Event::DraftNotKept { id, why: Trouble { place, fault: Fault::Full } });
    let screen = console.screen(80, 24);
    let lines: Vec<&str> = screen.lines().collect();
    let notice = lines.iter().position(|line| line.starts_with(" ✗ Alarm")).unwrap();
    assert!(lines[notice - 1].contains("la dernière"), "{screen}");
}

#[test]
fn a_response_that_can_still_be_taken_back() {
    everywhere("undo", |language| {
        let mut console = writing(language);
        console.press("ctrl-s");
        console.accepts_on_disk();
        console.passes(2);
        console
    });
}

/// While the response was written, a colleague took the ticket and the customer wrote.
fn overtaken(language: Language) -> Console {
    let mut console = writing(language);
    let moved = shift::blocked_and_moved(&console.rules);
    console.polled(vec![moved.ticket.clone()]);
    console.reads(&moved);
    console
}

#[test]
fn what_is_new_is_told_while_one_writes() {
    everywhere("response-moved", overtaken);
}

#[test]
fn what_is_new_is_shown_before_a_response_goes() {
    everywhere("news", |language| {
        let mut console = overtaken(language);
        console.press("ctrl-s");
        console
    });
}

#[test]
fn a_response_to_a_late_ticket_is_confirmed_by_typing() {
    everywhere("confirm", |language| {
        let mut console = writing(language);
        console.app.settings.confirm_late = true;
        console.press("ctrl-s");
        console.types("INC");
        console
    });
}

#[test]
fn who_else_is_on_a_ticket_is_seen_while_one_writes() {
    everywhere("presence-compose", |language| {
        let mut console = together(language);
        console.press("r p");
        console.types("Bonjour Claire,");
        console
    });
}

#[test]
fn the_outbox_has_a_sign_and_a_word_for_every_state() {
    everywhere("outbox-states", |language| {
        let mut console = marked(language);
        let newest = |console: &Console| console.app.outbox.entries().last().unwrap().action.id;
        // Sent, and no answer yet.
        console.press("t");
        console.accepts_on_disk();
        // Refused.
        console.press("j n");
        console.types("vu avec Oumar");
        console.press("ctrl-s");
        console.accepts_on_disk();
        let id = newest(&console);
        console.hears(Event::Refused { id, why: Refused::NotAllowed, ticket: None });
        // Held.
        console.press("j t");
        console.accepts_on_disk();
        let why = Refused::ByRule(Refusal::TicketMoved { current: Version(9) });
        let id = newest(&console);
        console.hears(Event::Refused { id, why, ticket: None });
        // Waits for the backend.
        console.press("j a");
        console.accepts_on_disk();
        let wait = Some(std::time::Duration::from_secs(90));
        let id = newest(&console);
        console.hears(Event::DeliveryFailed { id, why: Failure::TooManyRequests { wait } });
        // Taken back.
        console.press("j r i");
        console.types("Nous regardons.");
        console.press("ctrl-s");
        console.accepts_on_disk();
        console.press("U esc");
        // May still be taken back.
        console.press("j r i");
        console.types("Nous regardons aussi.");
        console.press("ctrl-s");
        console.accepts_on_disk();
        // Not on disk yet.
        console.press("j a");
        console.press("O");
        console
    });
}

/// What nobody knows the fate of, on a desk that knows acts by their names and on one that does not.
fn in_doubt(language: Language, by_name: bool) -> Console {
    let mut console = Console::silent(language);
    let capabilities = Capabilities { idempotent: by_name, ..Capabilities::ALL };
    console.welcomed_by(capabilities);
    console.fill();
    console.reads(&shift::blocked(&console.rules));
    console.press("j");
    let newest = |console: &Console| console.app.outbox.entries().last().unwrap().action.id;
    let write = |console: &mut Console, text: &str| {
        console.press("j n");
        console.types(text);
        console.press("ctrl-s");
        console.accepts_on_disk();
        let id = newest(console);
        console.hears(Event::DeliveryFailed { id, why: Failure::AnswerLost });
        // It is asked who answers, before anything else goes.
        console.welcomed_by(capabilities);
        id
    };
    write(&mut console, "vu avec Oumar");
    let refused = write(&mut console, "rappelé à midi");
    console.passes(20);
    console.hears(Event::Refused { id: refused, why: Refused::NotAllowed, ticket: None });
    if by_name {
        let older = write(&mut console, "la base est pleine");
        console.passes(20);
        console.hears(Event::Refused { id: older, why: Refused::TakenInOtherWords, ticket: None });
    }
    console.press("O");
    console
}

#[test]
fn acts_in_doubt_on_a_desk_that_knows_their_names() {
    everywhere("outbox-in-doubt", |language| in_doubt(language, true));
}

#[test]
fn acts_in_doubt_on_a_desk_that_must_be_searched() {
    everywhere("outbox-looked-for", |language| in_doubt(language, false));
}

/// What somebody else wrote on this machine, and what nobody knows the author of.
#[test]
fn what_waits_for_somebody_else() {
    everywhere("outbox-of-others", |language| {
        let mut console = Console::silent(language);
        console.welcomed(false);
        console.fill();
        console.reads(&shift::blocked(&console.rules));
        console.press("j n");
        console.types("vu avec Oumar");
        console.press("ctrl-s");
        console.accepts_on_disk();
        let id = console.app.outbox.entries()[0].action.id;
        let action = console.app.outbox.entries()[0].action.clone();
        console.hears(Event::Unsigned(id));
        let author = Author::Manager(ManagerId::new("okone"));
        let draft = Draft {
            id: ActionId(uuid::Uuid::from_u128(902)),
            ticket: action.ticket.clone(),
            purpose: Purpose::Note,
            text: "rappelé à midi".to_owned(),
            seen: action.seen,
            origin: vigie::app::protocol::origin::Origin::default(),
        };
        let act = Action { id: ActionId(uuid::Uuid::from_u128(901)), ..action };
        let others = vec![
            Other { author: author.clone(), wrote: Wrote::Act(Box::new(act)) },
            Other { author, wrote: Wrote::Text(draft) },
        ];
        console.hears(Event::OutboxLoaded(Left { others, ..Left::default() }));
        console.press("O");
        console
    });
}
