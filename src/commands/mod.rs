//! One file per command outside the console.
pub mod backup;
pub mod check;
pub mod config;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod due;
pub mod journal;
pub mod keys;
pub mod serve;
pub mod settings;
mod store;
mod templates;
pub mod token;
