//! Who else is on which ticket, and what the others are told of us.

use crate::app::model::links::Link;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::presence::{Doing, Present};
use std::collections::BTreeMap;
use std::time::Duration;

/// How often it is said again; a backend forgets who was silent three times as long.
const AGAIN: Duration = Duration::from_secs(10);

/// How long the end of the program waits until the others know; if it takes longer, it lapses by itself.
const PARTING: Duration = Duration::from_millis(500);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Presence {
    others: BTreeMap<TicketId, Vec<Present>>,
    told: Option<Told>,
    /// Until when (on `mono`) the answer to having left is waited for.
    parting: Option<Duration>,
}

/// What a backend was told last.
#[derive(Clone, Debug, PartialEq)]
struct Told {
    ticket: TicketId,
    doing: Doing,
    at: Duration,
}

impl Presence {
    /// Who else is on a ticket, in the order in which they came.
    pub fn on(&self, ticket: &TicketId) -> &[Present] {
        self.others.get(ticket).map_or(&[], Vec::as_slice)
    }

    /// Takes in who is on a backend's tickets; tells whether that is something else than before.
    pub(in crate::app) fn hear(&mut self, backend: &BackendId, present: Vec<Present>) -> bool {
        let mut others: BTreeMap<TicketId, Vec<Present>> = BTreeMap::new();
        for one in present {
            let id = TicketId { backend: backend.clone(), local: one.ticket.clone() };
            others.entry(id).or_default().push(one);
        }
        let before: Vec<_> = self.others.extract_if(.., |id, _| id.backend == *backend).collect();
        let said = |(id, list): (&TicketId, &Vec<Present>)| {
            let list: Vec<_> = list.iter().map(|one| (one.manager.clone(), one.doing)).collect();
            (id.clone(), list)
        };
        let is_news = !others.iter().map(said).eq(before.iter().map(|(id, list)| said((id, list))));
        self.others.extend(others);
        is_news
    }

    /// Lets those lapse of whom nothing was heard for too long, also while the backend is away.
    pub(in crate::app) fn lapse(&mut self, links: &[Link], now: Now) -> bool {
        let mut lapsed = false;
        self.others.retain(|id, list| {
            let before = list.len();
            if let Some(link) = links.iter().find(|link| link.id == id.backend) {
                let desk_now = link.desk_now(now);
                list.retain(|one| one.until > desk_now);
            }
            lapsed |= list.len() < before;
            !list.is_empty()
        });
        lapsed
    }

    /// Says where we are, if that is new or was said too long ago; and that we left, if we did.
    pub(in crate::app) fn say(&mut self, wanted: Option<(TicketId, Doing)>, now: Now) -> Vec<Effect> {
        let mut effects = Vec::new();
        let is_elsewhere =
            |told: &Told| wanted.as_ref().is_none_or(|(ticket, _)| ticket.backend != told.ticket.backend);
        if let Some(left) = self.told.take_if(|told| is_elsewhere(told)) {
            self.parting = Some(now.mono + PARTING);
            effects.push(Effect::WithdrawPresence { backend: left.ticket.backend });
        }
        let Some((ticket, doing)) = wanted else { return effects };
        let is_said = self
            .told
            .as_ref()
            .is_some_and(|told| told.ticket == ticket && told.doing == doing && now.mono < told.at + AGAIN);
        if !is_said {
            self.told = Some(Told { ticket: ticket.clone(), doing, at: now.mono });
            effects.push(Effect::TellPresence { ticket, doing });
        }
        effects
    }

    pub(in crate::app) fn withdrawn(&mut self) {
        self.parting = None;
    }

    /// How long the end of the program still waits until the others know.
    pub(in crate::app) fn parting(&self, now: Now) -> Option<Duration> {
        self.parting.and_then(|until| until.checked_sub(now.mono)).filter(|left| !left.is_zero())
    }
}
