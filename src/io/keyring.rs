//! The keyring of the system: the Secret Service, the Keychain, the Credential Manager.
//!
//! An account is the address of a backend, so that a token kept for one server is never shown to another, whatever
//! the configuration calls it.

use std::time::Duration;

use keyring::v1::{Entry, Error, Result};
use tokio::sync::oneshot;
use zeroize::Zeroizing;

use crate::app::protocol::no_token::NoToken;
use crate::desk::text::SafeLine;

use super::secrets::Token;

/// Under which the keyring shows what is vigie's.
pub const SERVICE: &str = "vigie";
/// A person may have to unlock it.
const UNLOCKED_WITHIN: Duration = Duration::from_mins(1);

/// Whether there is a keyring at all.
pub async fn is_there() -> std::result::Result<(), NoToken> {
    ask(SERVICE, |account| Entry::new(SERVICE, account).map(drop)).await
}

pub async fn get(account: &str) -> std::result::Result<Token, NoToken> {
    let read = |account: &str| Entry::new(SERVICE, account)?.get_password().map(Zeroizing::new);
    Token::new(&ask(account, read).await?)
}

pub async fn put(account: &str, token: Token) -> std::result::Result<(), NoToken> {
    ask(account, move |account| Entry::new(SERVICE, account)?.set_password(token.reveal())).await
}

pub async fn remove(account: &str) -> std::result::Result<(), NoToken> {
    ask(account, |account| Entry::new(SERVICE, account)?.delete_credential()).await
}

/// Asks beside the program: it speaks in a blocking way, and a person who does not answer must not hold up its end.
async fn ask<T: Send + 'static>(
    account: &str,
    what: impl FnOnce(&str) -> Result<T> + Send + 'static,
) -> std::result::Result<T, NoToken> {
    let (answer, answered) = oneshot::channel();
    let (asked, named) = (account.to_owned(), account.to_owned());
    let beside = std::thread::Builder::new().name("vigie-keyring".to_owned());
    let started = beside.spawn(move || {
        if answer.send(what(&asked)).is_err() {
            tracing::debug!("nobody waits for the keyring any more");
        }
    });
    started.map_err(|why| no_keyring(&why.to_string()))?;
    match tokio::time::timeout(UNLOCKED_WITHIN, answered).await {
        Ok(Ok(Ok(value))) => Ok(value),
        Ok(Ok(Err(Error::NoEntry))) => Err(NoToken::NotInKeyring { account: named.into() }),
        Ok(Ok(Err(why))) => Err(no_keyring(&told(&why))),
        Ok(Err(_panicked)) => Err(no_keyring("it failed")),
        Err(_elapsed) => Err(no_keyring("it took too long")),
    }
}

fn no_keyring(why: &str) -> NoToken {
    NoToken::NoKeyring { why: SafeLine::from(why) }
}

/// Only what says why: some variants hold what was read, which may be the secret itself.
fn told(why: &Error) -> String {
    match why {
        Error::PlatformFailure(why) | Error::NoStorageAccess(why) => why.to_string(),
        Error::NoDefaultStore => match Entry::store_status() {
            Err(Error::PlatformFailure(why) | Error::NoStorageAccess(why)) => why.to_string(),
            _ => Error::NoDefaultStore.to_string(),
        },
        Error::BadEncoding(_) | Error::BadDataFormat(..) => "what it holds is no text".to_owned(),
        other => other.to_string(),
    }
}
