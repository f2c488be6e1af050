//! Requests that are done once, however often they are sent: known by their id, and by whose they are.

use serde::Serialize;
use sha2::{Digest, Sha256};
use sqlx::{FromRow, SqliteConnection};

use crate::desk::ticket::author::Author;
use crate::desk::ticket::names::{ActionId, ManagerId};
use crate::server::caller::Caller;
use crate::server::error::ServerError;

use super::write::Writing;
use super::{as_json, from_json, to_json};

/// What was answered, byte for byte: a repetition hears the same.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    pub status: u16,
    pub body: String,
}

/// A request as it is told from another one: whose it is, and what it says. A token is no part of it: who renewed
/// theirs repeats what they said.
pub(super) struct Once<'a> {
    caller: &'a Caller,
    what: &'static str,
    /// As JSON.
    said: String,
}

#[derive(FromRow)]
struct Known {
    digest: String,
    author: Option<String>,
    status: u16,
    body: String,
}

impl<'a> Once<'a> {
    pub fn new(what: &'static str, caller: &'a Caller, said: &impl Serialize) -> Result<Self, ServerError> {
        Ok(Self { caller, what, said: as_json("request", said)? })
    }

    /// Answers what was answered to this id before.
    ///
    /// # Errors
    /// If the id was used by somebody else, or for something else.
    pub async fn answered(
        &self,
        connection: &mut SqliteConnection,
        id: ActionId,
    ) -> Result<Option<Answer>, ServerError> {
        let known: Option<Known> =
            sqlx::query_as("SELECT digest, author, status, body FROM answers WHERE id = ?")
                .bind(id.to_string())
                .fetch_optional(&mut *connection)
                .await?;
        let Some(known) = known else { return Ok(None) };
        let author = match &known.author {
            Some(author) => from_json("author", author)?,
            None => self.author_by_token(connection, &known.digest).await?.ok_or(ServerError::IdReused)?,
        };
        if author != self.caller.identity() {
            return Err(ServerError::IdOfAnother);
        }
        // What has no author was told by its digest already.
        if known.author.is_some() && known.digest != self.digest()? {
            return Err(ServerError::IdReused);
        }
        Ok(Some(Answer { status: known.status, body: known.body }))
    }

    pub async fn remember(
        &self,
        writing: &mut Writing,
        id: ActionId,
        at: i64,
        answer: &Answer,
    ) -> Result<(), ServerError> {
        sqlx::query("INSERT INTO answers (id, digest, author, at, status, body) VALUES (?, ?, ?, ?, ?, ?)")
            .bind(id.to_string())
            .bind(self.digest()?)
            .bind(to_json("author", &self.caller.identity())?)
            .bind(at)
            .bind(answer.status)
            .bind(&answer.body)
            .execute(&mut *writing.transaction)
            .await?;
        Ok(())
    }

    fn digest(&self) -> Result<String, ServerError> {
        Ok(sum(&format!("[{},{}]", as_json("request", self.what)?, self.said)))
    }

    /// Whose a request was that earlier versions kept: they had the name of its token in the digest. Tokens are never
    /// forgotten, only revoked. `None` if it said something else, whoever said it.
    async fn author_by_token(
        &self,
        connection: &mut SqliteConnection,
        digest: &str,
    ) -> Result<Option<Author>, ServerError> {
        let tokens: Vec<(String, String, Option<String>)> =
            sqlx::query_as("SELECT name, role, manager FROM tokens").fetch_all(connection).await?;
        if self.by_token(self.caller.name.raw())? == digest {
            return Ok(Some(self.caller.identity()));
        }
        for (name, role, manager) in tokens {
            if self.by_token(&name)? == digest {
                let role = from_json("role", &format!("\"{role}\""))?;
                return Ok(Some(Author::of(role, manager.map(ManagerId::new).as_ref())));
            }
        }
        Ok(None)
    }

    fn by_token(&self, name: &str) -> Result<String, ServerError> {
        let (what, name) = (as_json("request", self.what)?, as_json("request", name)?);
        Ok(sum(&format!("[{what},{name},{}]", self.said)))
    }
}

fn sum(text: &str) -> String {
    hex::encode(Sha256::digest(text))
}
