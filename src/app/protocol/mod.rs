//! What crosses the border of the console: commands, events, effects, and what they carry. All that `io` may import.

pub mod command;
pub mod departed;
pub mod draft;
pub mod effect;
pub mod event;
pub mod failure;
pub mod filled;
pub mod focus;
pub mod form;
pub mod found;
pub mod keymap;
pub mod left;
pub mod no_token;
pub mod now;
pub mod origin;
pub mod others;
pub mod purpose;
pub mod refused;
pub mod sequence;
pub mod signal;
pub mod signature;
pub mod trouble;
pub mod unseen;
pub mod welcome;
