//! One request and its whole, bounded answer.
//!
//! Tells apart what was never sent from what may have been done: the outbox lives by that difference.

use std::time::Duration;

use base64::Engine;
use bytes::Bytes;
use chrono::{DateTime, Utc};
use reqwest::header::{
    AUTHORIZATION, COOKIE, DATE, ETAG, HeaderName, HeaderValue, IF_NONE_MATCH, LOCATION, RETRY_AFTER,
};
use reqwest::{Client, Method, StatusCode, Url};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use tokio::sync::{Mutex, OnceCell};
use tokio::time::Instant;
use tracing::{debug, warn};
use zeroize::Zeroizing;

use crate::app::protocol::event::Failure;
use crate::app::protocol::no_token::NoToken;
use crate::desk::bounds;
use crate::desk::text::SafeLine;
use crate::io::secrets::{Token, TokenSource};

use super::connection::client;
pub use super::connection::is_loopback;
use super::session::{Sessions, has_ended};
use super::trust::Trust;

/// How long a backend is waited for.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    pub connect: Duration,
    /// From the start of a request to the last byte of its answer.
    pub answer: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { connect: Duration::from_secs(5), answer: Duration::from_secs(10) }
    }
}

/// How long an answer is waited for besides that.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wait {
    /// So much longer: the backend may hold its answer back on purpose.
    Longer(Duration),
    /// As long as the connection lives: what was sent may be done at any time, and to go away proves nothing.
    WhileConnected,
}

/// A page of a thousand tickets is about one MiB.
pub const LARGEST_ANSWER: usize = 32 * 1024 * 1024;
/// What a backend may ask us to wait: more is its mistake or its malice.
const LONGEST_WAIT: Duration = Duration::from_hours(1);

/// A backend may not be spoken to in the clear, unless it is on this machine or the person said so.
#[derive(Debug, thiserror::Error)]
pub enum AddressError {
    #[error("{0} is neither an http nor an https address")]
    NotHttp(Url),
    #[error("{0} would send the token in the clear")]
    InTheClear(Url),
}

/// How a request says for whom it speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Scheme {
    Bearer,
    /// Request Tracker's own word for it.
    Token,
    /// The secret is the password of this user.
    Basic {
        user: String,
    },
}

impl Scheme {
    /// The header shows the secret to nobody, and overwrites it when it is dropped.
    fn header(&self, secret: &Token) -> Option<HeaderValue> {
        let secret = secret.reveal();
        let text = match self {
            Self::Bearer => format!("Bearer {secret}"),
            Self::Token => format!("token {secret}"),
            Self::Basic { user } => {
                let both = Zeroizing::new(format!("{user}:{secret}"));
                let encoded = Zeroizing::new(base64::engine::general_purpose::STANDARD.encode(&*both));
                format!("Basic {}", *encoded)
            }
        };
        let bytes = Bytes::from_owner(Zeroizing::new(text.into_bytes()));
        let mut header = HeaderValue::from_maybe_shared(bytes).ok()?;
        header.set_sensitive(true);
        Some(header)
    }
}

#[derive(Debug)]
pub struct Http {
    base: Url,
    pub(super) scheme: Scheme,
    tokens: TokenSource,
    pub(super) patience: Patience,
    trust: Trust,
    /// Made at the first request: reading the machine's certificates takes longer than a first frame may.
    client: OnceCell<Client>,
    /// Read at the first request, and again after the backend did not know it.
    pub(super) token: Mutex<Shown>,
    pub(super) sessions: Sessions,
}

/// The token that is shown, and whether the backend has told for whom it speaks.
#[derive(Debug, Default)]
pub(super) struct Shown {
    header: Option<HeaderValue>,
    /// Of the last one that was read: a renewed one is told from it without keeping it.
    digest: Option<[u8; 32]>,
    /// Counts the tokens, as far as one was another than the one before.
    pub(super) count: u64,
    /// The one that was asked about last; `None` if none was.
    pub(super) greeted: Option<u64>,
}

/// What a request shows, and which token that is.
pub(super) struct Showing {
    name: HeaderName,
    pub(super) header: HeaderValue,
    pub(super) count: u64,
}

/// By what a question says for whom it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum By {
    Secret,
    /// The session that the backend keeps for the secret, if there is one. Only for what may be asked twice: one that
    /// has ended is found out by asking.
    Session,
}

/// What is asked.
#[derive(Debug)]
pub struct Question<'a> {
    pub method: Method,
    pub url: Url,
    /// The copy that we have already.
    pub tag: Option<&'a str>,
    pub body: Option<Vec<u8>>,
    pub wait: Wait,
    pub by: By,
}

#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub tag: Option<String>,
    pub retry_after: Option<Duration>,
    /// When the backend answered, by its own clock, and how long it may have taken to come here.
    pub date: Option<DateTime<Utc>>,
    pub took: Duration,
    /// Where what was made lies.
    pub location: Option<String>,
    pub body: Vec<u8>,
}

impl Http {
    pub fn new(base: Url, tokens: TokenSource, allow_plain_http: bool) -> Result<Self, AddressError> {
        match base.scheme() {
            "https" => {}
            "http" if allow_plain_http || is_loopback(&base) => {}
            "http" => return Err(AddressError::InTheClear(base)),
            _ => return Err(AddressError::NotHttp(base)),
        }
        let patience = Patience::default();
        let (scheme, trust) = (Scheme::Bearer, Trust::default());
        let (client, token) = (OnceCell::new(), Mutex::default());
        Ok(Self { base, scheme, tokens, patience, trust, client, token, sessions: Sessions::default() })
    }

    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { patience, ..self }
    }

    #[must_use]
    pub fn trusting(self, trust: Trust) -> Self {
        Self { trust, ..self }
    }

    #[must_use]
    pub fn speaking(self, scheme: Scheme) -> Self {
        Self { scheme, ..self }
    }

    pub fn scheme(&self) -> &Scheme {
        &self.scheme
    }

    /// Reads the secret anew, and shows this one from now on: for a backend that hides in it whose it is.
    pub async fn renewed(&self) -> Result<Token, Failure> {
        let mut shown = self.token.lock().await;
        self.read_token(&mut shown).await.map(|(token, _)| token)
    }

    async fn read_token(&self, shown: &mut Shown) -> Result<(Token, HeaderValue), Failure> {
        let token = self.tokens.read().await.map_err(|why| {
            warn!(?why, "no token");
            Failure::NoToken(why)
        })?;
        let header = self.scheme.header(&token).ok_or(Failure::NoToken(NoToken::NotOne))?;
        let digest = Sha256::digest(token.reveal()).into();
        if shown.digest.replace(digest) != Some(digest) {
            shown.count += 1;
        }
        shown.header = Some(header.clone());
        Ok((token, header))
    }

    pub fn base(&self) -> &Url {
        &self.base
    }

    /// Makes the address of a path of the contract; `id` takes the place of what stands in braces, whatever it holds.
    pub fn url(&self, path: &str, id: Option<&str>) -> Url {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty();
            for segment in path.split('/').filter(|segment| !segment.is_empty()) {
                segments.push(if segment.starts_with('{') { id.unwrap_or_default() } else { segment });
            }
        }
        url
    }

    pub async fn get<T: DeserializeOwned>(&self, url: Url) -> Result<T, Failure> {
        let answer = self.ask(Question::get(url)).await?;
        if answer.status == StatusCode::OK { answer.read() } else { Err(answer.failure()) }
    }

    /// Asks for whom we speak; from then on the others may be asked.
    pub async fn greet(&self, url: Url) -> Result<Answer, Failure> {
        let showing = self.showing().await?;
        let count = showing.count;
        let answer = self.ask_with(Question::get(url), showing).await?;
        if answer.status != StatusCode::OK {
            return Err(answer.failure());
        }
        self.token.lock().await.greeted = Some(count);
        Ok(answer)
    }

    /// # Errors
    ///
    /// [`Failure::AskWho`], and nothing was sent, if the token is another one than the one that was asked about.
    pub async fn ask(&self, question: Question<'_>) -> Result<Answer, Failure> {
        let showing = self.showing().await?;
        if self.token.lock().await.greeted.is_some_and(|greeted| greeted != showing.count) {
            return Err(Failure::AskWho);
        }
        if question.by == By::Session
            && let Some(cookie) = self.sessions.cookie(showing.count)
        {
            let (method, url) = (question.method.clone(), question.url.clone());
            let again = Question { method, url, body: None, ..question };
            let by_session = Showing { name: COOKIE, header: cookie.clone(), count: showing.count };
            let answer = self.ask_with(again, by_session).await?;
            if !has_ended(answer.status) {
                self.sessions.worked(&cookie);
                return Ok(answer);
            }
            self.sessions.ended(&cookie);
        }
        self.ask_with(question, showing).await
    }

    async fn ask_with(&self, question: Question<'_>, showing: Showing) -> Result<Answer, Failure> {
        let is_secret = showing.name == AUTHORIZATION;
        let begun = Instant::now();
        let response = self.respond_to(question, showing).await?;
        let took = begun.elapsed();
        let status = response.status();
        if status == StatusCode::UNAUTHORIZED && is_secret {
            self.token.lock().await.header = None;
        }
        let tag = header(&response, &ETAG).map(str::to_owned);
        let retry_after = header(&response, &RETRY_AFTER).and_then(seconds);
        let date = header(&response, &DATE).and_then(|text| DateTime::parse_from_rfc2822(text).ok());
        let date = date.map(|date| date.to_utc()).filter(|date| bounds::holds(*date));
        let location = header(&response, &LOCATION).map(str::to_owned);
        Ok(Answer { status, tag, retry_after, date, took, location, body: whole(response).await? })
    }

    async fn respond_to(
        &self,
        question: Question<'_>,
        showing: Showing,
    ) -> Result<reqwest::Response, Failure> {
        let client = self.connections().await?;
        let mut request = client.request(question.method, question.url).header(showing.name, showing.header);
        if let Wait::Longer(longer) = question.wait {
            request = request.timeout(self.patience.answer + longer);
        }
        if let Some(tag) = question.tag {
            request = request.header(IF_NONE_MATCH, tag);
        }
        if let Some(body) = question.body {
            request = request.header(reqwest::header::CONTENT_TYPE, "application/json").body(body);
        }
        request.send().await.map_err(not_answered)
    }

    pub(super) async fn connections(&self) -> Result<&Client, Failure> {
        let made =
            self.client.get_or_try_init(|| async { client(self.patience, &self.base, &self.trust) }).await;
        made.map_err(|why| not_sent(&why))
    }

    pub(super) async fn showing(&self) -> Result<Showing, Failure> {
        let mut shown = self.token.lock().await;
        let header = match &shown.header {
            Some(header) => header.clone(),
            None => self.read_token(&mut shown).await?.1,
        };
        Ok(Showing { name: AUTHORIZATION, header, count: shown.count })
    }
}

impl Question<'_> {
    pub fn get(url: Url) -> Self {
        Self {
            method: Method::GET,
            url,
            tag: None,
            body: None,
            wait: Wait::Longer(Duration::ZERO),
            by: By::Secret,
        }
    }

    /// Changes what lies there, with a body of JSON.
    pub fn put(url: Url, body: Vec<u8>) -> Self {
        Self { method: Method::PUT, ..Self::post(url, body) }
    }

    /// Asks with a body of JSON.
    pub fn post(url: Url, body: Vec<u8>) -> Self {
        Self { method: Method::POST, body: Some(body), ..Self::get(url) }
    }

    pub fn delete(url: Url) -> Self {
        Self { method: Method::DELETE, ..Self::get(url) }
    }
}

impl Answer {
    /// Reads the body as what the contract says it is.
    pub fn read<T: DeserializeOwned>(&self) -> Result<T, Failure> {
        read(&self.body)
    }

    /// What an answer that is not the wished one means, whatever was asked.
    pub fn failure(&self) -> Failure {
        let wait = self.retry_after;
        match self.status.as_u16() {
            401 => Failure::NotAllowed,
            403 => Failure::Forbidden,
            404 => Failure::NotFound,
            410 => Failure::CursorUnknown,
            429 => Failure::TooManyRequests { wait },
            // Too slow, and nothing was done: as good as a fault of theirs.
            status @ (408 | 500..) => Failure::ServerFault { status, wait },
            status => Failure::Unintelligible(SafeLine::from(format!("HTTP {status}"))),
        }
    }
}

pub fn read<T: DeserializeOwned>(body: &[u8]) -> Result<T, Failure> {
    // Only the place: what serde quotes may be a customer's text.
    serde_json::from_slice(body).map_err(|why| {
        let place = format!("JSON {:?} at {}:{}", why.classify(), why.line(), why.column());
        Failure::Unintelligible(SafeLine::from(place))
    })
}

async fn whole(mut response: reqwest::Response) -> Result<Vec<u8>, Failure> {
    let told = response.content_length().and_then(|length| usize::try_from(length).ok()).unwrap_or(0);
    if told > LARGEST_ANSWER {
        return Err(too_large());
    }
    let mut body = Vec::with_capacity(told);
    while let Some(chunk) = response.chunk().await.map_err(not_answered)? {
        if body.len() + chunk.len() > LARGEST_ANSWER {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body)
}

fn too_large() -> Failure {
    Failure::Unintelligible(SafeLine::from(format!("more than {LARGEST_ANSWER} bytes")))
}

fn not_sent(why: &reqwest::Error) -> Failure {
    warn!(why = chain(why), "the HTTP client cannot be made");
    Failure::Unreachable
}

/// Only what failed while connecting is known not to have been sent.
fn not_answered(why: reqwest::Error) -> Failure {
    let why = why.without_url();
    debug!(why = chain(&why), "no answer");
    if why.is_connect() || why.is_builder() { Failure::Unreachable } else { Failure::AnswerLost }
}

fn chain(why: &dyn std::error::Error) -> String {
    let mut text = why.to_string();
    let mut cause = why.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    text
}

fn header<'a>(response: &'a reqwest::Response, name: &reqwest::header::HeaderName) -> Option<&'a str> {
    response.headers().get(name).and_then(|value| value.to_str().ok())
}

fn seconds(text: &str) -> Option<Duration> {
    text.trim().parse().ok().map(|seconds| Duration::from_secs(seconds).min(LONGEST_WAIT))
}
