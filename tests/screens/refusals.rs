//! What the console refuses, and what it says when the backend refuses, of signature requests: a sentence in the
//! reader's language each, with what to do next.

use vigie::app::protocol::event::{Event, Failure, Refused, Welcome};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::customer::Role;
use vigie::words::Language;

use crate::console::{Console, backend};
use crate::pipeline::{received, requests, with_specialists};

const LANGUAGES: [Language; 2] = [Language::En, Language::Fr];

/// All that stands on the screen, as one line.
fn read(console: &mut Console) -> String {
    console.screen(120, 40).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(console: &mut Console, sentence: &str) {
    let text = read(console);
    assert!(text.contains(sentence), "{sentence}\n{text}");
}

fn in_both(build: impl Fn(Language) -> Console, sentences: [&str; 2]) {
    for (language, sentence) in LANGUAGES.into_iter().zip(sentences) {
        says(&mut build(language), sentence);
    }
}

/// The last thing that was made is on disk, was sent, and the backend says no.
fn refused(console: &mut Console, why: Refused) {
    let id = console.app.outbox.entries().last().unwrap().action.id;
    console.accepts_on_disk();
    console.passes(30);
    console.hears(Event::Refused { id, why, ticket: None });
}

#[test]
fn old_databases_at_the_gate_are_named_with_the_latest_and_the_way_on() {
    in_both(
        |language| {
            let mut console = requests(language, received);
            console.press("b g enter");
            console
        },
        [
            "SIG-0321: no databases checked: the databases in use are 2026-11-22 11:40, the latest are \
             2026.11.22.14: ask to update and scan again.",
            "SIG-0321 : pas de bases vérifiées : les bases utilisées sont 2026-11-22 11:40, les dernières \
             2026.11.22.14 : demandez de mettre à jour et d’analyser à nouveau.",
        ],
    );
}

#[test]
fn a_step_without_a_letter_and_without_a_reason_is_not_taken() {
    let cleared = |language| {
        let mut console =
            requests(language, |console| vec![with_specialists(console, "SIG-0321", "banque-alpine")]);
        console.press("b b x tab");
        for _ in 0..1000 {
            console.press("delete");
        }
        console.press("enter");
        assert!(console.app.outbox.entries().is_empty());
        console
    };
    in_both(cleared, ["Or why not a text is needed here", "Sinon, motif il faut un texte ici"]);
    let of_the_backend = |language| {
        let mut console =
            requests(language, |console| vec![with_specialists(console, "SIG-0321", "banque-alpine")]);
        console.press("b b x enter");
        refused(&mut console, Refused::ByRule(Refusal::NoReason));
        console
    };
    in_both(
        of_the_backend,
        [
            "say what the customer is told, or why nothing.",
            "dites ce que le client apprend, ou pourquoi rien.",
        ],
    );
}

#[test]
fn what_the_backend_says_of_a_bad_hash_is_shown_with_its_code() {
    let title = "invalid type: SHA-256 has 64 hexadecimal digits";
    let of_the_backend = |language| {
        let mut console =
            requests(language, |console| vec![with_specialists(console, "SIG-0321", "banque-alpine")]);
        console.press("b b x enter");
        refused(&mut console, Refused::Other { code: "invalid-field".into(), title: title.into() });
        console
    };
    in_both(
        of_the_backend,
        [
            "invalid type: SHA-256 has 64 hexadecimal digits (invalid-field).",
            "invalid type: SHA-256 has 64 hexadecimal digits (invalid-field).",
        ],
    );
}

#[test]
fn an_incident_is_not_there_for_a_specialist_and_no_customer_is_written_to() {
    let as_specialist = |language| {
        let mut console = Console::on_sunday(language);
        let welcome = console.app.links[0].welcome.clone().unwrap();
        let welcome = Welcome { role: Role::Specialist, ..welcome };
        console.hears(Event::Connected { backend: backend(), welcome });
        console
    };
    let reading = |language| {
        let mut console = as_specialist(language);
        console.press("enter");
        let open = console.app.detail.as_ref().unwrap().id.clone();
        console.hears(Event::DetailFailed { ticket: open, why: Failure::NotFound });
        console
    };
    in_both(reading, ["it is not there.", "introuvable."]);
    let acting = |language| {
        let mut console = as_specialist(language);
        console.press("g g a");
        console
    };
    in_both(acting, ["it is no signature request.", "ce n’est pas une demande de signature."]);
    let responding = |language| {
        let mut console =
            requests(language, |console| vec![with_specialists(console, "SIG-0321", "banque-alpine")]);
        let welcome = console.app.links[0].welcome.clone().unwrap();
        let welcome = Welcome { role: Role::Specialist, ..welcome };
        console.hears(Event::Connected { backend: backend(), welcome });
        console.press("a");
        console
    };
    in_both(
        responding,
        [
            "that is for the desk to do, not for the specialists.",
            "cela revient au support, pas aux spécialistes.",
        ],
    );
}
