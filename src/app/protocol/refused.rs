//! Why a backend did not accept an action.

use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::ManagerId;

/// Why an action was not accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refused {
    ByRule(Refusal),
    /// Somebody else was faster.
    TakenBy(ManagerId),
    /// The backend has no such act.
    NotOffered,
    NotAllowed,
    TicketNotFound,
    /// It was made for another store than the one that answers, or in another life of it.
    OtherLife,
    /// An earlier try of other words was taken: it has these words nowhere, and takes no others under this name.
    TakenInOtherWords,
    /// A code that this console does not know, with the backend's own words.
    Other {
        code: String,
        title: SafeLine,
    },
}

impl Refused {
    /// How the bundled backend says [`Self::TakenInOtherWords`].
    pub const IN_OTHER_WORDS: &'static str = "action-id-reused";

    /// Whether it speaks of the act itself, which a backend looks for by its name before it asks its rules: nothing
    /// of it is there. Who is turned away at the door learns nothing of what was sent before.
    pub fn settles(&self) -> bool {
        match self {
            Self::ByRule(_) | Self::TakenBy(_) | Self::NotOffered | Self::TakenInOtherWords => true,
            Self::NotAllowed | Self::TicketNotFound | Self::OtherLife | Self::Other { .. } => false,
        }
    }

    /// The stable code, as the journal has it.
    pub fn code(&self) -> String {
        match self {
            Self::ByRule(refusal) => serde_json::to_value(refusal)
                .ok()
                .and_then(|value| Some(value.get("code")?.as_str()?.to_owned()))
                .unwrap_or_default(),
            Self::TakenBy(_) => "taken".to_owned(),
            Self::NotOffered => "not-offered".to_owned(),
            Self::NotAllowed => "not-allowed".to_owned(),
            Self::TicketNotFound => "not-found".to_owned(),
            Self::OtherLife => "other-life".to_owned(),
            Self::TakenInOtherWords => Self::IN_OTHER_WORDS.to_owned(),
            Self::Other { code, .. } => code.clone(),
        }
    }
}
