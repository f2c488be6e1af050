//! The forms of the programme: calls, severities, promises, new tickets. Both languages, small and large.

use vigie::words::Language;

use crate::console::Console;
use crate::shift;

const SIZES: [(u16, u16); 2] = [(80, 24), (120, 40)];

fn everywhere(name: &str, build: impl Fn(Language) -> Console) {
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

/// The late ticket is marked: a Sunday, severity 1, no call noted.
fn marked(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    let blocked = shift::blocked(&console.rules);
    console.reads(&blocked);
    console.press("j");
    console
}

#[test]
fn logging_a_call() {
    everywhere("form_call", |language| {
        let mut console = marked(language);
        console.press("c 1");
        console.passes(42);
        console
    });
}

#[test]
fn a_call_that_is_noted_later_with_a_promise() {
    everywhere("form_call_later", |language| {
        let mut console = marked(language);
        console.press("c tab tab tab");
        console.types("13:40");
        console.press("tab");
        console.types("plus de sauvegarde depuis samedi");
        console.press("tab");
        console.types("rappeler avec le résultat");
        console.press("enter");
        console
    });
}

#[test]
fn a_note_of_several_lines_grows_while_it_is_typed() {
    let with_note = |language| {
        let mut console = marked(language);
        console.press("c tab tab tab tab");
        console.types(
            "Ils ont redémarré le serveur d'antivirus deux fois, sans effet sur les postes du terminal 2.",
        );
        console.press("alt-enter");
        console.types("Sauvegarde : samedi soir.");
        console.press("ctrl-j ctrl-j");
        console.types("À ne pas faire : restaurer");
        console
    };
    everywhere("form_note", with_note);
    everywhere("form_note_left", |language| {
        let mut console = with_note(language);
        console.press("tab");
        console
    });
}

#[test]
fn changing_a_severity() {
    everywhere("form_severity", |language| {
        let mut console = marked(language);
        console.press("j s 2");
        console
    });
}

#[test]
fn lowering_what_is_late() {
    everywhere("form_severity_late", |language| {
        let mut console = marked(language);
        console.press("s 3 tab right tab right tab");
        console.types("contourné par le client");
        console
    });
}

#[test]
fn promising_something() {
    everywhere("form_promise", |language| {
        let mut console = marked(language);
        console.press("p");
        console.types("rappeler Claire Fabre");
        console.press("tab");
        console.types("15:00");
        console
    });
}

#[test]
fn filing_a_ticket_for_a_customer_on_the_phone() {
    everywhere("form_file", |language| {
        let mut console = marked(language);
        console.press("N tab tab tab 2 tab");
        console.types("Serveur de mise à jour arrêté");
        console
    });
}

#[test]
fn promises_and_updates_look_otherwise_than_the_contract() {
    everywhere("objectives", |language| {
        let mut console = Console::on_sunday(language);
        let cases = shift::obligations(&console.rules);
        console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
        console.reads(&cases[0]);
        console.press("g g");
        console
    });
}

#[test]
fn what_became_of_a_promise() {
    everywhere("form_settle", |language| {
        let mut console = Console::on_sunday(language);
        let cases = shift::obligations(&console.rules);
        console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
        console.press("/");
        console.types("SR-0207");
        console.press("enter P");
        console
    });
}

#[test]
fn the_timeline_of_a_call_a_promise_and_a_severity() {
    everywhere("timeline_programme", |language| {
        let mut console = Console::on_sunday(language);
        let cases = shift::obligations(&console.rules);
        console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
        console.reads(&cases[1]);
        console.press("/");
        console.types("INC-1041");
        console.press("enter enter tab tab");
        console
    });
}

#[test]
fn escalating() {
    everywhere("form_escalate", |language| {
        let mut console = marked(language);
        console.press("e 2 tab");
        console.types("troisième panne");
        console.press("tab");
        console.types("un plan avant demain midi");
        console
    });
}

#[test]
fn handing_over() {
    everywhere("form_hand_over", |language| {
        let mut console = marked(language);
        console.press("T 2");
        console
    });
}

#[test]
fn merging() {
    everywhere("form_merge", |language| {
        let mut console = marked(language);
        console.press("M");
        console
    });
}

#[test]
fn voiding() {
    everywhere("form_void", |language| {
        let mut console = marked(language);
        console.press("X");
        console.types("essai du portail");
        console
    });
}

#[test]
fn who_an_unknown_sender_is() {
    everywhere("form_sender", |language| {
        let mut console = with_affairs(language);
        console.press("/");
        console.types("INC-1047");
        console.press("enter S 3 tab");
        console.types("Karim Seck");
        console
    });
}

#[test]
fn a_contract_that_is_corrected() {
    everywhere("form_contract", |language| {
        let mut console = with_affairs(language);
        console.press("/");
        console.types("INC-1048");
        console.press("enter C");
        console
    });
}

#[test]
fn affairs_stand_on_the_rows() {
    everywhere("affairs", |language| {
        let mut console = with_affairs(language);
        console.press("g g");
        console
    });
}

#[test]
fn affairs_among_the_facts() {
    everywhere("affairs_facts", |language| {
        let mut console = with_affairs(language);
        let cases = shift::affairs(&console.rules);
        console.reads(&cases[2]);
        console.press("/");
        console.types("INC-1049");
        console.press("enter enter tab G");
        console
    });
}

#[test]
fn the_forgotten() {
    everywhere("forgotten", |language| {
        let mut console = with_affairs(language);
        let cases = shift::obligations(&console.rules);
        console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
        console.press("f");
        console
    });
}

/// An unknown sender, a contract that has run out, and an escalation that was handed over and not accepted.
fn with_affairs(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    let cases = shift::affairs(&console.rules);
    console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
    console
}
