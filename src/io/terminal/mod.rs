//! The terminal: taken, lent to an editor or the shell, and always given back as it was found.

pub mod clipboard;
pub mod editor;
pub mod input;
mod keys;
pub mod output;
pub mod panic;
pub mod suspend;
pub mod tmux;
pub mod unseen;

use std::io::{self, IsTerminal, Write};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::ResetColor;
use crossterm::terminal::{EnterAlternateScreen, LeaveAlternateScreen, disable_raw_mode, enable_raw_mode};
use crossterm::{execute, queue};
use tokio::sync::{mpsc, oneshot};

use crate::desk::text::SafeLine;

use input::Input;
use output::Output;

/// What the input stream is told by the rest of the adapter.
#[derive(Debug)]
enum Told {
    /// Leave the keys to somebody else; answer when they are let go.
    LetGo(oneshot::Sender<()>),
    TakeUp,
    /// The terminal takes no output any more: nobody sits there.
    Gone,
}

/// The right to draw, shared by all that write to the terminal or give it away.
#[derive(Clone, Debug)]
pub struct Screen {
    shared: Arc<Shared>,
    told: mpsc::UnboundedSender<Told>,
}

#[derive(Debug)]
struct Shared {
    /// It is ours: raw mode, the alternate screen.
    held: AtomicBool,
    gone: AtomicBool,
    /// What the shell's reader is told while the program is stopped.
    when_stopped: Mutex<String>,
}

/// Gives the terminal back when it is dropped, however the program leaves.
#[derive(Debug)]
pub struct Guard(Screen);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.give_back();
    }
}

/// Takes the terminal.
///
/// # Errors
/// If there is none on standard input and output, or it refuses.
pub fn take() -> io::Result<(Screen, Guard, Input)> {
    if !is_there() {
        return Err(io::Error::from(io::ErrorKind::Unsupported));
    }
    let (told, inbox) = mpsc::unbounded_channel();
    let shared = Arc::new(Shared {
        held: AtomicBool::new(false),
        gone: AtomicBool::new(false),
        when_stopped: Mutex::default(),
    });
    let screen = Screen { shared, told };
    // First the guard: what fails halfway is undone too.
    let guard = Guard(screen.clone());
    screen.hold()?;
    let input = Input::new(screen.clone(), inbox)?;
    Ok((screen, guard, input))
}

/// Tells whether a person sits at both ends.
pub fn is_there() -> bool {
    io::stdin().is_terminal() && io::stdout().is_terminal()
}

impl Screen {
    /// A screen that nobody looks at, for a console without a terminal: it swallows what is written.
    pub fn nowhere() -> Self {
        let (told, _nobody) = mpsc::unbounded_channel();
        let shared = Shared {
            held: AtomicBool::new(false),
            gone: AtomicBool::new(true),
            when_stopped: Mutex::default(),
        };
        Self { shared: Arc::new(shared), told }
    }

    /// Where frames are written.
    pub fn output(&self) -> Output {
        Output::new(self.clone())
    }

    pub fn ring(&self) {
        self.alert(b"\x07");
    }

    /// Writes what no screen shows: also while the person's own editor has the terminal, since an alarm is for the
    /// person and moves nothing there.
    pub fn alert(&self, bytes: &[u8]) {
        self.put(bytes);
    }

    /// What is to be said when the program is stopped; nothing, if it is empty.
    pub fn says_when_stopped(&self, sentence: String) {
        *self.shared.when_stopped.lock().unwrap_or_else(PoisonError::into_inner) = sentence;
    }

    /// Says it, on the shell's own screen.
    fn say_that_it_stops(&self) {
        let sentence = self.shared.when_stopped.lock().unwrap_or_else(PoisonError::into_inner).clone();
        if !sentence.is_empty() {
            self.put(format!("{}\n", SafeLine::from(sentence)).as_bytes());
        }
    }

    fn is_held(&self) -> bool {
        self.shared.held.load(Ordering::SeqCst)
    }

    /// Takes the terminal, or takes it again.
    fn hold(&self) -> io::Result<()> {
        self.shared.held.store(true, Ordering::SeqCst);
        enable_raw_mode()?;
        execute!(io::stdout(), EnterAlternateScreen, EnableBracketedPaste)
    }

    /// Gives the terminal back; nothing happens if somebody else has it already.
    ///
    /// Also called while panicking, so it neither panics nor waits.
    fn give_back(&self) {
        if !self.shared.held.swap(false, Ordering::SeqCst) {
            return;
        }
        let mut farewell = Vec::new();
        let written = queue!(farewell, ResetColor, DisableBracketedPaste, LeaveAlternateScreen, Show)
            .and_then(|()| put(&farewell));
        // Whatever became of the output, the line discipline must be repaired.
        let repaired = disable_raw_mode();
        if let Err(why) = written.and(repaired) {
            tracing::debug!(%why, "the terminal could not be given back; it is probably gone");
        }
    }

    /// Writes at once, unless the terminal is lent; what can no longer be written ends the program.
    fn write(&self, bytes: &[u8]) {
        if self.is_held() {
            self.put(bytes);
        }
    }

    fn put(&self, bytes: &[u8]) {
        if self.shared.gone.load(Ordering::SeqCst) {
            return;
        }
        let Err(why) = put(bytes) else { return };
        if !self.shared.gone.swap(true, Ordering::SeqCst) {
            tracing::info!(%why, "the terminal is gone");
            self.tell(Told::Gone);
        }
    }

    fn tell(&self, told: Told) {
        if self.told.send(told).is_err() {
            tracing::debug!("nobody reads the keys any more");
        }
    }
}

/// One lock for the whole piece: a bell never lands inside a frame.
fn put(bytes: &[u8]) -> io::Result<()> {
    let mut stdout = io::stdout().lock();
    stdout.write_all(bytes)?;
    stdout.flush()
}
