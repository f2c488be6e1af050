//! Shifts at the desk: keys are pressed, backends answer, and the state machine is asked what it does.

#[path = "../support/shift.rs"]
mod shift;

mod acting;
mod alerting;
mod moving;
mod polling;
mod writing;
