//! What the console was configured to do.

use crate::app::model::alarms::quiet::Quiet;
use crate::app::protocol::command::Command;
use crate::app::protocol::keymap::Keymap;
use crate::app::protocol::signal::Channel;
use crate::app::protocol::signature::Signature;
use crate::desk::rota::Rota;
use crate::desk::sla::Tz;
use crate::desk::template::Library;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::BackendId;
use std::time::Duration;

#[derive(Clone, Debug, PartialEq)]
pub struct Settings {
    /// In the order of the configuration; the first one's calendar is the desk's on the status line.
    pub backends: Vec<BackendSettings>,
    /// The zone in which instants are shown.
    pub reader_zone: Tz,
    pub keymap: Keymap,
    /// Who is on call where there is no rota; not shown if not configured.
    pub on_call: Option<SafeLine>,
    /// Who is on call when.
    pub rotas: Vec<Rota>,
    pub bell: bool,
    pub warnings: Warnings,
    pub pace: Pace,
    /// How long a response may still be taken back before it is sent.
    pub undo: Duration,
    /// How long a backend that knows no keys must have answered without having an act whose answer was lost, before
    /// its author is asked.
    pub ask_after: Duration,
    /// Whether a response to a ticket that is late is confirmed by typing the ticket's name.
    pub confirm_late: bool,
    /// The templates, the desk's own among them.
    pub library: Library,
    pub signatures: Vec<Signature>,
    /// What the palette calls each command, in the person's language.
    pub labels: Vec<(Command, String)>,
    pub memory: Memory,
}

/// How long what was written and not sent is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Memory {
    /// On this machine, for the next start.
    ForNextTime,
    /// As long as the program runs: there is no place for it, or a demonstration plays in a time of its own.
    UntilTheEnd,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BackendSettings {
    pub id: BackendId,
    pub label: SafeLine,
}

/// How a person on call is warned, beside the bell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Warnings {
    pub channels: Vec<Channel>,
    /// How often an alarm of severity 1 that nobody has seen is told again; zero for never.
    pub nag: Duration,
    pub snooze: Duration,
    pub quiet: Vec<Quiet>,
}

impl Default for Warnings {
    fn default() -> Self {
        Self {
            channels: Vec::new(),
            nag: Duration::from_mins(5),
            snooze: Duration::from_mins(10),
            quiet: Vec::new(),
        }
    }
}

/// How often a backend is asked for changes (domain.md, "Sending").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pace {
    pub normal: Duration,
    /// A due is within five minutes.
    pub near: Duration,
    /// None is within the hour.
    pub far: Duration,
}

impl Default for Pace {
    fn default() -> Self {
        Self { normal: Duration::from_secs(5), near: Duration::from_secs(2), far: Duration::from_secs(15) }
    }
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            backends: Vec::new(),
            reader_zone: Tz::UTC,
            keymap: Keymap::default(),
            on_call: None,
            rotas: Vec::new(),
            bell: true,
            warnings: Warnings::default(),
            pace: Pace::default(),
            undo: Duration::from_secs(5),
            ask_after: Duration::from_mins(10),
            confirm_late: false,
            library: Library::default(),
            signatures: Vec::new(),
            labels: Vec::new(),
            memory: Memory::ForNextTime,
        }
    }
}
