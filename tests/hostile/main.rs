//! Hostile strings, from the border to the glass.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[expect(dead_code, reason = "shared with the tests of the screens, which use the rest")]
#[path = "../screens/console.rs"]
mod console;
#[path = "../screens/desk.rs"]
mod desk;
#[path = "../support/emulator.rs"]
mod emulator;
mod fuzz;
mod instants;
mod panes;
#[expect(dead_code, reason = "shared with the tests of the screens, which use the rest")]
#[path = "../screens/shift.rs"]
mod shift;
#[path = "../screens/tickets.rs"]
mod tickets;
