//! What the variables of a template stand for.

use std::collections::BTreeMap;

/// What variables stand for, as it may be drawn.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Values(BTreeMap<&'static str, String>);

impl Values {
    /// Adds what only the caller knows, such as the databases that hold a correction.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: &str) -> Self {
        self.0.insert(name, value.to_owned());
        self
    }

    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str)
    }
}

impl FromIterator<(&'static str, String)> for Values {
    fn from_iter<I: IntoIterator<Item = (&'static str, String)>>(known: I) -> Self {
        Self(known.into_iter().collect())
    }
}
