//! What comes in from the terminal and from the system, as events.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crossterm::event::{Event as Told, KeyEventKind};
use futures_util::Stream;
use signal_hook::consts::SIGTSTP;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::app::protocol::event::Event;
use crate::app::protocol::keymap::Key;
use crate::desk::ticket::names::ActionId;

use super::keys::Keys;
use super::{Screen, suspend};

/// How long the program has for leaving in order once it was told to.
const LEAVING_TAKES_AT_MOST: Duration = Duration::from_secs(5);

/// The input stream of the loop.
#[derive(Debug)]
pub struct Input {
    screen: Screen,
    told: mpsc::UnboundedReceiver<super::Told>,
    /// `None` while somebody else has the keys.
    keys: Option<Keys>,
    quit: [Signal; 3],
    interrupt: Signal,
    stop: Signal,
    resized: Signal,
    leaving: bool,
}

impl Input {
    pub(super) fn new(screen: Screen, told: mpsc::UnboundedReceiver<super::Told>) -> io::Result<Self> {
        Ok(Self {
            screen,
            told,
            keys: Some(Keys::take()?),
            quit: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
                signal(SignalKind::quit())?,
            ],
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(SignalKind::from_raw(SIGTSTP))?,
            resized: signal(SignalKind::window_change())?,
            leaving: false,
        })
    }

    fn tellings(&mut self, context: &mut Context<'_>) -> Option<Event> {
        while let Poll::Ready(Some(told)) = self.told.poll_recv(context) {
            match told {
                super::Told::LetGo(let_go) => {
                    self.keys = None;
                    if let_go.send(()).is_err() {
                        tracing::debug!("nobody wants the keys any more");
                    }
                }
                super::Told::TakeUp => match Keys::take() {
                    Ok(keys) => self.keys = Some(keys),
                    Err(why) => {
                        tracing::error!(%why, "the keys cannot be read again");
                        return Some(self.leave());
                    }
                },
                super::Told::Gone => return Some(self.leave()),
            }
        }
        None
    }

    fn signals(&mut self, context: &mut Context<'_>) -> Option<Event> {
        if self.quit.iter_mut().any(|quit| quit.poll_recv(context).is_ready()) {
            return Some(self.leave());
        }
        // An editor's Ctrl-C reaches its whole group, and is not meant for us.
        while self.interrupt.poll_recv(context).is_ready() {
            if self.screen.is_held() {
                return Some(self.leave());
            }
        }
        while self.stop.poll_recv(context).is_ready() {
            let held = self.screen.is_held();
            suspend::stop_here(&self.screen);
            if held {
                return Some(Event::Continued);
            }
        }
        if self.resized.poll_recv(context).is_ready() {
            return Some(Event::Resized);
        }
        None
    }

    fn keys(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        while let Some(keys) = &mut self.keys {
            match keys.poll_next(context) {
                Poll::Ready(Some(told)) => {
                    if let Some(event) = event(told) {
                        return Poll::Ready(event);
                    }
                }
                Poll::Ready(None) => return self.hang_up(),
                Poll::Pending => break,
            }
        }
        Poll::Pending
    }

    /// A terminal that hung up never again has a key.
    fn hang_up(&mut self) -> Poll<Event> {
        self.keys = None;
        tracing::info!("the terminal hung up");
        Poll::Ready(self.leave())
    }

    fn leave(&mut self) -> Event {
        if !self.leaving {
            self.leaving = true;
            leave_for_sure(self.screen.clone());
        }
        Event::ToldToQuit
    }
}

impl Stream for Input {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Event>> {
        if let Some(event) = self.tellings(context).or_else(|| self.signals(context)) {
            return Poll::Ready(Some(event));
        }
        self.keys(context).map(Some)
    }
}

fn event(told: Told) -> Option<Event> {
    match told {
        Told::Key(key) if key.kind != KeyEventKind::Release => {
            Some(Event::Pressed { key: Key::new(key.code, key.modifiers), fresh: ActionId(Uuid::now_v7()) })
        }
        // Terminals send the line ends of a paste as the Enter key would.
        Told::Paste(text) => Some(Event::Pasted(text.replace("\r\n", "\n").replace('\r', "\n"))),
        // The system tells of a new size itself, and at once.
        Told::Key(_) | Told::Resize(..) | Told::FocusGained | Told::FocusLost | Told::Mouse(_) => None,
    }
}

/// Ends the program even if the loop cannot: a dead terminal must not leave a process behind.
fn leave_for_sure(screen: Screen) {
    let ending = std::thread::Builder::new().name("leaving".to_owned()).spawn(move || {
        std::thread::sleep(LEAVING_TAKES_AT_MOST);
        tracing::error!("the program did not leave in time");
        screen.give_back();
        std::process::exit(1);
    });
    if let Err(why) = ending {
        tracing::warn!(%why, "nobody watches over the leaving");
    }
}
