//! The page of a customer: who they are, how they fare, and what to know before answering.

use crate::app::protocol::event::Failure;
use crate::desk::queue::CustomerKey;
use crate::desk::queue::overview::Overview;

/// It lies over the panes.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerPage {
    pub key: CustomerKey,
    pub scroll: usize,
    pub figures: Figures,
}

/// How far the counting is.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures {
    /// The backend counts nothing.
    NotKept,
    Asked,
    Known(Box<Overview>),
    Failed(Failure),
}
