//! The configuration as a person writes it: everything may be left out.

use serde::Deserialize;
use toml::Spanned;

use crate::app::keymap::Written;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConfigFile {
    pub language: Option<Spanned<String>>,
    pub zone: Option<Spanned<String>>,
    pub theme: Option<Spanned<String>>,
    pub on_call: Option<String>,
    pub bell: Option<bool>,
    pub undo: Option<Spanned<u64>>,
    pub confirm_late: Option<bool>,
    pub log: Option<Spanned<String>>,
    #[serde(default)]
    pub polling: PollingSection,
    #[serde(default)]
    pub keymap: KeymapSection,
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
pub(super) struct KeymapSection {
    pub file: Option<String>,
    #[serde(default)]
    pub keys: Vec<Spanned<Written>>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct BackendSection {
    pub name: Option<Spanned<String>>,
    pub kind: Option<Spanned<String>>,
    pub url: Option<Spanned<String>>,
    pub token_env: Option<String>,
    pub token_file: Option<String>,
    pub token_command: Option<String>,
    pub allow_plain_http: Option<bool>,
}
