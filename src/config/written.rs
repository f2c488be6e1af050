//! The configuration as a person writes it: everything may be left out.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml::Spanned;

use crate::app::protocol::keymap::Written;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfigFile {
    pub language: Option<Spanned<String>>,
    pub zone: Option<Spanned<String>>,
    pub theme: Option<Spanned<String>>,
    pub on_call: Option<String>,
    pub bell: Option<bool>,
    pub undo: Option<Spanned<u64>>,
    pub ask_after: Option<Spanned<u64>>,
    pub confirm_late: Option<bool>,
    pub log: Option<Spanned<String>>,
    pub templates: Option<String>,
    #[serde(default, rename = "signature")]
    pub signatures: Vec<Spanned<SignedSection>>,
    #[serde(default)]
    pub polling: PollingSection,
    #[serde(default)]
    pub warnings: WarningsSection,
    #[serde(default)]
    pub keymap: KeymapSection,
    #[serde(default, rename = "rota")]
    pub rotas: Vec<Spanned<RotaSection>>,
    #[serde(default, rename = "backend")]
    pub backends: Vec<Spanned<BackendSection>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PollingSection {
    pub normal: Option<Spanned<u64>>,
    pub near: Option<Spanned<u64>>,
    pub far: Option<Spanned<u64>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct WarningsSection {
    pub terminal: Option<Spanned<String>>,
    pub desktop: Option<bool>,
    pub hook: Option<Spanned<String>>,
    pub nag: Option<Spanned<u64>>,
    pub snooze: Option<Spanned<u64>>,
    #[serde(default)]
    pub quiet: Vec<Spanned<QuietRow>>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct QuietRow {
    pub from: Option<Spanned<String>>,
    pub until: Option<Spanned<String>>,
    pub days: Option<Vec<Spanned<String>>>,
    pub severities: Option<Vec<Spanned<u64>>>,
    pub customers: Option<Vec<Spanned<String>>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeymapSection {
    pub file: Option<String>,
    #[serde(default)]
    pub keys: Vec<Spanned<Written>>,
}

/// Who is on call. Unknown keys were found before, by [`super::check`].
#[derive(Debug, Default, Deserialize)]
pub(super) struct RotaSection {
    pub name: Option<Spanned<String>>,
    pub zone: Option<Spanned<String>>,
    #[serde(default)]
    pub people: Vec<String>,
    pub first: Option<Spanned<String>>,
    pub handover: Option<Spanned<String>>,
    pub ics: Option<Spanned<String>>,
    #[serde(default, rename = "override")]
    pub overrides: Vec<Spanned<OverrideSection>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct OverrideSection {
    pub person: Option<Spanned<String>>,
    pub from: Option<Spanned<String>>,
    pub to: Option<Spanned<String>>,
}

/// Unknown keys were found before, by [`super::check`].
#[derive(Debug, Default, Deserialize)]
pub(super) struct BackendSection {
    pub name: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    pub url: Option<Spanned<String>>,
    pub token_env: Option<String>,
    pub token_file: Option<String>,
    pub token_command: Option<String>,
    pub allow_plain_http: Option<bool>,
    pub ca_file: Option<String>,
    pub client_cert_file: Option<String>,
    pub client_key_file: Option<String>,
    /// Who speaks, where no token says it.
    pub user: Option<String>,
    pub password_env: Option<String>,
    pub password_file: Option<String>,
    pub password_command: Option<String>,
    pub desk_name: Option<String>,
    pub calendar: Option<Spanned<String>>,
    pub programme: Option<Spanned<String>>,
    #[serde(default)]
    pub desk_groups: Vec<String>,
    pub map: Option<Spanned<MapSection>>,
    #[serde(default, rename = "customer")]
    pub customers: Vec<Spanned<CustomerSection>>,
    #[serde(default, rename = "manager")]
    pub managers: Vec<Spanned<ManagerSection>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct MapSection {
    pub customer_field: Option<String>,
    pub acknowledged_field: Option<String>,
    pub client_key_field: Option<String>,
    pub severity: Option<Spanned<SeveritySection>>,
    pub channel: Option<Spanned<ValuesSection>>,
    pub kind: Option<Spanned<ValuesSection>>,
    pub response: Option<Spanned<ValuesSection>>,
    pub call_outcome: Option<Spanned<ValuesSection>>,
    pub call_direction: Option<Spanned<ValuesSection>>,
    #[serde(default)]
    pub status: BTreeMap<String, Vec<String>>,
    #[serde(default)]
    pub signature: SignatureSection,
}

#[derive(Debug, Deserialize)]
pub(super) struct SeveritySection {
    pub by: Option<Spanned<String>>,
    pub field: Option<Spanned<String>>,
    #[serde(default)]
    pub values: BTreeMap<String, Spanned<u64>>,
    pub otherwise: Option<Spanned<u64>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ValuesSection {
    pub field: Option<Spanned<String>>,
    #[serde(default)]
    pub values: BTreeMap<String, Spanned<String>>,
    pub otherwise: Option<Spanned<String>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct SignatureSection {
    pub verdict: Option<Spanned<ValuesSection>>,
    pub object: Option<Spanned<ValuesSection>>,
    pub weight: Option<Spanned<ValuesSection>>,
    pub step: Option<Spanned<ValuesSection>>,
    pub name_field: Option<String>,
    pub sha256_field: Option<String>,
    pub md5_field: Option<String>,
    pub size_field: Option<String>,
    pub detection_field: Option<String>,
    pub product_field: Option<String>,
    pub version_field: Option<String>,
    pub component_field: Option<String>,
    pub bases_version_field: Option<String>,
    pub bases_released_field: Option<String>,
    pub rescan_field: Option<String>,
    pub rescanned_at_field: Option<String>,
    pub origin_field: Option<String>,
    pub purpose_field: Option<String>,
    pub container_field: Option<String>,
    pub impact_field: Option<String>,
    pub application_field: Option<String>,
    pub machines_field: Option<String>,
    pub fixed_by_field: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct CustomerSection {
    pub id: Option<Spanned<String>>,
    pub name: Option<Spanned<String>>,
    #[serde(default)]
    pub called: Vec<String>,
    pub plan: Option<Spanned<String>>,
    pub calendar: Option<Spanned<String>>,
    pub manager: Option<Spanned<String>>,
    pub language: Option<Spanned<String>>,
    pub zone: Option<Spanned<String>>,
    #[serde(default, rename = "contact")]
    pub contacts: Vec<Spanned<ContactSection>>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ContactSection {
    pub id: Option<Spanned<String>>,
    pub name: Option<Spanned<String>>,
    pub role: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct ManagerSection {
    pub user: Option<Spanned<String>>,
    pub name: Option<String>,
    pub email: Option<String>,
}

/// A signature as it is written in the configuration.
#[derive(Debug, Deserialize)]
pub(super) struct SignedSection {
    pub manager: Option<Spanned<String>>,
    pub en: Option<String>,
    pub fr: Option<String>,
}
