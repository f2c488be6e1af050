//! What the person was told, held against what the server has in the end.

use std::collections::{BTreeMap, BTreeSet};

use chrono::TimeDelta;
use vigie::app::App;
use vigie::app::model::outbox::State;
use vigie::app::protocol::event::{Event, Failure, Refused};
use vigie::app::protocol::now::Now;
use vigie::app::protocol::others::Other;
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::names::ActionId;

use crate::console::backend;
use crate::desk::{Desk, Written};

use super::typed::{Typed, marks, marks_of};

/// One thing that the person did, however often it was written anew.
#[expect(clippy::struct_excessive_bools, reason = "what the person was told of it, each by itself")]
#[derive(Debug, Default)]
struct Deed {
    ticket: String,
    /// Whose it is, as far as that is sure.
    author: Option<Author>,
    versions: Vec<Version>,
    /// The person was told that the backend accepted it.
    accepted: bool,
    /// Its author took it back to write it anew, and the disk knows.
    taken_back: bool,
    /// An answer was lost: the backend may have it, and the person is told so.
    doubtful: bool,
    /// The person was told that the backend has it in other words than the last.
    has_older_words: bool,
    /// It left the outbox without having been accepted: the person discarded it, or it was moot.
    withdrawn: Option<Withdrawn>,
    /// Withdrawn, it was a draft, and was sent once more.
    done_again: bool,
    /// The server was restored since: it may have been lost there, and is offered again.
    before_restore: bool,
    /// What the console keeps was restored since: what was done after the copy is not known there.
    forgiven: bool,
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

#[derive(Debug, Default)]
pub struct Ledger {
    /// In the order in which they were done first.
    deeds: Vec<Deed>,
    by_id: BTreeMap<ActionId, usize>,
    /// What others wrote, and the server took.
    others: Vec<String>,
    typed: Typed,
    /// Whose what is written now is: as the console was last told to remember, and as the disk knows.
    speaks: Option<Author>,
    remembered: Option<Author>,
    /// Whose each text was that was typed and not sent.
    begun_by: BTreeMap<ActionId, Author>,
    complaints: Vec<String>,
    /// What was done on another desk.
    elsewhere: Vec<Action>,
}

impl Ledger {
    /// The person pressed send; what is written anew keeps its name. What they had thrown out of the outbox is a draft
    /// of that name, and sent again it is done again.
    pub fn made(&mut self, action: &Action) {
        let author = self.writes_as();
        if let (Some(begun), Some(author)) = (self.begun_by.get(&action.id), &author)
            && begun != author
        {
            self.complaints.push(format!("{} was begun by {begun:?} and is sent by {author:?}", action.id));
        }
        let version = Version { id: action.id, change: action.change.clone(), confirmed: false };
        let old = self.by_id.get(&action.id).copied();
        // It keeps its name, so what the backend may have of it is still in doubt.
        let mut doubtful = false;
        if let Some(withdrawn) = self.deed(action.id).filter(|deed| deed.withdrawn.is_some()) {
            withdrawn.done_again = true;
            doubtful = withdrawn.doubtful;
        }
        let old = old.filter(|deed| self.deeds[*deed].withdrawn.is_none());
        let deed = old.unwrap_or(self.deeds.len());
        self.typed.became_action(action.id);
        match self.deeds.get_mut(deed) {
            Some(deed) => {
                deed.versions.push(version);
                deed.taken_back = false;
                deed.has_older_words = false;
            }
            None => self.deeds.push(Deed {
                ticket: action.ticket.local.to_string(),
                author,
                versions: vec![version],
                doubtful,
                ..Deed::default()
            }),
        }
        self.by_id.insert(action.id, deed);
    }

    /// What is written from here on is this person's.
    pub fn speaks_for(&mut self, person: &Author) {
        self.speaks = Some(person.clone());
    }

    fn writes_as(&self) -> Option<Author> {
        self.speaks.clone().or_else(|| self.remembered.clone())
    }

    /// Somebody threw away what somebody else wrote.
    pub fn throwing_of_another(&mut self, id: ActionId) {
        self.typed.throwing(id);
        if let Some(deed) = self.deed(id) {
            let marks = deed.versions.iter().flat_map(|version| marks_of(&version.change)).collect();
            deed.withdrawn = Some(Withdrawn::Done);
            // It may have been sent before, which nobody here knows.
            deed.doubtful = true;
            self.typed.is_thrown(marks);
        }
    }

    /// The app drops an action from the disk.
    pub fn forgetting(&mut self, id: ActionId) {
        if let Some(deed) = self.deed(id)
            && !deed.accepted
            && deed.versions.last().is_some_and(|last| last.id == id)
        {
            deed.withdrawn = Some(Withdrawn::Asked);
        }
    }

    /// The disk is asked to keep a text, or what is typed in a form, as it is now.
    pub fn keeping(&mut self, id: ActionId, text: &str) {
        if let Some(author) = self.writes_as() {
            self.begun_by.entry(id).or_insert(author);
        }
        self.typed.keeping(id, text);
    }

    /// The person threw a text away.
    pub fn throwing(&mut self, id: ActionId) {
        self.typed.throwing(id);
    }

    /// The server's store was put back: what came after the copy is lost there.
    pub fn server_restored(&mut self, facts: &[Written]) {
        self.others.retain(|text| facts.iter().any(|fact| fact.text() == Some(text)));
        self.deeds.iter_mut().for_each(|deed| deed.before_restore = true);
    }

    /// What the console keeps was put back: what was typed and done after the copy is lost there.
    pub fn console_restored(&mut self) {
        // Also for whom it spoke is what it was then.
        self.remembered = None;
        self.typed.console_restored();
        self.deeds.iter_mut().for_each(|deed| deed.forgiven = true);
    }

    /// The person did something on another desk that answered here.
    pub fn made_elsewhere(&mut self, action: &Action) {
        self.elsewhere.push(action.clone());
    }

    pub fn complains(&mut self, why: &str) {
        self.complaints.push(why.to_owned());
    }

    pub fn console_died(&mut self) {
        // What was not written down yet may be on disk all the same.
        if self.speaks.is_some() && self.speaks != self.remembered {
            self.remembered = None;
        }
        self.speaks = None;
        self.typed.console_died();
    }

    /// The person's own editor saved these words.
    pub fn saved(&mut self, words: &str) {
        self.typed.is_safe(marks(words));
    }

    fn recorded(&mut self, id: ActionId) {
        if let Some(deed) = self.deed(id) {
            let versions = deed.versions.iter_mut().filter(|version| version.id == id);
            versions.for_each(|version| version.confirmed = true);
        }
    }

    /// The app heard something.
    pub fn heard(&mut self, event: &Event) {
        match event {
            Event::OutboxLoaded(left) => {
                for kept in &left.kept {
                    self.doubts(kept.action.id, kept.sent);
                    // The desk has lost it: it waits again, and its author may throw it out.
                    if let Some(deed) = self.deed(kept.action.id).filter(|_| kept.origin.accepted.is_some()) {
                        deed.accepted = false;
                    }
                }
            }
            Event::Recorded(id) => self.recorded(*id),
            Event::AllRecorded(ids) => ids.iter().for_each(|id| self.recorded(*id)),
            Event::DraftKept(id) => {
                let is_newer = self.typed.kept(*id);
                if let Some(deed) = self.deed(*id) {
                    deed.taken_back |= is_newer;
                }
            }
            Event::DraftNotKept { id, .. } => self.typed.not_kept(*id),
            Event::Delivered { id, .. } => {
                if let Some(deed) = self.deed(*id) {
                    deed.accepted = true;
                }
            }
            Event::DeliveryFailed { id, why } => {
                let lost = matches!(
                    why,
                    Failure::AnswerLost | Failure::ServerFault { .. } | Failure::Unintelligible(_)
                );
                self.doubts(*id, lost);
            }
            Event::PersonRemembered { .. } => self.remembered.clone_from(&self.speaks),
            Event::Forgotten(id) => self.forgotten(*id),
            Event::Refused { id, why: Refused::TakenInOtherWords, .. } => {
                let was_told = self.deed(*id).is_some_and(|deed| {
                    deed.has_older_words = true;
                    deed.doubtful || deed.forgiven || deed.before_restore
                });
                if !was_told {
                    self.complaints.push(format!("one id for two things: {id}"));
                }
            }
            _ => {}
        }
    }

    fn doubts(&mut self, id: ActionId, is_doubtful: bool) {
        if let Some(deed) = self.deed(id) {
            deed.doubtful |= is_doubtful;
        }
    }

    /// An action is gone from the disk. Thrown out of the outbox, its words are a draft again.
    fn forgotten(&mut self, id: ActionId) {
        let Some(deed) = self.deed(id).filter(|deed| deed.withdrawn == Some(Withdrawn::Asked)) else {
            return;
        };
        deed.withdrawn = Some(Withdrawn::Done);
        let confirmed = deed.versions.iter().rfind(|version| version.confirmed);
        let words = confirmed.map(|version| marks_of(&version.change)).unwrap_or_default();
        self.typed.is_safe(words);
    }

    /// Somebody else wrote, and the server took it.
    pub fn others_wrote(&mut self, text: String) {
        self.others.push(text);
    }

    fn deed(&mut self, id: ActionId) -> Option<&mut Deed> {
        self.by_id.get(&id).and_then(|deed| self.deeds.get_mut(*deed))
    }

    /// Checks everything, once nothing moves any more.
    pub async fn check(
        mut self,
        app: &App,
        desk: &Desk,
        now: Now,
        editing: &std::path::Path,
    ) -> Result<(), String> {
        let facts = desk.facts().await;
        let mut complaints = std::mem::take(&mut self.complaints);
        for (number, deed) in self.deeds.iter().enumerate() {
            if let Err(why) = deed.check(app, &facts) {
                complaints.push(format!("deed {number} {why}: {deed:?}"));
            }
        }
        for text in &self.others {
            let times = facts.iter().filter(|fact| fact.text() == Some(text)).count();
            if times != 1 {
                complaints.push(format!("{text} of somebody else is there {times} times"));
            }
        }
        for action in &self.elsewhere {
            let id = action.id.to_string();
            if facts.iter().any(|fact| fact.action.as_ref() == Some(&id)) {
                complaints.push(format!("it was done for another desk: {action:?}"));
            }
        }
        complaints.extend(self.typed.lost(app, &facts, editing));
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
        // What one person wrote waits for them, and not for what another one wrote.
        let mut last: BTreeMap<(&str, Option<&str>), usize> = BTreeMap::new();
        let mut complaints = Vec::new();
        for fact in facts {
            // What an act on one ticket does to another, as a merge does, keeps no order there.
            // After a restore the person says again what goes, and in which order.
            let is_of = |deed: &Deed| {
                deed.ticket == fact.ticket && deed.made(fact) && !deed.before_restore && !deed.forgiven
            };
            let mut those = (0..self.deeds.len()).filter(|at| is_of(&self.deeds[*at])).peekable();
            let Some(first) = those.peek().copied() else { continue };
            let place = (fact.ticket.as_str(), self.deeds[first].author_id());
            let before = last.get(&place).copied();
            // What was thrown out and sent again may stand where it was first, or where it is now.
            let deed = those.find(|deed| Some(*deed) >= before).unwrap_or(first);
            last.insert(place, deed);
            if before.is_some_and(|before| before > deed) {
                complaints.push(format!("out of order on {}: deed {deed} after {before:?}", fact.ticket));
            }
        }
        complaints
    }
}

impl Deed {
    fn author_id(&self) -> Option<&str> {
        match self.author.as_ref()? {
            Author::Manager(author) => Some(author.as_str()),
            Author::Role(_) => None,
        }
    }

    /// Whether a fact is this deed's: by its text, whatever id it came under, or by its id.
    fn made(&self, fact: &Written) -> bool {
        self.versions.iter().any(|version| version.is_in(fact))
    }

    fn check(&self, app: &App, facts: &[Written]) -> Result<(), &'static str> {
        let arrived = self.arrived(facts);
        let times = arrived.len();
        if times > 1 && self.withdrawn.is_none() {
            return Err("is doubled");
        }
        if arrived.iter().any(|(version, by)| !self.versions[*version].is_whole(facts, by.as_deref())) {
            return Err("has lost some of its words");
        }
        let by = |fact: &&Written| fact.action.is_some() && self.versions.iter().any(|it| it.is_in(fact));
        if facts.iter().filter(by).any(|fact| !self.is_by_its_author(fact)) {
            return Err("went out as somebody else's");
        }
        if self.taken_back && times > 0 && !self.doubtful && self.withdrawn.is_none() {
            return Err("was taken back and went all the same");
        }
        let confirmed = self.versions.iter().rposition(|version| version.confirmed);
        if self.forgiven || (self.before_restore && self.waits_with_a_reason(app)) {
            return Ok(());
        }
        match (self.withdrawn, confirmed) {
            _ if self.accepted && times == 0 => Err("was accepted and is lost"),
            _ if self.accepted => Ok(()),
            (Some(Withdrawn::Done), _) if times > 0 && !self.doubtful && !self.done_again => {
                Err("was withdrawn and went all the same")
            }
            (None, Some(confirmed))
                if arrived.first().is_some_and(|(version, _)| *version < confirmed)
                    && !self.waits_with_a_reason(app) =>
            {
                Err("went in older words")
            }
            (None, Some(_)) if times == 0 && !self.waits_with_a_reason(app) => Err("is lost"),
            _ => Ok(()),
        }
    }

    /// The versions that are on the server, and the acts that they are.
    fn arrived(&self, facts: &[Written]) -> BTreeSet<(usize, Option<String>)> {
        let latest =
            |fact: &Written| (0..self.versions.len()).rev().find(|at| self.versions[*at].is_in(fact));
        facts.iter().filter_map(|fact| Some((latest(fact)?, fact.action.clone()))).collect()
    }

    fn is_by_its_author(&self, fact: &Written) -> bool {
        match &self.author {
            // What a ticket was filed with is the customer's.
            Some(Author::Manager(author)) => fact.by == author.as_str() || fact.what["what"] == "filed",
            Some(Author::Role(_)) | None => true,
        }
    }

    /// Whether it is in the outbox, and the person is told why: it, or what is before it on its ticket; or it waits for
    /// its author, and whoever is here instead is told so.
    fn waits_with_a_reason(&self, app: &App) -> bool {
        let is_this = |other: &Other| self.versions.iter().any(|version| version.id == other.id());
        let is_away = |other: &Other| Some(&other.author) != app.links[0].person();
        if app.others().iter().any(|other| is_this(other) && is_away(other)) {
            return true;
        }
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
    /// Whether a fact is what this version says: by its text, whatever id it came under, or by its id.
    fn is_in(&self, fact: &Written) -> bool {
        match self.change.text() {
            Some(text) => fact.text() == Some(text.raw()),
            None => fact.action.as_ref() == Some(&self.id.to_string()),
        }
    }

    /// Whether all that was typed is in the facts of an act.
    fn is_whole(&self, facts: &[Written], action: Option<&str>) -> bool {
        let said = facts.iter().filter(|fact| fact.action.as_deref() == action).flat_map(Written::marks);
        let said: BTreeSet<String> = said.collect();
        marks_of(&self.change).is_subset(&said)
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
