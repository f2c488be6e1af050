//! The keys, read by a thread of their own that sleeps in the system until one comes.
//!
//! Not crossterm's event stream: while its thread waits it holds the lock that every look at the stream spins on,
//! and that look is taken at each turn of the loop.

use std::io::{self, PipeReader, PipeWriter, Stdin};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::task::{Context, Poll};
use std::time::Duration;

use crossterm::event::{Event, poll as poll_event, read as read_event};
use rustix::event::{PollFd, PollFlags, poll};
use rustix::io::Errno;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// How long the reader asks for what it has read already; nothing that comes meanwhile waits for its end.
///
/// Whole milliseconds of it are slept, the last one is spun away by the library, which must not be while the key is
/// drawn: on a machine of few cores it would take the loop's.
const READ_ALREADY: Duration = Duration::from_millis(8);
/// How long a reader may take to let go: one in the middle of an escape sequence sees nothing else.
const LETTING_GO_TAKES_AT_MOST: Duration = Duration::from_millis(200);

/// The right to read the keys; given up when it is dropped.
#[derive(Debug)]
pub struct Keys {
    read: UnboundedReceiver<Event>,
    /// Closed, it stops the reader.
    stop: Option<PipeWriter>,
    /// Closed by the reader when it ends.
    ended: Receiver<()>,
}

impl Keys {
    /// Starts to read.
    pub fn take() -> io::Result<Self> {
        let (stopped, stop) = io::pipe()?;
        let (told, read) = unbounded_channel();
        let (end, ended) = channel();
        std::thread::Builder::new().name("keys".to_owned()).spawn(move || {
            listen(&stopped, &told);
            drop(end);
        })?;
        Ok(Self { read, stop: Some(stop), ended })
    }

    /// The next key, paste or size; `None` once the terminal has hung up.
    pub fn poll_next(&mut self, context: &mut Context<'_>) -> Poll<Option<Event>> {
        self.read.poll_recv(context)
    }
}

impl Drop for Keys {
    fn drop(&mut self) {
        drop(self.stop.take());
        if self.ended.recv_timeout(LETTING_GO_TAKES_AT_MOST) == Err(RecvTimeoutError::Timeout) {
            tracing::debug!("the reader of the keys is still in the middle of one");
        }
    }
}

/// What there was to see when the reader woke.
enum Woken {
    Keys,
    /// Told to stop, or nobody sits there any more.
    Ended,
}

fn listen(stopped: &PipeReader, told: &UnboundedSender<Event>) {
    let stdin = io::stdin();
    while let Woken::Keys = wait(&stdin, stopped) {
        loop {
            match poll_event(READ_ALREADY).and_then(|there| there.then(read_event).transpose()) {
                Ok(Some(event)) => {
                    if told.send(event).is_err() {
                        return;
                    }
                }
                Ok(None) => break,
                Err(why) if why.kind() == io::ErrorKind::Interrupted => {}
                Err(_) => return,
            }
        }
    }
}

/// Asks the system before the key reader does, which would turn in circles on a dead terminal.
fn wait(stdin: &Stdin, stopped: &PipeReader) -> Woken {
    let dead = PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL;
    loop {
        let mut asked = [PollFd::new(stdin, PollFlags::IN), PollFd::new(stopped, PollFlags::IN)];
        match poll(&mut asked, None) {
            Err(Errno::INTR) => {}
            Ok(_) if asked[1].revents().is_empty() && !asked[0].revents().intersects(dead) => {
                return Woken::Keys;
            }
            Ok(_) | Err(_) => return Woken::Ended,
        }
    }
}
