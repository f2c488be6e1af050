//! What comes in from the terminal and from the system, as events.

use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use crossterm::event::{Event as Told, EventStream, KeyEventKind};
use futures_util::{Stream, StreamExt};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use signal_hook::consts::SIGTSTP;
use tokio::signal::unix::{Signal, SignalKind, signal};
use tokio::sync::mpsc;
use uuid::Uuid;

use crate::app::event::Event;
use crate::app::keymap::Key;
use crate::desk::names::ActionId;

use super::{Screen, suspend};

/// How long the program has for leaving in order once it was told to.
const LEAVING_TAKES_AT_MOST: Duration = Duration::from_secs(5);

/// The input stream of the loop.
#[derive(Debug)]
pub struct Input {
    screen: Screen,
    told: mpsc::UnboundedReceiver<super::Told>,
    /// `None` while somebody else has the keys.
    keys: Option<EventStream>,
    quit: [Signal; 3],
    interrupt: Signal,
    stop: Signal,
    leaving: bool,
}

impl Input {
    pub(super) fn new(screen: Screen, told: mpsc::UnboundedReceiver<super::Told>) -> io::Result<Self> {
        Ok(Self {
            screen,
            told,
            keys: Some(EventStream::new()),
            quit: [
                signal(SignalKind::terminate())?,
                signal(SignalKind::hangup())?,
                signal(SignalKind::quit())?,
            ],
            interrupt: signal(SignalKind::interrupt())?,
            stop: signal(SignalKind::from_raw(SIGTSTP))?,
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
                super::Told::TakeUp => self.keys = Some(EventStream::new()),
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
        None
    }

    fn keys(&mut self, context: &mut Context<'_>) -> Poll<Event> {
        loop {
            let Some(keys) = &mut self.keys else { return Poll::Pending };
            if hung_up() {
                return self.hang_up();
            }
            match keys.poll_next_unpin(context) {
                Poll::Ready(Some(Ok(told))) => {
                    if let Some(event) = event(told) {
                        return Poll::Ready(event);
                    }
                }
                Poll::Ready(Some(Err(why))) if why.kind() == io::ErrorKind::Interrupted => {}
                Poll::Ready(Some(Err(_)) | None) => return self.hang_up(),
                Poll::Pending => return Poll::Pending,
            }
        }
    }

    /// A terminal that hung up would be read for ever, and never again have a key.
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
        Told::Resize(..) => Some(Event::Resized),
        Told::Key(_) | Told::FocusGained | Told::FocusLost | Told::Mouse(_) => None,
    }
}

/// Asks the system before the key reader does, which would turn in circles on a dead terminal.
fn hung_up() -> bool {
    let stdin = io::stdin();
    let mut asked = [PollFd::new(&stdin, PollFlags::empty())];
    let dead = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    poll(&mut asked, Some(&Timespec::default())).is_ok() && asked[0].revents().intersects(dead)
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
