//! Bearer tokens: shown once, stored as a hash.

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::api::Deed;
use crate::desk::bounds;
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::{BadName, CustomerId, ManagerId};
use crate::server::caller::{Caller, Scope};
use crate::server::error::ServerError;

use super::{Store, from_json, instant, micros, word};

/// A token that is to be made. `scope` says whose tickets it opens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewToken {
    pub name: SafeLine,
    pub role: Role,
    pub manager: Option<ManagerId>,
    pub scope: Scope,
    /// UTC; never if there is none.
    pub expires_at: Option<DateTime<Utc>>,
}

/// A token as it is listed: everything but itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenRow {
    pub name: SafeLine,
    pub role: Role,
    pub manager: Option<ManagerId>,
    pub scope: Scope,
    pub created_at: DateTime<Utc>,
    pub expires_at: Option<DateTime<Utc>>,
    pub revoked_at: Option<DateTime<Utc>>,
}

/// Draws a token: 256 random bits, with a prefix by which leaked ones are found.
pub fn draw_secret() -> String {
    format!("vigie_{}", hex::encode(rand::random::<[u8; 32]>()))
}

/// 256 random bits need no salt and no slow hash: there is nothing to guess.
fn hash(secret: &str) -> String {
    hex::encode(Sha256::digest(secret))
}

/// How many digits of a hash a token is looked up by.
const FOUND_BY: usize = 16;

type Row = (String, String, String, Option<String>, bool, i64, Option<i64>, Option<i64>);
const COLUMNS: &str =
    "SELECT hash, name, role, manager, everywhere, created_at, expires_at, revoked_at FROM tokens";

impl Store {
    /// Answers who shows a token at an instant (UTC).
    ///
    /// # Errors
    /// [`ServerError::BadToken`] if it is unknown, expired or revoked: which one is not told.
    pub async fn caller(&self, secret: &str, now: DateTime<Utc>) -> Result<Caller, ServerError> {
        // Found by the first quarter of its hash and compared whole in constant time: how long it takes says nothing.
        let hash = hash(secret);
        let begins = &hash[..FOUND_BY];
        let query = sqlx::AssertSqlSafe(format!("{COLUMNS} WHERE hash >= ? AND hash < ?"));
        let rows: Vec<Row> = sqlx::query_as(query)
            .bind(begins.to_owned())
            // After every hexadecimal digit.
            .bind(format!("{begins}g"))
            .fetch_all(&self.readers)
            .await?;
        let row = rows.into_iter().find(|row| row.0.as_bytes().ct_eq(hash.as_bytes()).into());
        let token = self.token(row.ok_or(ServerError::BadToken)?).await?;
        let expired = token.expires_at.is_some_and(|expiry| expiry <= now);
        if expired || token.revoked_at.is_some() {
            return Err(ServerError::BadToken);
        }
        Ok(Caller {
            name: token.name,
            role: token.role,
            manager: token.manager,
            scope: token.scope,
            address: None,
        })
    }

    /// Tells whether a token is still good that was shown a while ago.
    pub async fn is_in_force(&self, name: &SafeLine, now: DateTime<Utc>) -> Result<bool, ServerError> {
        let good: bool = sqlx::query_scalar(
            "SELECT EXISTS (SELECT 1 FROM tokens WHERE name = ? AND revoked_at IS NULL
             AND (expires_at IS NULL OR expires_at > ?))",
        )
        .bind(name.raw())
        .bind(micros(now))
        .fetch_one(&self.readers)
        .await?;
        Ok(good)
    }

    async fn token(&self, row: Row) -> Result<TokenRow, ServerError> {
        let (hash, name, role, manager, everywhere, created_at, expires_at, revoked_at) = row;
        let name_of = |why: BadName| ServerError::Broken(why.to_string());
        let scope = if everywhere {
            Scope::All
        } else {
            let customers: Vec<String> =
                sqlx::query_scalar("SELECT customer FROM token_customers WHERE token = ? ORDER BY customer")
                    .bind(hash)
                    .fetch_all(&self.readers)
                    .await?;
            let customers = customers.iter().map(|id| id.parse::<CustomerId>().map_err(name_of));
            Scope::Customers(customers.collect::<Result<_, _>>()?)
        };
        Ok(TokenRow {
            name: SafeLine::from(name),
            role: from_json("role", &format!("\"{role}\""))?,
            manager: manager.map(|id| id.parse().map_err(name_of)).transpose()?,
            scope,
            created_at: instant(created_at)?,
            expires_at: expires_at.map(instant).transpose()?,
            revoked_at: revoked_at.map(instant).transpose()?,
        })
    }

    /// Keeps a token that [`draw_secret`] drew; only its hash stays here.
    ///
    /// # Errors
    /// A name is used once, so that it names one token in the journal; managers and customers must exist.
    pub async fn create_token(
        &self,
        caller: &Caller,
        secret: &str,
        token: &NewToken,
        now: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        caller.may_set_up()?;
        let mut writing = self.write().await?;
        check(&writing, token)?;
        let made = sqlx::query(
            "INSERT INTO tokens (hash, name, role, manager, everywhere, created_at, expires_at)
             VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (name) DO NOTHING",
        )
        .bind(hash(secret))
        .bind(token.name.raw())
        .bind(word(&token.role)?)
        .bind(token.manager.as_ref().map(|id| id.as_str().to_owned()))
        .bind(token.scope == Scope::All)
        .bind(micros(now))
        .bind(token.expires_at.map(micros))
        .execute(&mut *writing.transaction)
        .await?;
        if made.rows_affected() == 0 {
            return Err(ServerError::TokenExists);
        }
        if let Scope::Customers(customers) = &token.scope {
            for customer in customers {
                sqlx::query("INSERT OR IGNORE INTO token_customers (token, customer) VALUES (?, ?)")
                    .bind(hash(secret))
                    .bind(customer.as_str())
                    .execute(&mut *writing.transaction)
                    .await?;
            }
        }
        let deed = Deed::TokenMade {
            token: token.name.clone(),
            role: token.role,
            manager: token.manager.clone(),
            customers: match &token.scope {
                Scope::All => None,
                Scope::Customers(customers) => Some(customers.clone()),
            },
            expires_at: token.expires_at,
        };
        writing.audit(caller, now, None, &deed).await?;
        writing.commit().await
    }

    /// Takes back a token that was just made and that nobody saw; its name may be used again.
    pub async fn withdraw_token(
        &self,
        caller: &Caller,
        secret: &str,
        now: DateTime<Utc>,
    ) -> Result<(), ServerError> {
        caller.may_set_up()?;
        let mut writing = self.write().await?;
        sqlx::query("DELETE FROM token_customers WHERE token = ?")
            .bind(hash(secret))
            .execute(&mut *writing.transaction)
            .await?;
        let name: Option<String> = sqlx::query_scalar("DELETE FROM tokens WHERE hash = ? RETURNING name")
            .bind(hash(secret))
            .fetch_optional(&mut *writing.transaction)
            .await?;
        if let Some(name) = name {
            let deed = Deed::TokenRevoked { token: SafeLine::from(name) };
            writing.audit(caller, now, None, &deed).await?;
        }
        writing.commit().await
    }

    /// Lists the tokens by name.
    pub async fn tokens(&self, caller: &Caller) -> Result<Vec<TokenRow>, ServerError> {
        caller.may_set_up()?;
        let rows: Vec<Row> = sqlx::query_as(sqlx::AssertSqlSafe(format!("{COLUMNS} ORDER BY name")))
            .fetch_all(&self.readers)
            .await?;
        let mut tokens = Vec::with_capacity(rows.len());
        for row in rows {
            tokens.push(self.token(row).await?);
        }
        Ok(tokens)
    }

    /// Revokes a token for ever. Answers false if there is no such token in force.
    pub async fn revoke_token(
        &self,
        caller: &Caller,
        name: &str,
        now: DateTime<Utc>,
    ) -> Result<bool, ServerError> {
        caller.may_set_up()?;
        let mut writing = self.write().await?;
        let revoked = sqlx::query("UPDATE tokens SET revoked_at = ? WHERE name = ? AND revoked_at IS NULL")
            .bind(micros(now))
            .bind(name)
            .execute(&mut *writing.transaction)
            .await?;
        let revoked = revoked.rows_affected() > 0;
        if revoked {
            writing.audit(caller, now, None, &Deed::TokenRevoked { token: name.into() }).await?;
        }
        writing.commit().await?;
        Ok(revoked)
    }
}

fn check(writing: &super::Writing, token: &NewToken) -> Result<(), ServerError> {
    let desk = writing.desk();
    if token.expires_at.is_some_and(|end| !bounds::holds(end)) {
        return Err(ServerError::invalid("invalid-field", "expires_at", bounds::OutOfBounds.to_string()));
    }
    if let Some(manager) = &token.manager
        && !desk.managers.contains_key(manager)
    {
        let why = format!("there is no manager {manager}");
        return Err(ServerError::invalid("unknown-manager", "manager", why));
    }
    if let Scope::Customers(customers) = &token.scope
        && let Some(unknown) = customers.iter().find(|id| desk.customer(id).is_none())
    {
        let why = format!("there is no customer {unknown}");
        return Err(ServerError::invalid("unknown-customer", "customer", why));
    }
    Ok(())
}
