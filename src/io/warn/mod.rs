//! Brings a warning to the person: through the terminal, the desktop, or a command of their own.

mod desktop;
mod hook;
pub mod terminal;

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use crate::app::protocol::event::Event;
use crate::app::protocol::sequence::Sequence;
use crate::app::protocol::signal::{Channel, Signal};
use crate::desk::text::SafeLine;

use super::terminal::Screen;

/// A title and a body, in the person's language and cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Message {
    pub title: String,
    pub body: String,
}

/// How a signal is said.
pub type Voice = Arc<dyn Fn(&Signal) -> Message + Send + Sync>;

/// The ways of one console.
#[derive(Clone)]
pub struct Channels {
    /// `None` where the terminal is asked for no notification.
    pub sequence: Option<Sequence>,
    /// A program and its arguments.
    pub hook: Vec<String>,
    pub voice: Voice,
}

impl fmt::Debug for Channels {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { sequence, hook, voice: _ } = self;
        formatter
            .debug_struct("Channels")
            .field("sequence", sequence)
            .field("hook", hook)
            .finish_non_exhaustive()
    }
}

/// Why a warning did not go out. What a library says of it is English.
#[derive(Debug, thiserror::Error)]
pub enum WarnError {
    #[error("it is not configured")]
    NotConfigured,
    #[error("no notification service answers on this machine: {0}")]
    NoService(String),
    #[error("{program:?} cannot be started: {cause}")]
    NotStarted { program: String, cause: std::io::Error },
    #[error("{program:?} ended with {status}")]
    Failed { program: String, status: std::process::ExitStatus },
    #[error("{program:?} was given up: {cause}")]
    Broken { program: String, cause: std::io::Error },
    #[error("no answer within {} s", .0.as_secs())]
    TookTooLong(Duration),
}

/// No service and no program may take longer.
const TAKES_AT_MOST: Duration = Duration::from_secs(10);

impl Channels {
    /// Ways that lead nowhere, for a console that warns nobody.
    pub fn none() -> Self {
        let silent = |_: &Signal| Message { title: String::new(), body: String::new() };
        Self { sequence: None, hook: Vec::new(), voice: Arc::new(silent) }
    }

    /// Sends one signal, and tells what became of it.
    pub async fn warn(&self, through: Channel, signal: &Signal, screen: &Screen) -> Result<(), WarnError> {
        let message = (self.voice)(signal);
        let sending = async {
            match through {
                Channel::Terminal => {
                    let sequence = self.sequence.ok_or(WarnError::NotConfigured)?;
                    screen.alert(terminal::notification(sequence, &message).as_bytes());
                    Ok(())
                }
                Channel::Desktop => desktop::show(signal, &message).await,
                Channel::Hook => hook::run(&self.hook, signal, &message).await,
            }
        };
        let ended = tokio::time::timeout(TAKES_AT_MOST, sending).await;
        ended.map_err(|_elapsed| WarnError::TookTooLong(TAKES_AT_MOST))?
    }

    /// The same, as the console hears of it.
    pub(super) async fn told(self: Arc<Self>, through: Channel, signal: Signal, screen: Screen) -> Event {
        match self.warn(through, &signal, &screen).await {
            Ok(()) => Event::Warned(through),
            Err(why) => {
                tracing::warn!(%why, ?through, "a warning did not go out");
                Event::WarnFailed { through, why: SafeLine::from(why.to_string()) }
            }
        }
    }
}
