//! Why the rules say no: a stable code with what it speaks of.

use serde::{Deserialize, Serialize};

use crate::desk::text::SafeLine;
use crate::desk::ticket::names::{ContactId, ManagerId};
use crate::desk::ticket::signature::Step;
use crate::desk::ticket::status::{Status, Version};

/// Why the rules say no. On the wire the tag is the stable code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error, utoipa::ToSchema)]
#[serde(tag = "code", content = "params", rename_all = "kebab-case")]
pub enum Refusal {
    /// Something happened since the author looked.
    #[error("the ticket moved to version {}", current.0)]
    TicketMoved { current: Version },
    #[error("the text is empty")]
    EmptyText,
    #[error("no qualified response was given")]
    NoQualifiedResponse,
    #[error("the customer has no public answer to wait on")]
    NoPublicMessage,
    #[error("a ticket that is {status:?} takes no such action")]
    WrongStatus { status: Status },
    #[error("the ticket is already with that manager")]
    AlreadyTheirs,
    #[error("it was already acknowledged")]
    AlreadyAcknowledged,
    #[error("there is no manager with that name")]
    UnknownManager { manager: ManagerId },
    #[error("the customer has no contact with that name")]
    UnknownContact { contact: ContactId },
    #[error("what is logged has not happened yet")]
    NotYetHappened,
    #[error("a promise is for a time to come")]
    PromiseInThePast,
    #[error("there is no open promise of that name")]
    NoSuchPromise,
    #[error("it has that severity already")]
    SameSeverity,
    #[error("it is escalated already")]
    AlreadyEscalated,
    #[error("it is not escalated")]
    NotEscalated,
    #[error("a customer names at most {limit} contacts")]
    TooManyContacts { limit: usize },
    #[error("the customer has a contact of that name already")]
    ContactExists { contact: ContactId },
    #[error("everybody who wrote is known")]
    NobodyUnknown,
    #[error("no first response of it was late")]
    NothingBreached,
    #[error("the contract ends before it starts")]
    ContractEndsBeforeItStarts,
    #[error("nothing was handed over to its author")]
    NotHandedOver,
    #[error("only two live tickets of one customer can be merged")]
    NotMergeable,
    #[error("a ticket is filed by itself, not on another one")]
    FilesATicket,
    #[error("the ticket is no signature request")]
    NoSignatureRequest,
    #[error("a request at {step:?} takes no such step")]
    WrongStep { step: Step },
    #[error("the request was rejected: the detection is right")]
    RequestRejected,
    #[error("the databases in use are {in_use}, the latest are {latest}")]
    OldDatabases { in_use: SafeLine, latest: SafeLine },
    #[error("no databases were recorded here, so nobody knows the latest")]
    LatestDatabasesUnknown,
    #[error("no databases {version} were recorded here")]
    UnknownDatabases { version: SafeLine },
    #[error("say what the customer is told, or why nothing")]
    NoReason,
    #[error("that is done by the desk, not by the specialists")]
    NotForSpecialists,
    #[error("an advice ends in a time to come")]
    AdviceInThePast,
    #[error("no such advice is open")]
    NoSuchAdvice,
    #[error("the customer has not taken back what was advised")]
    AdviceOpen,
    #[error("the detection was shown with the databases {version}: these cannot have put it right")]
    FixedByWhatShowedIt { version: SafeLine },
    #[error("the databases {version} are older than {seen}, with which the detection was shown")]
    FixOlderThanDetection { version: SafeLine, seen: SafeLine },
    #[error("the letter speaks of the databases {named}, the step of {stated}")]
    LetterNamesOther { named: SafeLine, stated: SafeLine },
    #[error("what is harmful is not excluded from scanning")]
    AdviceAgainstVerdict,
    #[error("the call is not over by then")]
    CallNotOver,
    #[error("nobody was spoken to, and so nothing was promised in the call")]
    NobodyWasReached,
    #[error("who asked for it was informed of it")]
    AskedAndNotInformed,
    #[error("who asks for what is missing does not resolve")]
    AsksAndResolves,
    #[error("another contact of the customer has that address")]
    AddressTaken { contact: ContactId },
}
