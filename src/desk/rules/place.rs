//! Where a request stands, as one word: what a backend writes down that has a field for it and no pipeline.

use crate::desk::rules::pipeline::next;
use crate::desk::ticket::signature::{Move, Step, Way};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Place {
    At(Step),
    /// Rejected, wherever it stood.
    Rejected,
}

impl Place {
    pub const ALL: [Self; 7] = [
        Self::At(Step::Received),
        Self::At(Step::Gate),
        Self::At(Step::Specialists),
        Self::At(Step::Publication),
        Self::At(Step::Informed),
        Self::At(Step::Verified),
        Self::Rejected,
    ];

    pub fn of(step: Step, way: Way) -> Self {
        match way {
            Way::Rejected => Self::Rejected,
            Way::Underway | Way::Returned => Self::At(step),
        }
    }
}

/// The places that a backend can write down.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places([bool; Place::ALL.len()]);

impl Places {
    pub const ALL: Self = Self([true; Place::ALL.len()]);
    pub const NONE: Self = Self([false; Place::ALL.len()]);

    pub fn of(is_kept: impl Fn(Place) -> bool) -> Self {
        Self(Place::ALL.map(is_kept))
    }

    fn keeps(self, place: Place) -> bool {
        Place::ALL.iter().zip(self.0).any(|(known, is_kept)| *known == place && is_kept)
    }

    /// Whether a move from a step leads to what can be written down, whatever the customer is told of it.
    pub fn allow(self, step: Step, made: Move) -> bool {
        let Ok((to, way)) = next(step, Way::Underway, made) else { return true };
        // Told of the publication, the customer is informed.
        self.keeps(Place::of(to, way)) && (made != Move::Publish || self.keeps(Place::At(Step::Informed)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_move_is_allowed_where_each_place_it_may_lead_to_is_kept() {
        let without = |missing: Place| Places::of(|place| place != missing);
        assert!(Place::ALL.into_iter().all(|place| Places::ALL.keeps(place) && !Places::NONE.keeps(place)));
        assert!(!without(Place::At(Step::Gate)).allow(Step::Received, Move::PassGate));
        assert!(without(Place::At(Step::Gate)).allow(Step::Gate, Move::HandToSpecialists));
        assert!(!without(Place::Rejected).allow(Step::Specialists, Move::Reject));
        assert!(!without(Place::At(Step::Gate)).allow(Step::Specialists, Move::Return));
        assert!(without(Place::At(Step::Gate)).allow(Step::Informed, Move::Return), "to the specialists");
        for missing in [Step::Publication, Step::Informed] {
            assert!(!without(Place::At(missing)).allow(Step::Specialists, Move::Publish), "{missing:?}");
        }
    }
}
