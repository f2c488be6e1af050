//! The customers' pane: one line for all, one for each, with what is open.
//!
//! The list is kept and not made anew for each frame; it changes with the rules and with new customers.

use crate::app::model::links::Link;
use crate::desk::queue::search::fold;
use crate::desk::queue::view::{CustomerNames, Scope};
use crate::desk::queue::{Counts, CustomerKey, Queue};
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::{BackendId, CustomerId};
use std::collections::BTreeSet;

/// A line of the customers' pane.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum CustomerLine {
    /// All that are listed: everybody's, or ours.
    #[default]
    All,
    Customer(CustomerKey),
}

impl CustomerLine {
    pub fn key(&self) -> Option<&CustomerKey> {
        match self {
            Self::All => None,
            Self::Customer(key) => Some(key),
        }
    }
}

/// One line of the customers' pane, ready to draw.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerRow<'a> {
    pub line: CustomerLine,
    /// `None` for the line of all.
    pub name: Option<&'a str>,
    pub counts: Counts,
    /// Its tickets are the ones that the queue lists.
    pub selected: bool,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Customers {
    names: CustomerNames,
    /// Every customer that is known, and those whose dedicated manager we are.
    known: BTreeSet<CustomerKey>,
    mine: BTreeSet<CustomerKey>,
    /// Whether only ours are listed.
    mine_only: bool,
    /// By name.
    listed: Vec<CustomerKey>,
    unsorted: bool,
    selected: CustomerLine,
    first: usize,
    rows: usize,
}

impl Customers {
    pub fn selected(&self) -> &CustomerLine {
        &self.selected
    }

    pub fn selected_customer(&self) -> Option<&CustomerKey> {
        self.selected.key()
    }

    /// Whether only the customers are listed whose dedicated manager we are.
    pub fn mine_only(&self) -> bool {
        self.mine_only
    }

    /// Whether there are customers whose dedicated manager we are.
    pub fn has_mine(&self) -> bool {
        !self.mine.is_empty()
    }

    pub fn names(&self) -> &CustomerNames {
        &self.names
    }

    pub fn name<'a>(&'a self, key: &'a CustomerKey) -> &'a str {
        self.names.get(key).map_or(key.customer.as_str(), SafeLine::shown)
    }

    /// Lines in all: the customers, and the one for all of them.
    pub fn lines(&self) -> usize {
        self.listed.len() + 1
    }

    /// What all listed customers have together.
    pub fn total(&self, queue: &Queue) -> Counts {
        if !self.mine_only {
            return queue.total();
        }
        self.listed.iter().map(|key| queue.counts(key)).fold(Counts::default(), |sum, counts| Counts {
            open: sum.open + counts.open,
            breached: sum.breached + counts.breached,
            at_risk: sum.at_risk + counts.at_risk,
        })
    }

    /// The lines that fit a pane, the selected one among them.
    pub fn window<'a>(
        &'a self,
        queue: &'a Queue,
        height: usize,
    ) -> impl Iterator<Item = CustomerRow<'a>> + 'a {
        let first = self.first_for(height);
        (first..self.lines()).take(height).map(move |at| self.row(at, queue))
    }

    /// All lines, wherever the selected one is.
    pub fn window_of_all<'a>(&'a self, queue: &'a Queue) -> impl Iterator<Item = CustomerRow<'a>> + 'a {
        (0..self.lines()).map(move |at| self.row(at, queue))
    }

    fn row<'a>(&'a self, at: usize, queue: &'a Queue) -> CustomerRow<'a> {
        match at.checked_sub(1).and_then(|at| self.listed.get(at)) {
            None => CustomerRow {
                line: CustomerLine::All,
                name: None,
                counts: self.total(queue),
                selected: self.selected == CustomerLine::All,
            },
            Some(key) => CustomerRow {
                line: CustomerLine::Customer(key.clone()),
                name: Some(self.name(key)),
                counts: queue.counts(key),
                selected: self.selected_customer() == Some(key),
            },
        }
    }

    fn position(&self) -> usize {
        let at = self.selected_customer().and_then(|key| self.listed.iter().position(|it| it == key));
        at.map_or(0, |at| at + 1)
    }

    fn first_for(&self, height: usize) -> usize {
        let (at, height) = (self.position(), height.max(1));
        let most = self.lines().saturating_sub(height);
        self.first.clamp((at + 1).saturating_sub(height), at).min(most)
    }

    pub(in crate::app) fn measure(&mut self, rows: usize) {
        self.rows = rows;
        self.first = self.first_for(rows);
    }

    pub(in crate::app) fn rows(&self) -> usize {
        self.rows
    }

    /// Marks another line, as far as there are any.
    pub(in crate::app) fn step(&mut self, by: isize) {
        let at = self.position().saturating_add_signed(by).min(self.listed.len());
        self.selected = match at.checked_sub(1) {
            None => CustomerLine::All,
            Some(at) => self.listed.get(at).cloned().map_or(CustomerLine::All, CustomerLine::Customer),
        };
        self.first = self.first_for(self.rows);
    }

    pub(in crate::app) fn go_first(&mut self) {
        self.step(isize::MIN);
    }

    pub(in crate::app) fn go_last(&mut self) {
        self.step(isize::MAX);
    }

    /// Changes between all customers and ours; the selected one stays if it is still listed.
    pub(in crate::app) fn toggle_mine(&mut self) {
        self.mine_only = !self.mine_only;
        self.sort();
    }

    /// Learns names and managers from the rules of the backends.
    pub(in crate::app) fn read(&mut self, links: &[Link], queue: &Queue) {
        self.names.clear();
        self.mine.clear();
        for link in links {
            for customer in link.rules().map(|rules| rules.customers.as_slice()).unwrap_or_default() {
                let key = CustomerKey { backend: link.id.clone(), customer: customer.id.clone() };
                if customer.manager.is_some() && customer.manager.as_ref() == link.me() {
                    self.mine.insert(key.clone());
                }
                self.names.insert(key, customer.name.clone());
            }
        }
        self.list(queue);
    }

    /// Lists whom the rules name and whoever has a ticket.
    pub(in crate::app) fn list(&mut self, queue: &Queue) {
        self.known = self.names.keys().chain(queue.customers().map(|(key, _)| key)).cloned().collect();
        self.sort();
    }

    /// Returns the key of a customer that is not listed yet.
    pub(in crate::app) fn key_if_new(
        &self,
        backend: &BackendId,
        customer: &CustomerId,
    ) -> Option<CustomerKey> {
        let key = CustomerKey { backend: backend.clone(), customer: customer.clone() };
        (!self.known.contains(&key)).then_some(key)
    }

    pub(in crate::app) fn learn(&mut self, customer: CustomerKey) {
        self.unsorted |= self.known.insert(customer);
    }

    /// Sorts in what was learned: once for a batch, since a first queue brings many.
    pub(in crate::app) fn sort_in(&mut self) {
        if self.unsorted {
            self.sort();
        }
    }

    fn sort(&mut self) {
        self.unsorted = false;
        let listed = if self.mine_only { &self.mine } else { &self.known };
        let mut by_name: Vec<(String, CustomerKey)> =
            listed.iter().map(|key| (fold(self.name(key)), key.clone())).collect();
        by_name.sort();
        self.listed = by_name.into_iter().map(|(_, key)| key).collect();
        if self.selected_customer().is_some_and(|key| !self.listed.contains(key)) {
            self.selected = CustomerLine::All;
        }
        self.first = self.first_for(self.rows);
    }

    /// Whose tickets the marked line stands for.
    pub(in crate::app) fn scope(&self) -> Scope {
        match &self.selected {
            CustomerLine::All if self.mine_only => Scope::Customers(self.mine.clone()),
            CustomerLine::All => Scope::All,
            CustomerLine::Customer(key) => Scope::Customers(BTreeSet::from([key.clone()])),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn listing(names: &[&str]) -> Customers {
        let mut customers = Customers::default();
        for name in names {
            let key = CustomerKey { backend: BackendId::new("desk"), customer: CustomerId::new(name) };
            customers.names.insert(key, SafeLine::from(*name));
        }
        customers.list(&Queue::default());
        customers
    }

    #[test]
    fn accents_do_not_send_a_name_to_the_end() {
        let customers = listing(&["Banque Alpine", "Énergies", "Aéroports", "Farm"]);
        let names: Vec<_> =
            customers.window(&Queue::default(), 9).filter_map(|row| row.name.map(str::to_owned)).collect();
        assert_eq!(names, ["Aéroports", "Banque Alpine", "Énergies", "Farm"]);
    }

    #[test]
    fn the_marked_line_is_always_in_sight() {
        let mut customers = listing(&["a", "b", "c", "d", "e"]);
        customers.measure(3);
        for _ in 0..4 {
            customers.step(1);
        }
        let rows: Vec<_> = customers
            .window(&Queue::default(), 3)
            .map(|row| (row.name.map(str::to_owned), row.selected))
            .collect();
        assert_eq!(rows.last(), Some(&(Some("d".to_owned()), true)));
        customers.go_first();
        assert_eq!(customers.window(&Queue::default(), 3).next().map(|row| row.selected), Some(true));
    }
}
