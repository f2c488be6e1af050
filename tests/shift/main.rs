//! Shifts at the desk: keys are pressed, backends answer, and the state machine is asked what it does.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

#[path = "../support/shift.rs"]
mod shift;

mod acting;
mod alerting;
mod braking;
mod bulk;
mod customer_page;
mod delivering;
mod departed;
mod doubt;
mod drafting;
mod forms;
mod forms_kept;
mod letters;
mod lives;
mod looking;
mod meant;
mod moving;
mod outside;
mod persons;
mod polling;
mod presence;
mod rereading;
mod steps;
mod templates;
mod tracker;
mod traffic;
mod undoing;
mod warnings;
mod writing;
