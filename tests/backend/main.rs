//! The bundled backend over its router without a socket, and over real HTTP where that matters.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod support;
mod zone_data;

mod acting;
mod ambiguity;
mod authors;
mod bounds;
mod changes;
mod contradictions;
mod demo;
mod entitlement;
mod errors;
mod http;
mod importing;
mod intake;
mod journals;
mod keeping;
mod life;
mod lives;
mod matrix;
mod overview;
#[path = "../support/port.rs"]
mod port;
mod presence;
mod programme;
mod reading;
mod rebuild;
mod scope;
mod sight;
mod signatures;
