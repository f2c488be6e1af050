//! The open ticket, and the details that were read lately.

use std::collections::VecDeque;
use std::time::Duration;

use crate::desk::names::TicketId;

use super::event::{Detail, Failure};

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

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Details {
    /// Most recently used last.
    kept: VecDeque<(TicketId, Detail)>,
    asked: Vec<TicketId>,
    failed: Vec<(TicketId, Failure)>,
    /// The ticket on which the cursor rests is read ahead once it has rested (on `mono`).
    rest: Option<(TicketId, Duration)>,
}

impl Details {
    pub fn get(&self, id: &TicketId) -> Option<&Detail> {
        self.kept.iter().find(|(kept, _)| kept == id).map(|(_, detail)| detail)
    }

    pub fn loading(&self, id: &TicketId) -> Loading {
        if self.asked.contains(id) {
            return Loading::Asked;
        }
        let failed = self.failed.iter().find(|(failed, _)| failed == id);
        failed.map_or(Loading::No, |(_, why)| Loading::Failed(why.clone()))
    }
}
