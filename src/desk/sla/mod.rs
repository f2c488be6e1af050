//! The SLA clock. Pure.
