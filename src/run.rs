//! The loop of the console: wait, update, perform, draw.
//!
//! It reads the clock once per turn, drains what has arrived before it draws, and has the only sleep of the
//! program: until [`App::next_wake`]. Terminal, keys, answers, effects and clock are all handed in, so that a test
//! plays a whole day without a terminal and without waiting.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;
use std::time::Duration;

use futures_util::{Stream, StreamExt};
use ratatui::backend::Backend;
use ratatui::layout::{Position, Rect};
use ratatui::{Frame, Terminal};
use tokio::sync::mpsc::UnboundedReceiver;

use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Drawn, Event};
use crate::app::protocol::now::Now;
use crate::io::sleep::Sleeper;

/// The two clocks of the program, and how to wait by them: real ones, faster ones, or a test's.
pub trait Clock {
    fn now(&self) -> Now;
    fn sleep(&self, time: Duration) -> impl Future<Output = ()>;
}

impl Clock for Sleeper {
    fn now(&self) -> Now {
        Sleeper::now(self)
    }

    fn sleep(&self, time: Duration) -> impl Future<Output = ()> {
        Sleeper::sleep(self, time)
    }
}

/// What has arrived is taken in before anything is drawn; but a flood must not keep the screen waiting.
const MOST_PER_FRAME: usize = 1_000;

/// What the loop is given of the world.
pub struct World<Input, Perform, Draw, Time> {
    /// Keys, pastes, sizes and signals, in order. When it ends, the terminal is gone, and so is the program.
    pub input: Input,
    /// Answers to effects.
    pub inbox: UnboundedReceiver<Event>,
    pub perform: Perform,
    pub draw: Draw,
    pub clock: Time,
}

/// Runs the console until it is done.
pub async fn run<B, Input, Perform, Draw, Time>(
    app: &mut App,
    terminal: &mut Terminal<B>,
    world: World<Input, Perform, Draw, Time>,
) -> Result<(), B::Error>
where
    B: Backend,
    Input: Stream<Item = Event> + Unpin,
    Perform: FnMut(Effect),
    Draw: FnMut(&mut Frame<'_>, &App, Now) -> Drawn,
    Time: Clock,
{
    let World { input, mut inbox, mut perform, draw, clock } = world;
    let mut input = Keys::new(input);
    let mut screen = Screen::new(draw);
    let mut turn = |app: &mut App, event, now| app.update(event, now).into_iter().for_each(&mut perform);
    turn(app, Event::Woke, clock.now());
    loop {
        if let Some(drawn) = screen.show(app, terminal, clock.now())? {
            turn(app, Event::Drawn(drawn), clock.now());
        }
        if app.done {
            return Ok(());
        }
        let event = tokio::select! {
            biased; // keys first: the desk must feel immediate
            event = input.next() => event,
            Some(event) = inbox.recv() => event,
            () = clock.sleep(app.next_wake(clock.now())) => Event::Woke,
        };
        turn(app, event, clock.now());
        for _ in 1..MOST_PER_FRAME {
            let Some(event) = input.arrived().await.or_else(|| inbox.try_recv().ok()) else { break };
            turn(app, event, clock.now());
        }
    }
}

/// The input stream, whose end is a fact like any other, told once.
struct Keys<S> {
    stream: S,
    ended: bool,
}

impl<S: Stream<Item = Event> + Unpin> Keys<S> {
    fn new(stream: S) -> Self {
        Self { stream, ended: false }
    }

    async fn next(&mut self) -> Event {
        if self.ended {
            std::future::pending::<()>().await;
        }
        let event = self.stream.next().await;
        self.ended = event.is_none();
        event.unwrap_or(Event::ToldToQuit)
    }

    /// What is there already.
    ///
    /// Asked as the task that waits: a stream may remember only the first one that asked, and would wake nobody.
    async fn arrived(&mut self) -> Option<Event> {
        poll_fn(|context| match pin!(self.next()).poll(context) {
            Poll::Ready(event) => Poll::Ready(Some(event)),
            Poll::Pending => Poll::Ready(None),
        })
        .await
    }
}

/// What is on the screen, so that nothing is drawn that is there already.
struct Screen<Draw> {
    draw: Draw,
    frame: Option<u64>,
    repaint: u64,
    drawn: Option<Drawn>,
}

impl<Draw: FnMut(&mut Frame<'_>, &App, Now) -> Drawn> Screen<Draw> {
    fn new(draw: Draw) -> Self {
        Self { draw, frame: None, repaint: 0, drawn: None }
    }

    /// Draws if something changed; returns what the frame measured, if that is another thing than before.
    fn show<B: Backend>(
        &mut self,
        app: &App,
        terminal: &mut Terminal<B>,
        now: Now,
    ) -> Result<Option<Drawn>, B::Error> {
        // Somebody else has the terminal: an editor, or the shell.
        if app.is_away() || self.frame == Some(app.frame) {
            return Ok(None);
        }
        if self.repaint != app.repaint {
            // Not `clear`, which asks the terminal where its cursor is and waits for the answer among the keys.
            let whole = Rect::from((Position::ORIGIN, terminal.size()?));
            terminal.resize(whole)?;
        }
        let mut drawn = Drawn::default();
        terminal.draw(|frame| drawn = (self.draw)(frame, app, now))?;
        self.frame = Some(app.frame);
        self.repaint = app.repaint;
        let before = self.drawn.replace(drawn);
        Ok((before != Some(drawn)).then_some(drawn))
    }
}
