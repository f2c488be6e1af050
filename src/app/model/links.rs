//! What the console knows of each backend: who we are there, its rules, its clock, and how well it is heard.

use crate::app::model::polling::Polling;
use crate::app::model::settings::BackendSettings;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Capabilities, Failure, Rules, Welcome};
use crate::app::protocol::now::Now;
use crate::app::protocol::unseen::Unseen;
use crate::desk::bounds;
use crate::desk::life::Life;
use crate::desk::rules::bases::Release;
use crate::desk::rules::place::Places;
use crate::desk::sla::{Calendar, ZoneSet, ZonesRelease};
use crate::desk::text::SafeLine;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::customer::{Customer, Manager, Role};
use crate::desk::ticket::names::{BackendId, CalendarName, ContactId, CustomerId, ManagerId};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeMap;
use std::time::Duration;

/// A difference of clocks below this is the network's, and a countdown that hops is worse than it.
const CALM: TimeDelta = TimeDelta::seconds(2);

/// A clock that is off by more than this is told: what is dated here, a call or a promise, would be wrong by so much.
const OFF: TimeDelta = TimeDelta::minutes(2);

/// How far a clock is ahead of another one that is ahead of it by `skew`, if that is much.
pub fn clock_off(skew: TimeDelta) -> Option<TimeDelta> {
    (skew.abs() > OFF).then(|| -skew)
}

#[derive(Clone, Debug, PartialEq)]
pub struct Link {
    pub id: BackendId,
    pub label: SafeLine,
    pub welcome: Option<Welcome>,
    pub polling: Polling,
    rules: Option<Box<Rules>>,
    loading_rules: bool,
    /// The store that was heard, in this run or by the loaded snapshot, and its life.
    life: Option<Life>,
    /// Where each customer stands in the rules: asked for on every row of every frame.
    customers: BTreeMap<CustomerId, usize>,
    skew: TimeDelta,
    /// The zone data that the backend said it computes with.
    zones: Option<ZonesRelease>,
    /// The latest antivirus databases that it knows of.
    latest_bases: Option<Release>,
    /// The tickets that were last told to be unreadable.
    unreadable: Vec<SafeLine>,
    /// What cannot be seen there, as it was last told.
    unseen: Vec<Unseen>,
    /// For whom we speak there: as it said in this run, else as it was known the last time.
    person: Option<Author>,
}

/// What the store that answers is to the one that answered before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::app) enum Relation {
    Same,
    AnotherLife,
    AnotherStore,
}

/// How well a backend is heard.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkState {
    /// Nothing was heard yet, and nothing failed.
    Connecting,
    Live {
        /// How long ago it was heard.
        heard: Duration,
    },
    /// It answers, but not with the queue; or it is just being asked after a long silence.
    Stale { since: DateTime<Utc>, why: Option<Failure> },
    /// It cannot be reached.
    Offline {
        /// When it was last heard; when it first failed, if never.
        since: DateTime<Utc>,
        next_try: Duration,
    },
}

/// Silence after which what is shown is called stale even if nothing failed.
const SILENCE: Duration = Duration::from_secs(45);

impl Link {
    pub fn new(settings: &BackendSettings) -> Self {
        Self {
            id: settings.id.clone(),
            label: settings.label.clone(),
            welcome: None,
            polling: Polling::default(),
            rules: None,
            loading_rules: false,
            life: None,
            customers: BTreeMap::new(),
            skew: TimeDelta::zero(),
            zones: None,
            latest_bases: None,
            unreadable: Vec::new(),
            unseen: Vec::new(),
            person: None,
        }
    }

    /// Takes note of tickets that cannot be read; tells whether these are others than before.
    pub(in crate::app) fn hear_unreadable(&mut self, unreadable: &[SafeLine]) -> bool {
        let is_new = self.unreadable != unreadable;
        self.unreadable = unreadable.to_vec();
        is_new
    }

    pub fn rules(&self) -> Option<&Rules> {
        self.rules.as_deref()
    }

    pub(in crate::app) fn set_rules(&mut self, rules: Box<Rules>) {
        self.customers =
            rules.customers.iter().enumerate().map(|(at, customer)| (customer.id.clone(), at)).collect();
        self.rules = Some(rules);
    }

    /// Takes note of the zone data that the backend computes with; answers it if it is other than this program's, once.
    pub(in crate::app) fn hear_zones(&mut self, theirs: Option<&ZonesRelease>) -> Option<ZonesRelease> {
        let before = std::mem::replace(&mut self.zones, theirs.cloned());
        let is_ours = |theirs: &&ZonesRelease| *theirs == ZoneSet::in_force().release();
        theirs.filter(|theirs| !is_ours(theirs) && before.as_ref() != Some(*theirs)).cloned()
    }

    /// Takes note of what cannot be seen there; answers it if it is something else than before.
    pub(in crate::app) fn hear_unseen(&mut self, unseen: &[Unseen]) -> Vec<Unseen> {
        let before = std::mem::replace(&mut self.unseen, unseen.to_vec());
        if before == unseen { Vec::new() } else { unseen.to_vec() }
    }

    /// Asks for the rules if these are not the ones that are in force.
    pub(in crate::app) fn rules_due(&mut self, in_force: Option<u32>) -> Option<Effect> {
        let known = self.rules().map(|rules| rules.version);
        let due = !self.loading_rules && (known.is_none() || in_force.is_some_and(|it| known != Some(it)));
        self.loading_rules |= due;
        due.then(|| Effect::LoadRules { backend: self.id.clone() })
    }

    /// Asks for the rules whatever is known of them: a person asks for everything.
    pub(in crate::app) fn ask_rules(&mut self) -> Option<Effect> {
        // Who was never greeted is asked anyway.
        let due = self.welcome.is_some() && !self.loading_rules;
        self.loading_rules |= due;
        due.then(|| Effect::LoadRules { backend: self.id.clone() })
    }

    pub(in crate::app) fn rules_answered(&mut self) {
        self.loading_rules = false;
    }

    /// Takes note of the store that something was heard from, and tells how it is related to the one before.
    pub(in crate::app) fn hear_life(&mut self, life: &Life) -> Relation {
        match self.life.replace(life.clone()) {
            Some(before) if before.store != life.store => Relation::AnotherStore,
            Some(before) if before.epoch != life.epoch => Relation::AnotherLife,
            _ => Relation::Same,
        }
    }

    pub fn life(&self) -> Option<&Life> {
        self.life.as_ref()
    }

    /// Forgets what was known of another store.
    pub(in crate::app) fn start_anew(&mut self) {
        self.polling.start_anew();
        self.rules = None;
        self.latest_bases = None;
        self.customers.clear();
    }

    /// Learns the backend's clock from one of its answers, which was asked for some time ago: it may have been given at
    /// any time since, and one that was held back on its way must move no countdown.
    ///
    /// Answers how far ours is ahead of it, once, if that is much.
    pub(in crate::app) fn hear_clock(
        &mut self,
        server_now: DateTime<Utc>,
        asked: Duration,
        now: Now,
    ) -> Option<TimeDelta> {
        let was_off = self.clock_off().is_some();
        let took = TimeDelta::from_std(now.mono.saturating_sub(asked)).unwrap_or_default();
        let took = if took < CALM { TimeDelta::zero() } else { took };
        let least = server_now - now.wall;
        // Once corrected, a skew is only moved when it is really another one.
        let is_the_same = self.skew > least - CALM && self.skew < least + took + CALM;
        if !is_the_same {
            let likely = least + took / 2;
            self.skew = if likely.abs() < CALM { TimeDelta::zero() } else { likely };
        }
        self.clock_off().filter(|_| !was_off)
    }

    /// How far our clock is ahead of the backend's, if that is more than a person should leave it at.
    pub fn clock_off(&self) -> Option<TimeDelta> {
        clock_off(self.skew)
    }

    /// Takes note of the latest databases; tells whether they are others than before.
    pub(in crate::app) fn hear_bases(&mut self, latest: Option<&Release>) -> bool {
        let are_others = self.latest_bases.as_ref() != latest;
        if are_others {
            self.latest_bases = latest.cloned();
        }
        are_others
    }

    /// The latest antivirus databases, which the gate of a signature request asks for.
    pub fn latest_bases(&self) -> Option<&Release> {
        self.latest_bases.as_ref()
    }

    /// Our own clock was set: the backend's was not.
    pub(in crate::app) fn clock_was_set_back(&mut self, by: TimeDelta) {
        self.skew += by;
    }

    /// Returns the instant (UTC) by the backend's clock, which is the one that counts.
    pub fn desk_now(&self, now: Now) -> DateTime<Utc> {
        bounds::clamp(now.wall.checked_add_signed(self.skew).unwrap_or(now.wall))
    }

    pub fn skew(&self) -> TimeDelta {
        self.skew
    }

    pub fn customer(&self, id: &CustomerId) -> Option<&Customer> {
        self.rules()?.customers.get(*self.customers.get(id)?)
    }

    /// What a contact is called, also one who is none any more.
    pub fn contact_name(&self, customer: &CustomerId, id: &ContactId) -> Option<&SafeLine> {
        let contact = self.customer(customer).and_then(|customer| customer.contact(id));
        contact.map(|contact| &contact.name).or_else(|| self.rules()?.contact_name(customer, id))
    }

    pub fn manager(&self, id: &ManagerId) -> Option<&Manager> {
        self.rules()?.managers.iter().find(|manager| manager.id == *id)
    }

    pub fn calendar(&self, name: &CalendarName) -> Option<&Calendar> {
        self.rules()?.calendars.iter().find(|(known, _)| known == name).map(|(_, calendar)| calendar)
    }

    pub fn default_calendar(&self) -> Option<&Calendar> {
        self.calendar(&self.rules()?.default_calendar)
    }

    /// For whom we speak there, as far as that is known: what is written is theirs.
    pub fn person(&self) -> Option<&Author> {
        self.person.as_ref()
    }

    pub(in crate::app) fn speaks_for(&mut self, person: Author) {
        self.person = Some(person);
    }

    /// Learns for whom we spoke the last time, until it is said in this run.
    pub(in crate::app) fn spoke_for(&mut self, person: &Author) {
        if self.welcome.is_none() {
            self.person = Some(person.clone());
        }
    }

    /// The person of the desk that the token speaks for.
    pub fn me(&self) -> Option<&ManagerId> {
        self.welcome.as_ref()?.manager.as_ref()
    }

    /// Whose name stands on what we do here.
    pub fn author(&self) -> Who {
        let role = self.welcome.as_ref().map(|welcome| welcome.role);
        self.me().map_or(Who::Desk, |me| match role {
            Some(Role::Specialist) => Who::Specialist(me.clone()),
            _ => Who::Manager(me.clone()),
        })
    }

    pub fn is_demonstration(&self) -> bool {
        self.welcome.as_ref().is_some_and(|welcome| welcome.demonstration)
    }

    /// What it can do; until it told, what every backend must be able to do.
    pub fn capabilities(&self) -> Capabilities {
        let least = Capabilities {
            read_there: false,
            idempotent: false,
            interim: true,
            long_poll: false,
            waiting: true,
            files: true,
            voiding: true,
            filing: true,
            contracts: true,
            steps: Places::ALL,
            bases: true,
            presence: false,
        };
        self.welcome.as_ref().map_or(least, |welcome| welcome.capabilities)
    }

    pub fn state(&self, now: Now) -> LinkState {
        let polling = &self.polling;
        match (polling.heard(), polling.failed()) {
            (None, None) => LinkState::Connecting,
            (heard, Some(failed)) => {
                let since = heard.map_or(failed.since, |heard| heard.at);
                if matches!(failed.why, Failure::Unreachable | Failure::AnswerLost) {
                    LinkState::Offline { since, next_try: polling.next_try(now) }
                } else {
                    LinkState::Stale { since, why: Some(failed.why.clone()) }
                }
            }
            (Some(heard), None) => {
                // The monotonic clock stands still while the machine sleeps, the one on the wall does not.
                let slept = (now.wall - heard.at).to_std().unwrap_or_default();
                let silence = now.mono.saturating_sub(heard.mono).max(slept);
                if silence > SILENCE {
                    LinkState::Stale { since: heard.at, why: None }
                } else {
                    LinkState::Live { heard: silence }
                }
            }
        }
    }
}
