//! The console's configuration: as written, checked, and resolved.
//!
//! Reads no file and asks no machine: text comes in, and every mistake goes out with its line and key.
//! Order: what the command line or the environment says, then the file, then the default.

mod check;
mod files;
mod problem;
mod request_tracker;
mod resolve;
mod rota;
mod signature_request;
mod templates;
mod told;
mod warnings;
mod written;

use std::path::PathBuf;
use std::time::Duration;

use crate::desk::sla::Tz;
use url::Url;

use crate::app::model::settings::Pace;
use crate::app::protocol::keymap::Written;
use crate::app::protocol::signature::Signature;
use crate::desk::mapping::Mapping;
use crate::desk::rota::{Rotation, Shift};
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::{BackendId, CalendarName};
use crate::ui::BuiltIn;

/// What each thing looks like: a theme, read.
pub use crate::ui::Theme as Look;
pub use files::KeymapMistakes;
pub use problem::{Expected, Problem, Wrong};
pub use resolve::read;
pub use templates::template;
pub use warnings::{Terminal, WarningsConfig};

/// What the console was told to be. `None` stands for what the machine says.
#[derive(Clone, Debug, PartialEq)]
pub struct Config {
    pub language: Option<Language>,
    /// The reader's zone.
    pub zone: Option<Tz>,
    pub theme: Theme,
    /// Shown on the status line if it is set.
    pub on_call: Option<SafeLine>,
    /// Who is on call when; shown instead.
    pub rotas: Vec<RotaConfig>,
    pub bell: bool,
    /// How long a response may be taken back before it is sent.
    pub undo: Duration,
    /// How long a backend that knows no keys must have answered without having an act whose answer was lost, before
    /// its author is asked.
    pub ask_after: Duration,
    /// Whether a response to a ticket that is late is confirmed by typing the ticket's name.
    pub confirm_late: bool,
    pub pace: Pace,
    pub warnings: WarningsConfig,
    pub log: LogLevel,
    pub keymap: KeymapConfig,
    /// The folder of the desk's own templates; that of the default need not be there.
    pub templates: PathBuf,
    pub signatures: Vec<Signature>,
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

/// A rota as far as the file tells it; what an ICS file holds is put under its `overrides`.
#[derive(Clone, Debug, PartialEq)]
pub struct RotaConfig {
    pub name: SafeLine,
    /// In which local times are meant.
    pub zone: Tz,
    pub rotation: Option<Rotation>,
    pub overrides: Vec<Shift>,
    pub ics: Option<FileAt>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendConfig {
    pub id: BackendId,
    pub url: Url,
    /// The user for whom a password speaks; with a token it speaks for itself.
    pub user: Option<String>,
    /// Where the token, or the password of `user`, comes from.
    pub token: TokenFrom,
    pub kind: BackendKind,
    pub allow_plain_http: bool,
    pub tls: TlsFiles,
    /// Where it stands in the file, for what is found wrong later.
    pub line: Option<usize>,
}

/// PEM files, beside what the machine trusts.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificates of a private authority.
    pub authority: Option<PathBuf>,
    pub own: Option<OwnCertificate>,
}

/// By which a backend knows the person, before any token.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OwnCertificate {
    pub certificate: PathBuf,
    pub key: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum BackendKind {
    /// vigie's own HTTP API: it owns its rules.
    Vigie,
    RequestTracker(Box<TrackerConfig>),
}

/// What Request Tracker does not know of a desk, and how its words are to be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TrackerConfig {
    pub desk_name: SafeLine,
    pub mapping: Mapping,
    /// Names of built-in calendars or paths of files: the desk's first, then those of customers.
    pub calendars: Vec<CalendarAt>,
    pub programme: Option<FileAt>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarAt {
    pub name: CalendarName,
    pub key: String,
    pub line: Option<usize>,
}

/// A file that the configuration names, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileAt {
    pub path: PathBuf,
    pub key: String,
    pub line: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenFrom {
    Environment(String),
    File(PathBuf),
    Command(String),
    /// The system's, where nothing else is said.
    Keyring,
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
            rotas: Vec::new(),
            bell: true,
            undo: Duration::from_secs(5),
            ask_after: Duration::from_mins(10),
            confirm_late: false,
            pace: Pace::default(),
            warnings: WarningsConfig::default(),
            log: LogLevel::Info,
            keymap: KeymapConfig::default(),
            templates: PathBuf::from("templates"),
            signatures: Vec::new(),
            backends: Vec::new(),
        }
    }
}
