//! What may happen: whether an act is allowed and what follows from it, what is owed and until when, who may see what.

mod affairs;
pub mod automatic;
pub mod bases;
pub mod breach;
pub mod contradiction;
pub mod counting;
mod decide;
pub mod entitlement;
pub mod intake;
pub mod merge;
pub mod obligation;
pub mod pipeline;
pub mod place;
pub mod public_side;
pub mod refusal;
pub mod sight;
mod speaking;
pub mod sweep;
pub mod warning;
