//! Adapters: everything that touches the world outside of the program.
pub mod clock;
