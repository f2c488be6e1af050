//! The fields of a signature request in another system: `[backend.map.signature]`.

use crate::desk::mapping::SignatureFields;
use crate::desk::rules::place::Place;
use crate::desk::ticket::signature::{DetectionVerdict, ObjectKind, Part, Step, Weight};

use super::resolve::Resolver;
use super::written::SignatureSection;

const VERDICTS: [(DetectionVerdict, &str); 3] = [
    (DetectionVerdict::FalsePositive, "false-positive"),
    (DetectionVerdict::FalseNegative, "false-negative"),
    (DetectionVerdict::Outbreak, "outbreak"),
];
const OBJECTS: [(ObjectKind, &str); 6] = [
    (ObjectKind::File, "file"),
    (ObjectKind::Url, "url"),
    (ObjectKind::Domain, "domain"),
    (ObjectKind::Ip, "ip"),
    (ObjectKind::Hash, "hash"),
    (ObjectKind::Email, "email"),
];
const WEIGHTS: [(Weight, &str); 2] = [(Weight::Usual, "usual"), (Weight::Critical, "critical")];
const PLACES: [(Place, &str); 7] = [
    (Place::At(Step::Received), "received"),
    (Place::At(Step::Gate), "gate"),
    (Place::At(Step::Specialists), "specialists"),
    (Place::At(Step::Publication), "publication"),
    (Place::At(Step::Informed), "informed"),
    (Place::At(Step::Verified), "verified"),
    (Place::Rejected, "rejected"),
];

impl Resolver<'_> {
    pub(super) fn signature(&mut self, key: &str, written: SignatureSection) -> SignatureFields {
        let SignatureSection {
            verdict,
            object,
            weight,
            step,
            name_field,
            sha256_field,
            md5_field,
            size_field,
            detection_field,
            product_field,
            version_field,
            component_field,
            bases_version_field,
            bases_released_field,
            rescan_field,
            rescanned_at_field,
            origin_field,
            purpose_field,
            container_field,
            impact_field,
            application_field,
            machines_field,
            fixed_by_field,
        } = written;
        let parts = [
            (Part::Name, name_field),
            (Part::Sha256, sha256_field),
            (Part::Md5, md5_field),
            (Part::Size, size_field),
            (Part::Detection, detection_field),
            (Part::Product, product_field),
            (Part::Version, version_field),
            (Part::Component, component_field),
            (Part::BasesVersion, bases_version_field),
            (Part::BasesReleased, bases_released_field),
            (Part::Rescan, rescan_field),
            (Part::RescannedAt, rescanned_at_field),
            (Part::Origin, origin_field),
            (Part::Purpose, purpose_field),
            (Part::Container, container_field),
            (Part::Impact, impact_field),
            (Part::Application, application_field),
            (Part::Machines, machines_field),
            (Part::FixedBy, fixed_by_field),
        ];
        let positive = DetectionVerdict::FalsePositive;
        let received = Place::At(Step::Received);
        SignatureFields {
            verdict: self.values(&format!("{key}.verdict"), verdict, &VERDICTS, positive),
            object: self.values(&format!("{key}.object"), object, &OBJECTS, ObjectKind::File),
            weight: self.values(&format!("{key}.weight"), weight, &WEIGHTS, Weight::Usual),
            step: self.values(&format!("{key}.step"), step, &PLACES, received),
            parts: parts.into_iter().filter_map(|(part, field)| Some((part, field?))).collect(),
        }
    }
}
