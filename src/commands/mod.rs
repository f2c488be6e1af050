//! One file per command outside the console.
pub mod demo;
pub mod desk;
pub mod due;
pub mod serve;
mod store;
pub mod token;
