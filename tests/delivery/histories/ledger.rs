//! What the person was told, held against what the server has in the end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use vigie::app::App;
use vigie::app::drafts::Draft;
use vigie::app::event::{Event, Refused};
use vigie::app::now::Now;
use vigie::app::outbox::State;
use vigie::desk::action::{Action, Change};
use vigie::desk::names::ActionId;

use crate::console::backend;
use crate::desk::{Desk, Written};

/// One thing that the person did, however often it was written anew.
#[derive(Debug)]
struct Deed {
    ticket: String,
    versions: Vec<Version>,
    /// The person was told that the backend accepted it.
    accepted: bool,
    /// It left the outbox without having been accepted: the person discarded it, or it was moot.
    withdrawn: Option<Withdrawn>,
}

#[derive(Debug)]
struct Version {
    id: ActionId,
    change: Change,
    /// It was on disk, as far as the person was told.
    confirmed: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Withdrawn {
    Asked,
    Done,
}

/// Texts that were written and not sent, by the marks in them.
#[derive(Debug, Default)]
struct Drafts {
    /// What the disk was last asked to keep.
    asked: BTreeMap<ActionId, String>,
    /// The person was told that it is on disk (by not being told otherwise).
    safe: BTreeSet<String>,
    /// The person threw it away.
    thrown: BTreeSet<String>,
}

#[derive(Debug, Default)]
pub struct Ledger {
    /// In the order in which they were done first.
    deeds: Vec<Deed>,
    by_id: BTreeMap<ActionId, usize>,
    /// What others wrote, and the server took.
    others: Vec<String>,
    drafts: Drafts,
    complaints: Vec<String>,
}

impl Ledger {
    /// The person pressed send; what is written anew keeps its name. What they had thrown out of the outbox is a draft
    /// of that name, and sent again it is done again.
    pub fn made(&mut self, action: &Action) {
        let version = Version { id: action.id, change: action.change.clone(), confirmed: false };
        let old = self.by_id.get(&action.id).copied();
        let old = old.filter(|deed| self.deeds[*deed].withdrawn.is_none());
        let deed = old.unwrap_or(self.deeds.len());
        match self.deeds.get_mut(deed) {
            Some(deed) => deed.versions.push(version),
            None => self.deeds.push(Deed {
                ticket: action.ticket.local.to_string(),
                versions: vec![version],
                accepted: false,
                withdrawn: None,
            }),
        }
        self.by_id.insert(action.id, deed);
    }

    /// The app drops an action from the disk.
    pub fn forgetting(&mut self, id: ActionId) {
        if let Some(deed) = self.deed(id)
            && !deed.accepted
            && deed.versions.last().is_some_and(|last| last.id == id)
        {
            deed.withdrawn = Some(Withdrawn::Asked);
            let texts: Vec<String> = deed.versions.iter().filter_map(Version::text).collect();
            self.drafts.thrown.extend(texts.iter().flat_map(|text| marks(text)));
        }
    }

    /// The disk is asked to keep a text as it is now.
    pub fn keeping(&mut self, draft: &Draft) {
        self.drafts.asked.insert(draft.id, draft.text.clone());
    }

    /// The person threw a text away.
    pub fn throwing(&mut self, id: ActionId) {
        let text = self.drafts.asked.remove(&id).unwrap_or_default();
        self.drafts.thrown.extend(marks(&text));
    }

    /// The app heard something.
    pub fn heard(&mut self, event: &Event) {
        match event {
            Event::Recorded(id) => {
                let id = *id;
                if let Some(deed) = self.deed(id) {
                    deed.versions.iter_mut().filter(|version| version.id == id).for_each(|version| {
                        version.confirmed = true;
                    });
                }
            }
            Event::DraftKept(id) => {
                let text = self.drafts.asked.get(id).cloned().unwrap_or_default();
                self.drafts.safe.extend(marks(&text));
            }
            Event::Delivered { id, .. } => {
                if let Some(deed) = self.deed(*id) {
                    deed.accepted = true;
                }
            }
            Event::Forgotten(id) => {
                if let Some(deed) = self.deed(*id).filter(|deed| deed.withdrawn.is_some()) {
                    deed.withdrawn = Some(Withdrawn::Done);
                }
            }
            Event::Refused { id, why: Refused::Other { code, .. }, .. } if code == "action-id-reused" => {
                self.complaints.push(format!("one id for two things: {id}"));
            }
            _ => {}
        }
    }

    /// Somebody else wrote, and the server took it.
    pub fn others_wrote(&mut self, text: String) {
        self.others.push(text);
    }

    fn deed(&mut self, id: ActionId) -> Option<&mut Deed> {
        self.by_id.get(&id).and_then(|deed| self.deeds.get_mut(*deed))
    }

    /// Checks everything, once nothing moves any more.
    pub async fn check(mut self, app: &App, desk: &Desk, now: Now) -> Result<(), String> {
        let facts = desk.facts().await;
        let mut complaints = std::mem::take(&mut self.complaints);
        for (number, deed) in self.deeds.iter().enumerate() {
            if let Err(why) = deed.check(app, &facts) {
                complaints.push(format!("deed {number} {why}: {deed:?}"));
            }
        }
        for text in &self.others {
            let times = facts.iter().filter(|fact| fact.said.as_ref() == Some(text)).count();
            if times != 1 {
                complaints.push(format!("{text} of somebody else is there {times} times"));
            }
        }
        complaints.extend(self.drafts.lost(app, &facts));
        complaints.extend(self.out_of_order(&facts));
        let late = app.desk_now(&backend(), now) - desk.now();
        if late.abs() > TimeDelta::seconds(2) {
            complaints.push(format!("the countdowns are {late} from the server's"));
        }
        complaints.extend(unlike(app, desk).await);
        if complaints.is_empty() { Ok(()) } else { Err(complaints.join("\n")) }
    }

    /// What reached a ticket in another order than it was done.
    fn out_of_order(&self, facts: &[Written]) -> Vec<String> {
        let mut last: BTreeMap<&str, usize> = BTreeMap::new();
        let mut complaints = Vec::new();
        for fact in facts {
            let Some(deed) = self.deeds.iter().position(|deed| deed.made(fact)) else { continue };
            let before = last.insert(&fact.ticket, deed);
            if before.is_some_and(|before| before > deed) {
                complaints.push(format!("out of order on {}: deed {deed} after {before:?}", fact.ticket));
            }
        }
        complaints
    }
}

impl Drafts {
    /// What was on disk as a draft and is nowhere any more.
    fn lost(&self, app: &App, facts: &[Written]) -> Vec<String> {
        let said = facts.iter().filter_map(|fact| fact.said.clone());
        let unsent = app.outbox.entries().iter().filter_map(|entry| entry.action.change.text());
        let left = app.drafts.iter().map(|draft| draft.text.clone());
        let open = app.compose.iter().map(|compose| compose.editor.text());
        let there: BTreeSet<String> = said
            .chain(unsent.map(|text| text.raw().to_owned()))
            .chain(left)
            .chain(open)
            .flat_map(|text| marks(&text))
            .collect();
        let missing = self.safe.iter().filter(|mark| !self.thrown.contains(*mark) && !there.contains(*mark));
        missing.map(|mark| format!("the draft with {mark} is lost")).collect()
    }
}

/// The person's own marks in a text, by which its parts are found again wherever they went.
fn marks(text: &str) -> BTreeSet<String> {
    let parts = text.split("text ").skip(1);
    parts.filter_map(|part| part.split_once('.')).map(|(number, _)| format!("text {number}.")).collect()
}

impl Deed {
    /// Whether a fact is this deed's: by its text, whatever id it came under, or by its id.
    fn made(&self, fact: &Written) -> bool {
        self.versions.iter().any(|version| match version.text() {
            Some(text) => fact.said.as_ref() == Some(&text),
            None => fact.action.as_ref() == Some(&version.id.to_string()),
        })
    }

    fn check(&self, app: &App, facts: &[Written]) -> Result<(), &'static str> {
        let arrived: Vec<usize> = self.arrived(facts);
        let times = arrived.len();
        if times > 1 {
            return Err("is doubled");
        }
        let confirmed = self.versions.iter().rposition(|version| version.confirmed);
        match (self.withdrawn, confirmed) {
            _ if self.accepted && times == 0 => Err("was accepted and is lost"),
            _ if self.accepted => Ok(()),
            (Some(Withdrawn::Done), _) if times > 0 => Err("was withdrawn and went all the same"),
            (None, Some(confirmed)) if times == 1 && arrived[0] < confirmed => Err("went in older words"),
            (None, Some(_)) if times == 0 && !self.waits_with_a_reason(app) => Err("is lost"),
            _ => Ok(()),
        }
    }

    /// The versions that are on the server.
    fn arrived(&self, facts: &[Written]) -> Vec<usize> {
        let text = |at: usize| self.versions[at].text();
        if self.versions.iter().all(|version| version.change.text().is_some()) {
            let said = facts.iter().filter_map(|fact| fact.said.clone());
            said.filter_map(|said| {
                (0..self.versions.len()).rev().find(|at| text(*at).as_ref() == Some(&said))
            })
            .collect()
        } else {
            let last = self.versions.len() - 1;
            let id = Some(self.versions[last].id.to_string());
            facts.iter().any(|fact| fact.action == id).then_some(last).into_iter().collect()
        }
    }

    /// Whether it is in the outbox, and the person is told why: it, or what is before it on its ticket.
    fn waits_with_a_reason(&self, app: &App) -> bool {
        let mut stuck = false;
        for entry in app.outbox.entries() {
            if entry.action.ticket.local.as_str() != self.ticket {
                continue;
            }
            stuck |= entry.needs_a_person();
            if stuck && self.versions.iter().any(|version| version.id == entry.action.id) {
                return true;
            }
        }
        false
    }
}

impl Version {
    fn text(&self) -> Option<String> {
        self.change.text().map(|text| text.raw().to_owned())
    }
}

/// What the console shows and the server does not have, or the other way round.
async fn unlike(app: &App, desk: &Desk) -> Option<String> {
    let truth = desk.tickets().await;
    let queue = &app.queues.queue;
    let mut shown: Vec<_> = queue.keys().filter_map(|key| queue.get(key.id()).cloned()).collect();
    shown.sort_by(|one, other| one.id.cmp(&other.id));
    (shown != truth).then(|| format!("the queue shown is not the server's\n{shown:?}\n{truth:?}"))
}

/// What an outbox holds, for the trace.
pub fn outbox(app: &App) -> String {
    let state = |state: &State| format!("{state:?}").chars().take(40).collect::<String>();
    let entries = app.outbox.entries().iter();
    let told = entries.map(|entry| {
        let text = entry.action.change.text().map(|text| text.raw().to_owned()).unwrap_or_default();
        format!("{} {text} {}", entry.action.ticket.local, state(&entry.state))
    });
    told.collect::<Vec<_>>().join("; ")
}
