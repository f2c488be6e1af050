//! The written scenario: tickets whose times are offsets from "now".
//!
//! `elapsed` is the running response clock at the start: by the wall for severities 1 and 2, by the
//! support calendar for 3 and 4. `after` is counted by the same clock, from the filing. So a ticket is
//! as late as its author meant it to be at any hour, also at night and at the weekend.

use chrono::{DateTime, TimeDelta, Utc};
use serde::Deserialize;

use crate::desk::sla::{Calendar, Counted};
use crate::desk::template::{Values, fill};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::change::{Change, Then};
use crate::desk::ticket::conversation::{Channel, ResponseKind, Who};
use crate::desk::ticket::customer::Customer;
use crate::desk::ticket::escalation::Level;
use crate::desk::ticket::fact::Filed;
use crate::desk::ticket::names::{ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::phone::{CallOutcome, Direction, PhoneCall};
use crate::desk::ticket::promise::Given;
use crate::desk::ticket::regrade::{Consent, Party};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Act, AdviceKind, Advised, Notice};
use crate::desk::ticket::status::Kind;
use crate::server::desk_rules::Desk;
use crate::server::error::ServerError;
use crate::server::store::Store;

use super::signature::SignatureText;
use super::story::Story;

/// Every written file, by name.
const FILES: [(&str, &str); 11] = [
    ("aeroports-du-sud", include_str!("../../../assets/demo/tickets-aeroports-du-sud.toml")),
    ("banque-alpine", include_str!("../../../assets/demo/tickets-banque-alpine.toml")),
    ("clinique-horizon", include_str!("../../../assets/demo/tickets-clinique-horizon.toml")),
    ("coral-ridge", include_str!("../../../assets/demo/tickets-coral-ridge.toml")),
    ("energies-boreales", include_str!("../../../assets/demo/tickets-energies-boreales.toml")),
    ("mairie-de-vaucreuse", include_str!("../../../assets/demo/tickets-mairie-de-vaucreuse.toml")),
    ("old-ferry-mutual", include_str!("../../../assets/demo/tickets-old-ferry-mutual.toml")),
    ("thornbury-hale", include_str!("../../../assets/demo/tickets-thornbury-hale.toml")),
    ("tsukikagemori", include_str!("../../../assets/demo/tickets-tsukikagemori.toml")),
    ("programme", include_str!("../../../assets/demo/tickets-programme.toml")),
    ("zurq", include_str!("../../../assets/demo/tickets-zurq.toml")),
];

/// All written tickets.
#[derive(Debug)]
pub struct Scenario {
    tickets: Vec<WrittenTicket>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenFile {
    #[serde(default, rename = "ticket")]
    tickets: Vec<WrittenTicket>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTicket {
    id: LocalId,
    customer: CustomerId,
    contact: Option<ContactId>,
    from: Option<SafeLine>,
    kind: Kind,
    severity: Severity,
    #[serde(default)]
    channel: Channel,
    subject: SafeLine,
    body: SafeText,
    elapsed: String,
    owner: Option<ManagerId>,
    signature: Option<SignatureText>,
    #[serde(default, rename = "event")]
    events: Vec<WrittenEvent>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenEvent {
    after: String,
    by: String,
    what: WrittenWhat,
    body: Option<SafeText>,
    response: Option<ResponseKind>,
    to: Option<ManagerId>,
    contact: Option<ContactId>,
    /// For a promise: after what time from the filing it is due.
    until: Option<String>,
    severity: Option<Severity>,
    wish: Option<SafeText>,
    /// Why a step goes back, or ends.
    reason: Option<SafeText>,
    /// Why the customer is told nothing of a step.
    untold: Option<SafeText>,
    advice: Option<AdviceKind>,
    #[serde(default, rename = "as")]
    role: Acting,
}

/// As what somebody of the desk acts.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum Acting {
    #[default]
    Manager,
    Specialist,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum WrittenWhat {
    Acknowledge,
    Take,
    Assign,
    Note,
    Interim,
    Respond,
    Message,
    Wait,
    Resolve,
    Reopen,
    Call,
    Promise,
    Severity,
    Escalate,
    HandOver,
    PassGate,
    HandToSpecialists,
    Return,
    Reject,
    Publish,
    Inform,
    Verify,
    Advise,
    LiftAdvice,
}

/// Reads `52h`, `3h10m`, `55s`.
pub fn duration(text: &str) -> Option<TimeDelta> {
    let mut sum = TimeDelta::zero();
    let mut rest = text;
    while !rest.is_empty() {
        let end = rest.find(|character: char| !character.is_ascii_digit())?;
        let number: i64 = rest[..end].parse().ok()?;
        sum += match rest.as_bytes()[end] {
            b'd' => TimeDelta::try_days(number)?,
            b'h' => TimeDelta::try_hours(number)?,
            b'm' => TimeDelta::try_minutes(number)?,
            b's' => TimeDelta::try_seconds(number)?,
            _ => return None,
        };
        rest = &rest[end + 1..];
    }
    (!text.is_empty()).then_some(sum)
}

impl Scenario {
    /// Reads the bundled files.
    ///
    /// # Errors
    /// [`ServerError::Broken`] with file, line and key.
    pub fn bundled() -> Result<Self, ServerError> {
        let mut tickets = Vec::new();
        for (name, text) in FILES {
            let file: WrittenFile = toml::from_str(text)
                .map_err(|why| ServerError::Broken(format!("tickets-{name}.toml: {why}")))?;
            tickets.extend(file.tickets);
        }
        Ok(Self { tickets })
    }

    /// Lets everything happen up to an instant (UTC), in one transaction.
    pub(super) async fn fill(&self, store: &Store, now: DateTime<Utc>) -> Result<(), ServerError> {
        let mut writing = store.write().await?;
        writing.mark_as_demonstration().await?;
        super::release_bases(&mut writing, now).await?;
        let desk = std::sync::Arc::clone(writing.desk());
        for ticket in &self.tickets {
            let lived = ticket
                .lived(&desk, now)
                .map_err(|why| ServerError::Broken(format!("demonstration, {}: {why}", ticket.id)))?;
            writing.record(&super::caller(), None, &lived.facts, &lived.ticket).await?;
        }
        writing.commit().await
    }
}

/// The clock by which a ticket's times are written.
struct Times<'a> {
    counted: Counted,
    calendar: &'a Calendar,
}

impl Times<'_> {
    fn back(&self, now: DateTime<Utc>, by: TimeDelta) -> Option<DateTime<Utc>> {
        match self.counted {
            Counted::AroundTheClock => now.checked_sub_signed(by),
            Counted::BusinessHours => self.calendar.back(now, by),
        }
    }

    fn on(&self, from: DateTime<Utc>, by: TimeDelta) -> Option<DateTime<Utc>> {
        match self.counted {
            Counted::AroundTheClock => from.checked_add_signed(by),
            Counted::BusinessHours => self.calendar.add(from, by),
        }
    }
}

impl WrittenTicket {
    fn lived<'d>(&self, desk: &'d Desk, now: DateTime<Utc>) -> Result<Story<'d>, String> {
        let customer = desk.customer(&self.customer).ok_or("unknown customer")?;
        let terms = desk.terms_of(customer);
        let known = desk.calendars.get(&terms.calendar).ok_or("unknown calendar")?;
        let counted = desk.programme.target(self.severity).counted;
        let times = Times { counted, calendar: &known.calendar };
        let elapsed = duration(&self.elapsed).ok_or("elapsed is no duration")?;
        let filed_at = times.back(now, elapsed).ok_or("elapsed goes back too far")?;
        let sender = self.sender(customer)?;
        let filing = Filed {
            kind: self.kind,
            customer: self.customer.clone(),
            contact: self.contact.clone(),
            plan: terms.plan,
            calendar: terms.calendar.clone(),
            channel: self.channel,
            severity: self.severity,
            subject: self.subject.clone(),
            body: self.body.clone(),
            signature: match &self.signature {
                None => None,
                Some(text) => Some(text.filed_at(filed_at).ok_or("bases_released is no duration")?),
            },
            follows: None,
        };
        let mut story = Story::begin(desk, self.id.clone(), sender.clone(), filing, filed_at)
            .map_err(|why| why.to_string())?;
        if let Some(owner) = &self.owner {
            // Its dedicated manager gets it when it comes in.
            let change = Change::Assign { to: owner.clone() };
            story.act(change, &Who::Desk, filed_at).map_err(|why| format!("owner: {why}"))?;
        }
        for (index, event) in self.events.iter().enumerate() {
            let after = duration(&event.after).ok_or("after is no duration")?;
            let at = times.on(filed_at, after).filter(|at| *at <= now);
            let at = at.ok_or_else(|| format!("event {index} is in the future"))?;
            let until = event.until.as_deref().map(|until| duration(until).ok_or("until is no duration"));
            let until = until.transpose()?.and_then(|until| times.on(filed_at, until));
            event
                .happen(&mut story, desk, &sender, at, until)
                .map_err(|why| format!("event {index}: {why}"))?;
        }
        Ok(story)
    }

    fn sender(&self, customer: &Customer) -> Result<Who, String> {
        match (&self.contact, &self.from) {
            (Some(contact), _) if customer.contact(contact).is_some() => Ok(Who::Contact(contact.clone())),
            (Some(contact), _) => Err(format!("{contact} is no contact")),
            (None, Some(from)) => Ok(Who::Stranger(from.clone())),
            (None, None) => Err("nobody wrote it".to_owned()),
        }
    }
}

impl WrittenEvent {
    /// The customer's call, noted as it was.
    fn call(&self, at: DateTime<Utc>) -> PhoneCall {
        PhoneCall {
            occurred_at: at,
            contact: self.contact.clone(),
            number: None,
            direction: Direction::FromCustomer,
            outcome: CallOutcome::Spoke,
            lasted_seconds: None,
            note: self.body.clone(),
        }
    }

    fn happen(
        &self,
        story: &mut Story<'_>,
        desk: &Desk,
        customer: &Who,
        at: DateTime<Utc>,
        until: Option<DateTime<Utc>>,
    ) -> Result<(), String> {
        let body = || self.body.clone().ok_or("no body");
        if let WrittenWhat::Message = self.what {
            let channel = story.ticket.channel;
            let added = story.receive(customer, channel, body()?, at).map_err(|why| why.to_string())?;
            return added.then_some(()).ok_or_else(|| "the ticket is over".to_owned());
        }
        let manager = ManagerId::new(&self.by);
        if !desk.managers.contains_key(&manager) {
            return Err(format!("{manager} is no manager"));
        }
        let respond = |kind, body| Change::Respond { kind, body, then: Then::Stay };
        let change = match self.what {
            WrittenWhat::Acknowledge => Change::Acknowledge,
            WrittenWhat::Take => Change::Assign { to: manager.clone() },
            WrittenWhat::Assign => Change::Assign { to: self.to.clone().ok_or("to whom?")? },
            WrittenWhat::Note | WrittenWhat::Message => Change::Note { body: body()? },
            WrittenWhat::Interim => respond(ResponseKind::Interim, body()?),
            WrittenWhat::Respond => respond(self.response.ok_or("what kind of response?")?, body()?),
            WrittenWhat::Wait => Change::WaitForCustomer,
            WrittenWhat::Resolve => Change::Resolve,
            WrittenWhat::Reopen => Change::Reopen,
            WrittenWhat::Call => Change::Call { call: Box::new(self.call(at)), promise: None },
            WrittenWhat::Promise => {
                let due = until.ok_or("until when?")?;
                Change::Promise { promise: Box::new(Given { what: body()?, due }) }
            }
            WrittenWhat::Severity => Change::ChangeSeverity {
                to: self.severity.ok_or("which severity?")?,
                reason: body()?,
                asked_by: Party::Customer,
                consent: Consent::Agreed,
            },
            WrittenWhat::Escalate => Change::Escalate {
                level: Level::Management,
                reason: body()?,
                wish: self.wish.clone().ok_or("what is wished?")?,
            },
            WrittenWhat::HandOver => {
                Change::HandOver { to: self.to.clone().ok_or("to whom?")?, note: self.body.clone() }
            }
            WrittenWhat::Advise => Change::Advise {
                advice: Box::new(Advised {
                    kind: self.advice.ok_or("which advice?")?,
                    what: self.reason.clone().ok_or("what is advised?")?,
                    until: until.ok_or("until when?")?,
                }),
                notice: self.notice(),
            },
            WrittenWhat::LiftAdvice => {
                Change::LiftAdvice { kind: self.advice.ok_or("which advice?")?, notice: self.notice() }
            }
            WrittenWhat::PassGate
            | WrittenWhat::HandToSpecialists
            | WrittenWhat::Return
            | WrittenWhat::Reject
            | WrittenWhat::Publish
            | WrittenWhat::Inform
            | WrittenWhat::Verify => {
                let act = self.step(at)?;
                // The databases come out by the hour of the demonstration: its letters name those.
                let notice = match (self.notice(), &act) {
                    (Notice::Sent { body }, Act::Publish { bases }) => {
                        let values = Values::default().with("base", bases.shown());
                        Notice::Sent { body: fill(body.raw(), &values).into() }
                    }
                    (notice, _) => notice,
                };
                Change::Advance { act, notice }
            }
        };
        let by = match self.role {
            Acting::Manager => Who::Manager(manager),
            Acting::Specialist => Who::Specialist(manager),
        };
        story.act(change, &by, at).map_err(|why| why.to_string())
    }

    /// A step of a signature request, with the databases that were the latest then.
    fn step(&self, at: DateTime<Utc>) -> Result<Act, String> {
        let reason = || self.reason.clone().ok_or("for what reason?");
        let bases = super::bases_at(at).version;
        Ok(match self.what {
            WrittenWhat::PassGate => Act::PassGate { bases, rescan: self.reason.clone() },
            WrittenWhat::HandToSpecialists => Act::HandToSpecialists,
            WrittenWhat::Return => Act::Return { reason: reason()? },
            WrittenWhat::Reject => Act::Reject { reason: reason()? },
            WrittenWhat::Publish => Act::Publish { bases },
            WrittenWhat::Inform => Act::Inform,
            WrittenWhat::Verify => Act::Verify,
            _ => return Err("that is no step".to_owned()),
        })
    }

    fn notice(&self) -> Notice {
        match (&self.body, &self.untold) {
            (Some(body), _) => Notice::Sent { body: body.clone() },
            (None, Some(reason)) => Notice::Skipped { reason: reason.clone() },
            (None, None) => Notice::LeftToDesk,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn durations_are_read_as_people_write_them() {
        assert_eq!(duration("3h10m"), Some(TimeDelta::minutes(190)));
        assert_eq!(duration("55s"), Some(TimeDelta::seconds(55)));
        assert_eq!(duration("2d"), Some(TimeDelta::days(2)));
        for bad in ["", "h", "5", "5x", "-5m"] {
            assert_eq!(duration(bad), None, "{bad:?}");
        }
    }
}
