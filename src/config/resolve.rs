//! From what is written to what holds: every value checked, every mistake collected.

use std::path::{Path, PathBuf};
use std::str::FromStr;
use std::time::Duration;

use crate::desk::sla::Tz;
use toml::Spanned;
use url::Url;

use crate::app::model::settings::Pace;
use crate::app::protocol::keymap::Written;
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Language;
use crate::desk::ticket::names::BackendId;
use crate::ui::BuiltIn;

use super::check::{check, line_of};
use super::problem::{Problem, Wrong, nearest};
use super::written::{BackendSection, ConfigFile, KeymapSection, PollingSection};
use super::{
    BackendConfig, BackendKind, Config, Given, KeymapConfig, LogLevel, OwnCertificate, Theme, TlsFiles,
    TokenFrom,
};

/// The word for "what the machine says".
const AUTO: &str = "auto";
const KINDS: [(Kind, &str); 2] = [(Kind::Vigie, "vigie"), (Kind::RequestTracker, "request-tracker")];

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Vigie,
    RequestTracker,
}

/// Reads a configuration file; an empty text is the default.
///
/// # Errors
/// Everything that is wrong with it, in the order of the file.
pub fn read(text: &str, given: &Given) -> Result<Config, Vec<Wrong>> {
    let wrong = check(text);
    if !wrong.is_empty() {
        return Err(sorted(wrong));
    }
    let file: ConfigFile = toml::from_str(text).map_err(|error| {
        let line = error.span().map(|span| line_of(text, span.start));
        vec![Wrong::new(line, "", Problem::Syntax { message: error.message().to_owned() })]
    })?;
    let mut resolver = Resolver { text, wrong: Vec::new() };
    let config = resolver.config(file, given);
    if resolver.wrong.is_empty() { Ok(config) } else { Err(sorted(resolver.wrong)) }
}

fn sorted(mut wrong: Vec<Wrong>) -> Vec<Wrong> {
    wrong.sort_by_key(|wrong| wrong.line);
    wrong
}

/// A value, where it was written, and under which key.
pub(super) struct Said {
    pub value: String,
    pub line: Option<usize>,
}

pub(super) struct Resolver<'a> {
    text: &'a str,
    wrong: Vec<Wrong>,
}

impl Resolver<'_> {
    pub(super) fn line(&self, offset: usize) -> usize {
        line_of(self.text, offset)
    }

    fn config(&mut self, file: ConfigFile, given: &Given) -> Config {
        let ConfigFile {
            language,
            zone,
            theme,
            on_call,
            bell,
            undo,
            ask_after,
            confirm_late,
            log,
            templates,
            signatures,
            polling,
            warnings,
            keymap,
            rotas,
            backends,
        } = file;
        let default = Config::default();
        let language = self.said(given.language.as_ref(), language);
        let zone = self.said(given.zone.as_ref(), zone);
        let theme = self.said(given.theme.as_ref(), theme);
        let log = self.said(given.log.as_ref(), log);
        Config {
            language: self.language(language),
            zone: self.zone(zone),
            theme: self.theme(theme).unwrap_or(default.theme),
            on_call: on_call.filter(|name| !name.trim().is_empty()).map(SafeLine::from),
            rotas: self.rotas(rotas),
            bell: bell.unwrap_or(default.bell),
            undo: self.seconds("undo", undo, 0, 60, default.undo),
            ask_after: self.seconds("ask_after", ask_after, 5, 86_400, default.ask_after),
            confirm_late: confirm_late.unwrap_or(default.confirm_late),
            pace: self.pace(polling, default.pace),
            warnings: self.warnings(warnings, default.warnings),
            log: self.log(log).unwrap_or(default.log),
            keymap: self.keymap(keymap),
            templates: templates.map_or(default.templates, PathBuf::from),
            signatures: self.signatures(signatures),
            backends: self.backends(backends),
        }
    }

    /// What the command line or the environment says, else the file.
    fn said(&self, given: Option<&String>, written: Option<Spanned<String>>) -> Option<Said> {
        match (given, written) {
            (Some(value), _) => Some(Said { value: value.clone(), line: None }),
            (None, Some(written)) => Some(self.spanned(written)),
            (None, None) => None,
        }
    }

    pub(super) fn spanned(&self, written: Spanned<String>) -> Said {
        let line = Some(line_of(self.text, written.span().start));
        Said { value: written.into_inner(), line }
    }

    fn language(&mut self, said: Option<Said>) -> Option<Language> {
        let known = [(None, AUTO), (Some(Language::En), "en"), (Some(Language::Fr), "fr")];
        self.word("language", said, &known).flatten()
    }

    fn log(&mut self, said: Option<Said>) -> Option<LogLevel> {
        self.word("log", said, &LogLevel::ALL)
    }

    pub(super) fn word<T: Copy>(&mut self, key: &str, said: Option<Said>, known: &[(T, &str)]) -> Option<T> {
        let said = said?;
        let found = known.iter().find(|(_, word)| *word == said.value);
        if found.is_none() {
            self.unknown_word(key, said, &known.iter().map(|(_, word)| *word).collect::<Vec<_>>());
        }
        found.map(|(value, _)| *value)
    }

    pub(super) fn unknown_word(&mut self, key: &str, said: Said, known: &[&str]) {
        let nearest = nearest(&said.value, known.iter().copied());
        let known = known.iter().map(|word| (*word).to_owned()).collect();
        self.add(said.line, key, Problem::UnknownWord { value: said.value, known, nearest });
    }

    fn zone(&mut self, said: Option<Said>) -> Option<Tz> {
        self.named_zone("zone", said.filter(|said| said.value != AUTO)?)
    }

    pub(super) fn named_zone(&mut self, key: &str, said: Said) -> Option<Tz> {
        let zone = Tz::from_str(&said.value).ok();
        if zone.is_none() {
            let nearest = nearest(&said.value, crate::desk::sla::ZoneSet::in_force().names());
            self.add(said.line, key, Problem::UnknownZone { value: said.value, nearest });
        }
        zone
    }

    fn theme(&mut self, said: Option<Said>) -> Option<Theme> {
        let said = said?;
        // A path says so by its form, so that a slip in a name is not looked for on the disk.
        if said.value.contains('/') || Path::new(&said.value).extension().is_some() {
            return Some(Theme::File(PathBuf::from(said.value)));
        }
        self.word("theme", Some(said), &BuiltIn::ALL).map(Theme::BuiltIn)
    }

    fn pace(&mut self, polling: PollingSection, default: Pace) -> Pace {
        let PollingSection { normal, near, far } = polling;
        Pace {
            normal: self.seconds("polling.normal", normal, 1, 3600, default.normal),
            near: self.seconds("polling.near", near, 1, 3600, default.near),
            far: self.seconds("polling.far", far, 1, 3600, default.far),
        }
    }

    pub(super) fn seconds(
        &mut self,
        key: &str,
        written: Option<Spanned<u64>>,
        least: u64,
        most: u64,
        default: Duration,
    ) -> Duration {
        let Some(written) = written else { return default };
        if !(least..=most).contains(written.get_ref()) {
            let line = Some(line_of(self.text, written.span().start));
            self.add(line, key, Problem::OutOfRange { least, most });
        }
        Duration::from_secs(written.into_inner())
    }

    /// The rows are read by the key map itself; here they only get their lines.
    fn keymap(&self, section: KeymapSection) -> KeymapConfig {
        let KeymapSection { file, keys } = section;
        let row = |row: Spanned<Written>| {
            let line = Some(line_of(self.text, row.span().start));
            Written { line, ..row.into_inner() }
        };
        KeymapConfig { file: file.map(PathBuf::from), rows: keys.into_iter().map(row).collect() }
    }

    fn backends(&mut self, sections: Vec<Spanned<BackendSection>>) -> Vec<BackendConfig> {
        let mut backends: Vec<BackendConfig> = Vec::new();
        for (index, section) in sections.into_iter().enumerate() {
            let key = format!("backend[{}]", index + 1);
            let line = line_of(self.text, section.span().start);
            let Some(backend) = self.backend(&key, line, section.into_inner()) else { continue };
            if backends.iter().any(|other| other.id == backend.id) {
                let value = backend.id.as_str().to_owned();
                self.add(Some(line), format!("{key}.name"), Problem::NameTwice { value });
            }
            backends.push(backend);
        }
        backends
    }

    fn backend(&mut self, key: &str, line: usize, mut section: BackendSection) -> Option<BackendConfig> {
        let said = section.kind.take().map(|kind| self.spanned(kind));
        let kind = self.word(&format!("{key}.kind"), said, &KINDS).unwrap_or(Kind::Vigie);
        let id = self.needed(key, "name", line, section.name.take()).and_then(|said| self.name(key, said));
        let url = self.needed(key, "url", line, section.url.take()).and_then(|said| self.url(key, &said));
        let token = self.secret(key, line, &section);
        if let TokenFrom::Command(command) = &token {
            let name = if section.token_command.is_some() { "token_command" } else { "password_command" };
            let said = Said { value: command.clone(), line: Some(line) };
            // It is taken apart again where it is run.
            let _words = self.words_of_command(&format!("{key}.{name}"), said);
        }
        if url.as_ref().is_some_and(|url| url.scheme() == "http") {
            self.without_tls(key, line, &section);
        }
        let (allow_plain_http, user) = (section.allow_plain_http.unwrap_or(false), section.user.clone());
        let tls = self.tls(key, line, &section);
        let kind = match kind {
            Kind::Vigie => {
                self.only_of_trackers(key, line, &section);
                BackendKind::Vigie
            }
            Kind::RequestTracker => BackendKind::RequestTracker(Box::new(self.tracker(key, line, section)?)),
        };
        Some(BackendConfig { id: id?, url: url?, user, token, kind, allow_plain_http, tls, line: Some(line) })
    }

    /// In the clear no certificate is looked at.
    fn without_tls(&mut self, key: &str, line: usize, section: &BackendSection) {
        let files = [
            ("ca_file", &section.ca_file),
            ("client_cert_file", &section.client_cert_file),
            ("client_key_file", &section.client_key_file),
        ];
        for (name, _) in files.into_iter().filter(|(_, file)| file.is_some()) {
            self.add(
                Some(line),
                format!("{key}.{name}"),
                Problem::NeedsOther { other: "url = \"https://…\"" },
            );
        }
    }

    /// A certificate is of no use without its key.
    fn tls(&mut self, key: &str, line: usize, section: &BackendSection) -> TlsFiles {
        let path = |written: &Option<String>| written.as_ref().map(PathBuf::from);
        let (certificate, own_key) = (path(&section.client_cert_file), path(&section.client_key_file));
        let missing = match (&certificate, &own_key) {
            (Some(_), None) => Some("client_key_file"),
            (None, Some(_)) => Some("client_cert_file"),
            _ => None,
        };
        if let Some(missing) = missing {
            self.add(Some(line), format!("{key}.{missing}"), Problem::Missing);
        }
        let own = certificate.zip(own_key).map(|(certificate, key)| OwnCertificate { certificate, key });
        TlsFiles { authority: path(&section.ca_file), own }
    }

    /// Where the token comes from, or the password if a user is named.
    fn secret(&mut self, key: &str, line: usize, section: &BackendSection) -> TokenFrom {
        let from = |env: &Option<String>, file: &Option<String>, command: &Option<String>| {
            let sources = [
                env.clone().map(TokenFrom::Environment),
                file.clone().map(|path| TokenFrom::File(PathBuf::from(path))),
                command.clone().map(TokenFrom::Command),
            ];
            sources.into_iter().flatten().collect::<Vec<_>>()
        };
        let mut tokens = from(&section.token_env, &section.token_file, &section.token_command);
        let mut passwords = from(&section.password_env, &section.password_file, &section.password_command);
        match (passwords.len(), tokens.len()) {
            (0, 0 | 1) => {}
            (1, 0) if section.user.is_some() => {}
            (1, 0) => self.add(Some(line), format!("{key}.user"), Problem::Missing),
            (0, _) if section.user.is_none() => self.add(Some(line), key, Problem::OneTokenSource),
            _ => self.add(Some(line), key, Problem::OnePasswordSource),
        }
        passwords.pop().or(tokens.pop()).unwrap_or(TokenFrom::Keyring)
    }

    pub(super) fn needed(
        &mut self,
        key: &str,
        name: &str,
        line: usize,
        written: Option<Spanned<String>>,
    ) -> Option<Said> {
        let said = written.map(|written| self.spanned(written));
        if said.is_none() {
            self.add(Some(line), format!("{key}.{name}"), Problem::Missing);
        }
        said
    }

    fn name(&mut self, key: &str, said: Said) -> Option<BackendId> {
        let id = said.value.parse().ok();
        if id.is_none() {
            self.add(said.line, format!("{key}.name"), Problem::BadName { value: said.value });
        }
        id
    }

    fn url(&mut self, key: &str, said: &Said) -> Option<Url> {
        let is_web = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
        let url = Url::parse(&said.value).ok().filter(is_web);
        let key = format!("{key}.url");
        match &url {
            Some(url) if url.password().is_some() => self.add(said.line, key, Problem::SecretWritten),
            Some(_) => {}
            None => {
                // What stands before an @ may be a password.
                let value = said.value.rsplit('@').next().unwrap_or_default().to_owned();
                self.add(said.line, key, Problem::BadUrl { value });
            }
        }
        url
    }

    pub(super) fn add(&mut self, line: Option<usize>, key: impl Into<String>, problem: Problem) {
        self.wrong.push(Wrong::new(line, key, problem));
    }
}
