//! What may happen to a request on its way, and what became of it.

use std::time::Duration;

use chrono::TimeDelta;

use super::http::Message;

/// What a plan is told of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asked {
    pub method: String,
    /// Path and query.
    pub target: String,
    /// How many requests of this method and path (without the query) came before it.
    pub nth: u32,
    pub body: Vec<u8>,
}

impl Asked {
    pub fn path(&self) -> &str {
        self.target.split('?').next().unwrap_or_default()
    }
}

/// What becomes of a request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    Pass,
    /// Arrives this much later.
    Delay(Duration),
    /// Waits at a point until it is let go, and then meets the other fault.
    Hold(Point, Box<Fault>),
    /// Never arrives; the connection is closed in good order.
    DropRequest,
    /// Arrives and is done; the connection is closed before the first byte of the answer.
    DropAnswer,
    /// As the two above, but with a reset (RST).
    Reset(Point),
    /// The answer ends early, after this many of a thousand parts of its body.
    Truncate {
        permille: usize,
    },
    /// Never arrives: this is answered instead.
    Answer(Canned),
    /// Arrives and is done, but this is answered: a gateway that lost patience.
    AnswerAfter(Canned),
    /// The answer comes in pieces of so many bytes, each after a pause.
    Drip {
        piece: usize,
        pause: Duration,
    },
    /// The answerer's clock is another one: `Date`, and every `server_now` in a body of JSON, are moved.
    Skew(TimeDelta),
}

/// How far a request got.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Point {
    /// It was read, and not forwarded.
    Asked,
    /// It was forwarded, done and answered; its author has heard nothing yet.
    Answered,
}

/// An answer that no server gave.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Canned {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Canned {
    /// A page as a gateway writes it: nothing that a backend would say.
    pub fn page(status: u16) -> Self {
        let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
        Self { status, headers, body: format!("<html><body><h1>{status}</h1></body></html>") }
    }

    /// An answer of `application/problem+json` with a stable code.
    pub fn problem(status: u16, code: &str) -> Self {
        let headers = vec![("content-type".to_owned(), "application/problem+json".to_owned())];
        let body = format!(
            r#"{{"type": "about:blank", "title": "{code}", "status": {status}, "code": "{code}", "params": {{}}}}"#
        );
        Self { status, headers, body }
    }

    /// Success by its status, and nothing by its body.
    pub fn garbage() -> Self {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        Self { status: 200, headers, body: "{\"cursor\": [[[\u{1b}]2;".to_owned() }
    }

    #[must_use]
    pub fn retry_after(mut self, seconds: u64) -> Self {
        self.headers.push(("retry-after".to_owned(), seconds.to_string()));
        self
    }

    pub(super) fn message(&self) -> Message {
        Message {
            start: format!("HTTP/1.1 {} Said by the proxy", self.status),
            headers: self.headers.clone(),
            body: self.body.clone().into_bytes(),
        }
    }
}

/// A request and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub asked: Asked,
    pub fault: Fault,
    /// The status of the server's own answer, if it was asked and answered.
    pub status: Option<u16>,
}

/// Names what waits, for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Held(pub(super) u64);
