//! The rules of the desk, as tables and properties: no server, no screen, no clock.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod affairs;
mod build;
mod dues;
mod edge_rules;
mod life;
mod merging;
mod order;
mod public_side;
mod queue;
mod rota;
mod signature;
mod sweep;
mod view;
mod wording;
