//! Whether the backend of the ticket in question can do what a key asks for.

use crate::app::model::lack::Lack;
use crate::app::model::state::App;
use crate::app::protocol::command::Command;

impl App {
    /// Why a command cannot be done on the ticket that it would be about, if its backend cannot do it.
    pub fn lack(&self, command: Command) -> Option<Lack> {
        let target = self.target();
        let link = match &target {
            Some(id) => self.link(&id.backend),
            None => self.links.first(),
        };
        Lack::of(command, link?.welcome.as_ref()?.capabilities)
    }
}
