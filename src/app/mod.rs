//! The state machine of the console. Pure: facts in, effects out.
pub mod command;
pub mod effect;
pub mod event;
pub mod focus;
pub mod keymap;
pub mod now;
