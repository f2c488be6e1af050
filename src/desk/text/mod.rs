//! Foreign text, cleaned once at the border and safe to draw ever after.
//!
//! Everything that a customer, a mail, a file name or another program's configuration gives us is
//! hostile until it is one of these two types. `ui` draws nothing else. The raw text stays inside, for
//! the server and for machine-readable output; what is *shown* never holds a character that a terminal
//! obeys or that changes the order or the width of what stands beside it.

mod clean;
pub mod hyperlink;
mod meant;
pub mod span;

use std::fmt;
use std::sync::Arc;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use clean::{Shape, clean, is_harmless};

pub use meant::{meant, turning_signs, without_turns};

/// One line of foreign text: line ends and tabs are made visible too.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeLine(Cleaned);

/// A block of foreign text: line ends stay, tabs become spaces.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SafeText(Cleaned);

/// The raw text, and the shown one only where it differs: most text is harmless, and a queue holds much of it.
#[derive(Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Cleaned {
    raw: Arc<str>,
    shown: Option<Arc<str>>,
}

impl Cleaned {
    fn new(raw: &str, shape: Shape) -> Self {
        let shown = if is_harmless(raw, shape) { None } else { Some(clean(raw, shape).into()) };
        Self { raw: raw.into(), shown }
    }

    fn shown(&self) -> &str {
        self.shown.as_deref().unwrap_or(&self.raw)
    }
}

/// Reads a string without owning it first: a first synchronisation reads a million of them.
pub(in crate::desk) struct Borrowed<F>(pub F);

impl<T, E: fmt::Display, F: FnOnce(&str) -> Result<T, E>> Visitor<'_> for Borrowed<F> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a string")
    }

    fn visit_str<G: serde::de::Error>(self, text: &str) -> Result<T, G> {
        (self.0)(text).map_err(G::custom)
    }
}

macro_rules! foreign {
    ($name:ident, $shape:expr) => {
        impl $name {
            /// Returns the text as it may be drawn.
            pub fn shown(&self) -> &str {
                self.0.shown()
            }

            /// Returns the text exactly as it came; never to be drawn.
            pub fn raw(&self) -> &str {
                &self.0.raw
            }

            /// Tells whether there is nothing but white space.
            pub fn is_blank(&self) -> bool {
                self.0.raw.trim().is_empty()
            }
        }

        impl From<&str> for $name {
            fn from(raw: &str) -> Self {
                Self(Cleaned::new(raw, $shape))
            }
        }

        impl From<String> for $name {
            fn from(raw: String) -> Self {
                Self::from(raw.as_str())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.shown())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Debug::fmt(self.raw(), formatter)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.raw())
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                deserializer
                    .deserialize_str(Borrowed(|raw: &str| Ok::<_, std::convert::Infallible>(Self::from(raw))))
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

foreign!(SafeLine, Shape::Line);
foreign!(SafeText, Shape::Block);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_raw_text_goes_out_as_it_came_in() {
        let line: SafeLine = serde_json::from_str(r#""a\u001b[1m""#).unwrap();
        assert_eq!(serde_json::to_string(&line).unwrap(), r#""a\u001b[1m""#);
    }
}
