//! The parts of a request, one by one: each may be a field of its own in another system.

use serde::Serialize;

use crate::desk::text::SafeLine;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    Name,
    Sha256,
    Md5,
    Size,
    Detection,
    Product,
    Version,
    Component,
    BasesVersion,
    BasesReleased,
    Rescan,
    RescannedAt,
    Origin,
    Purpose,
    Container,
    Impact,
    Application,
    Machines,
    /// The databases that put it right.
    FixedBy,
}

/// What stands for a part and cannot be it: a SHA-256 that is none, a size that is no number.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Unreadable {
    pub part: Part,
    pub text: SafeLine,
}
