//! What every pane needs to draw: the state, the looks, the words and the instant.

use std::fmt::Write as _;

use crate::desk::sla::Tz;
use chrono::{DateTime, TimeDelta, Utc};
use ratatui::style::Style;

use crate::app::model::state::App;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::BackendId;
use crate::words::Words;

use super::theme::{Meaning, Theme};

#[derive(Clone, Copy)]
pub struct Screen<'a> {
    pub app: &'a App,
    pub theme: &'a Theme,
    pub words: &'a Words,
    pub now: Now,
    /// In which instants are shown.
    pub zone: Tz,
}

impl<'a> Screen<'a> {
    pub fn new(app: &'a App, theme: &'a Theme, words: &'a Words, now: Now) -> Self {
        Self { app, theme, words, now, zone: app.settings.reader_zone }
    }

    pub fn style(&self, meaning: Meaning) -> Style {
        self.theme.of(meaning)
    }

    pub fn say(&self, id: &'a str) -> &'a str {
        self.words.say(id)
    }

    /// An instant as shortly as it can be understood, by the clock of the backend that it came from.
    pub fn instant(&self, at: DateTime<Utc>, backend: &BackendId) -> String {
        self.words.instant(at, self.app.desk_now(backend, self.now), self.zone)
    }

    /// How long ago an instant was, in its largest unit.
    pub fn age(&self, since: DateTime<Utc>, backend: &BackendId) -> String {
        let mut out = String::new();
        self.push_age(&mut out, since, backend);
        out
    }

    pub fn push_age(&self, out: &mut String, since: DateTime<Utc>, backend: &BackendId) {
        self.words.push_age(out, self.app.desk_now(backend, self.now) - since);
    }

    /// A sign, a blank and a word: how every state is told.
    pub fn signed(sign: &str, word: &str) -> String {
        let mut out = String::with_capacity(sign.len() + word.len() + 1);
        write!(out, "{sign} {word}").expect("a string takes all that is written");
        out
    }

    pub fn seconds(duration: std::time::Duration) -> TimeDelta {
        TimeDelta::seconds(i64::try_from(duration.as_secs()).unwrap_or(i64::MAX / 1000))
    }
}
