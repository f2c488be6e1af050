//! What this RT has: a mapping is written from it.

use std::collections::BTreeSet;

use crate::app::protocol::event::Failure;
use crate::io::backend::checkup::{Counted, Field, Group, Inventory};

use super::RequestTracker;
use super::client::Client;
use super::doctor::{OF_REPLIES, OF_TICKETS, listed};
use super::strays::{queue, status};
use super::wire::{self, Named};

/// Groups in a group in a group: no site goes deeper, and one that holds itself has no end.
const DEEPEST: usize = 20;

impl RequestTracker {
    pub async fn inventory(&self) -> Result<Inventory, Failure> {
        let client = &self.client;
        let live = "Status = '__Active__'";
        let counted = client.others(live, &queue(), &[]).await?;
        let tickets = |name: &str| counted.iter().find(|it| it.name == name).map_or(0, |it| it.tickets);
        let open: Vec<Named> =
            client.queues().await?.into_iter().filter(|queue| queue.disabled != "1").collect();
        let mut watching = BTreeSet::new();
        for named in &open {
            let queue: wire::Queue = client.get(&["queue", &named.id], &[]).await?;
            watching.extend(queue.admin_cc.into_iter().filter(|it| it.kind == "group").map(|it| it.id));
        }
        let queues =
            open.into_iter().map(|queue| Counted { tickets: tickets(&queue.name), name: queue.name });
        let queues = queues.collect();
        let mut fields: [Vec<Field>; 2] = [Vec::new(), Vec::new()];
        for named in client.custom_fields().await?.into_iter().filter(|field| field.disabled != "1") {
            let at = match named.lookup_type.as_str() {
                OF_TICKETS => 0,
                OF_REPLIES => 1,
                _ => continue,
            };
            let values =
                if named.kind.starts_with("Select") { listed(client, &named.id).await? } else { Vec::new() };
            fields[at].push(Field { name: named.name, values });
        }
        let [ticket_fields, reply_fields] = fields;
        Ok(Inventory {
            queues,
            ticket_fields,
            reply_fields,
            statuses: client.others("id > 0", &status(), &[]).await?,
            levels: self.all_levels().await?,
            groups: groups(client, &watching).await?,
        })
    }
}

async fn groups(client: &Client, watching: &BTreeSet<String>) -> Result<Vec<Group>, Failure> {
    let mut groups = Vec::new();
    for named in client.all_groups().await? {
        let Members { people, .. } = members(client, &named.id).await?;
        let watches = watching.contains(&named.id);
        groups.push(Group { name: named.name, people: people.len(), watches });
    }
    Ok(groups)
}

/// Who is in a group, by login.
#[derive(Clone, Debug, Default)]
pub(super) struct Members {
    pub people: BTreeSet<String>,
    /// Those of them that are in it only by another group.
    pub nested: BTreeSet<String>,
}

/// Asks for everybody in a group, and in the groups in it.
pub(super) async fn members(client: &Client, group: &str) -> Result<Members, Failure> {
    let mut members = Members::default();
    let mut seen = BTreeSet::from([group.to_owned()]);
    let mut level = vec![group.to_owned()];
    for depth in 0..DEEPEST {
        let mut below = Vec::new();
        for id in &level {
            let group: wire::Group = match client.get(&["group", id], &[]).await {
                Ok(group) => group,
                // One in it that may not be seen: those who can be are told.
                Err(Failure::NotFound | Failure::Forbidden) if depth > 0 => continue,
                Err(why) => return Err(why),
            };
            for member in group.members {
                if member.kind == "group" {
                    below.extend(seen.insert(member.id.clone()).then_some(member.id));
                } else if members.people.insert(member.id.clone()) && depth > 0 {
                    members.nested.insert(member.id);
                }
            }
        }
        if below.is_empty() {
            break;
        }
        level = below;
    }
    Ok(members)
}
