//! `vigie login` and `vigie logout`: a token goes into the keyring of the system once its backend knows it, and out.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use crate::app::protocol::no_token::NoToken;
use crate::cli::ConsoleArgs;
use crate::config::{BackendConfig, TokenFrom};
use crate::desk::text::SafeText;
use crate::desk::ticket::names::BackendId;
use crate::io::keyring;
use crate::io::secrets::{Token, TokenSource};
use crate::io::terminal::unseen;
use crate::words::Words;

use super::doctor::{self, Health};
use super::settings::{self, Settings, Source};
use super::store::{complain, say};

/// Puts a backend's token into the keyring.
pub fn run(args: &ConsoleArgs, name: Option<&BackendId>) -> ExitCode {
    with_backend(args, name, |chosen, runtime| runtime.block_on(log_in(args, chosen)))
        .unwrap_or_else(|code| code)
}

/// Takes it out again.
pub fn undo(args: &ConsoleArgs, name: Option<&BackendId>) -> ExitCode {
    with_backend(args, name, |chosen, runtime| runtime.block_on(log_out(chosen))).unwrap_or_else(|code| code)
}

/// The backend that is meant.
struct Chosen<'a> {
    section: &'a BackendConfig,
    /// Its place in the configuration.
    key: String,
    source: &'a Source,
    words: &'a Words,
}

fn with_backend(
    args: &ConsoleArgs,
    name: Option<&BackendId>,
    what: impl FnOnce(&Chosen<'_>, &tokio::runtime::Runtime) -> ExitCode,
) -> Result<ExitCode, ExitCode> {
    let first_words = settings::first_words(args);
    let wrong = Health::WrongConfiguration.code();
    let Some(source) = settings::source(args) else {
        complain(first_words.say("config-no-home"));
        return Err(wrong);
    };
    let loaded = settings::load(args, Some(&source));
    let Settings { config, .. } = loaded.map_err(|mistakes| {
        settings::complain(&first_words, &mistakes);
        wrong
    })?;
    let words = settings::words(&config, first_words);
    let backends = || config.backends.iter().enumerate();
    let meant = match (name, config.backends.len()) {
        (_, 0) => {
            complain(words.say("login-no-backend"));
            return Err(wrong);
        }
        (None, 1) => backends().next(),
        (None, _) => None,
        (Some(name), _) => backends().find(|(_, section)| section.id == *name),
    };
    let Some((index, section)) = meant else {
        let names: Vec<&str> = config.backends.iter().map(|section| section.id.as_str()).collect();
        complain(&words.say_with("login-which", &[("names", names.join(", ").into())]));
        return Err(wrong);
    };
    if let Some(key) = elsewhere(section) {
        let data = [("name", section.id.as_str().into()), ("key", key.into())];
        complain(&words.say_with("login-elsewhere", &data));
        return Err(wrong);
    }
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|why| {
        complain(&why.to_string());
        ExitCode::FAILURE
    })?;
    let key = format!("backend[{}]", index + 1);
    Ok(what(&Chosen { section, key, source: &source, words: &words }, &runtime))
}

/// The setting that takes the secret from anywhere but the keyring.
fn elsewhere(section: &BackendConfig) -> Option<&'static str> {
    let is_token = section.user.is_none();
    match &section.token {
        TokenFrom::Keyring => None,
        TokenFrom::Environment(_) => Some(if is_token { "token_env" } else { "password_env" }),
        TokenFrom::File(_) => Some(if is_token { "token_file" } else { "password_file" }),
        TokenFrom::Command(_) => Some(if is_token { "token_command" } else { "password_command" }),
    }
}

async fn log_in(args: &ConsoleArgs, chosen: &Chosen<'_>) -> ExitCode {
    let words = chosen.words;
    // Before anything is typed for nothing.
    if let Err(why) = keyring::is_there().await {
        return no_keyring(&why, chosen);
    }
    let token = match ask(chosen) {
        Ok(token) => token,
        Err(why) => {
            complain(&words.no_token(&why));
            complain(words.say("login-not-kept"));
            return Health::WrongConfiguration.code();
        }
    };
    let source = TokenSource::Known(token.clone());
    let backend =
        match settings::speaking_with(chosen.section, &chosen.key, &chosen.source.path, args, source) {
            Ok(backend) => backend,
            Err(wrong) => {
                settings::complain(words, &vec![(chosen.source.path.clone(), *wrong)]);
                return Health::WrongConfiguration.code();
            }
        };
    let name = chosen.section.id.as_str();
    match backend.connect().await {
        Ok(welcome) => {
            let data = [("name", name.into()), ("who", welcome.name.shown().into())];
            say(&words.say_with("login-known", &data));
        }
        Err(why) => {
            let health = doctor::failed(&why, words);
            complain(words.say("login-not-kept"));
            return health.code();
        }
    }
    let account = settings::account(chosen.section);
    if let Err(why) = keyring::put(&account, token).await {
        return no_keyring(&why, chosen);
    }
    let data = [("service", keyring::SERVICE.into()), ("account", account.into())];
    say(&words.say_with("login-kept", &data));
    ExitCode::SUCCESS
}

async fn log_out(chosen: &Chosen<'_>) -> ExitCode {
    let account = settings::account(chosen.section);
    match keyring::remove(&account).await {
        // Nothing there is as wished, too.
        Ok(()) | Err(NoToken::NotInKeyring { .. }) => {
            say(&chosen.words.say_with("logout-done", &[("account", account.into())]));
            ExitCode::SUCCESS
        }
        Err(why) => no_keyring(&why, chosen),
    }
}

/// From the terminal without an echo, else from whatever is piped in.
fn ask(chosen: &Chosen<'_>) -> Result<Token, NoToken> {
    if !io::stdin().is_terminal() {
        return Token::read(io::stdin().lock());
    }
    let mut data =
        vec![("name", chosen.section.id.as_str().into()), ("address", chosen.section.url.as_str().into())];
    let id = match &chosen.section.user {
        None => "login-prompt-token",
        Some(user) => {
            data.push(("user", user.as_str().into()));
            "login-prompt-password"
        }
    };
    let typed = unseen::ask(&SafeText::from(chosen.words.say_with(id, &data)).to_string());
    Token::new(&typed.ok().flatten().ok_or(NoToken::NotOne)?)
}

fn no_keyring(why: &NoToken, chosen: &Chosen<'_>) -> ExitCode {
    let words = chosen.words;
    let why = match why {
        NoToken::NoKeyring { why } => why.shown().to_owned(),
        other => words.no_token(other),
    };
    complain(&words.say_with("login-no-keyring", &[("why", why.into())]));
    let file = chosen.source.path.with_file_name("token").display().to_string();
    let file = shell_words::quote(&file).into_owned();
    complain(&words.say_with("login-other-ways", &[("file", file.into())]));
    complain(words.say("login-not-kept"));
    ExitCode::FAILURE
}
