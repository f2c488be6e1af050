//! Which pane takes the keys.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Focus {
    /// Keys that mean the same in every pane that takes no text.
    Anywhere,
    Customers,
    #[default]
    Queue,
    Detail,
    Compose,
    Filter,
    Palette,
    Help,
    Outbox,
    /// A choice between a few answers, such as the kind of a response.
    Choice,
}
