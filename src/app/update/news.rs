//! Showing what is new on a ticket before what was written goes all the same.

use crate::app::model::news::News;
use crate::app::model::news::Waiting;
use crate::app::model::notice::Notice;
use crate::app::model::outbox::State;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::now::Now;
use crate::desk::ticket::fact::Fact;
use crate::desk::ticket::names::{ActionId, TicketId};
use crate::desk::ticket::status::Version;

impl App {
    /// What happened on a ticket after a version, as far as it was read; `None` if that is not all of it.
    pub fn news(&self, ticket: &TicketId, since: Version) -> Option<&[Fact]> {
        let detail = self.details.get(ticket)?;
        let is_whole = self.queues.queue.get(ticket).is_none_or(|row| row.version <= detail.ticket.version);
        let first = detail.facts.partition_point(|fact| fact.number <= since);
        is_whole.then(|| &detail.facts[first..])
    }

    /// The tickets whose news somebody waits for.
    pub(in crate::app) fn answered_or_held(&self) -> impl Iterator<Item = &TicketId> {
        let composed = self.compose.as_ref().map(|compose| &compose.ticket);
        let held = self.outbox.entries().iter().filter(|entry| matches!(entry.state, State::Held { .. }));
        composed.into_iter().chain(held.map(|entry| &entry.action.ticket))
    }

    /// Shows what is new for the text that is written, or for the marked action of the outbox.
    pub(in crate::app) fn show_news(&mut self, now: Now) -> Vec<Effect> {
        if let Some(id) = self.marked_action() {
            return self.show_news_of(id, now);
        }
        let Some(compose) = &self.compose else { return Vec::new() };
        self.open_news(compose.ticket.clone(), Waiting::Text, compose.seen);
        Vec::new()
    }

    pub(in crate::app) fn show_news_of(&mut self, id: ActionId, now: Now) -> Vec<Effect> {
        match self.outbox.get(id).map(|entry| (&entry.state, &entry.action)) {
            Some((State::Held { .. }, action)) => {
                self.open_news(action.ticket.clone(), Waiting::Action(id), action.seen);
            }
            _ => self.notices.tell(Notice::NothingNew, now),
        }
        Vec::new()
    }

    pub(in crate::app) fn open_news(&mut self, ticket: TicketId, waiting: Waiting, since: Version) {
        let mut news = News { ticket, waiting, since, shown: since, scroll: 0 };
        news.shown = self.known(&news);
        self.overlay = Some(Overlay::News(news));
    }

    /// How far the news that are shown go.
    fn known(&self, news: &News) -> Version {
        let last = self.news(&news.ticket, news.since).and_then(<[Fact]>::last);
        last.map_or(news.since, |fact| fact.number)
    }

    /// What was read while the pane was open and empty is shown from now on.
    pub(in crate::app) fn read_news(&mut self) {
        let Some(Overlay::News(news)) = &self.overlay else { return };
        let known = self.known(news);
        if let Some(Overlay::News(news)) = &mut self.overlay
            && news.shown == news.since
        {
            news.shown = known;
        }
    }

    /// The pane of news, if its author has all that there is before the eyes; else it is told what is missing.
    fn agreed(&mut self, now: Now) -> Option<News> {
        let Some(Overlay::News(news)) = &self.overlay else { return None };
        let (news, known) = (news.clone(), self.known(news));
        let held = match news.waiting {
            Waiting::Action(id) => self.outbox.get(id).map(|entry| &entry.state),
            Waiting::Text => None,
        };
        // The backend's refusal may run ahead of what was read.
        let is_behind = matches!(held, Some(State::Held { current }) if known < *current);
        if self.news(&news.ticket, news.since).is_none() || is_behind {
            self.notices.tell(Notice::NewsNotRead { ticket: news.ticket }, now);
            return None;
        }
        if known > news.shown {
            if let Some(Overlay::News(news)) = &mut self.overlay {
                news.shown = known;
            }
            self.notices.tell(Notice::MoreIsNew { ticket: news.ticket }, now);
            return None;
        }
        Some(news)
    }

    /// Sends what waits although something is new: its author has read it.
    pub(in crate::app) fn send_all_the_same(&mut self, now: Now) -> Vec<Effect> {
        let Some(news) = self.agreed(now) else { return Vec::new() };
        self.overlay = None;
        match news.waiting {
            Waiting::Text => {
                self.compose.iter_mut().for_each(|compose| compose.seen = news.shown.max(compose.seen));
                self.send(now)
            }
            Waiting::Action(id) => self.send_entry(id, Some(news.shown), now),
        }
    }

    /// Goes back to the text, knowing what is new.
    pub(in crate::app) fn edit_with_news(&mut self, now: Now) -> Vec<Effect> {
        let Some(news) = self.agreed(now) else { return Vec::new() };
        self.overlay = None;
        let effects = match news.waiting {
            Waiting::Text => Vec::new(),
            Waiting::Action(id) => self.edit_action(id, now),
        };
        self.compose.iter_mut().for_each(|compose| compose.seen = news.shown.max(compose.seen));
        self.text_changed(now);
        effects
    }

    /// Sends nothing, and keeps the text as a draft.
    pub(in crate::app) fn drop_to_draft(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(Overlay::News(news)) = self.overlay.take() else { return Vec::new() };
        match news.waiting {
            Waiting::Text => self.leave_text(now),
            Waiting::Action(id) => self.discard_action(id, fresh, now),
        }
    }
}
