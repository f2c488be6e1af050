//! What a backend cannot do, and which commands need it: the console greys them out and says why.

use crate::app::protocol::command::Command;
use crate::app::protocol::event::Capabilities;
use crate::desk::rules::place::Places;

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
    pub(in crate::app) fn of(command: Command, capabilities: Capabilities) -> Option<Self> {
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
