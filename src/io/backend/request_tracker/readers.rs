//! Who gets what is written on a ticket: RT mails it to the ticket's and its queue's watchers, and not to its author.

use serde::Deserialize;

use crate::app::protocol::event::Failure;
use crate::desk::text::SafeLine;
use crate::desk::ticket::fact::{Fact, What};
use crate::desk::ticket::readers::{Reader, ReaderRole, Readers, ReadersChanged, Whom};

use super::RequestTracker;
use super::client::Client;
use super::read::NOBODY;
use super::wire::{self, Page, Transaction, many};

/// All watchers with their names and addresses, in one question: a single ticket does not tell these.
const WATCHED: [(&str, &str); 7] = [
    ("fields", "Requestor,Cc,AdminCc,Owner,Queue"),
    ("fields[Requestor]", PERSON),
    ("fields[Cc]", PERSON),
    ("fields[AdminCc]", PERSON),
    ("fields[Owner]", PERSON),
    ("fields[Queue][Cc]", PERSON),
    ("fields[Queue][AdminCc]", PERSON),
];
const OF_QUEUE: (&str, &str) = ("fields[Queue]", "Name,Cc,AdminCc");
const PERSON: &str = "Name,RealName,EmailAddress";

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Watched {
    #[serde(deserialize_with = "many")]
    requestor: Vec<Watcher>,
    #[serde(deserialize_with = "many")]
    cc: Vec<Watcher>,
    #[serde(deserialize_with = "many")]
    admin_cc: Vec<Watcher>,
    owner: Watcher,
    queue: Queue,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Queue {
    #[serde(deserialize_with = "many")]
    cc: Vec<Watcher>,
    #[serde(deserialize_with = "many")]
    admin_cc: Vec<Watcher>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "PascalCase", default)]
struct Watcher {
    #[serde(rename = "id", deserialize_with = "wire::text")]
    id: String,
    #[serde(rename = "type", deserialize_with = "wire::text")]
    kind: String,
    #[serde(deserialize_with = "wire::text")]
    name: String,
    #[serde(deserialize_with = "wire::text")]
    real_name: String,
    #[serde(deserialize_with = "wire::text")]
    email_address: String,
}

impl Watcher {
    fn whom(&self) -> Whom {
        let first = |texts: [&String; 2]| texts.into_iter().find(|text| !text.trim().is_empty()).cloned();
        if self.kind == "group" {
            return Whom::Group(first([&self.name, &self.real_name]).map(SafeLine::from));
        }
        let name = first([&self.real_name, &self.id]).unwrap_or_default();
        // A login is often the address; one that may not be read is not guessed.
        let address = Some(&self.email_address).filter(|address| !address.trim().is_empty());
        Whom::Person { name: SafeLine::from(name), address: address.cloned().map(SafeLine::from) }
    }
}

impl RequestTracker {
    /// Who gets what is written; unknown if RT does not tell.
    pub(super) async fn readers(&self, ticket: u64) -> Readers {
        match watched(&self.client, ticket).await {
            Ok(Some(watched)) => Readers::Mailed(self.read(&watched)),
            Ok(None) => Readers::Unknown,
            Err(why) => {
                tracing::warn!(?why, ticket, "who gets what is written cannot be read");
                Readers::Unknown
            }
        }
    }

    /// Gives queues that a ticket was moved between their names; one that may not be seen keeps its number.
    pub(super) async fn name_queues(&self, facts: &mut [Fact]) {
        let moves = facts.iter_mut().filter_map(|fact| match &mut fact.what {
            What::ReadersChanged(changed) => match &mut **changed {
                ReadersChanged::Moved { from, to } => Some([from, to]),
                ReadersChanged::Came { .. } | ReadersChanged::Left { .. } => None,
            },
            _ => None,
        });
        let places: Vec<&mut SafeLine> = moves.flatten().collect();
        if places.is_empty() {
            return;
        }
        let Ok(queues) = self.client.queues().await else { return };
        for place in places {
            if let Some(queue) = queues.iter().find(|queue| *place.raw() == *numbered(&queue.id)) {
                *place = SafeLine::from(queue.name.as_str());
            }
        }
    }

    fn read(&self, watched: &Watched) -> Vec<Reader> {
        let me = self.me().map(|me| me.as_str().to_owned());
        let roles = [
            (ReaderRole::Requestor, watched.requestor.iter()),
            (ReaderRole::Cc, watched.cc.iter()),
            (ReaderRole::QueueCc, watched.queue.cc.iter()),
            (ReaderRole::AdminCc, watched.admin_cc.iter()),
            (ReaderRole::QueueAdminCc, watched.queue.admin_cc.iter()),
            (ReaderRole::Owner, std::slice::from_ref(&watched.owner).iter()),
        ];
        let mut readers = Vec::new();
        for (role, watchers) in roles {
            for watcher in watchers {
                let is_nobody = watcher.id.is_empty() || watcher.id == NOBODY;
                let is_me = me.as_deref() == Some(watcher.id.as_str());
                if !is_nobody && !is_me {
                    readers.push(Reader { role, whom: watcher.whom() });
                }
            }
        }
        readers
    }
}

async fn watched(client: &Client, ticket: u64) -> Result<Option<Watched>, Failure> {
    let query = format!("id = {ticket}");
    let mut asked = vec![("query", query.as_str()), OF_QUEUE];
    asked.extend(WATCHED);
    let page: Page<Watched> = client.get(&["tickets"], &asked).await?;
    Ok(page.items.into_iter().next())
}

/// For what an entry made somebody a watcher, or ended it. What RT's own roles are not is mailed nothing.
fn role(entry: &Transaction) -> Option<ReaderRole> {
    match entry.field.as_str() {
        "Requestor" => Some(ReaderRole::Requestor),
        "Cc" => Some(ReaderRole::Cc),
        "AdminCc" => Some(ReaderRole::AdminCc),
        _ => None,
    }
}

/// RT's own number of the person or group that an entry made a watcher, or who is none any more.
pub fn watcher(entry: &Transaction) -> Option<u64> {
    role(entry)?;
    match entry.kind.as_str() {
        "AddWatcher" => entry.new_value.parse().ok(),
        "DelWatcher" => entry.old_value.parse().ok(),
        _ => None,
    }
}

/// How an entry changed who is written to.
pub fn changed(entry: &Transaction, called: impl Fn(u64) -> Option<SafeLine>) -> Option<ReadersChanged> {
    if entry.kind == "Set" && entry.field == "Queue" {
        let (from, to) = (numbered(&entry.old_value), numbered(&entry.new_value));
        return Some(ReadersChanged::Moved { from: SafeLine::from(from), to: SafeLine::from(to) });
    }
    let role = role(entry)?;
    let number = watcher(entry)?;
    let who = called(number).unwrap_or_else(|| SafeLine::from(numbered(&number.to_string())));
    match entry.kind.as_str() {
        "AddWatcher" => Some(ReadersChanged::Came { role, who }),
        "DelWatcher" => Some(ReadersChanged::Left { role, who }),
        _ => None,
    }
}

/// What is known by RT's own number alone.
fn numbered(number: &str) -> String {
    format!("#{number}")
}
