//! The demonstration: a desk with a past, made by the same rules as a real one.

mod load;
mod material;
mod scenario;
mod signature;
mod story;

use chrono::{DateTime, Days, DurationRound, Months, TimeDelta, Utc};

use crate::api::DeskFile;
use crate::desk::rules::bases::Release;

use super::caller::Caller;
use super::error::ServerError;
use super::import;
use super::store::{Mode, Store, Writing};

pub use load::load;
pub use scenario::{Scenario, duration};
pub use signature::SignatureText;

/// The desk of the demonstration, as a person would import it.
pub const DESK: &str = include_str!("../../../assets/demo/desk.toml");

/// What a demonstration's store begins with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Filling {
    /// An empty store.
    Nothing,
    /// The desk and the tickets of `assets/demo`.
    Scenario,
    /// That many tickets of about sixty customers; the same again for the same seed and instant.
    Load { tickets: u32, seed: u64 },
}

/// Fills a fresh store as of an instant (UTC).
///
/// # Errors
/// [`ServerError::Broken`] if the bundled files are wrong, naming the ticket.
pub async fn fill(store: &Store, filling: &Filling, now: DateTime<Utc>) -> Result<(), ServerError> {
    match filling {
        Filling::Nothing => Ok(()),
        Filling::Scenario => {
            let scenario = Scenario::bundled()?;
            store.import(&caller(), &as_of(bundled_desk()?, now), Mode::Apply, now).await?;
            scenario.fill(store, now).await
        }
        Filling::Load { tickets, seed } => load(store, *tickets, *seed, now).await,
    }
}

/// The databases that are the latest at an instant (UTC): they come out every hour.
pub fn bases_at(at: DateTime<Utc>) -> Release {
    let released_at = at.duration_trunc(TimeDelta::hours(1)).unwrap_or(at);
    Release { version: released_at.format("%Y.%m.%d.%H").to_string().into(), released_at }
}

/// How many hourly databases a demonstration has behind it.
const BASES: i32 = 7 * 24;

async fn release_bases(writing: &mut Writing, now: DateTime<Utc>) -> Result<(), ServerError> {
    for hours in (0..BASES).rev() {
        let release = bases_at(now - TimeDelta::hours(1) * hours);
        let recorded = release.released_at;
        writing.release(&release, recorded).await?;
    }
    Ok(())
}

/// Reads the bundled desk.
///
/// # Errors
/// [`ServerError::Broken`] if it is wrong, with its line.
pub fn bundled_desk() -> Result<DeskFile, ServerError> {
    let read = import::read(DESK);
    read.map(|(file, _)| file)
        .map_err(|located| ServerError::Broken(format!("desk.toml:{}: {}", located.line, located.flaw)))
}

/// The customer whose contract has just run out.
const LAPSED: &str = "port-du-nord";

/// Renews the contracts, so that the demonstration is the same in any year; one has just run out.
fn as_of(mut desk: DeskFile, now: DateTime<Utc>) -> DeskFile {
    let today = now.date_naive();
    for customer in &mut desk.customers {
        let Some(contract) = &mut customer.contract else { continue };
        if customer.id.as_str() == LAPSED {
            contract.to = today - Days::new(3);
            continue;
        }
        while contract.to < today + Days::new(30) {
            contract.to = contract.to + Months::new(12);
        }
    }
    desk
}

/// The journal tells what the filler wrote from what people did.
fn caller() -> Caller {
    Caller { name: "demonstration".into(), ..Caller::owner_of_the_store() }
}
