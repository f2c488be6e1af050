//! What a backend cannot do, and which commands need it: the console greys them out and says why.

use crate::desk::rules::place::Places;

use super::command::Command;
use super::event::Capabilities;
use super::state::App;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lack {
    /// It cannot tell an interim response from a qualified one.
    Interim,
    /// It has no status for a ticket that waits for its customer.
    Waiting,
    /// No files stand beside its messages.
    Files,
    /// It has no status for a ticket that is void.
    Voiding,
    /// Tickets are filed in its own pages.
    Filing,
    /// Contacts and contracts are those of the configuration.
    Contracts,
    /// No field holds the step of a signature request.
    Steps,
    /// No value of that field means where a step leads.
    Place,
}

impl Lack {
    pub(super) fn of(command: Command, capabilities: Capabilities) -> Option<Self> {
        let Capabilities { waiting, files, voiding, filing, contracts, steps, .. } = capabilities;
        match command {
            Command::WaitForCustomer => (!waiting).then_some(Self::Waiting),
            Command::SaveFile => (!files).then_some(Self::Files),
            Command::Void => (!voiding).then_some(Self::Voiding),
            Command::FileTicket => (!filing).then_some(Self::Filing),
            Command::NextStep => (steps == Places::NONE).then_some(Self::Steps),
            Command::NameSender | Command::CorrectContract => (!contracts).then_some(Self::Contracts),
            _ => None,
        }
    }
}

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
