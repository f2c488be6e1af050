//! Starts the demonstration's server and its player beside a console.

use std::io;
use std::net::TcpListener;

use chrono::{DateTime, TimeDelta, Utc};

use crate::desk::ticket::customer::Role;
use crate::desk::ticket::names::ManagerId;
use crate::server::Clock;
use crate::server::caller::Scope;
use crate::server::demo::Filling;
use crate::server::serve::{Options, Running, start_on_own_thread};
use crate::server::store::{NewToken, draw_secret};

use super::player::Player;

/// The person whose desk is shown.
pub(super) const MANAGER: &str = "cmartin";

/// What is shown, and how fast.
#[derive(Clone, Debug, PartialEq)]
pub struct Demonstration {
    /// A load of that many tickets; the written scenario if there is none.
    pub tickets: Option<u32>,
    pub seed: u64,
    /// How much faster than the wall clock time runs.
    pub speed: f64,
}

impl Demonstration {
    /// What the store of it is called, each time: the same show is the same desk to a console.
    pub fn name(&self) -> String {
        match self.tickets {
            None => "demonstration".to_owned(),
            Some(tickets) => format!("demonstration of {tickets} tickets, seed {}", self.seed),
        }
    }
}

/// Starts on a listener that is bound already; returns at once, before the store is filled.
///
/// `manager_token` is the console's, drawn by it with [`draw_secret`] and shown to nobody. Dropping the
/// handle stops the server and forgets everything.
///
/// # Errors
/// If the listener has no address or no thread can be made.
pub fn start(
    listener: TcpListener,
    shown: &Demonstration,
    clock: Clock,
    manager_token: String,
) -> io::Result<Running> {
    let integration = draw_secret();
    let token = |name: &str, role, manager: Option<&str>| NewToken {
        name: name.into(),
        role,
        manager: manager.map(ManagerId::new),
        scope: Scope::All,
        expires_at: None,
    };
    let tokens = vec![
        (manager_token, token("console", Role::Manager, Some(MANAGER))),
        (integration.clone(), token("customers", Role::Integration, None)),
    ];
    let options = Options {
        clock: clock.clone(),
        filling: filling(shown.tickets, shown.seed),
        tokens,
        name: shown.name(),
    };
    let player = Player { token: integration, clock, seed: shown.seed, speed: shown.speed };
    let plays = shown.tickets.is_none();
    start_on_own_thread(listener, options, move |address| async move {
        // A load has no written customers: nobody could play them.
        if plays {
            player.play(address).await;
        }
    })
}

pub(super) fn filling(tickets: Option<u32>, seed: u64) -> Filling {
    match tickets {
        None => Filling::Scenario,
        Some(tickets) => Filling::Load { tickets, seed },
    }
}

/// A clock that runs faster than another one, from the instant (UTC) of its making on.
pub fn faster(speed: f64, wall: fn() -> DateTime<Utc>) -> Clock {
    let began = wall();
    Clock::new(move || {
        let passed = (wall() - began).num_microseconds().unwrap_or(i64::MAX);
        #[expect(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            reason = "a show's time, not a desk's"
        )]
        let shown = (passed as f64 * speed) as i64;
        began.checked_add_signed(TimeDelta::microseconds(shown)).unwrap_or(began)
    })
}
