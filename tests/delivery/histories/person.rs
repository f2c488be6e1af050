//! What a person does at the console, by lot, with nothing but keys.

use fastrand::Rng;
use vigie::app::App;
use vigie::app::focus::Focus;

/// What the person does next.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Doing {
    Keys(String),
    Pastes(String),
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
        if app.focus() == Focus::Compose {
            return self.goes_on_writing(lots);
        }
        let mut doing = vec![keys("<esc><esc><esc>"), keys("gg"), keys(&"j".repeat(lots.usize(..4)))];
        match lots.u32(..100) {
            0..=29 => {
                doing.push(keys("n"));
                doing.extend(self.writes(lots));
            }
            30..=54 => {
                doing.push(keys("r"));
                doing.push(keys(lots.choice(["i", "p", "m", "s"]).unwrap_or_default()));
                doing.extend(self.writes(lots));
            }
            55..=59 => {
                doing.push(keys("Rs"));
                doing.extend(self.writes(lots));
            }
            60..=66 => doing.push(keys("a")),
            67..=71 => doing.push(keys("t")),
            72..=74 => doing.push(keys("w")),
            75..=76 => doing.push(keys("x")),
            77..=79 => doing.push(keys("o")),
            80..=83 => doing.push(keys("<enter>")),
            84..=85 => doing.push(keys("<f5>")),
            _ => doing.extend(self.looks_after_the_outbox(lots)),
        }
        doing
    }

    fn goes_on_writing(&mut self, lots: &mut Rng) -> Vec<Doing> {
        match lots.u32(..10) {
            0 => vec![keys("<esc>")],
            1 => vec![keys("<ctrl-q>y")],
            // Twice: what is new was seen.
            2..=5 => vec![keys("<ctrl-s>"), keys("<ctrl-s>")],
            _ => self.writes(lots),
        }
    }

    /// Writes something, and mostly sends it.
    fn writes(&mut self, lots: &mut Rng) -> Vec<Doing> {
        self.texts += 1;
        // By this mark it is found again, wherever it went.
        let text = format!("text {}.", self.texts);
        let mut doing = match lots.u32(..3) {
            0 => vec![keys(&text)],
            1 => vec![Doing::Pastes(format!("{text} pasted\nin lines"))],
            _ => vec![Doing::Pastes(text), keys("<enter>and more")],
        };
        if lots.u32(..10) < 8 {
            doing.push(keys("<ctrl-s>"));
        }
        doing
    }

    fn looks_after_the_outbox(&mut self, lots: &mut Rng) -> Vec<Doing> {
        let mut doing = vec![keys("O"), keys(&"j".repeat(lots.usize(..3)))];
        match lots.u32(..10) {
            0..=3 => doing.push(keys("s")),
            4..=6 => {
                doing.push(keys("e"));
                doing.extend(self.writes(lots));
            }
            7..=8 => doing.push(keys("dy")),
            _ => {}
        }
        doing
    }
}

fn keys(text: &str) -> Doing {
    Doing::Keys(text.to_owned())
}
