//! A request as the desk itself files it.

use serde::{Deserialize, Serialize};

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::names::{ContactId, CustomerId, LocalId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Kind;

/// A request as somebody of the desk files it for a customer on the phone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Request {
    pub customer: CustomerId,
    /// A named contact; or a name in `from`, which is surfaced as a stranger's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub contact: Option<ContactId>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<SafeLine>,
    pub kind: Kind,
    pub severity: Severity,
    pub channel: Channel,
    pub subject: SafeLine,
    pub body: SafeText,
    /// The ticket that this one goes on from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<LocalId>,
}
