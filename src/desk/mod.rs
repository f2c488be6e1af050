//! The support domain: tickets, customers, and the SLA clock. Pure.
pub mod programme;
pub mod severity;
pub mod sla;
