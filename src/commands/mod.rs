//! One file per command outside the console.
pub mod alert;
pub mod backup;
pub mod calendar;
mod calendars;
pub mod check;
pub mod config;
pub mod demo;
pub mod desk;
pub mod discover;
pub mod doctor;
pub mod due;
pub mod export;
pub mod help;
mod ics;
pub mod journal;
pub mod keys;
pub mod login;
pub mod manual;
pub mod mistakes;
pub mod output;
mod rotas;
pub mod serve;
pub mod settings;
mod store;
mod templates;
pub mod token;

/// Puts a person's own file of public holidays in force, and says so if it cannot be used.
pub fn use_newest_holidays() {
    if let Err(left_aside) = crate::io::holiday_file::use_newest() {
        let words = crate::words::Words::load(due::spoken_here());
        let data = [("path", left_aside.path.into()), ("why", left_aside.why.into())];
        store::complain(&words.say_with("holidays-file", &data));
    }
}
