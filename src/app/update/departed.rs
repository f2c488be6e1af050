//! Tickets that turn out to be gone when they are read: no list tells of them, so who opens one is told.

use crate::desk::ticket::names::TicketId;

use crate::app::model::detail::DetailPane;
use crate::app::model::notice::Notice;
use crate::app::model::state::{App, Pane};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Failure;
use crate::app::protocol::now::Now;

use crate::app::protocol::departed::Departed;

impl App {
    /// The row goes; where the ticket goes on, that one is shown in its place. A text that is being written to it stays
    /// where it is.
    pub(in crate::app) fn detail_gone(&mut self, id: &TicketId, why: Departed, now: Now) -> Vec<Effect> {
        // There is nothing to ask for again.
        self.details.failed(id, Failure::NotFound, now);
        self.alarms.forget(id);
        self.queues.remove(id);
        let lost = usize::from(self.marks.left(&id.backend, &id.local));
        self.tell_of_lost_marks(lost, now);
        self.queues.settle();
        let is_written_to = self.answered_or_held().any(|written| written == id);
        let is_open = self.detail.as_ref().is_some_and(|detail| detail.id == *id);
        let target = why.target(id);
        self.notices.tell(Notice::Departed { ticket: id.clone(), why }, now);
        if is_written_to {
            return Vec::new();
        }
        let Some(target) = target else {
            if is_open {
                self.detail = None;
                self.pane = Pane::Queue;
            }
            return Vec::new();
        };
        self.queues.go_to(&target);
        if !is_open {
            return Vec::new();
        }
        let effect = self.details.ask(&target);
        self.detail = Some(DetailPane::new(target));
        effect.into_iter().collect()
    }

    /// A backend that can still show it has it read: the row is gone, and where it goes on is told and marked.
    pub(in crate::app) fn went_on(&mut self, id: &TicketId, why: Departed, now: Now) {
        let target = why.target(id);
        self.notices.tell(Notice::Departed { ticket: id.clone(), why }, now);
        if let Some(target) = target {
            self.queues.go_to(&target);
        }
    }
}

impl Departed {
    fn target(&self, from: &TicketId) -> Option<TicketId> {
        match self {
            Self::MergedInto(local) => Some(TicketId { backend: from.backend.clone(), local: local.clone() }),
            Self::Deleted | Self::Elsewhere => None,
        }
    }
}
