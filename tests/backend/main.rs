//! The bundled backend over its router without a socket, and over real HTTP where that matters.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;

mod acting;
mod authors;
mod changes;
mod demo;
mod entitlement;
mod errors;
mod http;
mod importing;
mod intake;
mod journals;
mod keeping;
mod life;
mod matrix;
mod overview;
#[path = "../support/port.rs"]
mod port;
mod presence;
mod programme;
mod reading;
mod rebuild;
mod scope;
mod signatures;
