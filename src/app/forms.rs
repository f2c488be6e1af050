//! What the forms do: opened on the target, checked by the rules, sent as one action; nothing typed is lost.

use chrono::{DateTime, NaiveDate, Utc};

use crate::desk::action::{Action, Change, Refusal};
use crate::desk::conversation::Channel;
use crate::desk::customer::{Contact, Contract};
use crate::desk::dues;
use crate::desk::entitlement;
use crate::desk::escalation::Level;
use crate::desk::intake::Request;
use crate::desk::names::{ActionId, ContactId, LocalId, TicketId};
use crate::desk::obligation::Key;
use crate::desk::phone::{CallOutcome, Direction, PhoneCall};
use crate::desk::promise::Given;
use crate::desk::queue::CustomerKey;
use crate::desk::regrade::{Consent, Party};
use crate::desk::severity::Severity;
use crate::desk::sla::Calendar;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::{Kind, Response, Ticket, Version};

use super::effect::Effect;
use super::form::{About, Entry, Flaw, Form, Input, Label, Offer, Settlement, callers};
use super::links::Link;
use super::notice::{Deed, Notice};
use super::now::Now;
use super::overlay::Overlay;
use super::state::App;
use super::when::{self, Toward};

/// As many as have a digit of their own: who merges knows the ticket.
const MOST_OFFERED: usize = 9;

impl App {
    pub(super) fn open_form(&mut self, about: About, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let Some(form) = self.form(about, &id, now) else { return self.no_ticket(now) };
        if about == About::SettlePromise && self.expected_of(&id).course().promises.is_empty() {
            return self.rule_says_no(id, Deed::KeepPromise, Refusal::NoSuchPromise, now);
        }
        // What was left there is gone on with, under today's clock.
        let form = match self.forms.take(about, &id) {
            Some(left) => Form { began: form.began, began_at: form.began_at, seen: form.seen, ..left },
            None => form,
        };
        self.overlay = Some(Overlay::Form(Box::new(form)));
        Vec::new()
    }

    /// Opens the contract of the target's customer, as it is known.
    pub(super) fn open_contract(&mut self, now: Now) -> Vec<Effect> {
        let effects = self.open_form(About::Contract, now);
        let Some(Overlay::Form(mut form)) = self.overlay.take() else { return effects };
        let key = CustomerKey { backend: form.ticket.backend.clone(), customer: form.customer.clone() };
        let known = self.customer(&key).and_then(|customer| customer.contract.clone());
        if let Some(contract) = known.filter(|_| !form.holds_text()) {
            form.write_contract(&contract);
        }
        self.overlay = Some(Overlay::Form(form));
        effects
    }

    /// Escalates the target, or ends its escalation.
    pub(super) fn escalate(&mut self, now: Now) -> Vec<Effect> {
        let Some(id) = self.target() else { return self.no_ticket(now) };
        let is_open = self.ticket(&id).is_some() && self.expected_of(&id).course().escalation.is_some();
        self.open_form(if is_open { About::EndEscalation } else { About::Escalate }, now)
    }

    /// Opens the form of a new ticket: for the customer of the marked ticket, else the one whose queue is listed.
    pub(super) fn open_filing(&mut self, fresh: ActionId, now: Now) -> Vec<Effect> {
        let of_ticket = self.target().and_then(|id| {
            Some(CustomerKey { customer: self.ticket(&id)?.customer.clone(), backend: id.backend })
        });
        let listed = self.queues.customers.selected_customer().cloned();
        let Some(customer) = listed.or(of_ticket) else { return self.no_ticket(now) };
        let marked = self
            .target()
            .filter(|id| self.ticket(id).is_some_and(|ticket| ticket.customer == customer.customer));
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
            about: About::File,
            ticket: TicketId { backend: key.backend.clone(), local: LocalId::new(local) },
            customer: key.customer.clone(),
            entries,
            marked: 0,
            began_at: self.desk_now(&key.backend, now),
            began: now.mono,
            seen: Version(0),
            flaw: None,
            replaces: None,
        })
    }

    fn form(&self, about: About, id: &TicketId, now: Now) -> Option<Form> {
        let ticket = self.ticket(id)?;
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
            About::HandOver => vec![self.colleagues(ticket, id), Entry::line(Label::Note)],
            About::Merge => vec![self.mergeable(ticket, id)],
            About::Void => vec![Entry::line(Label::Reason)],
            About::Sender => self.sender_entries(ticket, id),
            About::Contract => vec![
                Entry::line(Label::Number),
                Entry::line(Label::FirstDay),
                Entry::line(Label::LastDay),
                Entry::line(Label::Licence),
            ],
        };
        Some(Form {
            about,
            ticket: id.clone(),
            customer: ticket.customer.clone(),
            entries,
            marked: 0,
            began_at: self.desk_now(&id.backend, now),
            began: now.mono,
            seen: ticket.version,
            flaw: None,
            replaces: None,
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
        let mut email = Entry::line(Label::Email);
        let stranger = ticket.course().stranger.as_ref();
        if let (Input::Line(field), Some(address)) = (&mut email.input, stranger) {
            field.insert(address.shown());
        }
        vec![
            callers(contacts.iter(), None),
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
        Entry::pick(Label::To, others.map(|it| Offer::Manager { id: it.id.clone(), name: it.name.clone() }))
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

    /// Leaves the open form; what was typed in it is kept.
    pub(super) fn leave_form(&mut self, form: Form, now: Now) {
        if form.holds_text() {
            self.notices.tell(Notice::DraftKept { ticket: form.ticket.clone() }, now);
            self.forms.keep(form);
        }
    }

    /// Sends the open form: what is missing is marked, and what the rules refuse leaves it open.
    pub(super) fn send_form(&mut self, mut form: Box<Form>, fresh: ActionId, now: Now) -> Vec<Effect> {
        let change = match self.change_of(&form, now) {
            Ok(change) => change,
            Err((label, flaw)) => {
                form.marked = form.place(label);
                form.flaw = Some((form.marked, flaw));
                self.overlay = Some(Overlay::Form(form));
                return Vec::new();
            }
        };
        let ticket = form.ticket.clone();
        let deed = Deed::from(&change);
        let action = Action { id: fresh, ticket: ticket.clone(), seen: form.seen, made_at: now.wall, change };
        match self.check(&action) {
            Ok(adds) => vec![self.outbox.add(action, adds, form.replaces)],
            Err(Refusal::TicketMoved { current }) => {
                // Told once: who sends again has read what is new, or does not mind.
                self.notices.tell(Notice::ThreadMoved { ticket }, now);
                form.seen = current;
                self.overlay = Some(Overlay::Form(form));
                Vec::new()
            }
            Err(why) => {
                self.overlay = Some(Overlay::Form(form));
                self.rule_says_no(ticket, deed, why, now)
            }
        }
    }

    fn change_of(&self, form: &Form, now: Now) -> Result<Change, (Label, Flaw)> {
        match form.about {
            About::File => request_of(form),
            About::Call => self.call_of(form, now),
            About::Severity => Ok(Change::ChangeSeverity {
                to: form.severity().unwrap_or(Severity::Critical),
                reason: needed(form, Label::Reason)?,
                asked_by: match form.chosen(Label::AskedBy) {
                    Some(Offer::Party(party)) => *party,
                    _ => Party::default(),
                },
                consent: match form.chosen(Label::Consent) {
                    Some(Offer::Consent(consent)) => *consent,
                    _ => Consent::default(),
                },
            }),
            About::Promise => {
                let what = needed(form, Label::Promise)?;
                Ok(Change::Promise { promise: Box::new(Given { what, due: self.until(form, now)? }) })
            }
            About::SettlePromise => self.settlement_of(form, now),
            About::Escalate => Ok(Change::Escalate {
                level: match form.chosen(Label::Level) {
                    Some(Offer::Level(level)) => *level,
                    _ => Level::default(),
                },
                reason: needed(form, Label::Reason)?,
                wish: needed(form, Label::Wish)?,
            }),
            About::EndEscalation => Ok(Change::EndEscalation { outcome: needed(form, Label::Answer)? }),
            About::HandOver => match form.chosen(Label::To) {
                Some(Offer::Manager { id, .. }) => {
                    let note = form.text(Label::Note).map(SafeText::from);
                    Ok(Change::HandOver { to: id.clone(), note })
                }
                _ => Err((Label::To, Flaw::Empty)),
            },
            About::Merge => match form.chosen(Label::Into) {
                Some(Offer::Ticket { id, .. }) => Ok(Change::Merge { into: id.clone() }),
                _ => Err((Label::Into, Flaw::Empty)),
            },
            About::Void => Ok(Change::Void { reason: needed(form, Label::Reason)? }),
            About::Sender => sender_of(form),
            About::Contract => contract_of(form),
        }
    }

    fn call_of(&self, form: &Form, now: Now) -> Result<Change, (Label, Flaw)> {
        let contact = form.chosen(Label::Caller).and_then(Offer::contact);
        // A call that is noted later has no timer.
        let (occurred_at, lasted_seconds) = match form.text(Label::When) {
            Some(text) => {
                (self.time(form, text, Toward::Past, now).ok_or((Label::When, Flaw::NoTime))?, None)
            }
            None => {
                let lasted = now.mono.saturating_sub(form.began).as_secs();
                (form.began_at, u32::try_from(lasted).ok())
            }
        };
        let call = PhoneCall {
            occurred_at,
            contact: contact.map(|contact| contact.id.clone()),
            number: contact.and_then(|contact| contact.phone.clone()),
            direction: match form.chosen(Label::Direction) {
                Some(Offer::Direction(direction)) => *direction,
                _ => Direction::default(),
            },
            outcome: match form.chosen(Label::Outcome) {
                Some(Offer::Outcome(outcome)) => *outcome,
                _ => CallOutcome::default(),
            },
            lasted_seconds,
            note: form.text(Label::Note).map(SafeText::from),
        };
        let promise = match (form.text(Label::Promise), form.text(Label::Until)) {
            (None, None) => None,
            (None, Some(_)) => return Err((Label::Promise, Flaw::Empty)),
            (Some(what), _) => Some(Box::new(Given { what: what.into(), due: self.until(form, now)? })),
        };
        Ok(Change::Call { call: Box::new(call), promise })
    }

    fn settlement_of(&self, form: &Form, now: Now) -> Result<Change, (Label, Flaw)> {
        let Some(Offer::Promise { id: promise, .. }) = form.chosen(Label::Which).cloned() else {
            return Err((Label::Which, Flaw::Empty));
        };
        Ok(match form.settlement().unwrap_or(Settlement::Kept) {
            Settlement::Kept => Change::KeepPromise { promise },
            Settlement::Moved => Change::MovePromise {
                promise,
                due: self.until(form, now)?,
                reason: needed(form, Label::Reason)?,
            },
            Settlement::Broken => Change::BreakPromise { promise, reason: needed(form, Label::Reason)? },
        })
    }

    fn until(&self, form: &Form, now: Now) -> Result<DateTime<Utc>, (Label, Flaw)> {
        let text = form.text(Label::Until).ok_or((Label::Until, Flaw::NoTime))?;
        self.time(form, text, Toward::Future, now).ok_or((Label::Until, Flaw::NoTime))
    }

    fn time(&self, form: &Form, text: &str, toward: Toward, now: Now) -> Option<DateTime<Utc>> {
        when::read(text, self.desk_now(&form.ticket.backend, now), self.settings.reader_zone, toward)
    }

    /// The time that was typed into an entry, as it is understood.
    pub fn understood(&self, form: &Form, label: Label, now: Now) -> Option<DateTime<Utc>> {
        let toward = if label == Label::When { Toward::Past } else { Toward::Future };
        self.time(form, form.text(label)?, toward, now)
    }

    /// The ticket as the open form would make it, its dues counted by the desk's rules: shown before it is sent.
    pub fn foreseen(&self, form: &Form, now: Now) -> Option<Ticket> {
        let link = self.link(&form.ticket.backend)?;
        let ticket = self.ticket(&form.ticket)?;
        // What is still missing in the form does not matter to the clock.
        let mut asked = form.clone();
        if form.text(Label::Reason).is_none() {
            asked.write(Label::Reason, "?");
        }
        let change = self.change_of(&asked, now).ok()?;
        let action = Action {
            id: ActionId(uuid::Uuid::nil()),
            ticket: form.ticket.clone(),
            seen: ticket.version,
            made_at: now.wall,
            change,
        };
        let at = self.desk_now(&form.ticket.backend, now);
        let facts = action.decide(ticket, &link.author(), at).ok()?;
        let mut after = facts.iter().fold(ticket.clone(), Ticket::with);
        let (rules, calendar) = (link.rules()?, link.calendar(&after.calendar)?);
        let zone = link.default_calendar().map_or(chrono_tz::UTC, Calendar::tz);
        let customer = link.customer(&after.customer);
        let corrected =
            customer.and_then(|it| entitlement::customer_after(&action.change, it).ok().flatten());
        let covered = corrected.as_ref().or(customer).is_none_or(|it| it.is_covered(after.filed_at, zone));
        after.response = if covered || after.has_qualified_response() {
            dues::recount(&after, &rules.programme, calendar, 0)
        } else {
            Response::NoContract
        };
        let update = dues::update(&after, &rules.programme, calendar);
        after.set_update(update);
        Some(after)
    }

    /// Opens a form again with what its action said. Answers false if the action was made by no form.
    pub(super) fn give_form_back(&mut self, action: &Action, replaces: Option<ActionId>, now: Now) -> bool {
        let Some(about) = About::of(&action.change) else { return false };
        let form = match &action.change {
            Change::File { request } => {
                let (backend, customer) = (action.ticket.backend.clone(), request.customer.clone());
                self.filing(&CustomerKey { backend, customer }, request.follows.clone(), action.id, now)
            }
            _ => self.form(about, &action.ticket, now),
        };
        let Some(mut form) = form else { return false };
        form.refill(&action.change, self.settings.reader_zone);
        form.replaces = replaces;
        if let Some(Overlay::Form(open)) = self.overlay.take() {
            self.leave_form(*open, now);
        }
        self.overlay = Some(Overlay::Form(Box::new(form)));
        true
    }
}

fn sender_of(form: &Form) -> Result<Change, (Label, Flaw)> {
    if let Some(contact) = form.chosen(Label::Caller).and_then(Offer::contact) {
        return Ok(Change::LinkSender { contact: contact.id.clone() });
    }
    let name = needed(form, Label::Name)?;
    let contact = Contact {
        id: ContactId::new(handle(name.shown())),
        name: SafeLine::from(name.raw()),
        role: None,
        email: form.text(Label::Email).map(SafeLine::from),
        phone: form.text(Label::Phone).map(SafeLine::from),
        language: None,
        zone: None,
    };
    let replaces = match form.chosen(Label::Replaces) {
        Some(Offer::Replaces(replaces)) => replaces.as_ref().map(|(id, _)| id.clone()),
        _ => None,
    };
    Ok(Change::NameContact { contact: Box::new(contact), replaces })
}

/// A short name made of a person's: `Zoë Le Goff` is `zoë-le-goff`.
fn handle(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|character: char| !character.is_alphanumeric()).filter(|word| !word.is_empty());
    let joined = words.collect::<Vec<_>>().join("-");
    let handle: String = joined.chars().take(40).collect();
    if handle.is_empty() { "contact".to_owned() } else { handle }
}

fn contract_of(form: &Form) -> Result<Change, (Label, Flaw)> {
    let day = |label| {
        let text = form.text(label).ok_or((label, Flaw::NoDate))?;
        text.parse::<NaiveDate>().map_err(|_no_date| (label, Flaw::NoDate))
    };
    let contract = Contract {
        number: SafeLine::from(needed(form, Label::Number)?.raw()),
        from: day(Label::FirstDay)?,
        to: day(Label::LastDay)?,
        licence: form.text(Label::Licence).map(SafeLine::from),
    };
    Ok(Change::CorrectContract { contract: Box::new(contract) })
}

fn request_of(form: &Form) -> Result<Change, (Label, Flaw)> {
    let contact = form.chosen(Label::Caller).and_then(Offer::contact);
    let from = form.text(Label::Name).map(SafeLine::from);
    if contact.is_none() && from.is_none() {
        return Err((Label::Name, Flaw::Empty));
    }
    Ok(Change::File {
        request: Box::new(Request {
            customer: form.customer.clone(),
            from: if contact.is_some() { None } else { from },
            contact: contact.map(|contact| contact.id.clone()),
            kind: match form.chosen(Label::Kind) {
                Some(Offer::Kind(kind)) => *kind,
                _ => Kind::default(),
            },
            severity: form.severity().unwrap_or(Severity::Medium),
            channel: Channel::Phone,
            subject: SafeLine::from(needed(form, Label::Subject)?.raw()),
            body: needed(form, Label::Body)?,
            follows: match form.chosen(Label::Follows) {
                Some(Offer::Follows(follows)) => follows.clone(),
                _ => None,
            },
        }),
    })
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

fn needed(form: &Form, label: Label) -> Result<SafeText, (Label, Flaw)> {
    form.text(label).map(SafeText::from).ok_or((label, Flaw::Empty))
}

impl About {
    /// The form that makes a change.
    pub(super) fn of(change: &Change) -> Option<Self> {
        match change {
            Change::File { .. } => Some(Self::File),
            Change::Call { .. } => Some(Self::Call),
            Change::ChangeSeverity { .. } => Some(Self::Severity),
            Change::Promise { .. } => Some(Self::Promise),
            Change::KeepPromise { .. } | Change::MovePromise { .. } | Change::BreakPromise { .. } => {
                Some(Self::SettlePromise)
            }
            Change::Escalate { .. } => Some(Self::Escalate),
            Change::EndEscalation { .. } => Some(Self::EndEscalation),
            Change::HandOver { .. } => Some(Self::HandOver),
            Change::Merge { .. } => Some(Self::Merge),
            Change::Void { .. } => Some(Self::Void),
            Change::LinkSender { .. } | Change::NameContact { .. } => Some(Self::Sender),
            Change::CorrectContract { .. } => Some(Self::Contract),
            Change::Acknowledge
            | Change::Assign { .. }
            | Change::Accept
            | Change::Respond { .. }
            | Change::Note { .. }
            | Change::WaitForCustomer
            | Change::Resolve
            | Change::Reopen => None,
        }
    }
}

impl Form {
    fn write_contract(&mut self, contract: &Contract) {
        self.write(Label::Number, contract.number.shown());
        self.write(Label::FirstDay, &contract.from.to_string());
        self.write(Label::LastDay, &contract.to.to_string());
        self.write(Label::Licence, contract.licence.as_ref().map_or("", SafeLine::shown));
    }

    /// Writes into the entries what a change says.
    fn refill(&mut self, change: &Change, zone: chrono_tz::Tz) {
        let time = |at: DateTime<Utc>| at.with_timezone(&zone).format("%Y-%m-%d %H:%M").to_string();
        match change {
            Change::File { request } => {
                self.mark(Label::Caller, |offer| {
                    offer.contact().map(|contact| &contact.id) == request.contact.as_ref()
                });
                self.write(Label::Name, request.from.as_ref().map_or("", SafeLine::shown));
                self.mark(Label::Kind, |offer| *offer == Offer::Kind(request.kind));
                self.mark(Label::Severity, |offer| *offer == Offer::Severity(request.severity));
                self.mark(Label::Follows, |offer| *offer == Offer::Follows(request.follows.clone()));
                self.write(Label::Subject, request.subject.shown());
                self.write(Label::Body, request.body.shown());
            }
            Change::Call { call, promise } => {
                self.mark(Label::Caller, |offer| {
                    offer.contact().map(|contact| &contact.id) == call.contact.as_ref()
                });
                self.mark(Label::Direction, |offer| *offer == Offer::Direction(call.direction));
                self.mark(Label::Outcome, |offer| *offer == Offer::Outcome(call.outcome));
                self.write(Label::When, &time(call.occurred_at));
                self.write(Label::Note, call.note.as_ref().map_or("", SafeText::shown));
                if let Some(promise) = promise {
                    self.write(Label::Promise, promise.what.shown());
                    self.write(Label::Until, &time(promise.due));
                }
            }
            Change::ChangeSeverity { to, reason, asked_by, consent } => {
                self.mark(Label::Severity, |offer| *offer == Offer::Severity(*to));
                self.mark(Label::AskedBy, |offer| *offer == Offer::Party(*asked_by));
                self.mark(Label::Consent, |offer| *offer == Offer::Consent(*consent));
                self.write(Label::Reason, reason.shown());
            }
            Change::Escalate { level, reason, wish } => {
                self.mark(Label::Level, |offer| *offer == Offer::Level(*level));
                self.write(Label::Reason, reason.shown());
                self.write(Label::Wish, wish.shown());
            }
            Change::EndEscalation { outcome } => self.write(Label::Answer, outcome.shown()),
            Change::HandOver { to, note } => {
                self.mark(Label::To, |offer| matches!(offer, Offer::Manager { id, .. } if id == to));
                self.write(Label::Note, note.as_ref().map_or("", SafeText::shown));
            }
            Change::Merge { into } => {
                self.mark(Label::Into, |offer| matches!(offer, Offer::Ticket { id, .. } if id == into));
            }
            Change::Void { reason } => self.write(Label::Reason, reason.shown()),
            Change::LinkSender { contact } => {
                self.mark(Label::Caller, |offer| offer.contact().is_some_and(|known| known.id == *contact))
            }
            Change::NameContact { contact, replaces } => {
                self.mark(Label::Caller, |offer| *offer == Offer::NotNamed);
                self.write(Label::Name, contact.name.shown());
                self.write(Label::Email, contact.email.as_ref().map_or("", SafeLine::shown));
                self.write(Label::Phone, contact.phone.as_ref().map_or("", SafeLine::shown));
                self.mark(Label::Replaces, |offer| match offer {
                    Offer::Replaces(place) => place.as_ref().map(|(id, _)| id) == replaces.as_ref(),
                    _ => false,
                });
            }
            Change::CorrectContract { contract } => self.write_contract(contract),
            Change::Promise { promise } => {
                self.write(Label::Promise, promise.what.shown());
                self.write(Label::Until, &time(promise.due));
            }
            Change::MovePromise { due, reason, .. } => {
                self.mark(Label::Settlement, |offer| *offer == Offer::Settlement(Settlement::Moved));
                self.write(Label::Until, &time(*due));
                self.write(Label::Reason, reason.shown());
            }
            Change::BreakPromise { reason, .. } => {
                self.mark(Label::Settlement, |offer| *offer == Offer::Settlement(Settlement::Broken));
                self.write(Label::Reason, reason.shown());
            }
            _ => {}
        }
    }
}
