//! The client of vigie's own HTTP API (`crate::api`).

use std::collections::BTreeSet;
use std::time::Duration;

use chrono::{DateTime, Utc};
use reqwest::{StatusCode, Url};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::api::{self, path};
use crate::app::protocol::event::{Aside, Capabilities, Changes, Detail, Failure, Refused, Rules, Welcome};
use crate::desk::journal::Head;
use crate::desk::life::Life;
use crate::desk::queue::overview::Overview;
use crate::desk::rules::refusal::Refusal;
use crate::desk::sla::Calendar;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::author::Author;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::names::{ActionId, CustomerId, LocalId};
use crate::desk::ticket::presence::{Doing, Present};
use crate::desk::ticket::readers::Readers;
use crate::desk::ticket::request::Request;
use crate::io::secrets::TokenSource;

use super::http::{AddressError, Answer, Http, Patience, Question, Wait, read};
use super::trust::Trust;
use super::{Delivery, DetailAnswer, Envelope, Polled, RulesAnswer, Undelivered, endless};

/// The most tickets that one page may hold.
const PAGE: u32 = 1000;
/// More than a console writes in a life.
const MOST_HEADS: usize = 1_000_000;

#[derive(Debug)]
pub struct Bundled {
    http: Http,
    /// By which the local store remembers it.
    address: String,
    /// Tells this console from all others, also from one of the same person.
    console: Uuid,
}

/// The two answers that make the rules, kept together.
#[derive(Serialize, Deserialize)]
struct WireRules {
    desk: api::DeskRules,
    customers: api::Customers,
}

impl Bundled {
    pub fn new(base: Url, tokens: TokenSource, allow_plain_http: bool) -> Result<Self, AddressError> {
        let address = base.as_str().to_owned();
        Ok(Self { http: Http::new(base, tokens, allow_plain_http)?, address, console: Uuid::now_v7() })
    }

    #[must_use]
    pub fn with_patience(self, patience: Patience) -> Self {
        Self { http: self.http.with_patience(patience), ..self }
    }

    #[must_use]
    pub fn trusting(self, trust: Trust) -> Self {
        Self { http: self.http.trusting(trust), ..self }
    }

    /// Has the local store remember it by another name than its address, which is another one at each start.
    #[must_use]
    pub fn remembered_as(self, name: String) -> Self {
        Self { address: name, ..self }
    }

    pub fn address(&self) -> &str {
        &self.address
    }

    pub async fn connect(&self) -> Result<Welcome, Failure> {
        let me: api::Me = self.http.greet(self.http.url(path::ME, None)).await?.read()?;
        Ok(Welcome {
            name: me.name,
            role: me.role,
            manager: me.manager,
            life: Life { store: me.store, epoch: me.epoch },
            demonstration: me.demonstration,
            server_now: me.server_now,
            lost: 0,
            is_new_here: false,
            capabilities: Capabilities { files: false, ..Capabilities::ALL },
        })
    }

    pub async fn rules(&self) -> Result<RulesAnswer, Failure> {
        let desk = self.http.get(self.http.url(path::PROGRAMME, None)).await?;
        let customers = self.http.get(self.http.url(path::CUSTOMERS, None)).await?;
        let wire = WireRules { desk, customers };
        let text = serde_json::to_string(&wire).map_err(|_why| Failure::Unintelligible("JSON".into()))?;
        Ok(RulesAnswer { rules: rules(wire)?, wire: text })
    }

    /// Asks for a page of changes; tickets of it that cannot be read are left out of it, and named.
    pub async fn poll(&self, since: Option<&str>, wait: Duration) -> Result<Polled, Failure> {
        let mut question = Question::get(self.http.url(path::CHANGES, None));
        question.wait = Wait::Longer(wait);
        {
            let mut query = question.url.query_pairs_mut();
            query.append_pair("limit", &PAGE.to_string());
            query.append_pair("console", &self.console.to_string());
            if let Some(since) = since {
                query.append_pair("since", since);
            }
            if !wait.is_zero() {
                query.append_pair("wait", &wait.as_secs().to_string());
            }
        }
        let answer = self.http.ask(question).await?;
        if answer.status != StatusCode::OK {
            return Err(answer.failure());
        }
        match answer.read::<api::Changes>() {
            Ok(mut changes) => {
                let epoch = std::mem::take(&mut changes.epoch);
                Ok(Polled { epoch, changes: page(changes), unreadable: Vec::new(), again: BTreeSet::new() })
            }
            // One ticket that is none must not keep all others away.
            Err(why) => in_part(&answer.body).ok_or(why),
        }
    }

    /// Asks how a customer fares.
    pub async fn overview(&self, customer: &CustomerId) -> Result<Overview, Failure> {
        self.http.get(self.http.url(path::OVERVIEW, Some(customer.as_str()))).await
    }

    /// Says that this console is on a ticket, and hears who else is on any.
    pub async fn come(&self, ticket: &LocalId, doing: Doing) -> Result<Vec<Present>, Failure> {
        let put = api::PutPresence { ticket: ticket.clone(), doing };
        let body = serde_json::to_vec(&put).map_err(|_why| Failure::Unintelligible("JSON".into()))?;
        let answer = self.http.ask(Question::put(self.own(), body)).await?;
        match answer.status {
            StatusCode::OK => Ok(answer.read::<api::Presence>()?.present),
            _ => Err(answer.failure()),
        }
    }

    /// Says that this console is on no ticket any more.
    pub async fn go(&self) -> Result<(), Failure> {
        let answer = self.http.ask(Question::delete(self.own())).await?;
        if answer.status.is_success() { Ok(()) } else { Err(answer.failure()) }
    }

    fn own(&self) -> Url {
        self.http.url(path::PRESENCE, Some(&self.console.to_string()))
    }

    pub async fn detail(&self, ticket: &LocalId, tag: Option<&str>) -> Result<DetailAnswer, Failure> {
        let mut question = Question::get(self.http.url(path::TICKET, Some(ticket.as_str())));
        question.tag = tag;
        let answer = self.http.ask(question).await?;
        match answer.status {
            StatusCode::NOT_MODIFIED => Ok(DetailAnswer::Unchanged),
            StatusCode::OK => {
                let detail: api::Detail = answer.read()?;
                let epoch = detail.epoch;
                let detail = Box::new(Detail {
                    ticket: detail.ticket,
                    facts: detail.facts,
                    kin: detail.kin,
                    tag: answer.tag,
                    files: Vec::new(),
                    their_due: None,
                    unreadable: Vec::new(),
                    readers: Readers::OnServer,
                });
                Ok(DetailAnswer::Fresh { epoch, detail })
            }
            _ => Err(answer.failure()),
        }
    }

    /// Asks what this desk was shown of a journal.
    pub async fn witnessed(&self, journal: uuid::Uuid) -> Result<Vec<Head>, Failure> {
        let mut heads: Vec<Head> = Vec::new();
        loop {
            let mut url = self.http.url(path::JOURNAL, Some(&journal.to_string()));
            let after = heads.last().map_or(0, |head| head.count);
            url.query_pairs_mut().append_pair("after", &after.to_string());
            let page: api::Witnessed = self.http.get(url).await?;
            let head = |known: api::WitnessedHead| Head { count: known.count, digest: known.digest };
            heads.extend(page.heads.into_iter().map(head));
            if !page.more {
                return Ok(heads);
            }
            // Each page goes on behind the one before, and no journal is endless.
            if heads.last().is_none_or(|last| last.count <= after) || heads.len() > MOST_HEADS {
                return Err(endless());
            }
        }
    }

    /// Tells what an earlier life of the store had given and accepted; answers which acts this one does not know.
    pub async fn earlier_life(&self, earlier: &api::EarlierLife) -> Result<Vec<ActionId>, Failure> {
        let body = serde_json::to_vec(earlier).map_err(|_why| Failure::Unintelligible("JSON".into()))?;
        let answer = self.http.ask(Question::post(self.http.url(path::EARLIER, None), body)).await?;
        match answer.status {
            StatusCode::OK => Ok(answer.read::<api::Forgotten>()?.acts),
            _ => Err(answer.failure()),
        }
    }

    pub async fn deliver(&self, action: &Action, envelope: Envelope) -> Result<Delivery, Undelivered> {
        let Envelope { made_for, author, journal, leaving: _ } = envelope;
        let made_for = made_for.filter(tells_lives);
        if let Change::File { request } = &action.change {
            return self.file(action.id, author, made_for, request).await;
        }
        let post = api::PostAction {
            id: action.id,
            seen: Some(action.seen),
            made_at: Some(action.made_at),
            author,
            made_for,
            journal,
            change: action.change.clone(),
        };
        let url = self.http.url(path::ACTIONS, Some(action.ticket.local.as_str()));
        let api::Accepted { at, ticket, .. } = self.post(url, &post).await?;
        Ok(Delivery { at, ticket, aside: Aside::default() })
    }

    /// Files a ticket: the same id twice files it once.
    async fn file(
        &self,
        id: ActionId,
        author: Option<Author>,
        made_for: Option<Life>,
        request: &Request,
    ) -> Result<Delivery, Undelivered> {
        let Request { customer, contact, from, kind, severity, channel, subject, body, follows } =
            request.clone();
        let post = api::PostTicket {
            id: Some(id),
            author,
            customer,
            contact,
            from,
            kind,
            severity,
            channel,
            subject,
            body,
            signature: None,
            follows,
            made_for,
        };
        let ticket: Ticket = self.post(self.http.url(path::TICKETS, None), &post).await?;
        Ok(Delivery { at: ticket.filed_at, ticket, aside: Aside::default() })
    }

    async fn post<T: DeserializeOwned>(&self, url: Url, body: &impl Serialize) -> Result<T, Undelivered> {
        let unwritable = |_why| Undelivered::Failed(Failure::Unintelligible("JSON".into()));
        let body = serde_json::to_vec(body).map_err(unwritable)?;
        let answer = self.http.ask(Question::post(url, body)).await.map_err(Undelivered::Failed)?;
        match answer.status.as_u16() {
            200 | 201 => answer.read().map_err(Undelivered::Failed),
            // A token can be renewed, and then the same action is good.
            401 | 408 | 429 | 500.. => Err(Undelivered::Failed(answer.failure())),
            _ => Err(refused(&answer)),
        }
    }
}

/// An older server knows no lives, and takes no field that it does not know.
fn tells_lives(life: &Life) -> bool {
    !life.epoch.is_empty()
}

fn page(changes: api::Changes) -> Changes {
    Changes {
        cursor: changes.cursor,
        more: changes.more,
        server_now: changes.server_now,
        rules_version: changes.desk_version,
        tickets: changes.tickets,
        gone: changes.gone,
        whole: None,
        present: changes.present,
        latest_bases: changes.latest_bases,
    }
}

/// A page of changes of which not everything can be read.
#[derive(Deserialize)]
struct WireInPart<'a> {
    #[serde(default)]
    epoch: String,
    cursor: String,
    more: bool,
    #[serde(deserialize_with = "crate::desk::bounds::instant")]
    server_now: DateTime<Utc>,
    desk_version: u32,
    #[serde(borrow)]
    tickets: Vec<&'a RawValue>,
    gone: Vec<LocalId>,
    #[serde(borrow, default)]
    present: Vec<&'a RawValue>,
    #[serde(borrow, default)]
    latest_bases: Option<&'a RawValue>,
}

/// Reads what can be read of a page, ticket by ticket; `None` if that is nothing.
fn in_part(body: &[u8]) -> Option<Polled> {
    let wire: WireInPart<'_> = serde_json::from_slice(body).ok()?;
    let mut unreadable = Vec::new();
    let mut tickets = Vec::with_capacity(wire.tickets.len());
    for ticket in wire.tickets {
        match serde_json::from_str::<Ticket>(ticket.get()) {
            Ok(ticket) => tickets.push(ticket),
            Err(_it_is_named) => unreadable.push(named(ticket)),
        }
    }
    let present = wire.present.iter().filter_map(|one| serde_json::from_str(one.get()).ok());
    let changes = Changes {
        cursor: wire.cursor,
        more: wire.more,
        server_now: wire.server_now,
        rules_version: wire.desk_version,
        tickets,
        gone: wire.gone,
        whole: None,
        present: present.collect(),
        latest_bases: wire.latest_bases.and_then(|bases| serde_json::from_str(bases.get()).ok()),
    };
    Some(Polled { epoch: wire.epoch, changes, unreadable, again: BTreeSet::new() })
}

/// What a ticket that cannot be read is called.
fn named(ticket: &RawValue) -> SafeLine {
    #[derive(Deserialize)]
    struct Named {
        id: LocalId,
    }
    let named = serde_json::from_str::<Named>(ticket.get());
    named.map_or_else(|_it_has_no_name| SafeLine::from("?"), |named| SafeLine::from(named.id.as_str()))
}

/// Reads a refusal. An answer in no known form is no answer: a proxy's page must not cost an action.
fn refused(answer: &Answer) -> Undelivered {
    let Ok(problem) = answer.read::<api::Problem>() else {
        return Undelivered::Failed(answer.failure());
    };
    if problem.code == api::ANOTHER_AUTHOR {
        // Nothing was looked at: who we are is asked again, and its author may still send it.
        return Undelivered::Failed(Failure::AskWho);
    }
    let why = match (answer.status.as_u16(), refusal(&problem)) {
        (_, Some(refusal)) => Refused::ByRule(refusal),
        (409, None) if problem.code == api::OTHER_LIFE || problem.code == api::OTHER_STORE => {
            Refused::OtherLife
        }
        (403, None) => Refused::NotAllowed,
        (404, None) => Refused::TicketNotFound,
        (_, None) if problem.code == Refused::IN_OTHER_WORDS => Refused::TakenInOtherWords,
        (_, None) => Refused::Other { code: problem.code, title: SafeLine::from(problem.title) },
    };
    Undelivered::Refused(why, problem.ticket)
}

fn refusal(problem: &api::Problem) -> Option<Refusal> {
    let mut wire = serde_json::Map::new();
    wire.insert("code".to_owned(), problem.code.clone().into());
    // A rule without parameters has none on our side either.
    if !problem.params.is_empty() {
        wire.insert("params".to_owned(), problem.params.clone().into());
    }
    serde_json::from_value(wire.into()).ok()
}

pub(super) fn rules_from_wire(wire: &str) -> Result<Rules, Failure> {
    rules(read(wire.as_bytes())?)
}

fn rules(wire: WireRules) -> Result<Rules, Failure> {
    let WireRules { desk, customers } = wire;
    let calendars = desk.calendars.into_iter().map(|named| match Calendar::for_a_desk(&named.spec) {
        Ok(calendar) => Ok((named.name, calendar)),
        Err(why) => Err(Failure::Unintelligible(SafeLine::from(format!("calendar {}: {why}", named.name)))),
    });
    Ok(Rules {
        version: desk.desk_version,
        desk_name: desk.desk_name,
        programme: desk.programme,
        default_calendar: desk.default_calendar,
        calendars: calendars.collect::<Result<_, _>>()?,
        managers: desk.managers,
        customers: customers.customers,
        former: customers.former,
        tzdata: desk.tzdata,
        unseen: Vec::new(),
    })
}
