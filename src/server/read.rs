//! Reads bodies and queries so that what is wrong with them is named.

use std::time::Duration;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{FromRequest, FromRequestParts, Path, Request};
use axum::http::StatusCode;
use axum::http::header::{CONTENT_LENGTH, CONTENT_TYPE};
use axum::http::request::Parts;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;
use serde_json::error::Category;
use tokio::time::timeout;
use uuid::Uuid;

use crate::desk::bounds;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::names::{BadName, LocalId};

use super::Server;
use super::error::ServerError;

/// The largest request, in bytes. A desk is larger than a message.
pub const LARGEST_REQUEST: usize = 1024 * 1024;
/// How long a body may take to arrive.
const PATIENCE: Duration = Duration::from_secs(30);
/// The largest text of one message, in bytes.
pub const LARGEST_TEXT: usize = 256 * 1024;
/// The longest subject or address, in bytes.
pub const LONGEST_LINE: usize = 998;

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + Serialize> FromRequest<Server> for Body<T> {
    type Rejection = ServerError;

    async fn from_request(request: Request, server: &Server) -> Result<Self, ServerError> {
        let media = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok());
        let essence = media.and_then(|media| media.split(';').next()).unwrap_or_default().trim();
        if !essence.eq_ignore_ascii_case("application/json") {
            return Err(ServerError::WrongMediaType);
        }
        // What says that it is too large is believed before a byte of it is read.
        let told =
            request.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse().ok());
        if told.is_some_and(|told: u64| told > LARGEST_REQUEST as u64) {
            return Err(ServerError::TooLarge { limit: LARGEST_REQUEST });
        }
        let bytes = timeout(PATIENCE, Bytes::from_request(request, server));
        let bytes = bytes.await.map_err(|_elapsed| ServerError::TooSlow)?.map_err(|why| unread(&why))?;
        json(&bytes).map(Self)
    }
}

fn unread(why: &BytesRejection) -> ServerError {
    if why.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return ServerError::TooLarge { limit: LARGEST_REQUEST };
    }
    ServerError::NotJson { why: why.body_text() }
}

/// Reads JSON; what does not fit is named by its path.
pub fn json<T: DeserializeOwned + Serialize>(bytes: &[u8]) -> Result<T, ServerError> {
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value: T = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let why = error.inner().to_string();
        match error.inner().classify() {
            Category::Data => {
                let path = error.path().to_string();
                // Inside of what is told apart by a tag, serde knows no path.
                let is_stray = why.starts_with(&bounds::OutOfBounds.to_string());
                let field = if is_stray { stray(bytes, &path).unwrap_or(path) } else { path };
                ServerError::invalid("invalid-field", field, why)
            }
            Category::Io | Category::Syntax | Category::Eof => ServerError::NotJson { why },
        }
    })?;
    reader.end().map_err(|why| ServerError::NotJson { why: why.to_string() })?;
    if bytes.contains(&b'[') {
        refuse_lists_for_objects(bytes, &value)?;
    }
    Ok(value)
}

/// Where in what was not understood an instant or a date stands that is of no year of a desk.
fn stray(bytes: &[u8], within: &str) -> Option<String> {
    let mut written: Value = serde_json::from_slice(bytes).ok()?;
    let strays = bounds::mend(&mut written).into_iter();
    strays.map(|stray| stray.at.trim_start_matches('/').replace('/', ".")).find(|at| at.starts_with(within))
}

/// serde reads a list as an object's values in their order; no document says so. What was understood as an object must
/// have been written as one.
fn refuse_lists_for_objects(bytes: &[u8], understood: &impl Serialize) -> Result<(), ServerError> {
    let written: Value =
        serde_json::from_slice(bytes).map_err(|why| ServerError::NotJson { why: why.to_string() })?;
    let understood = serde_json::to_value(understood).map_err(|why| ServerError::Broken(why.to_string()))?;
    match list_for_object(&written, &understood, String::new()) {
        Some(path) => {
            Err(ServerError::invalid("invalid-field", path, "there is an object to write here, not a list"))
        }
        None => Ok(()),
    }
}

fn list_for_object(written: &Value, understood: &Value, path: String) -> Option<String> {
    match (written, understood) {
        (Value::Array(_), Value::Object(_)) => Some(path),
        (Value::Array(written), Value::Array(understood)) => {
            let both = written.iter().zip(understood).enumerate();
            both.into_iter()
                .find_map(|(at, (one, other))| list_for_object(one, other, format!("{path}[{at}]")))
        }
        (Value::Object(written), Value::Object(understood)) => written.iter().find_map(|(key, one)| {
            let path = if path.is_empty() { key.clone() } else { format!("{path}.{key}") };
            list_for_object(one, understood.get(key)?, path)
        }),
        _ => None,
    }
}

/// A query string.
pub struct Asked<T>(pub T);

impl<T: DeserializeOwned> FromRequestParts<Server> for Asked<T> {
    type Rejection = ServerError;

    async fn from_request_parts(parts: &mut Parts, _server: &Server) -> Result<Self, ServerError> {
        // axum's own rejection names the parameter in its text: "Failed to deserialize query string: limit: …".
        axum::extract::Query::try_from_uri(&parts.uri).map(|axum::extract::Query(value)| Self(value)).map_err(
            |why| {
                let text = why.body_text();
                let detail = text.split_once(": ").map_or(text.as_str(), |(_, detail)| detail);
                let path = detail.split(':').next().filter(|path| !path.contains(' '));
                let field = path.or_else(|| detail.split('`').nth(1)).unwrap_or_default();
                ServerError::invalid("invalid-field", field, detail)
            },
        )
    }
}

/// A ticket's id in the address; what is no id names no ticket.
pub struct TicketInPath(pub LocalId);

impl FromRequestParts<Server> for TicketInPath {
    type Rejection = ServerError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, ServerError> {
        let Path(id) = Path::<String>::from_request_parts(parts, server).await.map_err(|why| {
            tracing::debug!(%why, "no id in the address");
            ServerError::NotFound
        })?;
        id.parse().map(Self).map_err(|_what_is_no_name: BadName| ServerError::NotFound)
    }
}

/// A console's own name in the address.
pub struct ConsoleInPath(pub Uuid);

impl FromRequestParts<Server> for ConsoleInPath {
    type Rejection = ServerError;

    async fn from_request_parts(parts: &mut Parts, server: &Server) -> Result<Self, ServerError> {
        let Path(console) = Path::<String>::from_request_parts(parts, server).await.map_err(|why| {
            tracing::debug!(%why, "no console in the address");
            ServerError::NotFound
        })?;
        let no_uuid = |why: uuid::Error| ServerError::invalid("invalid-field", "console", why.to_string());
        Uuid::parse_str(&console).map(Self).map_err(no_uuid)
    }
}

/// Refuses a number that no row can have, naming its parameter.
pub fn after(value: Option<u64>) -> Result<u64, ServerError> {
    let after = value.unwrap_or(0);
    match i64::try_from(after) {
        Ok(_) => Ok(after),
        Err(why) => Err(ServerError::invalid("invalid-field", "after", why.to_string())),
    }
}

/// Refuses a number that is too small or too large, naming its parameter.
pub fn within(field: &str, value: u32, least: u32, most: u32) -> Result<u32, ServerError> {
    if (least..=most).contains(&value) {
        return Ok(value);
    }
    Err(ServerError::invalid("invalid-field", field, format!("{field} is {least} to {most}, not {value}")))
}

/// Refuses an empty or an endless text, naming its field.
pub fn check_text(field: &str, text: &SafeText) -> Result<(), ServerError> {
    if text.is_blank() {
        return Err(ServerError::invalid("empty-text", field, "the text is empty"));
    }
    if text.raw().len() > LARGEST_TEXT {
        let why = format!("the text is longer than {LARGEST_TEXT} bytes");
        return Err(ServerError::invalid("text-too-long", field, why));
    }
    Ok(())
}

pub fn check_line(field: &str, line: &SafeLine) -> Result<(), ServerError> {
    if line.raw().trim().is_empty() {
        return Err(ServerError::invalid("empty-text", field, "the line is empty"));
    }
    if line.raw().len() > LONGEST_LINE {
        let why = format!("the line is longer than {LONGEST_LINE} bytes");
        return Err(ServerError::invalid("text-too-long", field, why));
    }
    Ok(())
}
