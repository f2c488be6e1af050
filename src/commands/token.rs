//! `vigie token create|list|revoke`.

use std::process::ExitCode;

use chrono::{DateTime, Days, NaiveTime, Utc};

use crate::cli::{Expiry, TokenCommand, TokenCreateArgs, TokenRevokeArgs};
use crate::desk::bounds::{self, LAST_YEAR};
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Role;
use crate::io::clock;
use crate::server::Store;
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;
use crate::server::store::{NewToken, TokenRow, draw_secret};
use crate::words::Words;

use super::output::show;
use super::store::{Place, block_on, complain, say};

/// Runs the command.
pub fn run(command: &TokenCommand) -> ExitCode {
    let args = match command {
        TokenCommand::Create(args) => &args.store,
        TokenCommand::List(store) => store,
        TokenCommand::Revoke(args) => &args.store,
    };
    let place = match Place::of(args) {
        Ok(place) => place,
        Err(code) => return code,
    };
    block_on(async {
        let store = place.open().await?;
        let done = match command {
            TokenCommand::Create(args) => create(args, &place, &store).await,
            TokenCommand::List(_) => list(&place, &store).await,
            TokenCommand::Revoke(args) => revoke(args, &place, &store).await,
        };
        store.close().await;
        done
    })
}

async fn create(args: &TokenCreateArgs, place: &Place, store: &Store) -> Result<(), ExitCode> {
    let words = &place.words;
    let name = SafeLine::from(args.name.as_str());
    let refused = |what: &str| {
        complain(what);
        Err(ExitCode::FAILURE)
    };
    if name.is_blank() {
        return refused(words.say("token-name-empty"));
    }
    if args.role == Role::Contact && args.customers.is_empty() {
        return refused(words.say("token-contact-needs-customer"));
    }
    let scope = if args.customers.is_empty() { Scope::All } else { Scope::Customers(args.customers.clone()) };
    let now = clock::wall();
    let expires_at = match args.expires.map(|expiry| end(expiry, now)) {
        None => None,
        Some(Some(end)) if end > now => Some(end),
        // Neither a token that is dead already nor one without an end is what was asked for.
        Some(end) => {
            let id = if end.is_some() { "token-ends-before-now" } else { "token-ends-too-late" };
            return refused(&words.say_with(id, &[("last", LAST_YEAR.to_string().into())]));
        }
    };
    let token = NewToken { name, role: args.role, manager: args.manager.clone(), scope, expires_at };
    let secret = draw_secret();
    match store.create_token(&Caller::owner_of_the_store(), &secret, &token, now).await {
        Ok(()) => {}
        Err(ServerError::TokenExists) => {
            return refused(&words.say_with("token-exists", &[("name", token.name.shown().into())]));
        }
        Err(ServerError::Invalid { code, .. }) => return refused(&unknown(words, code, args, store).await),
        Err(why) => return Err(place.failed(&why)),
    }
    let data = [("name", token.name.shown().into()), ("directory", place.shown().into())];
    // Alone on standard output, so that it can go into a file or a keyring by a pipe.
    if let Err(why) = show(&secret) {
        // A token that nobody saw is nobody's: it must not stay good.
        let taken_back = store.withdraw_token(&Caller::owner_of_the_store(), &secret, now).await;
        taken_back.map_err(|why| place.failed(&why))?;
        let why = ("why", why.to_string().into());
        return refused(&words.say_with("token-not-shown", &[("name", token.name.shown().into()), why]));
    }
    complain(&words.say_with("token-created", &data));
    if token.manager.is_none() && matches!(token.role, Role::Manager | Role::OnCall | Role::Admin) {
        complain(words.say("token-needs-person"));
    }
    Ok(())
}

/// Says who is not there, and who was probably meant.
async fn unknown(words: &Words, code: &str, args: &TokenCreateArgs, store: &Store) -> String {
    let desk = store.desk().await.ok();
    let desk = desk.as_deref();
    let managers = || desk.iter().flat_map(|desk| desk.managers.keys()).map(ToString::to_string).collect();
    let customers = || desk.iter().flat_map(|desk| desk.customers.keys()).map(ToString::to_string).collect();
    let (id, wrong, known): (_, _, Vec<String>) = if code == "unknown-manager" {
        let wrong = args.manager.as_ref().map(ToString::to_string);
        ("token-unknown-manager", wrong.unwrap_or_default(), managers())
    } else {
        let known: Vec<String> = customers();
        let wrong = args.customers.iter().map(ToString::to_string).find(|id| !known.contains(id));
        ("token-unknown-customer", wrong.unwrap_or_default(), known)
    };
    let meant = crate::server::import::nearest(&wrong, known.iter().map(String::as_str))
        .map(|nearest| words.say_with("token-meant", &[("nearest", nearest.into())]))
        .unwrap_or_default();
    words.say_with(id, &[("id", wrong.into()), ("meant", meant.into())])
}

/// When a token ends; `None` if that is after all years.
fn end(expiry: Expiry, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    match expiry {
        Expiry::AfterDays(days) => now.checked_add_days(Days::new(days.into())),
        // The end of the last day that there is, is the end of all.
        Expiry::After(date) => Some(bounds::clamp(date.succ_opt()?.and_time(NaiveTime::MIN).and_utc())),
    }
    .filter(|end| bounds::holds(*end))
}

async fn list(place: &Place, store: &Store) -> Result<(), ExitCode> {
    let tokens = store.tokens(&Caller::owner_of_the_store()).await.map_err(|why| place.failed(&why))?;
    if tokens.is_empty() {
        complain(place.words.say("token-list-empty"));
    }
    let now = clock::wall();
    for token in &tokens {
        say(&line(&place.words, token, now));
    }
    Ok(())
}

fn line(words: &Words, token: &TokenRow, now: DateTime<Utc>) -> String {
    let state = match (token.revoked_at, token.expires_at) {
        (Some(_), _) => "token-state-revoked",
        (None, Some(expiry)) if expiry <= now => "token-state-expired",
        (None, _) => "token-state-valid",
    };
    let end = match token.expires_at {
        Some(expiry) => {
            words.say_with("token-until", &[("date", expiry.format("%Y-%m-%d %H:%M UTC").to_string().into())])
        }
        None => words.say("token-for-ever").to_owned(),
    };
    let scope = match &token.scope {
        Scope::All => words.say("token-everywhere").to_owned(),
        Scope::Customers(customers) => {
            customers.iter().map(ToString::to_string).collect::<Vec<_>>().join(",")
        }
    };
    let manager = token.manager.as_ref().map_or("-", |manager| manager.as_str());
    let role = serde_json::to_value(token.role).unwrap_or_default();
    let role = role.as_str().unwrap_or_default();
    [token.name.shown(), role, manager, &scope, words.say(state), &end].join("\t")
}

async fn revoke(args: &TokenRevokeArgs, place: &Place, store: &Store) -> Result<(), ExitCode> {
    let revoked = store
        .revoke_token(&Caller::owner_of_the_store(), &args.name, clock::wall())
        .await
        .map_err(|why| place.failed(&why))?;
    let id = if revoked { "token-revoked" } else { "token-none" };
    complain(&place.words.say_with(id, &[("name", args.name.as_str().into())]));
    if revoked { Ok(()) } else { Err(ExitCode::FAILURE) }
}
