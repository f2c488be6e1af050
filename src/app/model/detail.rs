//! The open ticket, and the details that were read lately.

use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Detail, Failure};
use crate::app::protocol::now::Now;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::status::Version;
use std::collections::VecDeque;
use std::time::Duration;

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Tab {
    #[default]
    Conversation,
    Facts,
    Timeline,
    Customer,
}

impl Tab {
    pub const ALL: [Self; 4] = [Self::Conversation, Self::Facts, Self::Timeline, Self::Customer];

    #[must_use]
    pub fn step(self, by: isize) -> Self {
        let tabs = Self::ALL.len();
        let at = Self::ALL.iter().position(|tab| *tab == self).unwrap_or_default();
        Self::ALL[(at + tabs).saturating_add_signed(by) % tabs]
    }
}

/// The ticket that is open; its detail is in [`Details`].
#[derive(Clone, Debug, PartialEq)]
pub struct DetailPane {
    pub id: TicketId,
    pub tab: Tab,
    /// First line shown, from the top of the tab; the conversation opens at its end (`None`).
    pub scroll: Option<usize>,
}

/// How far the reading of a detail is.
#[derive(Clone, Debug, PartialEq)]
pub enum Loading {
    No,
    /// Asked for; an older copy may be there.
    Asked,
    Failed(Failure),
}

/// Details kept at most: opening one again is instant, also offline.
const MOST_KEPT: usize = 32;

/// The cursor must rest this long on a ticket before it is read ahead.
const REST: Duration = Duration::from_millis(300);

/// How long to leave a detail alone that could not be read.
const RETRY: Duration = Duration::from_secs(5);

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Most recently used last.
    kept: VecDeque<(TicketId, Detail)>,
    asked: Vec<TicketId>,
    failed: Vec<Failed>,
    /// The ticket on which the cursor rests, and since when it counts as resting (on `mono`).
    rest: Option<(TicketId, Duration)>,
}

#[derive(Clone, Debug, PartialEq)]
struct Failed {
    id: TicketId,
    why: Failure,
    /// Not before this (on `mono`); `None` if it makes no sense to ask again.
    retry: Option<Duration>,
}

impl Details {
    pub fn get(&self, id: &TicketId) -> Option<&Detail> {
        self.kept.iter().find(|(kept, _)| kept == id).map(|(_, detail)| detail)
    }

    pub fn loading(&self, id: &TicketId) -> Loading {
        if self.asked.contains(id) {
            return Loading::Asked;
        }
        let failed = self.failed.iter().find(|failed| failed.id == *id);
        failed.map_or(Loading::No, |failed| Loading::Failed(failed.why.clone()))
    }

    /// Takes note of where the cursor is; a ticket that it rests on is read ahead.
    pub(in crate::app) fn point_at(&mut self, id: Option<&TicketId>, now: Now) {
        if self.rest.as_ref().map(|(id, _)| id) != id {
            self.rest = id.map(|id| (id.clone(), now.mono + REST));
        }
    }

    /// The ticket on which the cursor has rested long enough.
    pub(in crate::app) fn resting(&self, now: Now) -> Option<&TicketId> {
        self.rest.as_ref().filter(|(_, since)| now.mono >= *since).map(|(id, _)| id)
    }

    /// How long until the cursor has rested.
    pub(in crate::app) fn next_rest(&self, now: Now) -> Option<Duration> {
        self.rest.as_ref().and_then(|(_, since)| since.checked_sub(now.mono)).filter(|left| !left.is_zero())
    }

    /// Asks for a detail if there is none, or only one that is older than the ticket.
    pub(in crate::app) fn want(
        &mut self,
        id: &TicketId,
        version: Option<Version>,
        now: Now,
    ) -> Option<Effect> {
        let known = self.get(id);
        let is_fresh =
            known.is_some_and(|known| version.is_none_or(|version| known.ticket.version >= version));
        let failed = self.failed.iter().find(|failed| failed.id == *id);
        let too_soon = failed.is_some_and(|failed| failed.retry.is_none_or(|retry| now.mono < retry));
        if is_fresh || too_soon { None } else { self.ask(id) }
    }

    /// Asks for a detail even if the copy looks fresh: a person opens it.
    pub(in crate::app) fn ask(&mut self, id: &TicketId) -> Option<Effect> {
        if self.asked.contains(id) {
            return None;
        }
        self.asked.push(id.clone());
        self.failed.retain(|failed| failed.id != *id);
        let tag = self.get(id).and_then(|detail| detail.tag.clone());
        Some(Effect::LoadDetail { ticket: id.clone(), tag })
    }

    pub(in crate::app) fn loaded(
        &mut self,
        id: &TicketId,
        detail: Detail,
        version: Option<Version>,
        now: Now,
    ) {
        self.answered(id);
        self.kept.retain(|(kept, _)| kept != id);
        self.kept.push_back((id.clone(), detail));
        self.wait_if_behind(id, version, now);
        if self.kept.len() > MOST_KEPT {
            self.kept.pop_front();
        }
    }

    pub(in crate::app) fn unchanged(&mut self, id: &TicketId, version: Option<Version>, now: Now) {
        self.answered(id);
        self.wait_if_behind(id, version, now);
        if let Some(at) = self.kept.iter().position(|(kept, _)| kept == id)
            && let Some(used) = self.kept.remove(at)
        {
            self.kept.push_back(used);
        }
    }

    /// The list may run ahead of what the backend's cache answers: then it is asked again, but not at once.
    fn wait_if_behind(&mut self, id: &TicketId, version: Option<Version>, now: Now) {
        let behind = self.get(id).zip(version).is_some_and(|(known, version)| known.ticket.version < version);
        if behind {
            self.failed.push(Failed {
                id: id.clone(),
                why: Failure::AnswerLost,
                retry: Some(now.mono + RETRY),
            });
        }
    }

    pub(in crate::app) fn failed(&mut self, id: &TicketId, why: Failure, now: Now) {
        self.answered(id);
        let gone = matches!(why, Failure::NotFound | Failure::Forbidden);
        self.failed.push(Failed { id: id.clone(), why, retry: (!gone).then(|| now.mono + RETRY) });
        if self.failed.len() > MOST_KEPT {
            self.failed.remove(0);
        }
    }

    fn answered(&mut self, id: &TicketId) {
        self.asked.retain(|asked| asked != id);
        self.failed.retain(|failed| failed.id != *id);
    }

    /// Forgets what was read from another store.
    pub(in crate::app) fn forget(&mut self, backend: &BackendId) {
        self.kept.retain(|(id, _)| id.backend != *backend);
    }
}

impl DetailPane {
    pub(in crate::app) fn new(id: TicketId) -> Self {
        Self { id, tab: Tab::default(), scroll: None }
    }

    pub(in crate::app) fn turn_to(&mut self, tab: Tab) {
        self.tab = tab;
        // A conversation is read from its end, everything else from its beginning.
        self.scroll = (tab != Tab::Conversation).then_some(0);
    }

    pub(in crate::app) fn scroll_by(&mut self, by: isize, end: Option<usize>) {
        let at = self.scroll.or(end).unwrap_or_default();
        self.scroll_to(at.saturating_add_signed(by), end);
    }

    /// At the end of a conversation it stays at the end, whatever comes in.
    fn scroll_to(&mut self, line: usize, end: Option<usize>) {
        let is_end = end.is_some_and(|end| line >= end);
        self.scroll = match (self.tab, is_end) {
            (Tab::Conversation, true) => None,
            (_, true) => end,
            (_, false) => Some(line),
        };
    }

    pub(in crate::app) fn scroll_first(&mut self) {
        self.scroll = Some(0);
    }

    pub(in crate::app) fn scroll_last(&mut self, end: Option<usize>) {
        self.scroll_to(end.unwrap_or_default(), end);
    }
}
