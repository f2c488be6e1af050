//! The state of the console, and the questions that `ui` asks it.

use crate::app::model::alarms::Alarms;
use crate::app::model::bulk::Bulk;
use crate::app::model::compose::Compose;
use crate::app::model::detail::{DetailPane, Details};
use crate::app::model::drafts::{Drafts, Unsent};
use crate::app::model::files::Files;
use crate::app::model::form::Form;
use crate::app::model::leftovers::Leftovers;
use crate::app::model::links::Link;
use crate::app::model::marks::Marks;
use crate::app::model::notices::Notices;
use crate::app::model::outbox::Outbox;
use crate::app::model::overlay::Overlay;
use crate::app::model::presence::Presence;
use crate::app::model::queues::Queues;
use crate::app::model::settings::Settings;
use crate::app::protocol::event::{Detail, Drawn, Elsewhere};
use crate::app::protocol::focus::Focus;
use crate::app::protocol::keymap::{Key, Row};
use crate::app::protocol::now::Now;
use crate::app::protocol::others::Other;
use crate::app::protocol::trouble::Trouble;
use crate::desk::queue::CustomerKey;
use crate::desk::queue::reading::Reading;
use crate::desk::sla::{Calendar, Shut};
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::customer::{Customer, Manager};
use crate::desk::ticket::names::{BackendId, ContactId, CustomerId, ManagerId, TicketId};
use chrono::{DateTime, Utc};
use std::collections::BTreeSet;

/// Everything that the console knows. Nothing but [`App::update`] changes it.
#[derive(Clone, Debug)]
pub struct App {
    pub settings: Settings,
    /// In the order of the configuration.
    pub links: Vec<Link>,
    pub queues: Queues,
    pub details: Details,
    /// The open ticket.
    pub detail: Option<DetailPane>,
    /// The text that is being written.
    pub compose: Option<Compose>,
    pub drafts: Drafts,
    pub overlay: Option<Overlay>,
    /// The tickets that are marked.
    pub marks: Marks,
    /// The last thing that was done, or is about to be done, to several tickets.
    pub bulk: Option<Bulk>,
    pub outbox: Outbox,
    /// Why nothing can be kept on this machine, while that is so.
    pub disk: Option<Trouble>,
    /// What other consoles of the same person have not sent.
    pub elsewhere: Vec<Elsewhere>,
    /// Who else is on which ticket.
    pub presence: Presence,
    pub notices: Notices,
    pub alarms: Alarms,
    /// The keys of a sequence that was begun.
    pub begun: Vec<Key>,
    /// The program ends when this is set.
    pub done: bool,
    /// Grows whenever something that can be seen may have changed.
    pub frame: u64,
    /// Grows whenever the screen may hold what we did not draw, so that it must be drawn from nothing.
    pub repaint: u64,
    pub(in crate::app) away: bool,
    pub(in crate::app) files: Files,
    pub(in crate::app) pane: Pane,
    pub(in crate::app) drawn: Drawn,
    pub(in crate::app) stage: Stage,
    /// The clocks of the last turn.
    pub(in crate::app) last: Option<Now>,
    pub(in crate::app) leftovers: Leftovers,
    /// How many rows of the local store this program cannot read, as was told.
    pub(in crate::app) unreadable: usize,
    /// Files that were told of as having words that are in no draft.
    pub(in crate::app) named: BTreeSet<SafeLine>,
    /// Consoles that were told of as not getting on with what they have.
    pub(in crate::app) stuck: BTreeSet<Option<u32>>,
    /// What somebody else wrote on this machine and has not sent.
    pub(in crate::app) others: Vec<Other>,
    /// Whether the disk is being told that some of it is not ours.
    pub(in crate::app) releasing: bool,
}

/// The pane that has the keys while nothing lies over it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) enum Pane {
    Customers,
    #[default]
    Queue,
    Filter,
    Detail,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::app) enum Stage {
    /// Before the first turn.
    #[default]
    New,
    Running,
    /// The program ends as soon as everything is on disk.
    Leaving,
    /// The same, and nothing calls it off: the terminal may be gone.
    ToldToLeave,
}

/// Whether the desk is staffed, by its default calendar.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DeskHours {
    In { until: Option<DateTime<Utc>> },
    Out { until: Option<DateTime<Utc>> },
}

impl App {
    pub fn new(settings: Settings) -> Self {
        Self {
            links: settings.backends.iter().map(Link::new).collect(),
            settings,
            queues: Queues::default(),
            details: Details::default(),
            detail: None,
            compose: None,
            drafts: Drafts::default(),
            overlay: None,
            marks: Marks::default(),
            bulk: None,
            outbox: Outbox::default(),
            disk: None,
            elsewhere: Vec::new(),
            presence: Presence::default(),
            notices: Notices::default(),
            alarms: Alarms::default(),
            begun: Vec::new(),
            done: false,
            frame: 0,
            repaint: 0,
            away: false,
            pane: Pane::default(),
            drawn: Drawn::default(),
            stage: Stage::default(),
            last: None,
            leftovers: Leftovers::Asked,
            unreadable: 0,
            named: BTreeSet::new(),
            stuck: BTreeSet::new(),
            others: Vec::new(),
            releasing: false,
            files: Files::default(),
        }
    }

    /// Which pane takes the keys.
    pub fn focus(&self) -> Focus {
        match (&self.overlay, &self.compose, self.pane) {
            (Some(Overlay::Help { .. } | Overlay::Watch { .. } | Overlay::Readers { .. }), ..) => Focus::Help,
            (Some(Overlay::Palette(_)), ..) => Focus::Palette,
            (Some(Overlay::Choice(_)), ..) => Focus::Choice,
            (Some(Overlay::Outbox { .. }), ..) => Focus::Outbox,
            (Some(Overlay::Form(_)), ..) => Focus::Form,
            (Some(Overlay::News(_)), ..) => Focus::News,
            (Some(Overlay::Bulk), ..) => Focus::Bulk,
            (Some(Overlay::Confirm(_)), ..) => Focus::Confirm,
            (Some(Overlay::Templates(_)), ..) => Focus::Templates,
            (Some(Overlay::Customer(_)), ..) => Focus::Customer,
            (None, Some(_), _) => Focus::Compose,
            (None, None, Pane::Customers) => Focus::Customers,
            (None, None, Pane::Queue) => Focus::Queue,
            (None, None, Pane::Filter) => Focus::Filter,
            (None, None, Pane::Detail) => Focus::Detail,
        }
    }

    /// Whether somebody else has the terminal: the person's own editor, or the shell.
    pub fn is_away(&self) -> bool {
        self.away
    }

    pub fn link(&self, backend: &BackendId) -> Option<&Link> {
        self.links.iter().find(|link| link.id == *backend)
    }

    /// Returns the instant (UTC) by a backend's clock: what an SLA is read at.
    pub fn desk_now(&self, backend: &BackendId, now: Now) -> DateTime<Utc> {
        self.link(backend).map_or(now.wall, |link| link.desk_now(now))
    }

    /// The calendar in which a ticket's business hours are counted.
    pub fn calendar(&self, ticket: &Ticket, backend: &BackendId) -> Option<&Calendar> {
        self.link(backend)?.calendar(&ticket.calendar)
    }

    /// Reads the clock of a ticket, by its backend's rules and clock.
    pub fn reading(&self, ticket: &Ticket, backend: &BackendId, now: Now) -> Reading {
        let link = self.link(backend);
        let rules = link.and_then(|link| {
            let programme = &link.rules()?.programme;
            Some((programme, link.calendar(&ticket.calendar)?))
        });
        Reading::of(ticket, rules, self.desk_now(backend, now))
    }

    pub fn customer(&self, key: &CustomerKey) -> Option<&Customer> {
        self.link(&key.backend)?.customer(&key.customer)
    }

    pub fn customer_of(&self, ticket: &Ticket, backend: &BackendId) -> Option<&Customer> {
        self.link(backend)?.customer(&ticket.customer)
    }

    /// What a contact is called, also one who is none any more.
    pub fn contact_name(
        &self,
        backend: &BackendId,
        customer: &CustomerId,
        id: &ContactId,
    ) -> Option<&SafeLine> {
        self.link(backend)?.contact_name(customer, id)
    }

    pub fn manager(&self, backend: &BackendId, id: &ManagerId) -> Option<&Manager> {
        self.link(backend)?.manager(id)
    }

    /// The calendar of a customer, its own or the desk's, and what time it is there.
    pub fn customer_calendar(&self, key: &CustomerKey, now: Now) -> Option<(&Calendar, DateTime<Utc>)> {
        let link = self.link(&key.backend)?;
        let own =
            link.customer(&key.customer).and_then(|customer| link.calendar(customer.calendar.as_ref()?));
        Some((own.or_else(|| link.default_calendar())?, link.desk_now(now)))
    }

    /// Why the desk is shut all day, by the first backend's default calendar: what the weekend mode comes on for.
    pub fn shut_for(&self, now: Now) -> Option<Shut> {
        let link = self.links.first()?;
        let why = link.default_calendar()?.why_shut(link.desk_now(now))?;
        Some(why).filter(|why| *why != Shut::Overnight)
    }

    /// Whether the desk is staffed now: by the first backend's default calendar.
    pub fn desk_hours(&self, now: Now) -> Option<DeskHours> {
        let link = self.links.first()?;
        let calendar = link.default_calendar()?;
        let at = link.desk_now(now);
        Some(if calendar.is_open(at) {
            DeskHours::In { until: calendar.next_closing(at) }
        } else {
            DeskHours::Out { until: calendar.next_opening(at) }
        })
    }

    /// The instant (UTC) by the clock of the first backend.
    pub fn first_now(&self, now: Now) -> DateTime<Utc> {
        self.first_desk_now(now)
    }

    pub fn is_demonstration(&self) -> bool {
        self.links.iter().any(Link::is_demonstration)
    }

    /// Texts and forms that were left. What is written anew out of an action is not among them: the outbox has it.
    pub fn left_drafts(&self) -> impl Iterator<Item = Unsent<'_>> {
        self.drafts.left().filter(|unsent| self.outbox.get(unsent.id()).is_none())
    }

    /// The form that lies over the panes.
    pub(in crate::app) fn open_form_now(&self) -> Option<&Form> {
        match &self.overlay {
            Some(Overlay::Form(form)) => Some(form),
            _ => None,
        }
    }

    /// The ticket as its backend last told it.
    pub fn ticket(&self, id: &TicketId) -> Option<&Ticket> {
        self.queues.queue.get(id).or_else(|| self.details.get(id).map(|detail| &detail.ticket))
    }

    /// What was read of the ticket under the cursor, for the preview; its ticket may be older than the row.
    pub fn preview(&self) -> Option<&Detail> {
        self.details.get(self.queues.selected()?)
    }

    /// What was read of the open ticket.
    pub fn opened(&self) -> Option<&Detail> {
        self.details.get(&self.detail.as_ref()?.id)
    }

    /// What the keys that were begun may go on with.
    pub fn continuations(&self) -> impl Iterator<Item = &Row> {
        let rows = self.settings.keymap.continuations(&self.begun, self.focus());
        rows.filter(|_| !self.begun.is_empty())
    }
}
