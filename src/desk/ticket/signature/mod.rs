//! A request to change the antivirus databases: what is asked, on which object, and how far it is.
//!
//! Nothing here opens, stores or runs a sample: there are references and hashes only.

mod act;
mod advice;
mod digest;
mod gaps;
mod kin;
mod part;
mod progress;
mod request;

pub use act::{Act, Move, Notice, Stepped, Told, Way};
pub use advice::{Advice, AdviceKind, Advised};
pub use digest::{BadDigest, Md5, Sha256};
pub use gaps::Gap;
pub use kin::{Kin, SameObject};
pub use part::{Part, Unreadable};
pub use progress::Progress;
pub use request::{DetectionVerdict, ObjectKind, SignatureRequest, Step, Weight};
