//! The support domain: tickets, customers, and the SLA clock. Pure.
//!
//! Knows nothing of a terminal, a network, a file or a clock: time is always an argument.

pub mod action;
mod affairs;
pub mod author;
pub mod breach;
mod clean;
pub mod conversation;
pub mod course;
pub mod customer;
pub mod dues;
pub mod entitlement;
pub mod escalation;
pub mod fact;
pub mod hyperlink;
pub mod intake;
pub mod journal;
pub mod life;
pub mod mapping;
mod meant;
pub mod merge;
pub mod names;
pub mod obligation;
pub mod overview;
pub mod phone;
pub mod presence;
pub mod programme;
pub mod promise;
pub mod public_side;
pub mod queue;
pub mod reading;
mod refusal;
pub mod regrade;
pub mod rota;
pub mod search;
pub mod severity;
pub mod signature;
pub mod sla;
pub mod span;
pub mod sweep;
pub mod template;
pub mod text;
pub mod ticket;
pub mod verdict;
pub mod view;
pub mod warning;
mod wording;
