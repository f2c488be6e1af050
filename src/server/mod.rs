//! The bundled backend: a small complete support server on SQLite.
//!
//! Knows the desk's rules and the wire contract; does not know that there is a console. It reads no
//! clock of its own: [`router`] is given one, so that tests and a faster demonstration have theirs.

pub mod access;
mod auth;
pub mod caller;
pub mod demo;
pub mod desk_rules;
mod door;
pub mod error;
mod gate;
pub mod import;
mod limits;
mod metrics;
mod patient;
mod read;
mod routes;
pub mod serve;
pub mod store;
pub mod tls;

use std::sync::Arc;

use chrono::{DateTime, SubsecRound, Utc};

use crate::desk::bounds;

pub use door::Manners;
pub use gate::{Guard, Peer, Road};
pub use limits::{Limits, Rates};
pub use routes::{guarded_router, openapi, router};
pub use store::Store;

/// Tells the time (UTC) for everything the server decides.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> DateTime<Utc> + Send + Sync>);

impl Clock {
    pub fn new(read: impl Fn() -> DateTime<Utc> + Send + Sync + 'static) -> Self {
        Self(Arc::new(read))
    }

    /// The present instant, cut to microseconds: the store's integers hold no more.
    pub fn now(&self) -> DateTime<Utc> {
        bounds::clamp((self.0)()).trunc_subsecs(6)
    }
}

/// What every handler works with.
#[derive(Clone)]
pub struct Server {
    pub store: Store,
    pub clock: Clock,
    pub guard: Guard,
}
