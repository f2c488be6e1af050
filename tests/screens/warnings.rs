//! Alarms on the screen: how many, what to do about them, and until when they are silent.

use std::fmt::Write;

use vigie::words::{Language, Words};

use crate::console::Console;
use crate::shift;
use crate::tickets::Filing;

fn everywhere(name: &str, build: impl Fn(Language) -> Console) {
    for (language, short) in [(Language::En, "en"), (Language::Fr, "fr")] {
        let mut console = build(language);
        for (width, height) in [(80, 24), (120, 40)] {
            insta::assert_snapshot!(
                format!("{name}_{short}_{width}x{height}"),
                console.screen(width, height)
            );
        }
    }
}

/// Two requests of severity 1 have just come in.
fn alarmed(language: Language) -> Console {
    let mut console = Console::on_sunday(language);
    let filed = |id: &str, subject: &str| {
        let filing = Filing {
            id,
            customer: "banque-alpine",
            severity: 1,
            at: "2026-11-22T13:03:20Z",
            subject,
            ..Filing::default()
        };
        filing.file(&console.rules).ticket
    };
    let arrived = [filed("INC-1050", "Trading floor offline"), filed("INC-1051", "Payments blocked")];
    console.polled(arrived.to_vec());
    console
}

#[test]
fn two_alarms_that_nobody_has_heard() {
    everywhere("alarms", alarmed);
}

#[test]
fn two_alarms_that_are_snoozed() {
    everywhere("alarms_snoozed", |language| {
        let mut console = alarmed(language);
        console.press("Z");
        console
    });
}

#[test]
fn an_alarm_while_somebody_writes() {
    everywhere("alarms_writing", |language| {
        let mut console = alarmed(language);
        let blocked = shift::blocked(&console.rules);
        console.reads(&blocked);
        console.press("n");
        console.types("vu avec Oumar");
        console
    });
}

#[test]
fn what_a_notification_says() {
    use vigie::app::protocol::signal::{Signal, Warned, Why};
    use vigie::desk::rules::obligation::Threshold;
    use vigie::desk::ticket::severity::Severity;

    use crate::console::ticket_id;
    use crate::tickets::at;

    let warned = |id: &str, threshold, subject: &str| Warned {
        id: ticket_id(id),
        severity: Severity::Critical,
        threshold,
        customer: "Aéroports du Sud".into(),
        subject: subject.into(),
        due: Some(at("2026-11-22T12:51:23Z")),
    };
    let late = warned("INC-1042", Threshold::Breach, "Console \u{1b}]0;owned\u{7} bloquée");
    let at = at(shift::SUNDAY);
    let one = Signal { why: Why::ItHappened, at, count: 1, breached: 1, tickets: vec![late.clone()] };
    let near = warned("SIG-0311", Threshold::Urgent, "FP on payroll.exe");
    let new = warned("INC-1050", Threshold::Filed, "");
    let many = Signal {
        why: Why::WasMissed,
        at,
        count: 4,
        breached: 1,
        tickets: vec![late.clone(), near, new, late],
    };
    let mut said = String::new();
    for words in Language::ALL.map(Words::load) {
        for signal in [&one, &Signal { why: Why::Unseen, ..one.clone() }, &many, &Signal::test(at)] {
            let told = words.signal(signal, vigie::desk::sla::Tz::named("Europe/Paris").unwrap());
            writeln!(said, "{}\n    {}", told.title, told.body).unwrap();
        }
    }
    assert!(!said.contains('\u{1b}') && !said.contains('\u{7}'));
    insta::assert_snapshot!("what_a_notification_says", said);
}
