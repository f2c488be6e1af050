//! A console that is fed with facts and keys, and drawn into text.

use std::time::Duration;

use chrono::TimeDelta;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::Buffer;
use vigie::app::model::settings::{BackendSettings, Settings};
use vigie::app::model::state::App;
use vigie::app::protocol::event::{Capabilities, Changes, Detail, Drawn, Event, Failure, Rules, Welcome};
use vigie::app::protocol::keymap::Key;
use vigie::app::protocol::now::Now;
use vigie::desk::life::Life;
use vigie::desk::rules::bases::Release;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::customer::Role;
use vigie::desk::ticket::names::{ActionId, BackendId, LocalId, ManagerId, TicketId};
use vigie::desk::ticket::presence::{Doing, Present};
use vigie::ui::{self, BuiltIn, Theme};
use vigie::words::{Language, Words};

use crate::tickets::{Case, at};
use crate::{desk, shift};

pub struct Console {
    pub app: App,
    pub now: Now,
    pub rules: Rules,
    /// The latest databases, as a poll tells them.
    pub latest: Option<Release>,
    words: Words,
    theme: Theme,
    actions: u128,
    drawn: Drawn,
}

pub fn backend() -> BackendId {
    BackendId::new("desk")
}

pub fn ticket_id(local: &str) -> TicketId {
    TicketId { backend: backend(), local: LocalId::new(local) }
}

impl Console {
    /// Nothing was heard yet.
    pub fn silent(language: Language) -> Self {
        let words = Words::load(language);
        let settings = Settings {
            backends: vec![BackendSettings { id: backend(), label: "Premium desk".into() }],
            reader_zone: vigie::desk::sla::Tz::named("Europe/Paris").unwrap(),
            on_call: Some("C. Martin".into()),
            labels: words.command_labels(),
            ..Settings::default()
        };
        let now = Now { wall: at(shift::SUNDAY), mono: Duration::from_secs(100) };
        let mut console = Self {
            app: App::new(settings),
            now,
            rules: desk::rules(),
            latest: None,
            words,
            theme: Theme::built_in(BuiltIn::Dark),
            actions: 0,
            drawn: Drawn::default(),
        };
        console.hears(Event::Woke);
        console.hears(Event::OutboxLoaded(vigie::app::protocol::event::Left::default()));
        console.hears(Event::SnapshotMissing { backend: backend() });
        console
    }

    /// Connected, with the rules, and no ticket yet.
    pub fn connected(language: Language) -> Self {
        let mut console = Self::silent(language);
        console.welcomed(false);
        console
    }

    pub fn welcomed(&mut self, demonstration: bool) {
        self.greeted(demonstration, Capabilities::ALL);
    }

    /// Connected to a desk that can do this.
    pub fn welcomed_by(&mut self, capabilities: Capabilities) {
        self.greeted(false, capabilities);
    }

    fn greeted(&mut self, demonstration: bool, capabilities: Capabilities) {
        let welcome = Welcome {
            name: "Claire Martin".into(),
            role: Role::Manager,
            manager: Some(ManagerId::new("cmartin")),
            life: Life { store: "store".into(), epoch: "first".into() },
            lost: 0,
            is_new_here: false,
            demonstration,
            server_now: self.now.wall,
            capabilities,
        };
        self.hears(Event::Connected { backend: backend(), welcome });
        let rules = Box::new(self.rules.clone());
        self.hears(Event::RulesLoaded { backend: backend(), rules });
    }

    /// A Sunday on call, with the queue that goes with it.
    pub fn on_sunday(language: Language) -> Self {
        let mut console = Self::connected(language);
        console.fill();
        console
    }

    pub fn fill(&mut self) {
        let cases = shift::cases(&self.rules);
        self.polled(cases.iter().map(|case| case.ticket.clone()).collect());
    }

    /// The local store has written down whatever it was given.
    pub fn accepts_on_disk(&mut self) {
        let ids: Vec<ActionId> = self.app.outbox.entries().iter().map(|entry| entry.action.id).collect();
        for id in ids {
            self.hears(Event::Recorded(id));
        }
    }

    #[must_use]
    pub fn themed(mut self, theme: BuiltIn) -> Self {
        self.theme = Theme::built_in(theme);
        self
    }

    pub fn hears(&mut self, event: Event) -> Vec<vigie::app::protocol::effect::Effect> {
        self.app.update(event, self.now)
    }

    pub fn polled(&mut self, tickets: Vec<Ticket>) {
        self.polled_with(tickets, false);
    }

    pub fn polled_with(&mut self, tickets: Vec<Ticket>, more: bool) {
        let changes = Changes {
            cursor: "1".into(),
            more,
            server_now: self.now.wall,
            rules_version: 1,
            tickets,
            gone: Vec::new(),
            whole: None,
            present: Vec::new(),
            latest_bases: self.latest.clone(),
        };
        self.hears(Event::Polled { backend: backend(), changes });
    }

    /// Colleagues are on a ticket.
    pub fn is_joined(&mut self, local: &str, who: &[(&str, Doing)]) {
        let since = self.now.wall;
        let until = since + TimeDelta::seconds(30);
        let present = who.iter().map(|(manager, doing)| Present {
            ticket: LocalId::new(local),
            manager: ManagerId::new(manager),
            doing: *doing,
            since,
            until,
        });
        let present = present.collect();
        self.hears(Event::PresenceHeard { backend: backend(), present });
    }

    pub fn poll_fails(&mut self) {
        self.hears(Event::PollFailed { backend: backend(), why: Failure::Unreachable });
    }

    pub fn reads(&mut self, case: &Case) {
        let detail: Box<Detail> = Box::new(case.detail());
        self.hears(Event::DetailLoaded { ticket: ticket_id(case.ticket.id.as_str()), detail });
    }

    pub fn passes(&mut self, seconds: i64) {
        self.now.wall += TimeDelta::seconds(seconds);
        self.now.mono += Duration::from_secs(seconds.unsigned_abs());
        self.hears(Event::Woke);
    }

    /// Presses keys as a key map writes them, such as `j j enter`.
    pub fn press(&mut self, keys: &str) -> Vec<vigie::app::protocol::effect::Effect> {
        let mut effects = Vec::new();
        for key in keys.split(' ') {
            let key: Key = key.parse().unwrap();
            self.actions += 1;
            let fresh = ActionId(uuid::Uuid::from_u128(self.actions));
            effects.extend(self.hears(Event::Pressed { key, fresh }));
        }
        effects
    }

    /// Types text, character by character.
    pub fn types(&mut self, text: &str) {
        for character in text.chars() {
            match character {
                ' ' => self.press("space"),
                '\n' => self.press("enter"),
                '-' => self.press("minus"),
                _ => self.press(&character.to_string()),
            };
        }
    }

    /// Draws, tells the state what was measured, and draws again, as the loop does.
    pub fn buffer(&mut self, width: u16, height: u16) -> Buffer {
        let mut terminal = Terminal::new(TestBackend::new(width, height)).unwrap();
        for _ in 0..2 {
            let mut drawn = Drawn::default();
            terminal
                .draw(|frame| drawn = ui::draw(frame, &self.app, &self.theme, &self.words, self.now))
                .unwrap();
            self.drawn = drawn;
            self.hears(Event::Drawn(drawn));
        }
        terminal.backend().buffer().clone()
    }

    /// How many rows of the queue the last frame had room for.
    pub fn rows_shown(&self) -> usize {
        self.drawn.queue_rows
    }

    /// The screen as text; blanks at the ends of lines are left out.
    pub fn screen(&mut self, width: u16, height: u16) -> String {
        text(&self.buffer(width, height))
    }
}

pub fn text(buffer: &Buffer) -> String {
    let lines = (0..buffer.area.height).map(|row| line(buffer, row));
    lines.collect::<Vec<_>>().join("\n")
}

/// One line of the screen; what a wide character covers is not told twice.
pub fn line(buffer: &Buffer, row: u16) -> String {
    let mut line = String::new();
    let mut column = 0;
    while column < buffer.area.width {
        let symbol = buffer[(column, row)].symbol();
        line.push_str(symbol);
        column += u16::try_from(unicode_width::UnicodeWidthStr::width(symbol).max(1)).unwrap();
    }
    line.trim_end().to_owned()
}
