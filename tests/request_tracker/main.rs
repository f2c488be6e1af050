//! vigie on a real Request Tracker 5, opt-in by `VIGIE_TEST_RT=1`: it needs Debian's packages, see `rt/README.md`.
//! Whatever vigie does is read back from RT itself, by other means.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]
#![cfg(unix)]

mod acting;
mod campaign;
mod console;
mod contacts;
mod desk;
mod doctor;
mod headless;
mod instance;
mod late;
mod losing;
mod mail;
mod merging;
#[path = "../support/port.rs"]
mod port;
mod premium;
mod proxy;
#[path = "../support/pty.rs"]
#[expect(dead_code, reason = "shared with the tests of the whole program")]
mod pty;
mod reading;
mod recipients;
mod reference;
mod sessions;
mod signatures;
mod simulated_day;
