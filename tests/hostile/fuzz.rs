//! Whatever comes from outside is read or refused, and never stops the program: good inputs, cut, doubled, and spliced
//! with what parsers stumble over. A reader that never ends would never end the test.

use std::io::Write;
use std::process::{Command, Stdio};

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use serde_json::Value;
use vigie::api;
use vigie::app::protocol::keymap::Keymap;
use vigie::config::{Given, read, template};
use vigie::desk::text::{SafeLine, SafeText};
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::fact::Fact;
use vigie::io::backend::bundled::Bundled;
use vigie::io::backend::{Backend, http};
use vigie::io::secrets::{Token, TokenSource};
use vigie::words::{Language, Words};

use crate::console::Console;
use crate::panes::corpus;
use crate::shift;

/// What parsers stumble over, beside the hostile strings.
const PIECES: [&str; 36] = [
    "[",
    "]",
    "{",
    "}",
    "\"",
    "'",
    "\"\"\"",
    "\\",
    "\\u0000",
    "\\ud800",
    "\0",
    "\n",
    "\r",
    "#",
    "=",
    ",",
    ":",
    ".",
    "-",
    "+",
    "1e999",
    "-1",
    "99999999999999999999",
    "0x",
    "NaN",
    "null",
    "true",
    "[[",
    "9999-12-31T23:59:60Z",
    "-9999-01-01",
    "24:00",
    "Europe/",
    "<",
    "&#x110000;",
    "%00",
    "{{",
];

/// One change of a text, at a place of it.
#[derive(Clone, Debug)]
enum Change {
    Insert(Index, String),
    Cut(Index, usize),
    Double(Index, usize),
    /// Deeper than anybody nests.
    Nest(Index, &'static str, usize),
}

fn changes() -> impl Strategy<Value = Vec<Change>> {
    let corpus = corpus();
    let pieces = PIECES.iter().map(|piece| (*piece).to_owned()).chain(corpus).collect::<Vec<_>>();
    let at = any::<Index>;
    vec(
        prop_oneof![
            4 => (at(), select(pieces)).prop_map(|(at, piece)| Change::Insert(at, piece)),
            3 => (at(), 1_usize..40).prop_map(|(at, length)| Change::Cut(at, length)),
            2 => (at(), 1_usize..200).prop_map(|(at, length)| Change::Double(at, length)),
            1 => (at(), select(vec!["[", "{", "{\"a\":", "a.", "<b>"]), 1_usize..20_000)
                .prop_map(|(at, piece, times)| Change::Nest(at, piece, times)),
        ],
        1..6,
    )
}

fn changed(text: &str, changes: &[Change]) -> String {
    let mut text = text.to_owned();
    for change in changes {
        let place = |text: &str, at: &Index| text.floor_char_boundary(at.index(text.len() + 1));
        match change {
            Change::Insert(at, piece) => text.insert_str(place(&text, at), piece),
            Change::Cut(at, length) => {
                let from = place(&text, at);
                let to = text.ceil_char_boundary((from + length).min(text.len()));
                text.replace_range(from..to, "");
            }
            Change::Double(at, length) => {
                let from = place(&text, at);
                let to = text.ceil_char_boundary((from + length).min(text.len()));
                let part = text[from..to].to_owned();
                text.insert_str(to, &part);
            }
            Change::Nest(at, piece, times) => text.insert_str(place(&text, at), &piece.repeat(*times)),
        }
    }
    text
}

fn configuration() -> String {
    let example = include_str!("../../config.example.toml");
    let lines = example.lines().map(|line| line.strip_prefix("# ").unwrap_or(line));
    lines.filter(|line| line.contains(['=', '[', ']', '}'])).collect::<Vec<_>>().join("\n")
}

/// JSON of a ticket and of a fact, as a backend sends them.
fn wire() -> Vec<String> {
    let console = Console::silent(Language::En);
    let cases = shift::cases(&console.rules);
    let json = |case: &crate::tickets::Case| {
        let mut both = vec![serde_json::to_string(&case.ticket).unwrap()];
        both.extend(case.facts.iter().map(|fact| serde_json::to_string(fact).unwrap()));
        both
    };
    cases.iter().flat_map(json).collect()
}

fn backend() -> Backend {
    let token = TokenSource::Known(Token::new("t").unwrap());
    Backend::Bundled(Box::new(Bundled::new("https://desk.example".parse().unwrap(), token, false).unwrap()))
}

fn batch(lines: &[String]) -> (usize, bool) {
    let mut child = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["due", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = lines.join("\n");
    let writing = std::thread::spawn(move || stdin.write_all(input.as_bytes()));
    let output = child.wait_with_output().unwrap();
    writing.join().unwrap().unwrap();
    let answers = output.stdout.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let each = answers.map(|line| serde_json::from_slice::<Value>(line).is_ok()).collect::<Vec<_>>();
    let panicked = String::from_utf8_lossy(&output.stderr).contains("panicked");
    (each.len(), !panicked && each.into_iter().all(|good| good) && output.status.code().is_some())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, max_shrink_iters: 200, ..ProptestConfig::default() })]

    #[test]
    fn any_configuration_is_read_or_refused_with_its_line(changes in changes()) {
        let text = changed(&configuration(), &changes);
        if let Err(wrong) = read(&text, &Given::default()) {
            let lines = text.split('\n').count();
            for mistake in wrong {
                prop_assert!(mistake.line.is_none_or(|line| (1..=lines).contains(&line)), "{mistake:?}");
            }
        }
    }

    #[test]
    fn any_key_map_is_read_or_refused(changes in changes()) {
        let text = changed(include_str!("../../assets/keymap/default.toml"), &changes);
        if let Ok(keymap) = Keymap::parse(&text) {
            prop_assert!(keymap.rows().iter().all(|row| !row.written().is_empty()));
        }
    }

    #[test]
    fn any_template_and_any_desk_is_read_or_refused(changes in changes()) {
        let text = changed(include_str!("../../assets/templates/closing.toml"), &changes);
        if let Err(wrong) = template("closing", &text) {
            let words = Words::load(Language::Fr);
            prop_assert!(wrong.iter().all(|mistake| !mistake.say(&words, "f").is_empty()));
        }
        let text = changed(include_str!("../../assets/demo/desk.toml"), &changes);
        drop(vigie::server::import::read(&text));
    }

    #[test]
    fn any_answer_of_a_backend_is_understood_or_not(which in any::<Index>(), changes in changes()) {
        let seeds = wire();
        let text = changed(&seeds[which.index(seeds.len())], &changes);
        if let Ok(ticket) = http::read::<Ticket>(text.as_bytes()) {
            // What was understood is understood again.
            let again = serde_json::to_vec(&ticket).unwrap();
            prop_assert_eq!(http::read::<Ticket>(&again), Ok(ticket));
        }
        if let Ok(fact) = http::read::<Fact>(text.as_bytes()) {
            let again = serde_json::to_vec(&fact).unwrap();
            prop_assert_eq!(http::read::<Fact>(&again), Ok(fact));
        }
        let page = format!(
            "{{\"cursor\":\"1\",\"more\":false,\"server_now\":\"2026-11-22T13:00:00Z\",\"desk_version\":1,\
             \"gone\":[],\"tickets\":[{text}]}}"
        );
        drop(http::read::<api::Changes>(page.as_bytes()));
        drop(backend().rules_from_wire(&text));
    }

    #[test]
    fn any_text_is_shown_without_a_control_character(changes in changes()) {
        let text = changed("Bonjour Claire,\r\n\tvoici 日本 👩‍👩‍👧 e\u{301}.", &changes);
        let control = |it: char| it.is_control() && it != '\n';
        prop_assert!(!SafeText::from(text.as_str()).shown().contains(control));
        prop_assert!(!SafeLine::from(text.as_str()).shown().contains(|it: char| it.is_control()));
    }
}

proptest! {
    // Each starts a program and plays it hundreds of lines.
    #![proptest_config(ProptestConfig { cases: 6, max_shrink_iters: 20, ..ProptestConfig::default() })]

    #[test]
    fn any_batch_of_cases_gets_an_answer_for_each_line(all in vec(changes(), 300)) {
        let good = r#"{"id":"a","severity":1,"start":"2025-06-02T09:00:00Z","now":"2025-06-02T10:00:00Z","pauses":[{"from":"2025-06-02T09:10:00Z","to":"2025-06-02T09:20:00Z"}],"calendar":{"tz":"Europe/Paris","weekly":{"mon":[["09:00","17:00"]]},"holidays":["2025-06-09"]}}"#;
        let line = |changes: &Vec<Change>| {
            let line = changed(good, changes).replace(['\n', '\r'], " ");
            // A line without anything is no case.
            if line.trim().is_empty() { good.to_owned() } else { line }
        };
        let lines: Vec<String> = all.iter().map(line).collect();
        prop_assert_eq!(batch(&lines), (lines.len(), true));
    }
}
