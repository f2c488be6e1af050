//! Every size from 60x15 to 220x70, with rows as nasty as they come.

use proptest::prelude::*;
use vigie::desk::ticket::Ticket;
use vigie::words::{Language, Words};

use crate::console::{Console, line, ticket_id};
use crate::shift;
use crate::tickets::Filing;

const NASTY: [&str; 9] = [
    "",
    "short",
    "A subject that is much longer than any column will ever be, and still goes on and on and on until nobody reads it",
    "漢字の件名はとても幅が広いので切り詰められます、どこまでも、どこまでも",
    "👩‍💻 emoji 🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒🚒",
    "combi\u{301}\u{301}\u{301}\u{301}\u{301}\u{301}ning e\u{301}le\u{300}ve",
    "\u{1b}[31mred\u{1b}[0m\u{202e}txt.exe",
    "ｶﾞｷﾞｸﾞｹﾞｺﾞ halfwidth marks ﾊﾟﾋﾟﾌﾟﾍﾟﾎﾟ",
    "عربي مختلط mixed עברית",
];

const FILED: [(&str, u8); 6] = [
    ("2026-11-22T12:59:00Z", 1),
    ("2026-11-22T12:10:00Z", 1),
    ("2026-11-01T00:00:00Z", 2),
    ("2026-11-22T10:00:00Z", 2),
    ("2026-11-20T15:10:00Z", 3),
    ("2025-03-01T00:00:00Z", 4),
];

fn nasty(language: Language, seed: usize) -> Console {
    let mut console = Console::connected(language);
    let customers = ["aeroports-du-sud", "tsukikagemori", "thornbury", "zurq", "mairie-de-vaucreuse"];
    let tickets = (0..60).map(|at| {
        let (filed, severity) = FILED[(at + seed) % FILED.len()];
        let id = if at % 7 == 3 { format!("REQUEST-{at:06}") } else { format!("INC-{at}") };
        let filing = Filing {
            id: &id,
            customer: customers[(at * 3 + seed) % customers.len()],
            severity,
            at: filed,
            subject: NASTY[(at + seed) % NASTY.len()],
            ..Filing::default()
        };
        filing.file(&console.rules).ticket
    });
    let tickets: Vec<Ticket> = tickets.collect();
    console.polled(tickets);
    console
}

/// What a row must show whole: what is left, the severity, the id.
fn must_show(console: &Console, words: &Words, ticket: &Ticket) -> [String; 3] {
    let mut left = String::new();
    let reading = console.app.reading(ticket, &ticket_id("x").backend, console.now);
    words.push_left(&mut left, reading.left);
    if left.is_empty() {
        words.say("left-standard").clone_into(&mut left);
    }
    [left, words.severity_short(ticket.severity).to_owned(), ticket.id.as_str().to_owned()]
}

/// Keys that lead to each pane.
const PANES: [&str; 14] =
    ["j", "enter", "enter tab", "enter tab tab", "r", "r p", "n", "?", ":", "/", "g c", "O", "A", "n ctrl-n"];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn time_left_severity_and_id_are_whole_on_every_row(
        width in 60u16..=220,
        height in 15u16..=70,
        french: bool,
        seed in 0usize..40,
        down in 0usize..60,
    ) {
        let language = if french { Language::Fr } else { Language::En };
        let words = Words::load(language);
        let mut console = nasty(language, seed);
        for _ in 0..down {
            console.press("j");
        }
        let buffer = console.buffer(width, height);
        let lines: Vec<String> = (0..height).map(|row| line(&buffer, row)).collect();
        let rows = console.app.window(console.rows_shown());
        prop_assert!(!rows.rows.is_empty());
        for row in &rows.rows {
            let [left, severity, id] = must_show(&console, &words, &row.ticket);
            let severity = if width >= 150 { words.severity(row.ticket.severity).to_owned() } else { severity };
            let shown = lines.iter().find(|line| line.split_whitespace().any(|word| word == id));
            prop_assert!(shown.is_some(), "{id} is not shown whole in {lines:#?}");
            let shown = shown.unwrap();
            prop_assert!(shown.contains(&format!(" {left} ")), "{left} in {shown}");
            prop_assert!(shown.contains(&format!(" {} ", severity.split(' ').next().unwrap())), "{severity} in {shown}");
        }
    }

    #[test]
    fn no_pane_panics_or_leaves_its_frame(
        width in 1u16..=220,
        height in 1u16..=70,
        french: bool,
        seed in 0usize..40,
        pane in 0..PANES.len(),
    ) {
        let language = if french { Language::Fr } else { Language::En };
        let keys = PANES[pane];
        let mut console = nasty(language, seed);
        let blocked = shift::blocked(&console.rules);
        console.polled(vec![blocked.ticket.clone()]);
        console.reads(&blocked);
        console.press(keys);
        let buffer = console.buffer(width, height);
        if width < 60 || height < 15 {
            return Ok(());
        }
        // The right edge of every frame is a line or a corner, never text that ran over it.
        for row in 1..height - 2 {
            let edge = buffer[(width - 1, row)].symbol();
            prop_assert!("│┐┘┤║╗╝┆↑↓".contains(edge), "{keys}: {edge:?} at row {row}\n{}", line(&buffer, row));
        }
    }
}
