//! The whole program in a real terminal: started, worked with, interrupted in every way, and left as it was found.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod defects;
mod editing;
#[path = "../support/emulator.rs"]
mod emulator;
mod export;
mod full;
mod hostile;
mod journal;
mod kept;
mod leaks;
mod links;
mod login;
mod manners;
mod outage;
mod pipeline;
#[path = "../support/port.rs"]
mod port;
#[path = "../support/pty.rs"]
mod pty;
mod shift;
mod together;
mod warnings;
