//! What a backend does not show to us, although tickets are read by it.

use crate::desk::text::SafeLine;

/// Something that tickets are read by and that the backend does not show to us, by name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unseen {
    /// A group of the desk: answers of its members may count as the customer's.
    Group(SafeLine),
    /// A queue of a customer: its tickets are missing.
    Queue(SafeLine),
    /// A field: tickets read as if it were empty.
    Field(SafeLine),
}
