//! A request to change the antivirus databases: what is asked, on which object, and how far it is.
//!
//! Nothing here opens, stores or runs a sample: there are references and hashes only. The pipeline is pure: what a
//! step does follows from where the request stands, who does it, and what the customer is told.

mod advice;
mod bases;
mod contradiction;
mod digest;
mod gaps;
mod kin;
mod part;
mod pipeline;
mod place;
mod progress;
mod request;

pub use advice::{Advice, AdviceKind, Advised};
pub(super) use advice::{advise, lift_advice};
pub use bases::{Release, admits};
pub use contradiction::{Excluded, contradicts};
pub use digest::{BadDigest, Md5, Sha256};
pub use gaps::Gap;
pub use kin::{Kin, SameObject};
pub use part::{Part, Unreadable};
pub use pipeline::{Act, Move, Notice, Stepped, Told, next};
pub(super) use pipeline::{advance, for_specialists};
pub use place::{Place, Places};
pub use progress::{Progress, Way};
pub use request::{DetectionVerdict, ObjectKind, SignatureRequest, Step, Weight};
