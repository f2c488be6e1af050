//! The bundled backend over its router, without a socket.

mod support;

mod acting;
mod changes;
mod demo;
mod errors;
mod importing;
mod intake;
mod reading;
mod rebuild;
mod scope;
