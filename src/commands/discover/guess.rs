//! What the names on a server may mean. A guess that fails costs a line to be put right; none is silent.

use crate::io::backend::checkup::Field;

/// Words of the configuration, each with what a value that means it may hold. The first that fits counts.
pub type Kinds = &'static [(&'static str, &'static [&'static str])];

pub const CHANNEL_FIELDS: &[&str] = &["channel", "source", "canal"];
pub const CHANNELS: Kinds = &[
    ("phone", &["phone", "tel", "tél", "call", "appel"]),
    ("email", &["mail", "courriel"]),
    ("portal", &["portal", "portail", "web", "form"]),
];
pub const KIND_FIELDS: &[&str] = &["kind", "type", "category", "catégorie", "nature"];
pub const KINDS: Kinds = &[
    ("signature-request", &["signature", "false positive", "false negative", "sample", "échantillon"]),
    ("service-request", &["service", "question", "change", "demande"]),
    ("incident", &["incident", "problem", "fault", "panne"]),
];
pub const RESPONSE_FIELDS: &[&str] = &["response", "réponse", "answer"];
pub const RESPONSES: Kinds = &[
    ("interim", &["on it", "interim", "provis", "received", "reçu"]),
    ("information-request", &["question", "information", "info"]),
    ("solution", &["fix", "solution", "solved", "résol"]),
    ("preliminary-analysis", &["analy", "prelim", "prélim"]),
];
pub const OUTCOME_FIELDS: &[&str] = &["call outcome", "outcome", "résultat"];
pub const OUTCOMES: Kinds = &[
    ("no-answer", &["no answer", "pas de réponse", "absent"]),
    ("call-back", &["back", "rappel"]),
    ("voicemail", &["voice", "messagerie", "répondeur"]),
    ("spoke", &["reached", "spoke", "talked", "joint", "parlé"]),
];
pub const DIRECTION_FIELDS: &[&str] = &["call direction", "direction", "sens"];
pub const DIRECTIONS: Kinds =
    &[("to-customer", &["out", "sortant", "to "]), ("from-customer", &["in", "entrant", "from"])];
pub const VERDICT_FIELDS: &[&str] = &["verdict"];
pub const VERDICTS: Kinds = &[
    ("false-positive", &["fp", "false positive", "faux positif"]),
    ("false-negative", &["fn", "false negative", "faux négatif"]),
    ("outbreak", &["outbreak", "épidémie"]),
];
pub const OBJECT_FIELDS: &[&str] = &["object", "objet"];
pub const OBJECTS: Kinds = &[
    ("file", &["file", "fichier"]),
    ("url", &["url"]),
    ("domain", &["domain"]),
    ("hash", &["hash", "empreinte"]),
    ("email", &["mail", "courriel"]),
    ("ip", &["ip"]),
];
pub const WEIGHT_FIELDS: &[&str] = &["weight", "poids"];
pub const WEIGHTS: Kinds = &[("critical", &["critical", "critique"]), ("usual", &["usual", "normal"])];
pub const STEP_FIELDS: &[&str] = &["stage", "step", "way", "étape"];
pub const STEPS: Kinds = &[
    ("received", &["received", "reçu"]),
    ("gate", &["gate", "databases checked", "bases"]),
    ("specialists", &["analysis", "analyse", "specialist", "qa", "lab", "written"]),
    ("publication", &["publi"]),
    ("informed", &["told", "inform"]),
    ("verified", &["verif", "vérif"]),
    ("rejected", &["reject", "rejet"]),
];

/// The free fields of a signature request, and what they may be called.
pub const PARTS: &[(&str, &[&str])] = &[
    ("name_field", &["file name", "object name", "nom du fichier"]),
    ("sha256_field", &["sha-256", "sha256"]),
    ("md5_field", &["md5"]),
    ("size_field", &["size", "file size", "taille"]),
    ("detection_field", &["detection name", "detection", "détection"]),
    ("product_field", &["product", "produit"]),
    ("version_field", &["product version", "version du produit"]),
    ("component_field", &["component", "composant"]),
    ("bases_version_field", &["database version", "bases version", "version des bases"]),
    ("bases_released_field", &["databases released", "database released"]),
    ("rescan_field", &["scanned again"]),
    ("rescanned_at_field", &["scanned again at"]),
    ("origin_field", &["origin", "origine"]),
    ("purpose_field", &["purpose", "usage"]),
    ("container_field", &["container", "conteneur"]),
    ("impact_field", &["business impact"]),
    ("application_field", &["application"]),
    ("machines_field", &["machines"]),
    ("fixed_by_field", &["fixed in", "fixed by"]),
];

const SEVERITY_FIELDS: &[&str] = &["severity", "gravit", "critici", "impact", "urgen", "priorit"];
const SEVERITIES: [(i64, &[&str]); 4] = [
    (1, &["critical", "critique", "blocker", "bloquant", "emergency", "gold"]),
    (2, &["high", "haute", "élevée", "major", "majeur", "silver"]),
    (3, &["medium", "normal", "moyen", "bronze"]),
    (4, &["low", "basse", "faible", "minor", "mineur"]),
];

/// Every status with the names that mean it where nothing else is said.
pub const USUAL_STATUSES: [(&str, &[&str]); 7] = [
    ("new", &["new"]),
    ("open", &["open"]),
    ("waiting-for-customer", &["stalled"]),
    ("waiting-for-lab", &[]),
    ("resolved", &["resolved"]),
    ("closed", &[]),
    ("void", &["rejected", "deleted"]),
];
const STATUSES: Kinds = &[
    ("waiting-for-lab", &["lab", "vendor", "third", "specialist", "éditeur"]),
    ("waiting-for-customer", &["wait", "pending", "customer", "client", "attente", "hold"]),
    ("resolved", &["resolved", "solved", "fixed", "done", "résolu"]),
    ("closed", &["closed", "clos", "archiv"]),
    ("void", &["spam", "reject", "cancel", "invalid", "duplicate", "annul"]),
    ("new", &["new", "nouveau"]),
];

/// A field by its name, whatever its case.
pub fn named<'a>(fields: &'a [Field], names: &[&str]) -> Option<&'a str> {
    let find = |name: &&str| fields.iter().find(|field| field.name.to_lowercase() == **name);
    names.iter().find_map(find).map(|field| field.name.as_str())
}

/// The field whose name fits and of whose values most is understood; the first of several.
pub fn best<'a>(fields: &'a [Field], names: &[&str], kinds: Kinds) -> Option<&'a Field> {
    let fits = |field: &&Field| names.iter().any(|name| field.name.to_lowercase().contains(name));
    let understood = |field: &Field| {
        let mut words: Vec<&str> = values(field, kinds).into_iter().map(|(_, word)| word).collect();
        words.sort_unstable();
        words.dedup();
        words.len()
    };
    let fitting = fields.iter().filter(fits).map(|field| (understood(field), field));
    let fitting = fitting.filter(|(understood, _)| *understood > 0);
    fitting.reduce(|best, next| if next.0 > best.0 { next } else { best }).map(|(_, field)| field)
}

/// The values of a field that are understood, with the words that they mean.
pub fn values(field: &Field, kinds: Kinds) -> Vec<(&str, &'static str)> {
    let mut known: Vec<(&str, &str)> = Vec::new();
    for value in &field.values {
        if let Some(word) = word(value, kinds).filter(|_| !known.iter().any(|(other, _)| other == value)) {
            known.push((value, word));
        }
    }
    known
}

pub fn status(name: &str) -> &'static str {
    word(name, STATUSES).unwrap_or("open")
}

fn word(value: &str, kinds: Kinds) -> Option<&'static str> {
    let value = value.to_lowercase();
    // Short ones stand for themselves: "in" is no part of "information".
    let fits = |part: &str| if part.len() <= 3 { value == part.trim() } else { value.contains(part) };
    kinds.iter().find(|(_, parts)| parts.iter().any(|part| fits(part))).map(|(word, _)| *word)
}

pub fn severity_field(fields: &[Field]) -> Option<&Field> {
    let fits = |field: &&Field, name: &str| {
        field.name.to_lowercase().contains(name) && (2..=8).contains(&field.values.len())
    };
    SEVERITY_FIELDS.iter().find_map(|name| fields.iter().find(|field| fits(field, name)))
}

/// A severity for each value: by the digit or the word in it, else by its place.
pub fn severities<'a>(values: impl Iterator<Item = &'a str>) -> Vec<(&'a str, i64)> {
    let mut known: Vec<(&str, i64)> = Vec::new();
    for (at, value) in values.enumerate() {
        if known.iter().any(|(other, _)| *other == value) {
            continue;
        }
        let lower = value.to_lowercase();
        let digits: Vec<i64> = lower.chars().filter_map(|it| it.to_digit(10)).map(i64::from).collect();
        let digit = match digits.as_slice() {
            [one @ 1..=4] => Some(*one),
            _ => None,
        };
        let named = SEVERITIES.iter().find(|(_, words)| words.iter().any(|word| lower.contains(word)));
        let by_place = i64::try_from(at).unwrap_or(3).saturating_add(1).min(4);
        known.push((value, digit.or(named.map(|(severity, _)| *severity)).unwrap_or(by_place)));
    }
    known
}

/// A name that can be an identifier.
pub fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let plain: String = lower.chars().map(|it| if it.is_ascii_alphanumeric() { it } else { '-' }).collect();
    plain.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}
