//! The signature that a person puts under a text.

use crate::desk::ticket::names::ManagerId;

/// What stands under what a manager writes to customers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signature {
    /// `None`: of whoever has none of their own.
    pub manager: Option<ManagerId>,
    pub en: Option<String>,
    pub fr: Option<String>,
}
