//! The whole program in a real terminal: started, worked with, interrupted in every way, and left as it was found.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod defects;
mod full;
mod journal;
mod kept;
mod manners;
mod outage;
#[path = "../support/pty.rs"]
mod pty;
mod shift;
mod together;
mod warnings;
