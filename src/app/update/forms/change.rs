//! What an open form would do: the change that its entries make, and the ticket that would come of it.

use crate::app::model::form::{Entry, Flaw, Form};
use crate::app::model::state::App;
use crate::app::model::when;
use crate::app::model::when::Toward;
use crate::app::protocol::form::{About, Label, Offer, Settlement};
use crate::app::protocol::now::Now;
use crate::app::update::forms::untouched::keep_untouched;
use crate::desk::rules::counting;
use crate::desk::rules::entitlement;
use crate::desk::sla::Calendar;
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::cause::Cause;
use crate::desk::ticket::change::{Action, Change};
use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::customer::{Contact, Contract};
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::names::{ActionId, ContactId};
use crate::desk::ticket::phone::{CallOutcome, Direction, PhoneCall};
use crate::desk::ticket::promise::Given;
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::request::Request;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Kind;
use crate::desk::ticket::{Response, Ticket};
use chrono::{DateTime, NaiveDate, Utc};

impl App {
    /// The change that a form makes. Of what is made anew, all that nobody touched says what it said, also where an
    /// entry has no room for it: seconds, the length of a call, blanks at the end.
    pub(in crate::app) fn change_of(&self, form: &Form, now: Now) -> Result<Change, (Label, Flaw)> {
        let Some((said, as_said)) = self.said_before(form, now) else { return self.made_of(form, now) };
        let is_touched = |entry: &Entry| !form.is_untouched(entry.label, &as_said);
        if !form.entries.iter().any(is_touched) {
            return Ok(said.clone());
        }
        let mut made = self.made_of(form, now)?;
        keep_untouched(&mut made, said, |label| form.is_untouched(label, &as_said));
        Ok(made)
    }

    fn made_of(&self, form: &Form, now: Now) -> Result<Change, (Label, Flaw)> {
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
            About::Breach => Ok(Change::ExplainBreach {
                cause: match form.chosen(Label::Cause) {
                    Some(Offer::Cause(cause)) => *cause,
                    _ => Cause::default(),
                },
                reason: needed(form, Label::Reason)?,
            }),
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
            About::Step(made) => self.step_of(form, made, &form.ticket, now),
            About::Advise => self.advice_of(form, now),
            About::LiftAdvice => self.lift_of(form, now),
        }
    }

    fn call_of(&self, form: &Form, now: Now) -> Result<Change, (Label, Flaw)> {
        let contact = form.chosen(Label::Caller).and_then(Offer::contact);
        // A call that is noted later has no timer.
        let (occurred_at, lasted_seconds) = if let Some(text) = form.text(Label::When) {
            (self.time(form, text, Toward::Past, now).ok_or((Label::When, Flaw::NoTime))?, None)
        } else {
            let lasted = now.mono.saturating_sub(form.began).as_secs();
            (form.began_at, u32::try_from(lasted).ok())
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
            // It has no place for a reason, and no word that was typed is dropped in silence.
            Settlement::Kept if form.text(Label::Reason).is_some() => {
                return Err((Label::Reason, Flaw::NotAsked));
            }
            Settlement::Kept => Change::KeepPromise { promise },
            Settlement::Moved => Change::MovePromise {
                promise,
                due: self.until(form, now)?,
                reason: needed(form, Label::Reason)?,
            },
            Settlement::Broken => Change::BreakPromise { promise, reason: needed(form, Label::Reason)? },
        })
    }

    pub(in crate::app) fn until(&self, form: &Form, now: Now) -> Result<DateTime<Utc>, (Label, Flaw)> {
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
        let zone = link.default_calendar().map_or(crate::desk::sla::Tz::UTC, Calendar::tz);
        let customer = link.customer(&after.customer);
        let corrected =
            customer.and_then(|it| entitlement::customer_after(&action.change, it).ok().flatten());
        let covered = corrected.as_ref().or(customer).is_none_or(|it| it.is_covered(after.filed_at, zone));
        after.response = if covered || after.has_qualified_response() {
            counting::recount(&after, &rules.programme, calendar, 0)
        } else {
            Response::NoContract
        };
        let update = counting::update(&after, &rules.programme, calendar);
        after.set_update(update);
        let step = counting::step(&after, &rules.programme, calendar);
        after.set_step_due(step);
        Some(after)
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

pub(in crate::app) fn needed(form: &Form, label: Label) -> Result<SafeText, (Label, Flaw)> {
    form.text(label).map(SafeText::from).ok_or((label, Flaw::Empty))
}
