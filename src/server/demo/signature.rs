//! A signature request as it is written in the scenario: its times are offsets, its databases those of the hour.

use chrono::{DateTime, Utc};
use serde::Deserialize;

use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::signature::{
    DetectionVerdict, Md5, ObjectKind, Sha256, SignatureRequest, Step, Weight,
};

use super::bases_at;
use super::scenario::duration;

/// A [`SignatureRequest`] whose databases were released some time before it was filed.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignatureText {
    verdict: DetectionVerdict,
    object: ObjectKind,
    name: SafeLine,
    sha256: Option<Sha256>,
    md5: Option<Md5>,
    size: Option<u64>,
    detection: Option<SafeLine>,
    product: Option<SafeLine>,
    version: Option<SafeLine>,
    component: Option<SafeLine>,
    origin: Option<SafeLine>,
    purpose: Option<SafeLine>,
    container: Option<SafeLine>,
    /// How old the databases in use were, about: they come out every hour.
    bases_released: Option<String>,
    rescan: Option<SafeText>,
    /// How long before the filing it was scanned again.
    rescanned: Option<String>,
    impact: Option<SafeText>,
    application: Option<SafeLine>,
    #[serde(default)]
    weight: Weight,
    machines: Option<u32>,
}

impl SignatureText {
    /// The request as filed at an instant (UTC); `None` if a time in it is none.
    pub fn filed_at(&self, at: DateTime<Utc>) -> Option<SignatureRequest> {
        let before = |text: &Option<String>| text.as_deref().map(|text| duration(text).map(|age| at - age));
        let bases = before(&self.bases_released).map(|released| released.map(bases_at));
        let text = self.clone();
        Some(SignatureRequest {
            verdict: text.verdict,
            object: text.object,
            name: text.name,
            sha256: text.sha256,
            md5: text.md5,
            size: text.size,
            detection: text.detection,
            product: text.product,
            version: text.version,
            component: text.component,
            origin: text.origin,
            purpose: text.purpose,
            container: text.container,
            bases_version: match &bases {
                None => None,
                Some(bases) => Some(bases.as_ref()?.version.clone()),
            },
            bases_released: match bases {
                None => None,
                Some(bases) => Some(bases?.released_at),
            },
            rescan: text.rescan,
            rescanned_at: match before(&self.rescanned) {
                None => None,
                Some(at) => Some(at?),
            },
            impact: text.impact,
            application: text.application,
            weight: text.weight,
            machines: text.machines,
            // Where it stands now is what happened to it: a step without its past has no databases and no words.
            step: Step::Received,
        })
    }
}
