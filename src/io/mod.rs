//! Adapters: everything that touches the world outside the program.
//!
//! Knows how to do what an effect asks for, and tells truthfully how it went. Must not know any policy: when to
//! try again, what to show and what to select is decided in `app`.

pub mod backend;
pub mod clock;
pub mod downloads;
pub mod files;
pub mod holiday_file;
pub mod keyring;
pub mod local_store;
pub mod log;
pub mod opener;
pub mod outside;
pub mod places;
pub mod secrets;
pub mod sleep;
pub mod snapshot;
pub mod terminal;
pub mod warn;
pub mod zone_files;
