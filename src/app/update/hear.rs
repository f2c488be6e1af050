//! What comes from the backends: who they are, their rules, their queues, and their silence.

use crate::app::model::alarms::{Heard, LATE};
use crate::app::model::brake::Ahead;
use crate::app::model::links::{Link, Relation};
use crate::app::model::notice::Notice;
use crate::app::model::pace::pace;
use crate::app::model::polling::{Page, Worth};
use crate::app::model::state::App;
use crate::app::protocol::effect::{Effect, Keep};
use crate::app::protocol::event::{Changes, Departed, Detail, Failure, Rules, Snapshot, Welcome};
use crate::app::protocol::now::Now;
use crate::app::protocol::signal::Channel;
use crate::desk::queue::Put;
use crate::desk::sla::ZoneSet;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::{BackendId, LocalId, TicketId};
use chrono::{DateTime, TimeDelta, Utc};
use std::collections::BTreeSet;

impl App {
    fn link_mut(&mut self, backend: &BackendId) -> Option<&mut Link> {
        self.links.iter_mut().find(|link| link.id == *backend)
    }

    /// The instant (UTC) by the first backend's clock: what the counters are counted at.
    pub(in crate::app) fn first_desk_now(&self, now: Now) -> DateTime<Utc> {
        self.links.first().map_or(now.wall, |link| link.desk_now(now))
    }

    pub(in crate::app) fn connected(
        &mut self,
        backend: &BackendId,
        welcome: Welcome,
        now: Now,
    ) -> Vec<Effect> {
        let Some(link) = self.link_mut(backend) else { return Vec::new() };
        let tells = link.polling.tells_time();
        let off =
            if tells { link.hear_clock(welcome.server_now, link.polling.asked_who_at(), now) } else { None };
        let person = welcome.person();
        let (life, lost) = (welcome.life.clone(), welcome.lost);
        let was_not_asked = welcome.is_new_here;
        let relation = link.hear_life(&life);
        link.welcome = Some(welcome);
        link.polling.connected(now);
        let mut effects = match relation {
            Relation::Same => Vec::new(),
            Relation::AnotherLife => self.live_anew(backend, now),
            Relation::AnotherStore => self.start_anew(backend, now),
        };
        let drafts = self.drafts.hear_life(backend, &life);
        if relation == Relation::AnotherLife {
            self.notices.tell(Notice::Restored { backend: backend.clone(), drafts }, now);
        }
        self.tell_of_clock(backend, off, now);
        if lost > 0 {
            self.notices.tell(Notice::LostByRestore { backend: backend.clone(), actions: lost }, now);
        }
        if lost > 0 || was_not_asked {
            // It lies in the local store, and is nobody's yet.
            effects.extend(self.leftovers.ask_now().then_some(Effect::OpenStore));
        }
        effects.extend(self.speak_for(backend, person, now));
        // Who we are decides which customers are ours.
        self.queues.customers.read(&self.links, &self.queues.queue);
        self.queues.choose_anew();
        effects.extend(self.link_mut(backend).and_then(|link| link.rules_due(None)));
        effects
    }

    fn tell_of_clock(&mut self, backend: &BackendId, off: Option<TimeDelta>, now: Now) {
        if let Some(ahead) = off {
            self.notices.tell(Notice::ClockOff { backend: backend.clone(), ahead }, now);
        }
    }

    /// Forgets what was heard of another store: its tickets must not be mistaken for this one's.
    fn start_anew(&mut self, backend: &BackendId, now: Now) -> Vec<Effect> {
        let effects = self.forget_tickets(backend, now);
        let actions = self.outbox.set_aside(backend);
        self.drafts.set_aside(backend);
        self.notices.tell(Notice::AnotherStore { backend: backend.clone(), actions }, now);
        effects
    }

    /// Forgets what was heard in another life of the store: names and versions mean something else in this one. What
    /// waits stays here, and is kept back.
    fn live_anew(&mut self, backend: &BackendId, now: Now) -> Vec<Effect> {
        self.forget_tickets(backend, now)
    }

    fn forget_tickets(&mut self, backend: &BackendId, now: Now) -> Vec<Effect> {
        let effects = self.put_away(backend, now);
        self.link_mut(backend).into_iter().for_each(Link::start_anew);
        let left = self.queues.retain(backend, |_| false);
        for id in &left {
            self.alarms.forget(id);
        }
        let lost = self.marks.retain(|id| id.backend != *backend);
        self.tell_of_lost_marks(lost, now);
        self.details.forget(backend);
        effects
    }

    pub(in crate::app) fn snapshot_loaded(
        &mut self,
        backend: &BackendId,
        snapshot: Snapshot,
        now: Now,
    ) -> Vec<Effect> {
        let Some(link) = self.link_mut(backend) else { return Vec::new() };
        let is_another = link.welcome.as_ref().is_some_and(|welcome| welcome.life != snapshot.life);
        if is_another || link.polling.is_complete() {
            link.polling.snapshot_missing();
            return Vec::new();
        }
        link.hear_life(&snapshot.life);
        link.polling.snapshot_loaded(&snapshot.cursor);
        if let Some(rules) = snapshot.rules.filter(|_| link.rules().is_none()) {
            link.set_rules(rules);
        }
        self.drafts.hear_life(backend, &snapshot.life);
        let desk_now = self.first_desk_now(now);
        self.queues.customers.read(&self.links, &snapshot.queue);
        self.queues.absorb(*snapshot.queue, desk_now);
        Vec::new()
    }

    pub(in crate::app) fn snapshot_missing(&mut self, backend: &BackendId) -> Vec<Effect> {
        self.link_mut(backend).into_iter().for_each(|link| link.polling.snapshot_missing());
        Vec::new()
    }

    pub(in crate::app) fn rules_loaded(
        &mut self,
        backend: &BackendId,
        rules: Box<Rules>,
        now: Now,
    ) -> Vec<Effect> {
        let Some(link) = self.link_mut(backend) else { return Vec::new() };
        link.rules_answered();
        let other = link.hear_zones(rules.tzdata.as_ref());
        let unseen = link.hear_unseen(&rules.unseen);
        link.set_rules(rules);
        if let Some(theirs) = other {
            let ours = ZoneSet::in_force().release().clone();
            self.notices.tell(Notice::OtherZoneData { backend: backend.clone(), theirs, ours }, now);
        }
        if !unseen.is_empty() {
            self.notices.tell(Notice::NotSeen { backend: backend.clone(), unseen }, now);
        }
        self.queues.customers.read(&self.links, &self.queues.queue);
        self.queues.apply_scope();
        self.queues.choose_anew();
        Vec::new()
    }

    pub(in crate::app) fn rules_failed(&mut self, backend: &BackendId) -> Vec<Effect> {
        // The next answer to a poll asks again, at the polls' own pace.
        self.link_mut(backend).into_iter().for_each(Link::rules_answered);
        Vec::new()
    }

    /// Some tickets of a page are none: what is shown of them stays as old as it is, which a person has to know.
    pub(in crate::app) fn tell_of_unreadable(&mut self, backend: &BackendId, tickets: &[SafeLine], now: Now) {
        let Some(link) = self.link_mut(backend) else { return };
        if link.hear_unreadable(tickets)
            && let Some(first) = tickets.first()
        {
            let (first, count) = (first.clone(), tickets.len());
            self.notices.tell(Notice::TicketsUnreadable { backend: backend.clone(), first, count }, now);
        }
    }

    /// Takes in one page of changes. Tickets that were read `again` count even if they have less of a history.
    pub(in crate::app) fn polled(
        &mut self,
        backend: &BackendId,
        changes: Changes,
        again: &BTreeSet<LocalId>,
        now: Now,
    ) -> Vec<Effect> {
        let holds_tickets = !self.queues.queue.is_empty();
        let far = TimeDelta::from_std(self.settings.pace.far).unwrap_or_default();
        let Some(link) = self.link_mut(backend) else { return Vec::new() };
        let silent = link.polling.silence(now).is_some_and(|silence| silence > LATE + far);
        let tells = link.polling.tells_time();
        let off =
            if tells { link.hear_clock(changes.server_now, link.polling.asked_at(), now) } else { None };
        let new_bases = link.hear_bases(changes.latest_bases.as_ref());
        let page = link.polling.polled(&changes, holds_tickets, now);
        let mut effects: Vec<Effect> = link.rules_due(Some(changes.rules_version)).into_iter().collect();
        let kept = (page.worth != Worth::Nothing).then(|| keep(&changes, &page));
        if page.recovered {
            self.outbox.hurry(backend, now);
        }
        effects.extend(self.presence_heard(backend, changes.present));
        self.tell_of_clock(backend, off, now);
        let more = changes.more;
        let heard = match (page.is_news, silent) {
            (false, _) => Heard::AtStart,
            (true, true) => Heard::AfterSilence,
            (true, false) => Heard::AsNews,
        };
        for ticket in changes.tickets.iter().filter(|ticket| again.contains(&ticket.id)) {
            let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
            if self.queues.queue.get(&id).is_some_and(|known| known.version > ticket.version) {
                self.queues.queue.admit_any(&id);
            }
        }
        let heard = self.alarms.page(backend, heard, more);
        let Merged { left, changed } =
            self.merge_page(backend, changes.tickets, &changes.gone, &page, heard, now);
        let ahead = if more { Ahead::More { brought: changed || page.counted } } else { Ahead::Nothing };
        if let Some(mut keep) = kept {
            keep.gone.extend(left.into_iter().map(|id| id.local));
            effects.push(Effect::KeepSnapshot { backend: backend.clone(), keep });
        }
        if new_bases {
            self.bases_form_learns(backend, now);
        }
        self.rest(backend, ahead, now);
        if self.links.iter().all(|link| link.polling.is_caught_up()) {
            self.queues.hold();
        }
        effects
    }

    /// Puts in what a page brought.
    fn merge_page(
        &mut self,
        backend: &BackendId,
        tickets: Vec<Ticket>,
        gone: &[LocalId],
        page: &Page,
        heard: Heard,
        now: Now,
    ) -> Merged {
        if tickets.is_empty() && gone.is_empty() && page.all_seen.is_none() {
            return Merged::default();
        }
        let mut changed = false;
        let id = |local: &LocalId| TicketId { backend: backend.clone(), local: local.clone() };
        let mut lost = 0;
        for ticket in tickets {
            let id = id(&ticket.id);
            let was_there = self.queues.queue.get(&id).is_some();
            let put = self.put(&id, ticket, heard, now);
            changed |= match put {
                Put::New | Put::Changed => true,
                Put::Left => was_there,
                Put::Older => false,
            };
            lost += usize::from(put == Put::Left && self.marks.left(backend, &id.local));
            if page.is_news && matches!(put, Put::New | Put::Changed) {
                self.queues.mark_news(id, now);
            }
        }
        for local in gone {
            self.alarms.forget(&id(local));
            changed |= self.queues.queue.get(&id(local)).is_some();
            self.queues.remove(&id(local));
            lost += usize::from(self.marks.left(backend, local));
        }
        let left = match &page.all_seen {
            Some(seen) => {
                lost += self.marks.retain(|id| id.backend != *backend || seen.contains(&id.local));
                self.queues.retain(backend, |id| seen.contains(&id.local))
            }
            None => Vec::new(),
        };
        for id in &left {
            self.alarms.forget(id);
        }
        self.tell_of_lost_marks(lost, now);
        self.queues.settle();
        Merged { left, changed }
    }

    /// Puts a ticket in its place, and takes in what it means for the alarms.
    fn put(&mut self, id: &TicketId, ticket: Ticket, heard: Heard, now: Now) -> Put {
        let desk_now = self.first_desk_now(now);
        let before = self.queues.queue.get(id).cloned();
        let put = self.queues.put(&id.backend, ticket, desk_now);
        match (put, before, self.queues.queue.get(id)) {
            (Put::Changed, Some(before), Some(after)) => {
                self.alarms.changed(id, &before, after, desk_now, heard);
            }
            // One of our own filing comes with its answer, and is no news.
            (Put::New, _, Some(after)) if heard != Heard::Beside => {
                self.alarms.arrived(id, after, desk_now, heard);
            }
            (Put::Left, ..) => self.alarms.forget(id),
            _ => {}
        }
        put
    }

    /// Lets a backend rest until its next poll, by how near the next due is.
    fn rest(&mut self, backend: &BackendId, ahead: Ahead, now: Now) {
        let desk_now = self.first_desk_now(now);
        let nearest = self.queues.queue.nearest_due(desk_now).map(|due| due - desk_now);
        let pause = pace(nearest, self.settings.pace);
        self.link_mut(backend).into_iter().for_each(|link| link.polling.rest(ahead, pause, now));
    }

    /// Puts in one ticket that came beside the polls; an older copy changes nothing.
    pub(in crate::app) fn merge(&mut self, backend: &BackendId, ticket: Ticket, now: Now) {
        let id = TicketId { backend: backend.clone(), local: ticket.id.clone() };
        self.put(&id, ticket, Heard::Beside, now);
        self.queues.settle();
    }

    pub(in crate::app) fn not_greeted(&mut self, backend: &BackendId, why: Failure, now: Now) -> Vec<Effect> {
        self.link_mut(backend).into_iter().for_each(|link| link.polling.not_greeted());
        self.not_heard(backend, why, now)
    }

    pub(in crate::app) fn not_polled(&mut self, backend: &BackendId, why: Failure, now: Now) -> Vec<Effect> {
        self.link_mut(backend).into_iter().for_each(|link| link.polling.not_polled());
        self.not_heard(backend, why, now)
    }

    /// A backend did not answer as it should: it is told once, and shown as long as it lasts.
    fn not_heard(&mut self, backend: &BackendId, why: Failure, now: Now) -> Vec<Effect> {
        let Some(link) = self.link_mut(backend) else { return Vec::new() };
        let is_new = link.polling.failed().is_none_or(|failed| failed.why != why);
        link.polling.failed_with(why.clone(), &link.id, now);
        self.alarms.not_heard(backend);
        let backend = backend.clone();
        match why {
            _ if !is_new => {}
            Failure::CursorUnknown => self.notices.tell(Notice::StartedOver { backend }, now),
            Failure::NotAllowed => self.notices.tell(Notice::TokenRefused { backend }, now),
            // The status line says it all the time.
            Failure::Unreachable
            | Failure::AnswerLost
            | Failure::AskWho
            | Failure::TooManyRequests { .. } => {}
            why => self.notices.tell(Notice::BackendFailed { backend, why }, now),
        }
        Vec::new()
    }

    pub(in crate::app) fn detail_loaded(&mut self, id: &TicketId, detail: Detail, now: Now) -> Vec<Effect> {
        let was_listed = self.queues.queue.get(id).is_some();
        self.merge(&id.backend, detail.ticket.clone(), now);
        if let Some(into) = detail.ticket.course().merged_into.clone().filter(|_| was_listed) {
            self.went_on(id, Departed::MergedInto(into), now);
        }
        let version = self.queues.queue.get(id).map(|ticket| ticket.version);
        self.details.loaded(id, detail, version, now);
        self.read_news();
        self.step_form_learns(id, now);
        Vec::new()
    }

    pub(in crate::app) fn detail_unchanged(&mut self, id: &TicketId, now: Now) -> Vec<Effect> {
        let version = self.queues.queue.get(id).map(|ticket| ticket.version);
        self.details.unchanged(id, version, now);
        Vec::new()
    }

    pub(in crate::app) fn detail_failed(&mut self, id: TicketId, why: Failure, now: Now) -> Vec<Effect> {
        self.details.failed(&id, why.clone(), now);
        self.doubt_who_answers(&id.backend, &why, now);
        if self.detail.as_ref().is_some_and(|detail| detail.id == id) {
            self.notices.tell(Notice::DetailFailed { ticket: id, why }, now);
        }
        Vec::new()
    }

    /// Keeps fresh what is open, answered or held, and reads the one ahead on which the cursor rests.
    pub(in crate::app) fn read_details(&mut self, now: Now) -> Vec<Effect> {
        self.details.point_at(self.queues.selected(), now);
        let open = self.detail.as_ref().map(|detail| detail.id.clone());
        let resting = self.details.resting(now).cloned();
        let mut wanted: Vec<TicketId> = open.into_iter().chain(resting).collect();
        wanted.extend(self.answered_or_held().cloned());
        let mut effects = Vec::new();
        for id in wanted {
            // While a backend is away its details need not be asked for again and again.
            let hears = self
                .link(&id.backend)
                .is_some_and(|link| link.polling.is_connected() && link.polling.failed().is_none());
            if hears {
                let version = self.queues.queue.get(&id).map(|ticket| ticket.version);
                effects.extend(self.details.want(&id, version, now));
            }
        }
        effects
    }

    /// Lets time pass: thresholds are crossed, notices go, the bell rings.
    pub(in crate::app) fn pass_time(&mut self, now: Now) -> Vec<Effect> {
        // After a jump of our clock only the backend knows what was crossed; it is being asked.
        let in_doubt = self.links.first().is_some_and(|link| link.polling.is_in_doubt());
        let desk_now = self.first_desk_now(now);
        let crossed = if in_doubt { Vec::new() } else { self.queues.pass(desk_now, now) };
        self.frame += u64::from(self.notices.pass(now));
        self.warn(&crossed, desk_now, now)
    }

    pub(in crate::app) fn warned(&mut self, through: Channel) -> Vec<Effect> {
        self.alarms.failing.remove(&through);
        Vec::new()
    }

    pub(in crate::app) fn warn_failed(&mut self, through: Channel, why: SafeLine, now: Now) -> Vec<Effect> {
        if self.alarms.failing.insert(through) {
            self.notices.tell(Notice::WarnFailed { through, why }, now);
        }
        Vec::new()
    }
}

/// What a page did to the queue.
#[derive(Debug, Default)]
struct Merged {
    /// What left without having been told of.
    left: Vec<TicketId>,
    /// Whether it brought anything that was not there already.
    changed: bool,
}

fn keep(changes: &Changes, page: &Page) -> Keep {
    Keep {
        cursor: changes.cursor.clone(),
        as_of: changes.server_now,
        tickets: changes.tickets.clone(),
        gone: changes.gone.clone(),
        afresh: page.worth == Worth::Afresh,
    }
}
