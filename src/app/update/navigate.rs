//! Moving about: panes, tickets, customers, tabs, filter.

use crate::app::model::customers::Customers;
use crate::app::model::detail::DetailPane;
use crate::app::model::drafts::Unsent;
use crate::app::model::news::News;
use crate::app::model::notice::Notice;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::{App, Pane};
use crate::app::protocol::command::Command;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::focus::Focus;
use crate::app::protocol::now::Now;
use crate::app::protocol::others::Other;
use crate::desk::ticket::names::ActionId;

impl App {
    pub(in crate::app) fn step(&mut self, by: isize) -> Vec<Effect> {
        let overlay_end = self.drawn.overlay_end;
        match self.focus() {
            Focus::Customers => self.mark_customer(|customers| customers.step(by)),
            Focus::Queue | Focus::Filter => self.queues.step(by),
            Focus::Detail => self.scroll(by),
            Focus::Compose => return self.move_cursor(if by < 0 { Command::Up } else { Command::Down }),
            Focus::Palette
            | Focus::Choice
            | Focus::Help
            | Focus::Outbox
            | Focus::Form
            | Focus::News
            | Focus::Templates
            | Focus::Customer
            | Focus::Bulk => {
                self.step_overlay(by, overlay_end);
            }
            Focus::Anywhere | Focus::Confirm => {}
        }
        Vec::new()
    }

    pub(in crate::app) fn page(&mut self, by: isize) -> Vec<Effect> {
        let page = |rows: usize| by * isize::try_from(rows.saturating_sub(1).max(1)).unwrap_or(1);
        match self.focus() {
            Focus::Customers => self.step(page(self.queues.customers.rows())),
            Focus::Queue | Focus::Filter => self.step(page(self.queues.rows())),
            Focus::Detail => self.step(page(self.drawn.detail_rows)),
            Focus::Compose => self.move_cursor(if by < 0 { Command::PageUp } else { Command::PageDown }),
            Focus::Templates => self.scroll_preview(page(self.drawn.overlay_rows)),
            _ => self.step(page(self.drawn.overlay_rows)),
        }
    }

    pub(in crate::app) fn go_first(&mut self) -> Vec<Effect> {
        match self.focus() {
            Focus::Customers => self.mark_customer(Customers::go_first),
            Focus::Queue | Focus::Filter => self.queues.go_first(),
            Focus::Detail => self.detail.iter_mut().for_each(DetailPane::scroll_first),
            Focus::Compose => return self.move_cursor(Command::First),
            _ => return self.step(-MANY),
        }
        Vec::new()
    }

    pub(in crate::app) fn go_last(&mut self) -> Vec<Effect> {
        let end = self.drawn.detail_end;
        match self.focus() {
            Focus::Customers => self.mark_customer(Customers::go_last),
            Focus::Queue | Focus::Filter => self.queues.go_last(),
            Focus::Detail => self.detail.iter_mut().for_each(|detail| detail.scroll_last(end)),
            Focus::Compose => return self.move_cursor(Command::Last),
            _ => return self.step(MANY),
        }
        Vec::new()
    }

    fn move_cursor(&mut self, command: Command) -> Vec<Effect> {
        if let Some(compose) = &mut self.compose {
            compose.editor.run(command);
        }
        Vec::new()
    }

    fn scroll(&mut self, by: isize) {
        let end = self.drawn.detail_end;
        if let Some(detail) = &mut self.detail {
            detail.scroll_by(by, end);
        }
    }

    /// The list of templates is short; what is long is the text of one.
    fn scroll_preview(&mut self, by: isize) -> Vec<Effect> {
        let end = self.drawn.overlay_end;
        if let Some(Overlay::Templates(picker)) = &mut self.overlay {
            picker.scroll_by(by, end);
        }
        Vec::new()
    }

    fn step_overlay(&mut self, by: isize, end: Option<usize>) {
        match &mut self.overlay {
            Some(
                Overlay::Help { scroll }
                | Overlay::Watch { scroll }
                | Overlay::Readers { scroll, .. }
                | Overlay::News(News { scroll, .. }),
            ) => {
                *scroll = scroll.saturating_add_signed(by).min(end.unwrap_or_default());
            }
            Some(Overlay::Palette(palette)) => palette.step(by),
            Some(Overlay::Choice(choice)) => choice.step(by),
            Some(Overlay::Form(form)) => form.go(by),
            Some(Overlay::Templates(picker)) => picker.step(by),
            Some(Overlay::Customer(page)) => {
                page.scroll = page.scroll.saturating_add_signed(by).min(end.unwrap_or_default());
            }
            Some(Overlay::Outbox { selected }) => {
                let acts = self.outbox.entries().iter().map(|entry| entry.action.id);
                let left = self.drafts.left().map(Unsent::id).filter(|id| self.outbox.get(*id).is_none());
                let others = self.others.iter().map(Other::id);
                let ids: Vec<ActionId> = acts.chain(left).chain(others).collect();
                let at = ids.iter().position(|id| Some(*id) == *selected);
                // If the marked one has gone, the first key marks one, and does nothing to it.
                let at = at.map_or(0, |at| at.saturating_add_signed(by));
                *selected = ids.get(at.min(ids.len().saturating_sub(1))).copied();
            }
            Some(Overlay::Bulk) => {
                if let Some(bulk) = &mut self.bulk {
                    bulk.scroll = bulk.scroll.saturating_add_signed(by).min(end.unwrap_or_default());
                }
            }
            Some(Overlay::Confirm(_)) | None => {}
        }
    }

    fn mark_customer(&mut self, mark: impl FnOnce(&mut Customers)) {
        mark(&mut self.queues.customers);
        self.queues.apply_scope();
    }

    pub(in crate::app) fn step_customer(&mut self, by: isize) -> Vec<Effect> {
        self.mark_customer(|customers| customers.step(by));
        Vec::new()
    }

    pub(in crate::app) fn next_pane(&mut self) -> Vec<Effect> {
        self.pane = match (self.pane, &self.detail) {
            (Pane::Customers | Pane::Filter, _) => Pane::Queue,
            (Pane::Queue, Some(_)) => Pane::Detail,
            (Pane::Queue, None) | (Pane::Detail, _) => Pane::Customers,
        };
        Vec::new()
    }

    pub(in crate::app) fn previous_pane(&mut self) -> Vec<Effect> {
        self.pane = match (self.pane, &self.detail) {
            (Pane::Customers, Some(_)) => Pane::Detail,
            (Pane::Customers, None) | (Pane::Detail, _) => Pane::Queue,
            (Pane::Queue | Pane::Filter, _) => Pane::Customers,
        };
        Vec::new()
    }

    pub(in crate::app) fn focus_customers(&mut self) -> Vec<Effect> {
        self.pane = Pane::Customers;
        Vec::new()
    }

    pub(in crate::app) fn focus_queue(&mut self) -> Vec<Effect> {
        self.pane = Pane::Queue;
        Vec::new()
    }

    /// Opens the ticket under the cursor: its summary at once, its conversation as soon as it is read.
    pub(in crate::app) fn open(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.queues.selected().cloned() else { return self.no_ticket(now) };
        self.pane = Pane::Detail;
        let effect = self.details.ask(&id);
        self.detail = Some(DetailPane::new(id));
        effect.into_iter().collect()
    }

    /// Opens the next ticket of the queue in the place of this one.
    pub(in crate::app) fn step_ticket(&mut self, by: isize) -> Vec<Effect> {
        let tab = self.detail.as_ref().map(|detail| detail.tab).unwrap_or_default();
        self.queues.step(by);
        let Some(id) = self.queues.selected().cloned() else { return Vec::new() };
        if self.detail.as_ref().is_some_and(|detail| detail.id == id) {
            return Vec::new();
        }
        let effect = self.details.ask(&id);
        let mut detail = DetailPane::new(id);
        detail.turn_to(tab);
        self.detail = Some(detail);
        effect.into_iter().collect()
    }

    pub(in crate::app) fn close(&mut self) -> Vec<Effect> {
        if self.overlay.take().is_none() {
            self.detail = None;
            self.pane = Pane::Queue;
        }
        Vec::new()
    }

    pub(in crate::app) fn step_tab(&mut self, by: isize) -> Vec<Effect> {
        if let Some(detail) = &mut self.detail {
            detail.turn_to(detail.tab.step(by));
        }
        Vec::new()
    }

    /// Changes between all customers and those whose dedicated manager we are.
    pub(in crate::app) fn toggle_mine(&mut self, now: Now) -> Vec<Effect> {
        let customers = &mut self.queues.customers;
        if !customers.mine_only() && !customers.has_mine() {
            self.notices.tell(Notice::NoCustomersOfMine, now);
            return Vec::new();
        }
        self.mark_customer(Customers::toggle_mine);
        Vec::new()
    }

    pub(in crate::app) fn toggle_resolved(&mut self) -> Vec<Effect> {
        self.queues.toggle_resolved();
        Vec::new()
    }

    /// Lists only what is forgotten as of now, or everything again.
    pub(in crate::app) fn toggle_forgotten(&mut self, now: Now) -> Vec<Effect> {
        let desk_now = self.first_desk_now(now);
        self.queues.toggle_forgotten(desk_now);
        Vec::new()
    }

    /// Lists only signature requests, or everything again.
    pub(in crate::app) fn toggle_signatures(&mut self) -> Vec<Effect> {
        self.queues.toggle_signatures();
        Vec::new()
    }

    pub(in crate::app) fn next_urgent(&mut self, now: Now) -> Vec<Effect> {
        let desk_now = self.first_desk_now(now);
        if !self.queues.next_urgent(desk_now) {
            self.notices.tell(Notice::NothingUrgent, now);
        }
        Vec::new()
    }

    pub(in crate::app) fn filter(&mut self) -> Vec<Effect> {
        self.pane = Pane::Filter;
        Vec::new()
    }

    pub(in crate::app) fn clear_filter(&mut self) -> Vec<Effect> {
        self.queues.filter.clear();
        self.queues.apply_filter();
        Vec::new()
    }

    /// Tells that nothing can be done because nothing is marked.
    pub(in crate::app) fn no_ticket(&mut self, now: Now) -> Vec<Effect> {
        self.notices.tell(Notice::NoTicket, now);
        Vec::new()
    }
}

/// Further than any list goes.
const MANY: isize = 1 << 30;
