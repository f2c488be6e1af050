//! Hostile strings in every pane, drawn into a terminal emulator: it obeys none of them, and no column moves.

use ratatui::backend::{Backend, CrosstermBackend};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use unicode_width::UnicodeWidthStr;
use vigie::app::protocol::event::{Event, File, Refused};
use vigie::app::protocol::trouble::{Fault, Trouble};
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::presence::Doing;
use vigie::words::Language;

use crate::console::{Console, ticket_id};
use crate::emulator::{self, Parser};
use crate::shift;
use crate::tickets::Case;

/// What foreigners may write, in one line and in several.
const LINES: [&str; 14] = [
    "subject",
    "name",
    "role",
    "email",
    "phone",
    "origin",
    "purpose",
    "application",
    "container",
    "detection",
    "product",
    "version",
    "component",
    "bases_version",
];
const BLOCKS: [&str; 5] = ["body", "notes", "rescan", "impact", "reason"];
/// So many that each is seen in every pane.
const AT_ONCE: usize = 8;

/// The keys that lead from the queue to a pane.
const PANES: [(&str, &str); 22] = [
    ("the queue", "g g"),
    ("the customers", "g c j"),
    ("the conversation", "enter"),
    ("the facts", "enter tab"),
    ("the timeline", "enter tab tab"),
    ("the customer", "enter tab tab tab"),
    ("a choice", "r"),
    ("writing a response", "r p"),
    ("writing a note", "n"),
    ("a call", "c"),
    ("a severity", "s"),
    ("a promise", "p"),
    ("a new ticket", "N"),
    ("a colleague", "A"),
    ("a hand-over", "T"),
    ("an escalation", "e"),
    ("a merge", "M"),
    ("a contract", "C"),
    ("several", "v j v t"),
    ("the palette", ":"),
    ("the filter", "/"),
    ("help", "?"),
];

pub fn corpus() -> Vec<String> {
    serde_json::from_str(include_str!("../data/hostile.json")).unwrap()
}

/// Some strings at once, each field of a screen another one.
struct Hostile<'a> {
    texts: &'a [String],
    next: usize,
}

impl Hostile<'_> {
    fn line(&mut self) -> String {
        self.next += 1;
        self.texts[self.next % self.texts.len()].clone()
    }

    /// The same thing with every foreign text in it replaced, as the wire would bring it.
    fn spoil<T: Serialize + DeserializeOwned>(&mut self, thing: &T) -> T {
        let mut value = serde_json::to_value(thing).unwrap();
        self.put_into(&mut value);
        serde_json::from_value(value).unwrap()
    }

    fn put_into(&mut self, value: &mut Value) {
        match value {
            Value::Object(map) => {
                for (key, value) in map {
                    match value {
                        Value::String(old) if BLOCKS.contains(&key.as_str()) => *old = self.texts.join("\n"),
                        Value::String(old) if LINES.contains(&key.as_str()) => *old = self.line(),
                        other => self.put_into(other),
                    }
                }
            }
            Value::Array(rows) => rows.iter_mut().for_each(|row| self.put_into(row)),
            _ => {}
        }
    }
}

/// A console whose every name and text is hostile.
fn console(language: Language, texts: &[String]) -> Console {
    let mut hostile = Hostile { texts, next: 0 };
    let mut console = Console::silent(language);
    let rules = &mut console.rules;
    rules.desk_name = hostile.line().into();
    rules.managers = rules.managers.iter().map(|it| hostile.spoil(it)).collect();
    rules.customers = rules.customers.iter().map(|it| hostile.spoil(it)).collect();
    console.welcomed(true);
    let cases = shift::cases(&console.rules).into_iter();
    let cases: Vec<Case> =
        cases.map(|it| Case { ticket: hostile.spoil(&it.ticket), facts: hostile.spoil(&it.facts) }).collect();
    console.polled(cases.iter().map(|case| case.ticket.clone()).collect());
    for case in cases.iter().take(3) {
        let mut detail = case.detail();
        detail.files.push(File {
            id: hostile.line().into(),
            at: case.facts[0].at,
            by: Who::Stranger(hostile.line().into()),
            name: hostile.line().into(),
            media: hostile.line().into(),
            size: Some(5),
            inline: false,
        });
        let ticket = ticket_id(case.ticket.id.as_str());
        console.hears(Event::DetailLoaded { ticket, detail: Box::new(detail) });
    }
    console.is_joined("INC-1042", &[("okone", Doing::Responding)]);
    console
}

struct Screen {
    parser: Parser,
    before: Buffer,
}

impl Screen {
    fn new(width: u16, height: u16) -> Self {
        Self {
            parser: emulator::parser(height, width),
            before: Buffer::empty(Rect::new(0, 0, width, height)),
        }
    }

    /// Writes what changed, as the program does, and compares the emulator with what was meant, cell by cell.
    fn shows(&mut self, console: &mut Console, what: &str) {
        let Rect { width, height, .. } = self.before.area;
        let meant = console.buffer(width, height);
        let mut bytes = Vec::new();
        let changed = self.before.diff(&meant);
        CrosstermBackend::new(&mut bytes).draw(changed.into_iter()).unwrap();
        self.parser.process(&bytes);
        let screen = self.parser.screen();
        assert_eq!(self.parser.callbacks().0, Vec::<String>::new(), "{what}");
        let modes = (screen.alternate_screen(), screen.application_keypad(), screen.application_cursor());
        assert_eq!(modes, (false, false, false), "{what}");
        assert!(!screen.hide_cursor() && !screen.bracketed_paste(), "{what}");
        for row in 0..height {
            let mut column = 0;
            while column < width {
                let symbol = meant[(column, row)].symbol();
                // Marks that take a column of their own stand in the cells behind their letter.
                let behind = column + u16::try_from(symbol.width()).unwrap().max(1);
                let cells = (column..behind).filter_map(|column| screen.cell(row, column));
                let drawn: String = cells.map(vt100::Cell::contents).collect();
                let drawn = if drawn.is_empty() { " " } else { drawn.as_str() };
                if drawn != symbol {
                    let line = crate::console::line(&meant, row);
                    panic!("{what}: {drawn:?} for {symbol:?} in column {column} of row {row}: {line}");
                }
                column = behind;
            }
        }
        self.before = meant;
    }
}

fn walk(texts: &[String], (width, height): (u16, u16), language: Language) {
    let mut screen = Screen::new(width, height);
    let mut console = console(language, texts);
    let fresh = console.app.clone();
    for (pane, keys) in PANES {
        let what = format!("{pane} at {width}x{height} with {texts:?}");
        console.app = fresh.clone();
        console.press("g g j");
        console.press(keys);
        screen.shows(&mut console, &what);
        for text in texts {
            console.hears(Event::Pasted(text.clone()));
        }
        screen.shows(&mut console, &what);
    }
    for text in texts {
        console.app = fresh.clone();
        let trouble = Trouble { place: text.as_str().into(), fault: Fault::Other(text.as_str().into()) };
        for event in [
            Event::CopyFailed(text.as_str().into()),
            Event::FileSaved(text.as_str().into()),
            Event::StoreFailed(trouble),
        ] {
            console.hears(event);
            screen.shows(&mut console, &format!("a notice at {width}x{height} with {text:?}"));
        }
    }
    console.app = fresh;
    console.press("g g j r p");
    console.hears(Event::Pasted(texts.join("\n")));
    console.press("ctrl-s");
    console.accepts_on_disk();
    let refused: Vec<_> = console.app.outbox.entries().iter().map(|entry| entry.action.id).collect();
    for id in refused {
        let why = Refused::Other { code: "x".to_owned(), title: texts[0].as_str().into() };
        console.hears(Event::Refused { id, why, ticket: None });
    }
    console.press("O");
    screen.shows(&mut console, &format!("the outbox at {width}x{height} with {texts:?}"));
}

#[test]
fn no_hostile_text_is_obeyed_or_moves_a_column_in_any_pane() {
    let corpus = corpus();
    assert!(corpus.len() >= 150);
    let kinds = [
        ((80, 24), Language::En),
        ((120, 40), Language::Fr),
        ((60, 15), Language::Fr),
        ((200, 50), Language::En),
    ];
    for (texts, (size, language)) in corpus.chunks(AT_ONCE).zip(kinds.into_iter().cycle()) {
        walk(texts, size, language);
    }
}
