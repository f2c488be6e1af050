//! What the forms do: opened on the target, checked by the rules, sent as one action; nothing typed is lost.

use crate::app::model::field::{Field, Lines};
use crate::app::model::form::{Entry, Form, Input, callers};
use crate::app::model::links::Link;
use crate::app::model::notice::{Deed, Notice};
use crate::app::model::overlay::Overlay;
use crate::app::model::state::App;
use crate::app::model::steps::Next;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::form::{About, Label, Offer, Settlement};
use crate::app::protocol::now::Now;
use crate::app::protocol::origin::Origin;
use crate::desk::queue::CustomerKey;
use crate::desk::rules::breach::is_breached;
use crate::desk::rules::obligation::Key;
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::customer::{Contact, is_same_address};
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::names::{ActionId, LocalId, TicketId};
use crate::desk::ticket::phone::{CallOutcome, Direction};
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::Move;
use crate::desk::ticket::status::{Kind, Version};

mod again;

mod change;

mod leave;

mod steps;

mod untouched;

/// As many as have a digit of their own: who merges knows the ticket.
const MOST_OFFERED: usize = 9;

impl App {
    pub(in crate::app) fn open_form(&mut self, about: About, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        self.open_form_of(about, id, fresh, now)
    }

    pub(in crate::app) fn open_form_of(
        &mut self,
        about: About,
        id: TicketId,
        fresh: ActionId,
        now: Now,
    ) -> Vec<Effect> {
        let Some(form) = self.form(about, &id, fresh, now) else { return self.no_ticket(now) };
        // What was taken back and then left goes on where it was, and takes its own place again.
        if let Some(anew) = self.outbox.taken_back_form(&id, about).map(|entry| entry.action.id) {
            return self.edit_action(anew, now);
        }
        if about == About::SettlePromise && self.expected_of(&id).course().promises.is_empty() {
            return self.rule_says_no(id, Deed::KeepPromise, Refusal::NoSuchPromise, now);
        }
        let at = self.desk_now(&id.backend, now);
        if about == About::Breach && !is_breached(&self.expected_of(&id), at) {
            return self.rule_says_no(id, Deed::ExplainBreach, Refusal::NothingBreached, now);
        }
        // What was left there is gone on with, under today's clock.
        if let Some(left) = self.drafts.left_form(about, &id, &self.outbox).cloned() {
            return self.go_on_with_form(&left, now);
        }
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    /// Opens the contract of the target's customer, as it is known.
    pub(in crate::app) fn open_contract(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let effects = self.open_form(About::Contract, fresh, now);
        let Some(Overlay::Form(mut form)) = self.overlay.take() else { return effects };
        let key = CustomerKey { backend: form.ticket.backend.clone(), customer: form.customer.clone() };
        let known = self.customer(&key).and_then(|customer| customer.contract.clone());
        if let Some(contract) = known.filter(|_| !form.holds_text()) {
            form.write_contract(&contract);
            form.opened.clone_from(&form.entries);
        }
        self.overlay = Some(Overlay::Form(form));
        effects
    }

    /// Escalates the target, or ends its escalation.
    pub(in crate::app) fn escalate(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let is_open = self.ticket(&id).is_some() && self.expected_of(&id).course().escalation.is_some();
        self.open_form(if is_open { About::EndEscalation } else { About::Escalate }, fresh, now)
    }

    /// Opens the form of a new ticket: for the customer of the marked ticket, else the one whose queue is listed.
    pub(in crate::app) fn open_filing(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let of_ticket = self.target().and_then(|id| {
            Some(CustomerKey { customer: self.ticket(&id)?.customer.clone(), backend: id.backend })
        });
        let listed = self.queues.customers.selected_customer().cloned();
        let Some(customer) = listed.or(of_ticket) else { return self.no_ticket(now) };
        let marked = self
            .target()
            .filter(|id| self.ticket(id).is_some_and(|ticket| ticket.customer == customer.customer));
        if let Some(left) = self.drafts.left_filing(&customer, &self.outbox).cloned() {
            return self.go_on_with_form(&left, now);
        }
        let follows = marked.map(|id| id.local);
        let Some(form) = self.filing(&customer, follows, fresh, now) else { return self.no_ticket(now) };
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    fn filing(&self, key: &CustomerKey, follows: Option<LocalId>, fresh: ActionId, now: Now) -> Option<Form> {
        let customer = self.customer(key)?;
        let mut severity = Entry::pick(Label::Severity, Severity::ALL.map(Offer::Severity));
        if let Input::Pick(pick) = &mut severity.input {
            pick.mark(|offer| *offer == Offer::Severity(Severity::Medium));
        }
        let entries = vec![
            callers(customer.contacts.iter(), None),
            Entry::line(Label::Name),
            Entry::pick(Label::Kind, [Kind::Incident, Kind::ServiceRequest].map(Offer::Kind)),
            severity,
            Entry::line(Label::Subject),
            Entry::line(Label::Body),
            Entry::pick(Label::Follows, [None].into_iter().chain(follows.map(Some)).map(Offer::Follows)),
        ];
        // Until the backend gives it a name it goes by its action's.
        let local = format!("new-{}", &fresh.to_string()[30..]);
        Some(Form {
            id: fresh,
            about: About::File,
            ticket: TicketId { backend: key.backend.clone(), local: LocalId::new(local) },
            also: Vec::new(),
            customer: key.customer.clone(),
            said: None,
            opened: entries.clone(),
            entries,
            marked: 0,
            began_at: self.desk_now(&key.backend, now),
            began: now.mono,
            seen: Version(0),
            flaw: None,
            origin: Origin { life: self.life(&key.backend).cloned(), ..Origin::default() },
        })
    }

    fn form(&self, about: About, id: &TicketId, fresh: ActionId, now: Now) -> Option<Form> {
        let ticket = self.ticket(id)?;
        let also = if about == About::Step(Move::Publish) { self.moved_with(id) } else { Vec::new() };
        let entries = match about {
            About::File => return None,
            About::Call => self.call_entries(ticket, id),
            About::Severity => severity_entries(self.expected_of(id).severity),
            About::Promise => vec![Entry::line(Label::Promise), Entry::line(Label::Until)],
            About::SettlePromise => self.settlement_entries(id),
            About::Escalate => vec![
                Entry::pick(Label::Level, Level::ALL.map(Offer::Level)),
                Entry::line(Label::Reason),
                Entry::line(Label::Wish),
            ],
            About::EndEscalation => vec![Entry::line(Label::Answer)],
            About::Breach => {
                vec![Entry::pick(Label::Cause, Cause::ALL.map(Offer::Cause)), Entry::line(Label::Reason)]
            }
            About::HandOver => vec![self.colleagues(ticket, id), Entry::line(Label::Note)],
            About::Merge => vec![self.mergeable(ticket, id)],
            About::Void => vec![Entry::line(Label::Reason)],
            About::Sender => self.sender_entries(ticket, id),
            About::Step(made) => self.step_entries(made, id, &also, now),
            About::Advise => self.advice_entries(id, now),
            About::LiftAdvice => self.lift_entries(id, now),
            About::Contract => vec![
                Entry::line(Label::Number),
                Entry::line(Label::FirstDay),
                Entry::line(Label::LastDay),
                Entry::line(Label::Licence),
            ],
        };
        Some(Form {
            id: fresh,
            about,
            ticket: id.clone(),
            also,
            customer: ticket.customer.clone(),
            said: None,
            opened: entries.clone(),
            entries,
            marked: 0,
            began_at: self.desk_now(&id.backend, now),
            began: now.mono,
            seen: ticket.version,
            flaw: None,
            origin: self.origin(id),
        })
    }

    fn call_entries(&self, ticket: &Ticket, id: &TicketId) -> Vec<Entry> {
        let customer = self.customer_of(ticket, &id.backend);
        let contacts = customer.into_iter().flat_map(|customer| &customer.contacts);
        vec![
            callers(contacts, ticket.contact.as_ref()),
            Entry::pick(
                Label::Direction,
                [Direction::FromCustomer, Direction::ToCustomer].map(Offer::Direction),
            ),
            Entry::pick(Label::Outcome, CallOutcome::ALL.map(Offer::Outcome)),
            Entry::line(Label::When),
            Entry::line(Label::Note),
            Entry::line(Label::Promise),
            Entry::line(Label::Until),
        ]
    }

    /// One of the named contacts, or a new one, perhaps in the place of another.
    fn sender_entries(&self, ticket: &Ticket, id: &TicketId) -> Vec<Entry> {
        let contacts = self.customer_of(ticket, &id.backend).map_or(&[][..], |customer| &customer.contacts);
        let places = contacts.iter().map(|it| Some((it.id.clone(), it.name.clone())));
        let stranger = ticket.course().stranger.as_ref().map_or("", SafeLine::shown);
        let email = Entry { label: Label::Email, input: Input::Line(Field::with(Lines::One, stranger)) };
        // Of an address that several have, it is one of them: they are offered before all others.
        let written = ticket.course().stranger.as_ref().map_or("", SafeLine::raw);
        let has_it = |contact: &&Contact| {
            contact.email.as_ref().is_some_and(|email| is_same_address(email.raw(), written))
        };
        let (theirs, others): (Vec<_>, Vec<_>) = contacts.iter().partition(has_it);
        vec![
            callers(theirs.into_iter().chain(others), None),
            Entry::line(Label::Name),
            email,
            Entry::line(Label::Phone),
            Entry::pick(Label::Replaces, [None].into_iter().chain(places).map(Offer::Replaces)),
        ]
    }

    /// Everybody of the desk but the owner and who hands it over.
    fn colleagues(&self, ticket: &Ticket, id: &TicketId) -> Entry {
        let link = self.link(&id.backend);
        let me = link.and_then(Link::me);
        let managers = link.and_then(Link::rules).map_or(&[][..], |rules| &rules.managers);
        let others = managers.iter().filter(|it| Some(&it.id) != me && Some(&it.id) != ticket.owner.as_ref());
        Entry::pick(
            Label::To,
            others.map(|it| Offer::Manager { id: it.id.clone(), name: it.called_among(managers) }),
        )
    }

    /// The other live tickets of the customer, the most urgent first.
    fn mergeable(&self, ticket: &Ticket, id: &TicketId) -> Entry {
        let others =
            self.queues.queue.keys().map(Key::into_id).filter(|it| it.backend == id.backend && it != id);
        let others = others.filter_map(|it| self.queues.queue.get(&it));
        let others = others.filter(|it| it.customer == ticket.customer && it.status.is_live());
        Entry::pick(
            Label::Into,
            others
                .take(MOST_OFFERED)
                .map(|it| Offer::Ticket { id: it.id.clone(), subject: it.subject.clone() }),
        )
    }

    fn settlement_entries(&self, id: &TicketId) -> Vec<Entry> {
        let promises = self.expected_of(id).course().promises.clone();
        let offers = promises.into_iter().map(|it| Offer::Promise { id: it.id, what: it.what, due: it.due });
        vec![
            Entry::pick(Label::Settlement, Settlement::ALL.map(Offer::Settlement)),
            Entry::pick(Label::Which, offers),
            Entry::line(Label::Until),
            Entry::line(Label::Reason),
        ]
    }

    /// A ticket as it will be once what is unsent is taken.
    fn expected_of(&self, id: &TicketId) -> Ticket {
        let ticket = self.ticket(id).expect("a form is about a ticket that is there");
        self.expected(id, ticket)
    }

    /// Sends the open form: what is missing is marked, and what the rules refuse leaves it open.
    pub(in crate::app) fn send_form(&mut self, mut form: Box<Form>, now: Now) -> Vec<Effect> {
        let change = match self.change_of(&form, now) {
            Ok(change) => change,
            Err((label, flaw)) => {
                form.marked = form.place(label);
                form.flaw = Some((form.marked, flaw));
                self.overlay = Some(Overlay::Form(form));
                return Vec::new();
            }
        };
        if let (About::Step(made), false) = (form.about, form.also.is_empty()) {
            return self.plan_step(form, made, now);
        }
        let ticket = form.ticket.clone();
        let deed = Deed::from(&change);
        // Made anew, it has the name of the old one, and with it its place.
        let action =
            Action { id: form.id, ticket: ticket.clone(), seen: form.seen, made_at: now.wall, change };
        match steps::admitted(&form, &action.change).and_then(|()| self.check(&action)) {
            Ok(adds) => {
                self.drafts.became_action(action.id);
                vec![self.add_to_outbox(action, adds)]
            }
            Err(Refusal::TicketMoved { current }) => {
                // Told once: who sends again has read what is new, or does not mind.
                self.notices.tell(Notice::ThreadMoved { ticket }, now);
                form.seen = current;
                self.overlay = Some(Overlay::Form(form));
                Vec::new()
            }
            Err(why @ Refusal::OldDatabases { .. }) => {
                // What gets the request further is one key away; what was typed is kept, but for what was refused.
                form.put_back(Label::Bases);
                let mut effects: Vec<Effect> = self.leave_form(&form, now).into_iter().collect();
                effects.extend(self.rule_says_no(ticket.clone(), deed, why, now));
                effects.extend(self.offer_steps(ticket, Some(Next::AskToUpdate), now));
                effects
            }
            Err(why) => {
                self.overlay = Some(Overlay::Form(form));
                self.rule_says_no(ticket, deed, why, now)
            }
        }
    }
}

fn severity_entries(now: Severity) -> Vec<Entry> {
    let mut severity = Entry::pick(Label::Severity, Severity::ALL.map(Offer::Severity));
    if let Input::Pick(pick) = &mut severity.input {
        pick.mark(|offer| *offer == Offer::Severity(now));
    }
    vec![
        severity,
        Entry::pick(Label::AskedBy, [Party::Customer, Party::Desk].map(Offer::Party)),
        Entry::pick(Label::Consent, Consent::ALL.map(Offer::Consent)),
        Entry::line(Label::Reason),
    ]
}
