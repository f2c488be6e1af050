//! One file per command outside the console.
pub mod due;
