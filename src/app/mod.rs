//! The state machine of the console. Pure: facts in, effects out.
//!
//! [`App::update`](model::state::App::update) is the only place where state changes; `ui` reads the rest.
//! Knows no clock, no terminal, no network and no file: time is an argument, and what the outside
//! should do is returned as plain data.

pub mod model;
pub mod protocol;
pub mod update;

pub use model::state::App;
