//! The support domain: tickets, customers, and the SLA clock. Pure.
pub mod sla;
