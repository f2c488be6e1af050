//! What a person does at the console, by lot, with nothing but keys.

use fastrand::Rng;
use vigie::app::App;
use vigie::app::model::form::{Entry, Form, Input};
use vigie::app::model::overlay::Overlay;
use vigie::app::protocol::focus::Focus;
use vigie::app::protocol::form::Label;

use crate::desk::{BASES, SIGNATURE_REQUEST};

/// What the person does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    Keys(String),
    Pastes(String),
    /// Looks at what came up, and writes there: see [`Person::goes_on`].
    GoesOn,
}

/// The person; their texts are all different.
#[derive(Debug)]
pub struct Person {
    texts: u32,
}

impl Person {
    pub fn new() -> Self {
        Self { texts: 0 }
    }

    /// Draws what is done next, from where the console stands.
    pub fn acts(&mut self, app: &App, lots: &mut Rng) -> Vec<Doing> {
        if app.focus() == Focus::Compose || app.focus() == Focus::Form {
            return self.looks_at_what_is_open(app, lots);
        }
        let drawn = lots.u32(..130);
        let down = match drawn {
            106..=115 => row_of(app, SIGNATURE_REQUEST),
            _ => lots.usize(..6),
        };
        let mut doing = vec![keys("<esc><esc><esc>"), keys("gg"), keys(&"j".repeat(down))];
        let what = match drawn {
            0..=22 => "n",
            23..=44 => lots.choice(["ri", "rp", "rm", "rs"]).unwrap_or_default(),
            45..=49 => "Rs",
            50..=55 => "a",
            56..=60 => "t",
            61..=63 => "w",
            64..=65 => "x",
            66..=68 => "o",
            69..=72 => "<enter>",
            73..=74 => "<f5>",
            75..=81 => "c",
            82..=86 => "p",
            87..=90 => "P",
            91..=94 => "s",
            95..=97 => "T",
            98..=100 => "e",
            101..=103 => "N",
            104 => "X",
            105 => "M",
            // The next step of a signature request, or one of its other steps.
            106..=115 => lots.choice(["b<enter>", "b<enter>", "bb", "bx", "ba", "bu"]).unwrap_or_default(),
            _ => {
                doing.extend(looks_after_the_outbox(lots));
                return doing;
            }
        };
        doing.extend([keys(what), Doing::GoesOn]);
        doing
    }

    fn looks_at_what_is_open(&mut self, app: &App, lots: &mut Rng) -> Vec<Doing> {
        match lots.u32(..10) {
            0 => vec![keys("<esc>")],
            1 if app.focus() == Focus::Compose => vec![keys("<ctrl-q>y")],
            // Twice: what is new was seen.
            1..=5 => vec![keys("<ctrl-s>"), keys("<ctrl-s>")],
            _ => self.goes_on(app, lots),
        }
    }

    /// Writes into what came up, if something did, and mostly sends it.
    pub fn goes_on(&mut self, app: &App, lots: &mut Rng) -> Vec<Doing> {
        let mut doing = match &app.overlay {
            Some(Overlay::Form(form)) => self.fills_in(form, lots),
            _ if app.focus() == Focus::Compose => self.writes(lots),
            _ => return Vec::new(),
        };
        if lots.u32(..10) < 8 {
            doing.push(keys("<ctrl-s>"));
        }
        doing
    }

    /// Another text; by its mark it is found again, wherever it went.
    pub fn text(&mut self) -> String {
        self.texts += 1;
        format!("text {}.", self.texts)
    }

    fn writes(&mut self, lots: &mut Rng) -> Vec<Doing> {
        let text = self.text();
        match lots.u32(..3) {
            0 => vec![keys(&text)],
            1 => vec![Doing::Pastes(format!("{text} pasted\nin lines"))],
            _ => vec![Doing::Pastes(text), keys("<enter>and more")],
        }
    }

    /// Goes once through the entries of a form.
    fn fills_in(&mut self, form: &Form, lots: &mut Rng) -> Vec<Doing> {
        let count = form.entries.len();
        let mut typed = String::new();
        for entry in form.entries.iter().cycle().skip(form.marked).take(count) {
            typed.push_str(&self.answers(entry, lots));
            typed.push_str("<tab>");
        }
        vec![Doing::Keys(typed)]
    }

    fn answers(&mut self, entry: &Entry, lots: &mut Rng) -> String {
        match (&entry.input, entry.label) {
            (Input::Pick(pick), _) => "<right>".repeat(lots.usize(..=pick.options.len().min(2))),
            (Input::Line(field), Label::Bases) if field.text().is_empty() => {
                lots.choice([BASES[0], BASES[0], BASES[1]]).unwrap_or_default().to_owned()
            }
            (Input::Line(_), Label::Until) => format!("<ctrl-u>+{}h", lots.u32(1..6)),
            (
                Input::Line(field),
                Label::Note
                | Label::Promise
                | Label::Reason
                | Label::Wish
                | Label::Answer
                | Label::Subject
                | Label::Body,
            ) => match field.text().is_empty() {
                true => self.text(),
                // Nothing that was typed is taken away, so that all of it must be there in the end.
                false if lots.bool() => format!("<end> {}", self.text()),
                false => String::new(),
            },
            // A letter is there already: it is added to, and may be all that says what was done.
            (Input::Line(_), Label::Told(_) | Label::Advice) => format!("<end> {}", self.text()),
            (Input::Line(_), _) => String::new(),
        }
    }
}

/// How many rows it stands below the first.
fn row_of(app: &App, ticket: &str) -> usize {
    let window = app.window(100);
    window.rows.iter().position(|row| row.id.local.as_str() == ticket).unwrap_or_default()
}

fn looks_after_the_outbox(lots: &mut Rng) -> Vec<Doing> {
    let mut doing = vec![keys("O"), keys(&"j".repeat(lots.usize(..3)))];
    match lots.u32(..10) {
        0..=3 => doing.push(keys("s")),
        4..=6 => doing.extend([keys("e"), Doing::GoesOn]),
        7..=8 => doing.push(keys("dy")),
        _ => {}
    }
    doing
}

fn keys(text: &str) -> Doing {
    Doing::Keys(text.to_owned())
}
