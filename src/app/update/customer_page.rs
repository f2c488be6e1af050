//! Opening the page of a customer, and what comes to it.

use crate::app::model::customer_page::CustomerPage;
use crate::app::model::customer_page::Figures;
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::Failure;
use crate::app::protocol::focus::Focus;
use crate::app::protocol::now::Now;
use crate::desk::queue::CustomerKey;
use crate::desk::queue::overview::Overview;
use crate::desk::ticket::names::CustomerId;

impl App {
    /// Opens the page of the customer whose ticket is under the cursor, or whose line is marked.
    pub(in crate::app) fn show_customer(&mut self, now: Now) -> Vec<Effect> {
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

    pub(in crate::app) fn overview_answered(
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
