//! The server towards a hostile network, and the client towards a hostile server.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod binding;
mod limits;
mod slow;
mod support;
mod tls;
mod transport;
