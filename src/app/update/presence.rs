//! Telling the others where we are, and hearing where they are.

use crate::app::model::state::{App, Stage};
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::app::protocol::purpose::Purpose;
use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::presence::{Doing, Present};

impl App {
    /// What we do, for the others to know: writing comes before looking.
    fn doing(&self) -> Option<(TicketId, Doing)> {
        if matches!(self.stage, Stage::Leaving | Stage::ToldToLeave) {
            return None;
        }
        let writes = self.compose.as_ref().map(|compose| {
            let doing = match compose.purpose {
                Purpose::Respond { .. } => Doing::Responding,
                Purpose::Note => Doing::Noting,
            };
            (compose.ticket.clone(), doing)
        });
        let looks = || self.detail.as_ref().map(|detail| (detail.id.clone(), Doing::Viewing));
        let (ticket, doing) = writes.or_else(looks)?;
        let link = self.link(&ticket.backend)?;
        (link.polling.is_connected() && link.capabilities().presence).then_some((ticket, doing))
    }

    /// Keeps both sides fresh.
    pub(in crate::app) fn be_present(&mut self, now: Now) -> Vec<Effect> {
        self.frame += u64::from(self.presence.lapse(&self.links, now));
        let doing = self.doing();
        self.presence.say(doing, now)
    }

    pub(in crate::app) fn presence_heard(
        &mut self,
        backend: &BackendId,
        present: Vec<Present>,
    ) -> Vec<Effect> {
        self.frame += u64::from(self.presence.hear(backend, present));
        Vec::new()
    }

    pub(in crate::app) fn presence_withdrawn(&mut self) -> Vec<Effect> {
        self.presence.withdrawn();
        Vec::new()
    }
}
