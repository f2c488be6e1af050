//! `vigie token`, `vigie login` and `vigie logout`.

use chrono::NaiveDate;
use clap::{Args, Subcommand};

use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::{BackendId, CustomerId, ManagerId};

use super::StoreArgs;
use super::read::{expiry, role};

#[derive(Debug, Args)]
#[command(after_help = "Exit codes, as those of vigie doctor:
  0  done
  1  there is no keyring, or it did not take it
  2  the configuration or what was read is wrong
  3  the backend cannot be reached, or does not answer as one
  4  the backend refuses the token

Examples:
  vigie login
  ssh desk.example vigie token create --name claire --role manager --manager cmartin | vigie login desk")]
pub struct LoginArgs {
    /// Name of the backend in the configuration [default: the only one]
    pub name: Option<BackendId>,
}

#[derive(Debug, Args)]
pub struct LogoutArgs {
    /// Name of the backend in the configuration [default: the only one]
    pub name: Option<BackendId>,
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token; it is printed once, alone on standard output
    Create(TokenCreateArgs),
    /// List tokens by name
    List(StoreArgs),
    /// Revoke a token for ever
    Revoke(TokenRevokeArgs),
}

#[derive(Debug, Args)]
#[command(after_help = "Examples:
  vigie token create --name claire-console --role manager --manager cmartin
  vigie token create --name portal --role integration --expires 90d
  vigie token create --name airports --role contact --customer aeroports-du-sud")]
pub struct TokenCreateArgs {
    /// Name of the token, used once; the journal speaks of it
    #[arg(long)]
    pub name: String,

    /// What it may do: manager, on-call, specialist, contact, integration, auditor or admin
    #[arg(long, value_parser = role)]
    pub role: Role,

    /// The person of the desk for whom it speaks; without one it cannot act on tickets
    #[arg(long, value_name = "ID")]
    pub manager: Option<ManagerId>,

    /// A customer that it sees; may be repeated [default: all]
    #[arg(long = "customer", value_name = "ID")]
    pub customers: Vec<CustomerId>,

    /// When it ends: days such as 90d, or a date YYYY-MM-DD (its end, UTC) [default: never]
    #[arg(long, value_name = "DAYS|DATE", value_parser = expiry)]
    pub expires: Option<Expiry>,

    #[command(flatten)]
    pub store: StoreArgs,
}

/// When a token ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Expiry {
    AfterDays(u32),
    /// With the end of that day, UTC.
    After(NaiveDate),
}

#[derive(Debug, Args)]
pub struct TokenRevokeArgs {
    /// Name of the token
    pub name: String,

    #[command(flatten)]
    pub store: StoreArgs,
}
