//! The fields of a signature request in another system.

use std::collections::BTreeMap;

use crate::desk::rules::place::{Place, Places};
use crate::desk::ticket::signature::{DetectionVerdict, ObjectKind, Part, Weight};

use crate::desk::mapping::Values;

/// Each may be missing: then that part of a request is not known.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SignatureFields {
    pub verdict: Option<Values<DetectionVerdict>>,
    pub object: Option<Values<ObjectKind>>,
    pub weight: Option<Values<Weight>>,
    /// Where it stands. Without it nobody can say so, and no step can be taken.
    pub step: Option<Values<Place>>,
    /// What is free text there.
    pub parts: BTreeMap<Part, String>,
}

impl SignatureFields {
    /// The places for which there is a value.
    pub fn places(&self) -> Places {
        let written = |place| self.step.as_ref().is_some_and(|values| values.written(place).is_some());
        Places::of(written)
    }
}
