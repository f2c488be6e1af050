//! What is missing in a request: asked for all at once, so that the question is a qualified response.

use crate::desk::ticket::signature::request::{DetectionVerdict, ObjectKind, SignatureRequest};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Gap {
    Sha256,
    Detection,
    Product,
    Component,
    Bases,
    Rescan,
    Origin,
    Purpose,
    Impact,
    Machines,
    Container,
}

impl Gap {
    pub const ALL: [Self; 11] = [
        Self::Sha256,
        Self::Detection,
        Self::Product,
        Self::Component,
        Self::Bases,
        Self::Rescan,
        Self::Origin,
        Self::Purpose,
        Self::Impact,
        Self::Machines,
        Self::Container,
    ];
}

impl SignatureRequest {
    /// Everything that the specialists need and the customer has not told, in the order of [`Gap::ALL`].
    pub fn gaps(&self) -> impl Iterator<Item = Gap> + '_ {
        let has_content = matches!(self.object, ObjectKind::File | ObjectKind::Email);
        Gap::ALL.into_iter().filter(move |gap| match gap {
            Gap::Sha256 => {
                self.sha256.is_none() && matches!(self.object, ObjectKind::File | ObjectKind::Hash)
            }
            Gap::Detection => self.detection.is_none() && self.verdict == DetectionVerdict::FalsePositive,
            Gap::Product => self.product.is_none() || self.version.is_none(),
            Gap::Component => self.component.is_none(),
            Gap::Bases => self.bases_version.is_none() || self.bases_released.is_none(),
            Gap::Rescan => self.rescan.is_none() || self.rescanned_at.is_none(),
            Gap::Origin => self.origin.is_none(),
            Gap::Purpose => self.purpose.is_none() && self.verdict == DetectionVerdict::FalsePositive,
            Gap::Impact => self.impact.is_none() && self.application.is_none(),
            Gap::Machines => self.machines.is_none(),
            Gap::Container => self.container.is_none() && has_content,
        })
    }
}
