//! Where something was written: in which life of which store, and about what.
//!
//! A store that was restored gives the same names to other tickets. What was made in an earlier life waits for its
//! author, who is shown what its ticket was and what has its name now, and goes only on their word.

use crate::desk::life::{Life, Was};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// What the author of an act or a text had before the eyes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    /// `None` if it was made before lives were told apart.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub life: Option<Life>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub was: Option<Was>,
    /// When the desk had accepted it (UTC), if it has lost it since.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[serde(default, deserialize_with = "crate::desk::bounds::maybe_instant")]
    pub accepted: Option<DateTime<Utc>>,
}

impl Origin {
    /// Whether it was made in another life of a store than this one.
    pub fn is_of_another(&self, life: Option<&Life>) -> bool {
        match (&self.life, life) {
            (Some(made), Some(life)) => made != life,
            _ => false,
        }
    }
}
