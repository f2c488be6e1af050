//! The support domain: tickets, customers, and the SLA clock. Pure.
//!
//! Knows nothing of a terminal, a network, a file or a clock: time is always an argument.
//!
//! - [`ticket`]: what a ticket *is*, and what may be said of it;
//! - [`rules`]: what may happen to it, what is owed on it, who may see it;
//! - [`queue`]: the order in which tickets are worked, and how they are found;
//! - [`sla`]: the clock;
//! - [`text`]: foreign text, safe to draw.

pub mod bounds;
pub mod journal;
pub mod life;
pub mod mapping;
pub mod queue;
pub mod rota;
pub mod rules;
pub mod sla;
pub mod template;
pub mod text;
pub mod ticket;
