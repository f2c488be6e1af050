//! The page of a customer: who they are, how they fare, and what to know before answering.

use crate::desk::queue::CustomerKey;
use crate::desk::queue::overview::Overview;
use crate::desk::ticket::names::CustomerId;

use super::effect::Effect;
use super::event::Failure;
use super::focus::Focus;
use super::now::Now;
use super::overlay::Overlay;
use super::state::App;

/// It lies over the panes.
#[derive(Clone, Debug, PartialEq)]
pub struct CustomerPage {
    pub key: CustomerKey,
    pub scroll: usize,
    pub figures: Figures,
}

/// How far the counting is.
#[derive(Clone, Debug, PartialEq)]
pub enum Figures {
    /// The backend counts nothing.
    NotKept,
    Asked,
    Known(Box<Overview>),
    Failed(Failure),
}

impl App {
    /// Opens the page of the customer whose ticket is under the cursor, or whose line is marked.
    pub(super) fn show_customer(&mut self, now: Now) -> Vec<Effect> {
        let Some(key) = self.customer_in_view() else { return self.no_ticket(now) };
        let counts = self.link(&key.backend).is_some_and(|link| link.capabilities().contracts);
        let figures = if counts { Figures::Asked } else { Figures::NotKept };
        let effect = counts.then(|| Effect::LoadOverview { customer: key.clone() });
        self.overlay = Some(Overlay::Customer(Box::new(CustomerPage { key, scroll: 0, figures })));
        effect.into_iter().collect()
    }

    fn customer_in_view(&self) -> Option<CustomerKey> {
        let marked = || self.queues.customers.selected_customer().cloned();
        let of_ticket = || {
            let id = self.target()?;
            let customer: CustomerId = self.ticket(&id)?.customer.clone();
            Some(CustomerKey { backend: id.backend, customer })
        };
        match self.focus() {
            Focus::Customers => marked().or_else(of_ticket),
            _ => of_ticket().or_else(marked),
        }
    }

    pub(super) fn overview_answered(
        &mut self,
        customer: &CustomerKey,
        answer: Result<Box<Overview>, Failure>,
    ) -> Vec<Effect> {
        // Another page may be open by now, or none.
        if let Some(Overlay::Customer(page)) = &mut self.overlay
            && page.key == *customer
        {
            page.figures = answer.map_or_else(Figures::Failed, Figures::Known);
        }
        Vec::new()
    }
}
