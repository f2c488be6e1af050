//! Never lost, never doubled, never out of order: proved by faults.
//!
//! - `bad_network`: the proxy that makes the faults, itself.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod bad_network;
#[path = "../support/proxy/mod.rs"]
mod proxy;
