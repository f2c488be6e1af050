//! A desk that was restored: what waits says what its ticket was, and asks what it is meant for.

use vigie::app::protocol::event::{Event, Welcome};
use vigie::desk::life::Life;
use vigie::words::Language;

use crate::console::{Console, backend, ticket_id};

fn read(console: &mut Console) -> String {
    console.screen(140, 40).split_whitespace().collect::<Vec<_>>().join(" ")
}

#[track_caller]
fn says(console: &mut Console, sentence: &str) {
    let text = read(console);
    assert!(text.contains(sentence), "{sentence}\n{text}");
}

/// A note is written on a ticket, which is another customer's after the restore.
fn restored(language: Language) -> (Console, String) {
    let mut console = Console::on_sunday(language);
    let id = console.app.queues.selected().unwrap().clone();
    let subject = console.app.ticket(&id).unwrap().subject.shown().to_owned();
    console.poll_fails();
    console.press("n");
    console.types("for them");
    console.press("ctrl-s");
    let mut theirs = console.app.ticket(&id).unwrap().clone();
    theirs.subject = "Nothing prints".into();
    let welcome = console.app.links[0].welcome.clone().unwrap();
    let life = Life { epoch: "second".into(), ..welcome.life.clone() };
    let welcome = Welcome { life, ..welcome };
    console.accepts_on_disk();
    console.hears(Event::Connected { backend: backend(), welcome });
    console.hears(Event::SnapshotMissing { backend: backend() });
    console.polled(vec![theirs]);
    assert!(console.app.ticket(&ticket_id(id.local.as_str())).is_some());
    (console, subject)
}

#[test]
fn what_waits_says_what_its_ticket_was_and_asks_before_it_goes_to_what_it_is_now() {
    for (language, held, question, then, now) in [
        (
            Language::En,
            "held: the desk was restored since. Then it was",
            "The desk was restored: send it to",
            "Then:",
            "Now:",
        ),
        (
            Language::Fr,
            "retenu : le support a été restauré depuis. C’était alors",
            "Le support a été restauré : envoyer à",
            "Avant :",
            "À présent :",
        ),
    ] {
        let (mut console, subject) = restored(language);
        console.passes(2);
        console.press("O");
        says(&mut console, held);
        let begins: String = subject.chars().take(12).collect();
        says(&mut console, &begins);
        console.press("s");
        says(&mut console, question);
        says(&mut console, then);
        says(&mut console, now);
        says(&mut console, "“Nothing prints”");
    }
}
