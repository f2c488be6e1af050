//! From files, flags and environment to everything that a console is made of; every mistake is told at once.

use std::path::{Path, PathBuf};

use crate::app::protocol::keymap::Keymap;
use crate::cli::ConsoleArgs;
use crate::config::{
    BackendConfig, BackendKind, Config, Given, KeymapMistakes, Look, Problem, Theme, TlsFiles, TokenFrom,
    TrackerConfig, Wrong, read,
};
use crate::desk::rota::Rota;
use crate::desk::template::Library;
use crate::desk::ticket::names::{BackendId, CalendarName};
use crate::desk::ticket::programme::Programme;
use crate::io::backend::Backend;
use crate::io::backend::bundled::Bundled;
use crate::io::backend::http::AddressError;
use crate::io::backend::request_tracker::{Desk as TrackerDesk, RequestTracker};
use crate::io::backend::trust::{Trust, TrustError};
use crate::io::places;
use crate::io::secrets::TokenSource;
use crate::words::{Language, Words};

use super::mistakes::{Mistakes, unreadable};
use super::{calendars, rotas, templates};

/// Where the configuration is.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: PathBuf,
    /// Named by a flag or the environment: then it must be there.
    pub named: bool,
}

/// What the configuration came to.
#[derive(Debug)]
pub struct Settings {
    pub config: Config,
    pub keymap: Keymap,
    pub look: Look,
    pub library: Library,
    pub backends: Vec<(BackendId, Backend)>,
    pub rotas: Vec<Rota>,
    /// The files and folders that all this was read from.
    pub files: Vec<PathBuf>,
    /// Whether there is a file at all.
    pub written: bool,
}

/// The language before the configuration is known: that of flags and environment, else the locale's.
pub fn first_words(args: &ConsoleArgs) -> Words {
    let given = args.language.as_deref().and_then(|language| language.parse().ok());
    Words::load(given.unwrap_or_else(|| Language::of_locale(&places::locale().unwrap_or_default())))
}

/// The words of a configuration: the first ones, if it wants no other language.
pub fn words(config: &Config, first: Words) -> Words {
    let language = config.language.map(Language::from);
    let language = language.unwrap_or_else(|| Language::of_locale(&places::locale().unwrap_or_default()));
    if first.language() == language { first } else { Words::load(language) }
}

pub fn source(args: &ConsoleArgs) -> Option<Source> {
    match &args.config {
        Some(path) => Some(Source { path: path.clone(), named: true }),
        None => places::config_file().map(|path| Source { path, named: false }),
    }
}

/// Reads everything.
pub fn load(args: &ConsoleArgs, source: Option<&Source>) -> Result<Settings, Mistakes> {
    let (text, written) = text(source)?;
    loaded(args, source, &text, written)
}

/// Reads everything, from another text than the one that the configuration's file holds.
pub fn load_text(args: &ConsoleArgs, source: &Source, text: &str) -> Result<Settings, Mistakes> {
    loaded(args, Some(source), text, true)
}

fn loaded(
    args: &ConsoleArgs,
    source: Option<&Source>,
    text: &str,
    written: bool,
) -> Result<Settings, Mistakes> {
    let (config, path) = configuration(args, source, text)?;
    let here = |wrong: Vec<Wrong>| wrong.into_iter().map(|wrong| (path.clone(), wrong)).collect::<Mistakes>();
    let keymap = keymap(&config, &path);
    let look = look(&config, &path);
    let library = templates::library(&config, &path);
    let backends = backends(&config, &path, args).map_err(here);
    let rotas = rotas::load(&config.rotas, &path, || first_words(args));
    match (keymap, look, library, backends) {
        (Ok(keymap), Ok(look), Ok(library), Ok(backends)) => {
            let files = files(&config, &path);
            Ok(Settings { config, keymap, look, library, backends, rotas, files, written })
        }
        (keymap, look, library, backends) => {
            let mistakes = [keymap.err(), look.err(), library.err(), backends.err()];
            Err(mistakes.into_iter().flatten().flatten().collect())
        }
    }
}

/// What of the configuration changes under a running console.
#[derive(Debug)]
pub struct Again {
    pub config: Config,
    pub keymap: Keymap,
    pub look: Look,
    pub library: Library,
    pub rotas: Vec<Rota>,
    pub files: Vec<PathBuf>,
}

/// Reads again what changes under a running console; backends are not touched.
pub fn again(args: &ConsoleArgs, source: Option<&Source>) -> Result<Again, Mistakes> {
    let (text, _) = text(source)?;
    let (config, path) = configuration(args, source, &text)?;
    let rotas = rotas::load(&config.rotas, &path, || first_words(args));
    match (keymap(&config, &path), look(&config, &path), templates::library(&config, &path)) {
        (Ok(keymap), Ok(look), Ok(library)) => {
            let files = files(&config, &path);
            Ok(Again { config, keymap, look, library, rotas, files })
        }
        (keymap, look, library) => {
            Err([keymap.err(), look.err(), library.err()].into_iter().flatten().flatten().collect())
        }
    }
}

/// The configuration, and its path.
fn configuration(
    args: &ConsoleArgs,
    source: Option<&Source>,
    text: &str,
) -> Result<(Config, PathBuf), Mistakes> {
    let path = source.map(|source| source.path.clone()).unwrap_or_default();
    let here = |wrong: Vec<Wrong>| wrong.into_iter().map(|wrong| (path.clone(), wrong)).collect::<Mistakes>();
    let given = Given {
        language: args.language.clone(),
        zone: args.zone.clone(),
        theme: args.theme.clone().or_else(|| places::without_colours().then(|| "plain".to_owned())),
        log: args.log.clone(),
    };
    let config = read(text, &given).map_err(here)?;
    Ok((config, path))
}

/// The files and folders that a configuration is read from: itself, and what it names.
fn files(config: &Config, path: &Path) -> Vec<PathBuf> {
    let beside = |file: &Path| places::beside(Some(path), file);
    let theme = match &config.theme {
        Theme::File(file) => Some(beside(file)),
        Theme::BuiltIn(_) => None,
    };
    let keymap = config.keymap.file.as_deref().map(beside);
    let rotas = config.rotas.iter().filter_map(|rota| rota.ics.as_ref()).map(|file| beside(&file.path));
    [path.to_owned(), beside(&config.templates)].into_iter().chain(theme).chain(keymap).chain(rotas).collect()
}

fn text(source: Option<&Source>) -> Result<(String, bool), Mistakes> {
    let Some(source) = source else { return Ok((String::new(), false)) };
    match places::read(&source.path) {
        Ok(text) => Ok((text, true)),
        Err(why) if why.kind() == std::io::ErrorKind::NotFound && !source.named => Ok((String::new(), false)),
        Err(why) => Err(vec![(source.path.clone(), unreadable(&source.path, &why))]),
    }
}

fn keymap(config: &Config, path: &Path) -> Result<Keymap, Mistakes> {
    let named = config.keymap.file.as_deref().map(|file| places::beside(Some(path), file));
    let text = named.as_deref().map(named_text).transpose()?;
    config.keymap.keymap(text.as_deref()).map_err(|mistakes| match (mistakes, named) {
        (KeymapMistakes::InFile(wrong), Some(file)) => {
            wrong.into_iter().map(|wrong| (file.clone(), wrong)).collect()
        }
        (KeymapMistakes::InFile(wrong) | KeymapMistakes::InRows(wrong), _) => {
            wrong.into_iter().map(|wrong| (path.to_owned(), wrong)).collect()
        }
    })
}

fn look(config: &Config, path: &Path) -> Result<Look, Mistakes> {
    let named = match &config.theme {
        Theme::File(file) => Some(places::beside(Some(path), file)),
        Theme::BuiltIn(_) => None,
    };
    let text = named.as_deref().map(named_text).transpose()?;
    let file = named.unwrap_or_else(|| path.to_owned());
    let here = |wrong: Vec<Wrong>| wrong.into_iter().map(|wrong| (file.clone(), wrong)).collect();
    config.theme.theme(text.as_deref()).map_err(here)
}

fn named_text(path: &Path) -> Result<String, Mistakes> {
    places::read(path).map_err(|why| vec![(path.to_owned(), unreadable(path, &why))])
}

fn backends(
    config: &Config,
    path: &Path,
    args: &ConsoleArgs,
) -> Result<Vec<(BackendId, Backend)>, Vec<Wrong>> {
    let mut backends = Vec::new();
    let mut wrong = Vec::new();
    for (index, section) in config.backends.iter().enumerate() {
        match backend(section, &format!("backend[{}]", index + 1), path, args) {
            Ok(backend) => backends.push((section.id.clone(), backend)),
            Err(mistake) => wrong.push(*mistake),
        }
    }
    if wrong.is_empty() { Ok(backends) } else { Err(wrong) }
}

fn backend(
    section: &BackendConfig,
    key: &str,
    path: &Path,
    args: &ConsoleArgs,
) -> Result<Backend, Box<Wrong>> {
    let tokens = match &section.token {
        TokenFrom::Environment(name) => TokenSource::Environment(name.clone()),
        TokenFrom::File(file) => TokenSource::File(places::beside(Some(path), file)),
        TokenFrom::Command(line) => TokenSource::Command(line.clone()),
        TokenFrom::Keyring => TokenSource::Keyring(account(section)),
    };
    tokens.check().map_err(|why| Box::new(Wrong::new(section.line, key, Problem::Token(why))))?;
    speaking_with(section, key, path, args, tokens)
}

/// As what the keyring knows the secret of a backend: bound to the address, whatever the backend is called.
pub(super) fn account(section: &BackendConfig) -> String {
    match &section.user {
        None => section.url.to_string(),
        Some(user) => format!("{user} {}", section.url),
    }
}

/// A backend that shows this secret.
pub(super) fn speaking_with(
    section: &BackendConfig,
    key: &str,
    path: &Path,
    args: &ConsoleArgs,
    tokens: TokenSource,
) -> Result<Backend, Box<Wrong>> {
    let at_section = |problem| Box::new(Wrong::new(section.line, key, problem));
    let (url, plain) = (section.url.clone(), section.allow_plain_http);
    let trust = trust(&section.tls, path).map_err(|why| at_section(not_trusted(&why)))?;
    let made = match &section.kind {
        BackendKind::Vigie => Bundled::new(url, tokens, plain)
            .map(|bundled| Backend::Bundled(Box::new(bundled.trusting(trust)))),
        BackendKind::RequestTracker(tracker) => {
            let desk = tracker_desk(tracker, path, args)?;
            let tracker = RequestTracker::new(url, section.user.clone(), tokens, plain, desk);
            tracker.map(|tracker| Backend::RequestTracker(Box::new(tracker.trusting(trust))))
        }
    };
    made.map_err(|why| {
        at_section(match why {
            AddressError::InTheClear(url) => Problem::InTheClear { value: url.to_string() },
            AddressError::NotHttp(url) => Problem::BadUrl { value: url.to_string() },
        })
    })
}

/// Certificates and keys are read at the start, so that what is wrong with them is told then.
fn trust(files: &TlsFiles, path: &Path) -> Result<Trust, TrustError> {
    let at = |file: &Path| places::beside(Some(path), file);
    let authority = files.authority.as_deref().map(at);
    let own = files.own.as_ref().map(|own| (at(&own.certificate), at(&own.key)));
    let own = own.as_ref().map(|(certificate, key)| (certificate.as_path(), key.as_path()));
    Trust::read(authority.as_deref(), own)
}

fn not_trusted(why: &TrustError) -> Problem {
    match why {
        TrustError::Unreadable { path, source } => {
            Problem::Unreadable { path: path.display().to_string(), message: source.to_string() }
        }
        TrustError::ReadByOthers(path) => Problem::KeyReadByOthers { path: path.display().to_string() },
        TrustError::NotPem(path) => Problem::NotPem { path: path.display().to_string() },
    }
}

/// Reads the calendars and the programme that a Request Tracker does not have.
fn tracker_desk(tracker: &TrackerConfig, path: &Path, args: &ConsoleArgs) -> Result<TrackerDesk, Box<Wrong>> {
    let mut calendars = Vec::new();
    for named in &tracker.calendars {
        let calendar = calendars::load_beside(Some(path), named.name.as_str()).map_err(|why| {
            // Words are read only to tell of a mistake: a start must not wait for them.
            let message = why.in_words(&first_words(args));
            Box::new(Wrong::new(named.line, named.key.as_str(), Problem::Rule { message }))
        })?;
        calendars.push((named.name.clone(), calendar));
    }
    let programme = match &tracker.programme {
        None => Programme::default_programme(),
        Some(file) => {
            let named = places::beside(Some(path), &file.path);
            let wrong = |problem| Box::new(Wrong::new(file.line, file.key.as_str(), problem));
            let text = places::read(&named).map_err(|why| wrong(unreadable(&named, &why).problem))?;
            let bad = |why: toml::de::Error| Problem::Rule { message: why.message().to_owned() };
            toml::from_str(&text).map_err(|why| wrong(bad(why)))?
        }
    };
    let default_calendar = tracker.calendars.first().map(|named| named.name.clone());
    Ok(TrackerDesk {
        name: tracker.desk_name.clone(),
        mapping: tracker.mapping.clone(),
        programme,
        // The configuration refuses a tracker without one.
        default_calendar: default_calendar.unwrap_or_else(|| CalendarName::new("france")),
        calendars,
    })
}

/// Tells every mistake on standard error.
pub fn complain(words: &Words, mistakes: &Mistakes) {
    for (path, wrong) in mistakes {
        super::store::complain(&wrong.say(words, &path.display().to_string()));
    }
    super::store::complain(&words.say_with("config-wrong", &[("count", mistakes.len().into())]));
}
