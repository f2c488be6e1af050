//! The state machine of the console. Pure: facts in, effects out.
//!
//! [`App::update`](state::App::update) is the only place where state changes; `ui` reads the rest.
//! Knows no clock, no terminal, no network and no file: time is an argument, and what the outside
//! should do is returned as plain data.

mod act;
pub mod alarms;
mod apart;
mod brake;
pub mod bulk;
pub mod command;
pub mod compose;
pub mod customer_page;
pub mod customers;
mod decide;
mod deed;
mod deliver;
mod departed;
pub mod detail;
pub mod doubt;
pub mod drafts;
mod earlier;
mod editing;
pub mod effect;
pub mod event;
pub mod failure;
pub mod field;
mod files;
pub mod filled;
pub mod focus;
pub mod form;
mod forms;
mod found;
mod fuzzy;
mod hear;
pub mod keymap;
pub mod lack;
pub mod left;
mod leftovers;
pub mod letters;
pub mod level;
pub mod links;
pub mod marks;
mod navigate;
pub mod news;
pub mod no_token;
pub mod notice;
pub mod notices;
pub mod now;
pub mod origin;
pub mod others;
pub mod outbox;
mod over;
pub mod overlay;
mod pace;
pub mod polling;
pub mod presence;
mod pressed;
pub mod queues;
pub mod refused;
mod resend;
pub mod rows;
mod saving;
mod sendable;
pub mod settings;
pub mod state;
pub mod steps;
pub mod templates;
pub mod trouble;
pub mod unseen;
pub mod update;
mod welcome;
mod when;
mod write;

pub use state::App;
