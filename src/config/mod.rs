//! The console's configuration: as written, checked, and resolved.
//!
//! Reads no file and asks no machine: text comes in, and every mistake goes out with its line and key.
//! Order: what the command line or the environment says, then the file, then the default.

mod check;
mod files;
mod problem;
mod resolve;
mod told;
mod written;

use std::path::PathBuf;
use std::time::Duration;

use chrono_tz::Tz;
use url::Url;

use crate::app::keymap::Written;
use crate::app::settings::Pace;
use crate::desk::customer::Language;
use crate::desk::names::BackendId;
use crate::desk::text::SafeLine;
use crate::ui::BuiltIn;

/// What each thing looks like: a theme, read.
pub use crate::ui::Theme as Look;
pub use files::KeymapMistakes;
pub use problem::{Expected, Problem, Wrong};
pub use resolve::read;

/// What the console was told to be. `None` stands for what the machine says.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub language: Option<Language>,
    /// The reader's zone.
    pub zone: Option<Tz>,
    pub theme: Theme,
    /// Shown on the status line if it is set.
    pub on_call: Option<SafeLine>,
    pub bell: bool,
    /// How long a response may be taken back before it is sent.
    pub undo: Duration,
    /// Whether a response to a ticket that is late is confirmed by typing the ticket's name.
    pub confirm_late: bool,
    pub pace: Pace,
    pub log: LogLevel,
    pub keymap: KeymapConfig,
    pub backends: Vec<BackendConfig>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Theme {
    BuiltIn(BuiltIn),
    /// A theme file, as written in the configuration.
    File(PathBuf),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LogLevel {
    Off,
    Error,
    Warn,
    Info,
    Debug,
    Trace,
}

impl LogLevel {
    /// All, with the names by which a configuration chooses them.
    pub const ALL: [(Self, &'static str); 6] = [
        (Self::Off, "off"),
        (Self::Error, "error"),
        (Self::Warn, "warn"),
        (Self::Info, "info"),
        (Self::Debug, "debug"),
        (Self::Trace, "trace"),
    ];
}

/// A person's own keys, put over those that vigie comes with: first the file's, then the rows.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct KeymapConfig {
    pub file: Option<PathBuf>,
    pub rows: Vec<Written>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendConfig {
    pub id: BackendId,
    pub url: Url,
    pub token: TokenFrom,
    pub allow_plain_http: bool,
    /// Where it stands in the file, for what is found wrong later.
    pub line: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFrom {
    Environment(String),
    File(PathBuf),
    Command(String),
}

/// What the command line or the environment says; it wins over the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub language: Option<String>,
    pub zone: Option<String>,
    pub theme: Option<String>,
    pub log: Option<String>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            language: None,
            zone: None,
            theme: Theme::BuiltIn(BuiltIn::Dark),
            on_call: None,
            bell: true,
            undo: Duration::from_secs(5),
            confirm_late: false,
            pace: Pace::default(),
            log: LogLevel::Info,
            keymap: KeymapConfig::default(),
            backends: Vec::new(),
        }
    }
}
