//! A session that a backend keeps for a secret, so that it need not check it at every question. RT's check costs a
//! quarter of a second of a processor each time.
//!
//! It is that of one secret: another one, of whoever it is, never speaks under it. It lives in memory only, and not for
//! long: a secret that was revoked is found out when the next one is begun.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, SET_COOKIE};
use reqwest::{StatusCode, Url};
use tokio::time::Instant;
use zeroize::Zeroizing;

use super::http::{Http, Scheme};

const LASTS: Duration = Duration::from_mins(15);

#[derive(Debug, Default)]
pub struct Sessions(Mutex<Now>);

#[derive(Debug, Default)]
enum Now {
    #[default]
    None,
    Open {
        cookie: HeaderValue,
        /// Of which secret, counted.
        of: u64,
        since: Instant,
        worked: Worked,
    },
    /// The backend gives none, or takes none that it gave: it is left alone for a while.
    Useless { of: u64, since: Instant },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Worked {
    NotYet,
    Yes,
}

impl Sessions {
    fn now(&self) -> std::sync::MutexGuard<'_, Now> {
        let Self(now) = self;
        now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What to show instead of the secret of that number.
    pub fn cookie(&self, count: u64) -> Option<HeaderValue> {
        match &*self.now() {
            Now::Open { cookie, of, since, .. } if *of == count && since.elapsed() < LASTS => {
                Some(cookie.clone())
            }
            _ => None,
        }
    }

    /// Whether one should be begun for the secret of that number.
    pub fn is_due(&self, count: u64) -> bool {
        match &*self.now() {
            Now::None => true,
            Now::Open { of, since, .. } | Now::Useless { of, since } => {
                *of != count || since.elapsed() >= LASTS
            }
        }
    }

    /// One was asked for, with the secret of that number, and this came of it.
    pub fn begun(&self, of: u64, cookie: Option<String>) {
        let since = Instant::now();
        let cookie = cookie.and_then(|cookie| {
            let mut cookie = HeaderValue::try_from(cookie).ok()?;
            cookie.set_sensitive(true);
            Some(cookie)
        });
        *self.now() = match cookie {
            Some(cookie) => Now::Open { cookie, of, since, worked: Worked::NotYet },
            None => Now::Useless { of, since },
        };
    }

    pub fn worked(&self, by: &HeaderValue) {
        if let Now::Open { cookie, worked, .. } = &mut *self.now()
            && cookie == by
        {
            *worked = Worked::Yes;
        }
    }

    /// The backend does not know one any more. If it never did, it will not know the next one either.
    pub fn ended(&self, by: &HeaderValue) {
        let mut now = self.now();
        if let Now::Open { cookie, of, since, worked } = &*now
            && cookie == by
        {
            *now = match worked {
                Worked::Yes => Now::None,
                Worked::NotYet => Now::Useless { of: *of, since: *since },
            };
        }
    }
}

/// Whether an answer says that a session is none any more. Who sends a cookie is taken for a browser: it is sent to log
/// in instead of being turned away.
pub fn has_ended(status: StatusCode) -> bool {
    let is_elsewhere = status.is_redirection() && status != StatusCode::NOT_MODIFIED;
    is_elsewhere || status == StatusCode::UNAUTHORIZED
}

impl Http {
    /// Whether a session should be begun for the secret that is shown, whose owner is known.
    pub async fn wants_session(&self) -> bool {
        let (count, greeted) = {
            let shown = self.token.lock().await;
            (shown.count, shown.greeted)
        };
        greeted == Some(count) && self.sessions.is_due(count)
    }

    /// Logs in with the secret that is shown; a good answer is a redirection, and sets the cookie that is looked for.
    pub async fn begin_session(&self, url: Url, is_session: impl Fn(&str) -> bool) {
        let (Ok(showing), Ok(client)) = (self.showing().await, self.connections().await) else { return };
        let request = match &self.scheme {
            Scheme::Basic { .. } => {
                let form = "application/x-www-form-urlencoded";
                client.post(url).header(CONTENT_TYPE, form).body(login(&showing.header).unwrap_or_default())
            }
            Scheme::Bearer | Scheme::Token => client.get(url).header(AUTHORIZATION, showing.header.clone()),
        };
        let cookie = match request.timeout(self.patience.answer).send().await {
            Ok(answer) if answer.status().is_redirection() => {
                let set = answer.headers().get_all(SET_COOKIE).iter();
                let mut pairs = set.filter_map(|set| set.to_str().ok()?.split(';').next()).map(str::trim);
                pairs.rfind(|pair| is_session(pair)).map(str::to_owned)
            }
            _ => None,
        };
        self.sessions.begun(showing.count, cookie);
    }
}

/// The user and the password of a header, as a form says them.
fn login(header: &HeaderValue) -> Option<String> {
    let coded = header.to_str().ok()?.strip_prefix("Basic ")?;
    let both = Zeroizing::new(base64::engine::general_purpose::STANDARD.decode(coded).ok()?);
    let (user, password) = std::str::from_utf8(&both).ok()?.split_once(':')?;
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    Some(form.extend_pairs([("user", user), ("pass", password)]).finish())
}
