//! Request Tracker 5 through REST 2.0: another system of record, read into the desk's own facts.
//!
//! What its queues, fields and people mean comes from the configuration ([`crate::desk::mapping`]); the clock is
//! reckoned here from what happened, by the desk's programme and calendars. RT's own types stay in this folder.

mod act;
mod catalogue;
mod changes;
mod client;
mod contacts;
mod cursor;
mod desk;
mod detail;
pub mod doctor;
mod exchange;
mod follow;
mod history;
mod index;
mod inventory;
mod kin;
mod lifecycle;
mod membership;
mod merged;
mod premium;
mod read;
mod readers;
mod record;
mod reference;
mod request;
mod sought;
mod stepped;
mod strays;
#[cfg(test)]
mod tests;
mod text;
mod wire;

use std::collections::{BTreeMap, HashMap};
use std::sync::PoisonError;
use std::sync::atomic::AtomicBool;

use reqwest::Url;
use tokio::sync::Mutex;

use crate::app::protocol::event::{Capabilities, Failure, Rules, Welcome};
use crate::desk::life::Life;
use crate::desk::text::SafeLine;
use crate::desk::ticket::conversation::{ResponseKind, Who};
use crate::desk::ticket::customer::{Manager, Role};
use crate::desk::ticket::names::{ActionId, ManagerId};
use crate::desk::ticket::status::Status;
use crate::io::secrets::TokenSource;

use super::RulesAnswer;
use super::http::{AddressError, Http, Patience, Scheme};
use super::trust::Trust;

use changes::Sweep;
use client::Client;
pub use desk::Desk;
use desk::Staff;
use index::Index;
use reference::{Fields, Known};

#[derive(Debug)]
pub struct RequestTracker {
    client: Client,
    desk: Desk,
    /// Who speaks; known once RT was asked.
    me: std::sync::Mutex<Option<Manager>>,
    /// What RT said of itself, and when.
    staff: Mutex<Option<Known>>,
    /// The fields that the tickets of each queue show.
    fields: std::sync::Mutex<Fields>,
    /// Each queue was looked at for its fields.
    is_sampled: AtomicBool,
    /// A person asked for everything: all ids are counted at the next poll.
    count_now: AtomicBool,
    /// What a first synchronisation learnt of the fields, until it is through.
    index: Mutex<Option<Index>>,
    sweep: Mutex<Option<Sweep>>,
    /// Tickets of which it is not decided yet whether who wrote is a stranger.
    doubted: Mutex<BTreeMap<u64, contacts::Doubted>>,
    /// Login names by RT's own numbers.
    logins: Mutex<HashMap<u64, String>>,
    /// For each act that was sent: the last thing that had happened to the ticket before.
    sent: Mutex<HashMap<ActionId, u64>>,
    /// Entries of histories that are known to be the text of an act of ours.
    claimed: Mutex<HashMap<u64, ActionId>>,
}

impl RequestTracker {
    pub fn new(
        base: Url,
        user: Option<String>,
        secret: TokenSource,
        allow_plain_http: bool,
        desk: Desk,
    ) -> Result<Self, AddressError> {
        let scheme = user.map_or(Scheme::Token, |user| Scheme::Basic { user });
        let http = Http::new(base, secret, allow_plain_http)?.speaking(scheme);
        Ok(Self {
            client: Client::new(http),
            desk,
            me: std::sync::Mutex::default(),
            staff: Mutex::default(),
            fields: std::sync::Mutex::default(),
            is_sampled: AtomicBool::new(false),
            count_now: AtomicBool::new(false),
            index: Mutex::default(),
            sweep: Mutex::default(),
            doubted: Mutex::default(),
            logins: Mutex::default(),
            sent: Mutex::default(),
            claimed: Mutex::default(),
        })
    }

    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        let client = self.client.with_patience(patience);
        Self { client, ..self }
    }

    #[must_use]
    pub fn trusting(self, trust: Trust) -> Self {
        let client = self.client.trusting(trust);
        Self { client, ..self }
    }

    pub fn address(&self) -> &str {
        self.client.http().base().as_str()
    }

    /// Whose name stands on what we do here.
    fn author(&self) -> Who {
        self.me().map_or(Who::Desk, Who::Manager)
    }

    fn me(&self) -> Option<ManagerId> {
        self.known_me().map(|me| me.id)
    }

    fn known_me(&self) -> Option<Manager> {
        self.me.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    pub async fn connect(&self) -> Result<Welcome, Failure> {
        let me = self.ask_who().await?;
        let mapping = &self.desk.mapping;
        let interim = mapping.response.as_ref().and_then(|values| values.written(ResponseKind::Interim));
        Ok(Welcome {
            name: me.name.clone(),
            role: Role::Manager,
            manager: Some(me.id.clone()),
            // RT has no name for its store: where it answers is all there is.
            life: Life { store: format!("request-tracker {}", self.address()), epoch: String::new() },
            demonstration: false,
            server_now: self.client.now(),
            lost: 0,
            is_new_here: false,
            capabilities: Capabilities {
                idempotent: false,
                interim: interim.is_some(),
                long_poll: false,
                waiting: mapping.statuses.written(Status::WaitingForCustomer).is_some(),
                files: true,
                // Without a status for it RT has nothing that means void.
                voiding: mapping.statuses.written(Status::Void).is_some(),
                filing: false,
                contracts: false,
                steps: mapping.signature.places(),
                bases: false,
                read_there: false,
                presence: false,
            },
        })
    }

    /// Asks RT for whom we speak. A token holds the number of its user; a password is somebody's.
    async fn ask_who(&self) -> Result<Manager, Failure> {
        let login = match self.client.http().scheme() {
            Scheme::Basic { user } => user.clone(),
            Scheme::Bearer | Scheme::Token => {
                let secret = self.client.http().renewed().await?;
                let number = secret.reveal().split('-').nth(1).filter(|it| it.parse::<u64>().is_ok());
                number.ok_or(Failure::NotAllowed)?.to_owned()
            }
        };
        let user = self.client.myself(&login).await?;
        let me = desk::manager(&user.name, &user.real_name, &user.email_address);
        let (_, me) = me.ok_or_else(|| Failure::Unintelligible(SafeLine::from("user name")))?;
        let known = self.desk.mapping.managers.iter().find(|known| known.id == me.id);
        let me = known.cloned().unwrap_or(me);
        let before = self.me.lock().unwrap_or_else(PoisonError::into_inner).replace(me.clone());
        if before.is_some_and(|before| before.id != me.id) {
            // Who is of the desk was asked as somebody else.
            *self.staff.lock().await = None;
        }
        Ok(me)
    }

    pub async fn rules(&self) -> Result<RulesAnswer, Failure> {
        let staff = self.known_now().await?.staff;
        let wire = serde_json::to_string(&*staff).map_err(|_why| Failure::Unintelligible("JSON".into()))?;
        Ok(RulesAnswer { rules: staff.rules(&self.desk, &self.unseen_fields(&staff)), wire })
    }

    pub fn rules_from_wire(&self, wire: &str) -> Result<Rules, Failure> {
        let staff: Staff = super::http::read(wire.as_bytes())?;
        Ok(staff.rules(&self.desk, &[]))
    }
}
