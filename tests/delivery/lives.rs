//! A desk that is restored to an older copy, by the program or by hand, while consoles hold what was said since.

use std::path::Path;
use std::time::Duration;

use chrono::TimeDelta;
use fastrand::Rng;
use tempfile::TempDir;
use vigie::app::App;
use vigie::app::model::outbox::State;
use vigie::app::protocol::event::Event;
use vigie::desk::ticket::names::{LocalId, TicketId};
use vigie::io::secrets::{Token, TokenSource};

use crate::console::{Console, backend, keys, pressed};
use crate::desk::{Copied, Desk, PERSON, TICKETS, Time, Written, directory};
use crate::proxy::{Asked, Fault, Proxy};

struct Walk {
    lots: Rng,
    time: Time,
    desk: Desk,
    proxy: Proxy,
    console: Option<Console>,
    directory: TempDir,
}

impl Walk {
    async fn begin() -> Self {
        let directory = directory();
        let time = Time::new();
        let desk = Desk::open(&directory.path().join("desk"), time.clock(TimeDelta::zero()));
        let proxy = Proxy::start(desk.address(), |_: &Asked| Fault::Pass);
        let lots = Rng::with_seed(7);
        let mut walk = Self { lots, time, desk, proxy, console: None, directory };
        walk.console_starts().await;
        walk
    }

    async fn console_starts(&mut self) {
        self.console = None;
        let state = self.directory.path().join("state");
        let token = TokenSource::Known(Token::new(PERSON).unwrap());
        self.console = Some(Console::start(&state, token, &self.proxy, Duration::ZERO));
        self.hears(Event::Woke).await;
        self.passes(120).await;
    }

    fn app(&self) -> &App {
        &self.console.as_ref().unwrap().app
    }

    /// The app hears this, and all that follows from it.
    async fn hears(&mut self, first: Event) {
        let console = self.console.as_mut().unwrap();
        console.arrived.push(first);
        while !console.arrived.is_empty() {
            let event = console.arrived.remove(0);
            for effect in console.hear(event, self.time.now()) {
                console.perform(effect);
            }
            console.settle(&self.proxy).await;
        }
    }

    async fn presses(&mut self, text: &str) {
        for key in keys(text) {
            let event = pressed(key, &mut self.lots);
            self.hears(event).await;
        }
    }

    async fn passes(&mut self, seconds: u64) {
        for _ in 0..seconds.div_ceil(5) {
            self.time.passes(Duration::from_secs(5));
            self.hears(Event::Woke).await;
        }
    }

    /// Writes a response on a ticket.
    async fn responds(&mut self, ticket: &str, text: &str) {
        let window = self.app().window(100);
        let row = window.rows.iter().position(|row| row.id.local.as_str() == ticket).unwrap();
        self.presses(&format!("<esc><esc>gg{}rs{text}<ctrl-s>", "j".repeat(row))).await;
        self.passes(5).await;
    }

    fn copy(&self) -> std::path::PathBuf {
        self.directory.path().join("copy")
    }

    async fn is_restored(&mut self, how: Copied) {
        self.desk.kill();
        self.desk.put_back(&self.copy(), how).await;
        let address = self.desk.start();
        self.proxy.forward_to(address);
    }

    async fn said(&self, text: &str) -> Vec<String> {
        let facts = self.desk.facts().await;
        let there = facts.into_iter().filter(|fact| fact.said.as_deref() == Some(text));
        there.map(|fact: Written| fact.ticket).collect()
    }

    /// What the console shows is what the server has.
    async fn shows_what_is_there(&self) {
        let queue = &self.app().queues.queue;
        let mut shown: Vec<_> = queue.keys().filter_map(|key| queue.get(key.id()).cloned()).collect();
        shown.sort_by(|one, other| one.id.cmp(&other.id));
        assert_eq!(shown, self.desk.tickets().await);
    }
}

fn id(ticket: &str) -> TicketId {
    TicketId { backend: backend(), local: LocalId::new(ticket) }
}

#[tokio::test]
async fn an_answer_to_a_ticket_that_the_restore_lost_never_goes_to_whoever_has_its_name_now() {
    for how in Copied::ALL {
        let mut walk = Walk::begin().await;
        walk.desk.back_up(&walk.copy(), how).await;
        let lost = walk.desk.bank_files("The first").await;
        walk.passes(60).await;
        walk.proxy.close().await;
        walk.responds(&lost, "For the first.").await;
        walk.presses("nA note for the first<esc>").await;
        walk.is_restored(how).await;
        let theirs = walk.desk.bank_files("The second").await;
        if how == Copied::WithoutItsMark {
            assert_eq!(theirs, lost, "nothing on this machine knows that it was given");
        } else {
            assert_ne!(theirs, lost, "{how:?}: no number is given twice");
        }
        walk.proxy.open();
        walk.passes(900).await;
        assert_eq!(walk.said("For the first.").await, [""; 0], "{how:?}");
        let entry = &walk.app().outbox.entries()[0];
        assert_eq!(entry.state, State::EarlierLife, "{how:?}");
        assert_eq!(entry.origin.was.as_ref().unwrap().subject.raw(), "The first");
        walk.shows_what_is_there().await;
        assert!(!walk.app().drafts.has(&id(&theirs)));
        // No console that hears of it later makes it give the number once more.
        let next = walk.desk.bank_files("The third").await;
        assert!(next != lost && next != theirs, "{how:?}: {next}");
        // Started again, it holds it as well.
        walk.console_starts().await;
        walk.passes(300).await;
        assert_eq!(walk.said("For the first.").await, [""; 0], "{how:?}");
        assert_eq!(walk.app().outbox.entries()[0].state, State::EarlierLife, "{how:?}");
        assert_eq!(walk.app().left_drafts().count(), 1);
    }
}

#[tokio::test]
async fn a_ticket_that_was_answered_after_the_copy_is_owed_everywhere_and_the_answer_is_offered_again() {
    for (how, starts_later) in Copied::ALL.into_iter().zip([false, true, false]) {
        let mut walk = Walk::begin().await;
        let ticket = TICKETS[0];
        walk.desk.back_up(&walk.copy(), how).await;
        walk.responds(ticket, "Restart the service.").await;
        walk.passes(60).await;
        assert_eq!(walk.said("Restart the service.").await, [ticket]);
        assert!(walk.app().ticket(&id(ticket)).unwrap().owed().is_none());
        if starts_later {
            walk.console = None;
        }
        walk.is_restored(how).await;
        assert!(walk.desk.customer_writes(ticket, "Does anybody read this?").await);
        if starts_later {
            walk.console_starts().await;
        }
        walk.passes(300).await;
        walk.presses("<f5>").await;
        walk.passes(60).await;
        walk.shows_what_is_there().await;
        let shown = walk.app().ticket(&id(ticket)).unwrap();
        assert!(shown.owed().is_some(), "{how:?}: the answer is lost");
        assert_eq!(walk.said("Restart the service.").await, [""; 0]);
        let entry = &walk.app().outbox.entries()[0];
        assert_eq!(entry.state, State::EarlierLife, "{how:?}");
        assert!(entry.origin.accepted.is_some());
        walk.presses("<esc><esc>Osy").await;
        walk.passes(60).await;
        assert_eq!(walk.said("Restart the service.").await, [ticket], "{how:?}");
        assert!(walk.app().outbox.is_empty());
        assert!(walk.app().ticket(&id(ticket)).unwrap().owed().is_none());
    }
}

#[tokio::test]
async fn another_desk_at_the_address_gets_nothing_though_it_takes_the_token() {
    let mut walk = Walk::begin().await;
    let at = walk.directory.path().join("another");
    let other = Desk::open_another(Path::new(&at), walk.time.clock(TimeDelta::zero())).await;
    let before = other.facts().await.len();
    walk.proxy.close().await;
    walk.responds(TICKETS[0], "For the first desk.").await;
    walk.proxy.forward_to(other.address());
    walk.proxy.open();
    walk.passes(900).await;
    assert_eq!(other.facts().await.len(), before);
    // Back at its own desk, it goes by itself.
    walk.proxy.close().await;
    walk.proxy.forward_to(walk.desk.address());
    walk.proxy.open();
    walk.console_starts().await;
    walk.passes(120).await;
    assert_eq!(walk.said("For the first desk.").await, [TICKETS[0]]);
}
