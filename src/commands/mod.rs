//! One file per command outside the console.
pub mod backup;
pub mod calendar;
mod calendars;
pub mod check;
pub mod config;
pub mod demo;
pub mod desk;
pub mod doctor;
pub mod due;
mod ics;
pub mod journal;
pub mod keys;
mod rotas;
pub mod serve;
pub mod settings;
mod store;
mod templates;
pub mod token;
