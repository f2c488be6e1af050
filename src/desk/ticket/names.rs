//! The names by which the desk's things are known: typed, cheap to copy, ordered, safe to draw.

use std::fmt;
use std::sync::Arc;

use hashbrown::HashSet;
use serde::{Deserialize, Deserializer, Serialize};
use uuid::Uuid;

use crate::desk::text::Borrowed;

/// Longest name accepted, in bytes: names stand in addresses, columns and log lines.
pub const LONGEST_NAME: usize = 128;

/// A name that cannot be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a name has 1 to {LONGEST_NAME} printable characters and no space at its ends")]
pub struct BadName;

macro_rules! name {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
        #[serde(transparent)]
        pub struct $name(Arc<str>);

        impl $name {
            /// Makes a name of text that is known to be one; foreign text is parsed.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(text.as_ref().into())
            }

            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// Holds the same text once for all who share `pool`.
            pub fn share(&mut self, pool: &mut HashSet<Arc<str>>) {
                match pool.get(&self.0) {
                    Some(known) => self.0 = Arc::clone(known),
                    None => {
                        pool.insert(Arc::clone(&self.0));
                    }
                }
            }
        }

        impl std::str::FromStr for $name {
            type Err = BadName;

            fn from_str(text: &str) -> Result<Self, BadName> {
                check(text)?;
                Ok(Self(text.into()))
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer.deserialize_str(Borrowed(|text: &str| text.parse()))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(&*self.0, formatter)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                String::schema()
            }
        }

        impl utoipa::ToSchema for $name {}
    };
}

name! {
    /// A backend as the console's configuration names it.
    BackendId
}
name! {
    /// A ticket's name on its own backend, such as `INC-1042`.
    LocalId
}
name! { CustomerId }
name! { ContactId }
name! {
    /// A technical manager, or a person on call: whoever answers for the desk.
    ManagerId
}
name! { CalendarName }

/// Refuses what could not be drawn or told apart: names are foreign text too.
fn check(text: &str) -> Result<(), BadName> {
    let printable = crate::desk::text::SafeLine::from(text).shown() == text;
    if printable && !text.is_empty() && text.len() <= LONGEST_NAME && text.trim() == text {
        Ok(())
    } else {
        Err(BadName)
    }
}

/// A ticket, wherever it lives: a console may watch several backends that number alike.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize)]
pub struct TicketId {
    pub backend: BackendId,
    pub local: LocalId,
}

/// An action's own name, drawn once by the console (UUID version 7): the backend applies it exactly once.
#[derive(
    Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize, Deserialize, utoipa::ToSchema,
)]
#[serde(transparent)]
pub struct ActionId(pub Uuid);

impl ActionId {
    /// The name of another action that the same key made: one key may act on several tickets.
    #[must_use]
    pub fn sibling(self, number: u64) -> Self {
        Self(Uuid::from_u128(self.0.as_u128().wrapping_add(number.into())))
    }

    /// Whether both are siblings of one: others are never that near to each other.
    pub fn is_sibling(self, other: Self) -> bool {
        self.0.as_u128().abs_diff(other.0.as_u128()) < MOST_SIBLINGS
    }
}

/// How many actions are made at once at most.
const MOST_SIBLINGS: u128 = 1 << 16;

impl fmt::Display for ActionId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_a_terminal_would_obey_is_no_name() {
        for bad in ["", " a", "a\u{1b}[2J", "a\nb", "a\u{202e}b", &"x".repeat(129)] {
            assert_eq!(bad.parse::<LocalId>(), Err(BadName), "{bad:?}");
        }
        assert!(serde_json::from_str::<LocalId>("\"INC-1042\"").is_ok());
    }
}
