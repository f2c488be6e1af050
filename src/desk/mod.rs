//! The support domain: tickets, customers, and the SLA clock. Pure.
//!
//! Knows nothing of a terminal, a network, a file or a clock: time is always an argument.

pub mod action;
pub mod conversation;
pub mod customer;
pub mod dues;
pub mod fact;
pub mod intake;
pub mod journal;
pub mod names;
pub mod obligation;
pub mod presence;
pub mod programme;
pub mod queue;
pub mod reading;
pub mod search;
pub mod severity;
pub mod signature;
pub mod sla;
pub mod text;
pub mod ticket;
pub mod verdict;
pub mod view;
