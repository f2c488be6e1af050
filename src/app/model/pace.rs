//! How often a backend is asked.

use crate::app::model::settings::Pace;
use chrono::TimeDelta;
use std::time::Duration;

/// How often to ask, by how near the next due is (domain.md, "Sending").
pub fn pace(nearest: Option<TimeDelta>, pace: Pace) -> Duration {
    match nearest {
        Some(left) if left <= TimeDelta::minutes(5) => pace.near,
        Some(left) if left <= TimeDelta::hours(1) => pace.normal,
        _ => pace.far,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearer_the_due_the_oftener_it_asks() {
        for (left, seconds) in [
            (Some(TimeDelta::minutes(5)), 2),
            (Some(TimeDelta::minutes(6)), 5),
            (Some(TimeDelta::minutes(60)), 5),
            (Some(TimeDelta::minutes(61)), 15),
            (None, 15),
        ] {
            assert_eq!(pace(left, Pace::default()).as_secs(), seconds, "{left:?}");
        }
    }
}
