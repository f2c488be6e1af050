//! The only place where state changes: facts in, effects out. Two matches, one line per arm.

use std::time::Duration;

use super::effect::Effect;
use super::event::Event;
use super::now::Now;
use super::state::App;

impl App {
    /// Takes one fact and returns what the outside should do about it.
    #[must_use = "effects that are not performed are lost work"]
    pub fn update(&mut self, event: Event, now: Now) -> Vec<Effect> {
        drop((event, now));
        self.frame += 1;
        Vec::new()
    }

    /// Returns when the program must wake even if nothing happens.
    pub fn next_wake(&self, _now: Now) -> Duration {
        Duration::from_secs(1)
    }
}
