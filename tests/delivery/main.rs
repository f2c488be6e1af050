//! Never lost, never doubled, never out of order: proved by faults.
//!
//! - `histories`: seeded histories of a person, colleagues, customers, a bad network, and restarts of console and
//!   server, played by the real console, the real local store, the real client and the real server in simulated time.
//!   The module says which environment variables play more of them, or one again.
//! - `clocks`: clocks that are set back, machines that sleep, servers with another clock.
//! - `console_kills`: the real console, killed while a person writes and sends.
//! - `server_kills`: the real server, killed under load.
//! - `two_consoles`: several real consoles on one outbox.
//! - `lives`: a desk that is restored, and another desk at its address.
//! - `bad_network`: the proxy itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_network;
mod clocks;
mod console;
mod console_kills;
mod desk;
mod histories;
mod lives;
mod place;
mod program;
#[path = "../support/proxy/mod.rs"]
mod proxy;
#[expect(dead_code, reason = "a console that is killed is not asked how it left the terminal")]
#[path = "../support/pty.rs"]
mod pty;
mod server_kills;
#[expect(dead_code, reason = "a test of the clocks plays no whole shift")]
#[path = "../support/shift.rs"]
mod shift;
mod two_consoles;
