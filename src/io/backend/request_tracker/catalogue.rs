//! What is asked of RT about itself: groups, who was in them when, people and queues. Asked at a slow pace.

use std::collections::{BTreeMap, BTreeSet};

use futures_util::future::{join, join_all};

use crate::app::protocol::event::Failure;

use super::client::{AT_ONCE, Client, any, goes_on, ids_in};
use super::membership::{Deed, Groups};
use super::wire::{self, Named, Page, User};

/// The most pages of what some people did: who did more is not looked for ticket by ticket.
const MOST_PAGES: u32 = 50;
const PER_PAGE: usize = 100;
const PEOPLE: (&str, &str) = ("fields", "id,Name,RealName,EmailAddress");

/// How a list of entries ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Pages {
    /// All of it may be seen: a short page is the last one.
    Whole,
    /// Some of it may not be seen: only an empty page is the last one.
    WithHoles,
}

/// The groups of a desk and the people in them.
#[derive(Debug, Default)]
pub struct Census {
    pub groups: Groups,
    /// By RT's numbers.
    pub people: BTreeMap<u64, User>,
    /// Members whose numbers RT does not tell: they are of the desk now, and were always.
    pub unnumbered: BTreeSet<String>,
    /// Groups that cannot be seen, by name or number.
    pub unseen: BTreeSet<String>,
}

impl Client {
    /// Asks for some groups, all groups in them, and everybody who is or was in one. Groups and people that are
    /// disabled are there too: what they said before is not undone.
    pub async fn census(&self, names: &[String]) -> Result<Census, Failure> {
        let mut census = Census::default();
        if names.is_empty() {
            return Ok(census);
        }
        let found = self.groups_named(names).await?;
        for name in names {
            match found.iter().find(|group| group.name == *name).and_then(|group| group.id.parse().ok()) {
                Some(id) => census.groups.roots.insert(id),
                None => census.unseen.insert(name.clone()),
            };
        }
        let mut level: BTreeSet<u64> = census.groups.roots.clone();
        // Members that are groups now: what cannot be seen of them is missing.
        let mut expected = level.clone();
        while !level.is_empty() {
            let ids: Vec<u64> = level.iter().copied().collect();
            let (told, deeds) = join(join_all(ids.iter().map(|id| self.group(*id))), self.deeds(&ids)).await;
            let deeds = match deeds {
                // Without its entries whoever is in a group now always was.
                Err(Failure::NotFound | Failure::Forbidden) => BTreeMap::new(),
                deeds => deeds?,
            };
            let (mut logins, mut numbers) = (BTreeSet::new(), BTreeSet::new());
            let mut members: BTreeMap<u64, Vec<String>> = BTreeMap::new();
            for (id, told) in ids.iter().zip(told) {
                let told = match told {
                    Ok(told) => told,
                    Err(Failure::NotFound | Failure::Forbidden) => {
                        // What was a member once and is neither a person nor a group that may be seen is nobody.
                        if expected.contains(id) {
                            census.unseen.insert(format!("#{id}"));
                        }
                        continue;
                    }
                    Err(why) => return Err(why),
                };
                let group = census.groups.all.entry(*id).or_default();
                group.made = told.created.map(|at| at.timestamp());
                group.is_disabled = told.disabled == "1";
                group.deeds = deeds.get(id).cloned().unwrap_or_default();
                for (_, deed) in &group.deeds {
                    if let Deed::Added(who) | Deed::Removed(who) = deed {
                        numbers.insert(*who);
                    }
                }
                for member in told.members {
                    if member.kind == "group" {
                        let Ok(nested) = member.id.parse() else { continue };
                        group.members.insert(nested);
                        numbers.insert(nested);
                        expected.insert(nested);
                    } else {
                        logins.insert(member.id.clone());
                        members.entry(*id).or_default().push(member.id);
                    }
                }
            }
            self.meet(&mut census, logins, &mut numbers, &expected).await?;
            let of_login: BTreeMap<&str, u64> =
                census.people.iter().map(|(id, person)| (person.name.as_str(), *id)).collect();
            for (id, logins) in members {
                for login in logins {
                    match (of_login.get(login.as_str()), census.groups.all.get_mut(&id)) {
                        (Some(number), Some(group)) => group.members.insert(*number),
                        _ => census.unnumbered.insert(login),
                    };
                }
            }
            level = numbers.into_iter().filter(|id| !census.groups.all.contains_key(id)).collect();
        }
        Ok(census)
    }

    /// Learns who some people are; leaves in `numbers` those that are nobody's.
    async fn meet(
        &self,
        census: &mut Census,
        logins: BTreeSet<String>,
        numbers: &mut BTreeSet<u64>,
        groups: &BTreeSet<u64>,
    ) -> Result<(), Failure> {
        let known: BTreeSet<String> = census.people.values().map(|person| person.name.clone()).collect();
        let logins: Vec<String> = logins.difference(&known).cloned().collect();
        let named = self.people("Name", &logins).await?;
        census.people.extend(named.into_iter().map(|person| (person.id, person)));
        numbers.retain(|id| !census.people.contains_key(id));
        let others: Vec<u64> = numbers.difference(groups).copied().collect();
        let others = self.people("id", &others).await?;
        census.people.extend(others.into_iter().map(|person| (person.id, person)));
        numbers.retain(|id| !census.people.contains_key(id));
        Ok(())
    }

    async fn groups_named(&self, names: &[String]) -> Result<Vec<Named>, Failure> {
        let mut found = Vec::new();
        for some in names.chunks(AT_ONCE) {
            let mut query = any("Name", some);
            // Other groups have names too: those of roles and of the system.
            if let Some(end) = query.pop() {
                query.push_str(r#",{"field":"Domain","value":"UserDefined"}"#);
                query.push(end);
            }
            let query = [
                ("query", query.as_str()),
                ("fields", "Name"),
                ("per_page", "100"),
                ("find_disabled_rows", "1"),
            ];
            let page: Page<Named> = self.get(&["groups"], &query).await?;
            found.extend(page.items);
        }
        Ok(found)
    }

    async fn group(&self, id: u64) -> Result<wire::Group, Failure> {
        self.get(&["group", &id.to_string()], &[]).await
    }

    /// What RT wrote down of some groups. Who may see a group may see all of it, so a short page is the last one.
    async fn deeds(&self, groups: &[u64]) -> Result<BTreeMap<u64, Vec<(i64, Deed)>>, Failure> {
        let mut deeds: BTreeMap<u64, Vec<(i64, Deed)>> = BTreeMap::new();
        for some in groups.chunks(AT_ONCE) {
            let query = format!(
                "ObjectType = 'RT::Group' AND ({}) AND (Type = 'AddMember' OR Type = 'DeleteMember' OR \
                 Type = 'Disabled' OR Type = 'Enabled')",
                ids_in("ObjectId", some)
            );
            let entries = self.entries(&query, "Type,Field,Created,ObjectId", Pages::Whole).await?;
            let entries = entries.ok_or_else(crate::io::backend::endless)?;
            for entry in entries {
                let deed = match (entry.kind.as_str(), entry.field.parse()) {
                    ("AddMember", Ok(who)) => Deed::Added(who),
                    ("DeleteMember", Ok(who)) => Deed::Removed(who),
                    ("Disabled", _) => Deed::Disabled,
                    ("Enabled", _) => Deed::Enabled,
                    _ => continue,
                };
                let at = entry.created.unwrap_or_default().timestamp();
                deeds.entry(entry.ticket).or_default().push((at, deed));
            }
        }
        Ok(deeds)
    }

    /// People by a field, also those whose account is disabled.
    async fn people<T: ToString>(&self, by: &str, which: &[T]) -> Result<Vec<User>, Failure> {
        let mut found = Vec::new();
        for some in which.chunks(AT_ONCE) {
            let query = any(by, some);
            let query = [("query", query.as_str()), PEOPLE, ("per_page", "100"), ("find_disabled_rows", "1")];
            let page: Page<User> = self.get(&["users"], &query).await?;
            found.extend(page.items);
        }
        Ok(found)
    }

    /// Which of some internal comments can be read, and the latest ones on some tickets.
    pub async fn comments(
        &self,
        comments: &[u64],
        tickets: &[u64],
    ) -> Result<Vec<wire::Transaction>, Failure> {
        let clauses = [ids_in("id", comments), ids_in("TicketId", tickets)];
        let clauses: Vec<String> =
            clauses.into_iter().filter(|it| !it.is_empty()).map(|it| format!("({it})")).collect();
        if clauses.is_empty() {
            return Ok(Vec::new());
        }
        let query = format!("ObjectType = 'RT::Ticket' AND Type = 'Comment' AND ({})", clauses.join(" OR "));
        let query = [
            ("query", query.as_str()),
            ("fields", "ObjectId,Created"),
            ("orderby", "id"),
            ("order", "ASC"),
            ("per_page", "100"),
        ];
        let page: Page<wire::Transaction> = self.get(&["transactions"], &query).await?;
        Ok(page.items)
    }

    /// The tickets on which some people did anything since so many minutes ago (always, if that is not said); `None` if
    /// that is more than it is worth to look for.
    pub async fn touched_by(
        &self,
        logins: &[String],
        minutes: Option<i64>,
    ) -> Result<Option<BTreeSet<u64>>, Failure> {
        let since =
            minutes.map(|minutes| format!(" AND Created > '{minutes} minutes ago'")).unwrap_or_default();
        let mut tickets = BTreeSet::new();
        for some in logins.chunks(AT_ONCE) {
            let by: Vec<String> =
                some.iter().map(|login| format!("Creator = {}", super::client::quoted(login))).collect();
            let query = format!(
                "ObjectType = 'RT::Ticket' AND ({}) AND (Type = 'Create' OR Type = 'Correspond' OR Type = 'Comment' OR \
                 Type = 'Status' OR Type = 'Set' OR Type = 'Take' OR Type = 'Steal' OR Type = 'CustomField' OR \
                 Type = 'AddLink'){since}",
                by.join(" OR ")
            );
            let Some(entries) = self.entries(&query, "ObjectId", Pages::WithHoles).await? else {
                return Ok(None);
            };
            tickets.extend(entries.into_iter().map(|entry| entry.ticket));
        }
        Ok(Some(tickets))
    }

    /// Entries in the order of their ids; `None` if there are too many pages of them.
    async fn entries(
        &self,
        query: &str,
        fields: &str,
        pages: Pages,
    ) -> Result<Option<Vec<wire::Transaction>>, Failure> {
        let mut found: Vec<wire::Transaction> = Vec::new();
        for number in 1..=MOST_PAGES {
            let number = number.to_string();
            let query = [
                ("query", query),
                ("fields", fields),
                ("orderby", "id"),
                ("order", "ASC"),
                ("per_page", "100"),
                ("page", &number),
            ];
            let page: Page<wire::Transaction> = self.get(&["transactions"], &query).await?;
            let is_last = page.items.is_empty() || (pages == Pages::Whole && page.items.len() < PER_PAGE);
            if !goes_on(&found, &page.items, |entry| entry.id) {
                return Err(crate::io::backend::endless());
            }
            found.extend(page.items);
            if is_last {
                return Ok(Some(found));
            }
        }
        Ok(None)
    }
}
