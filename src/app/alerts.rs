//! What must be heard: severity 1 arriving or crossing a threshold, once each.

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Alerts {}
