//! Loads of any size: many customers, many tickets, the same for the same seed.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{DateTime, TimeDelta, Utc};
use fastrand::Rng;

use crate::api::{Deed, DeskFile};
use crate::desk::sla::Counted;
use crate::desk::text::SafeText;
use crate::desk::ticket::change::{Change, Then};
use crate::desk::ticket::conversation::{Channel, ResponseKind, Who};
use crate::desk::ticket::customer::{Contact, Customer, Language, Plan};
use crate::desk::ticket::fact::Filed;
use crate::desk::ticket::names::{ContactId, CustomerId, LocalId, ManagerId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{DetectionVerdict, ObjectKind, SignatureRequest, Step, Weight};
use crate::desk::ticket::status::Kind;
use crate::server::desk_rules::Desk;
use crate::server::error::ServerError;
use crate::server::store::{Mode, Store, letters};

use super::material::{Material, one};
use super::story::Story;
use super::{bundled_desk, caller, release_bases};

const CUSTOMERS: usize = 60;
/// How far back answered tickets go, in minutes: resolved ones are not closed yet.
const PAST: i64 = 156 * 60;
const FIRST_NUMBER: u32 = 1001;

/// Fills a fresh store with that many tickets, in one transaction.
pub async fn load(store: &Store, tickets: u32, seed: u64, now: DateTime<Utc>) -> Result<(), ServerError> {
    let material = Material::bundled()?;
    let mut rng = Rng::with_seed(seed);
    store.import(&caller(), &desk_file(&material, &mut rng)?, Mode::Apply, now).await?;
    let mut writing = store.write().await?;
    writing.mark_as_demonstration().await?;
    release_bases(&mut writing, now).await?;
    let desk = Arc::clone(writing.desk());
    let mut teller =
        Teller { material: &material, customers: desk.customers.values().collect(), desk: &desk, now, rng };
    let first = writing.take_places(tickets as usize).await?;
    let mut numbers = BTreeMap::new();
    for place in (first..).take(tickets as usize) {
        let kind = teller.kind();
        let number = numbers.entry(letters(kind)).or_insert((kind, FIRST_NUMBER - 1));
        number.1 += 1;
        let id = LocalId::new(format!("{}-{}", letters(kind), number.1));
        let told = teller.tell(kind, id)?;
        writing.record_at(&caller(), None, &told.facts, &told.ticket, place).await?;
    }
    for (kind, last) in numbers.into_values() {
        writing.numbered(kind, last).await?;
    }
    writing.audit(&caller(), now, None, &Deed::Loaded { tickets }).await?;
    writing.commit().await
}

/// The demonstration's desk with customers of its own.
fn desk_file(material: &Material, rng: &mut Rng) -> Result<DeskFile, ServerError> {
    let mut file = bundled_desk()?;
    let mut companies: Vec<&String> = material.companies.iter().collect();
    rng.shuffle(&mut companies);
    let calendars: Vec<_> = file.calendars.iter().map(|entry| entry.name.clone()).collect();
    file.customers = companies
        .into_iter()
        .take(CUSTOMERS)
        .enumerate()
        .map(|(index, name)| Customer {
            id: CustomerId::new(format!("customer-{:02}", index + 1)),
            name: name.as_str().into(),
            plan: if rng.u8(..100) < 6 { Plan::Standard } else { Plan::Premium },
            // Most are where the desk is.
            calendar: rng.bool().then(|| rng.choice(&calendars).cloned()).flatten(),
            manager: rng.choice(&file.managers).map(|manager| manager.id.clone()),
            language: if rng.bool() { Language::Fr } else { Language::En },
            zone: None,
            contract: None,
            notes: None,
            next_review: None,
            contacts: contacts(material, rng),
        })
        .collect();
    Ok(file)
}

fn contacts(material: &Material, rng: &mut Rng) -> Vec<Contact> {
    (1..=rng.u32(1..=8))
        .map(|number| Contact {
            id: ContactId::new(format!("contact-{number}")),
            name: format!("{} {}", one(rng, &material.first_names), one(rng, &material.last_names)).into(),
            role: None,
            email: None,
            phone: None,
            language: None,
            zone: None,
        })
        .collect()
}

/// How far a ticket is at the moment of the load.
#[derive(Clone, Copy)]
enum Stage {
    /// Unanswered, with this part of its target used, in hundredths.
    Running(i32),
    Answered,
    Waiting,
    Resolved,
}

struct Teller<'a> {
    material: &'a Material,
    desk: &'a Desk,
    customers: Vec<&'a Customer>,
    now: DateTime<Utc>,
    rng: Rng,
}

impl<'a> Teller<'a> {
    fn kind(&mut self) -> Kind {
        match self.rng.u8(..100) {
            ..65 => Kind::Incident,
            65..88 => Kind::ServiceRequest,
            _ => Kind::SignatureRequest,
        }
    }

    fn severity(&mut self, kind: Kind) -> Severity {
        match (kind, self.rng.u8(..100)) {
            (Kind::ServiceRequest, ..50) => Severity::Medium,
            (Kind::ServiceRequest, _) => Severity::Low,
            (_, ..6) => Severity::Critical,
            (_, 6..30) => Severity::High,
            (_, 30..75) => Severity::Medium,
            _ => Severity::Low,
        }
    }

    /// About one in ten is late or nearly, as on a bad day.
    fn stage(&mut self) -> Stage {
        match self.rng.u8(..100) {
            ..5 => Stage::Running(self.rng.i32(101..250)),
            5..10 => Stage::Running(self.rng.i32(84..100)),
            10..22 => Stage::Running(self.rng.i32(1..70)),
            22..45 => Stage::Answered,
            45..65 => Stage::Waiting,
            _ => Stage::Resolved,
        }
    }

    fn tell(&mut self, kind: Kind, id: LocalId) -> Result<Story<'a>, ServerError> {
        let customer = self.customers[self.rng.usize(..self.customers.len())];
        let severity = self.severity(kind);
        let stage = self.stage();
        let filed_at = self.filed_at(customer, severity, stage);
        let contact = self.rng.choice(&customer.contacts).map(|contact| contact.id.clone());
        let by = match &contact {
            Some(contact) => Who::Contact(contact.clone()),
            None => Who::Desk,
        };
        let terms = self.desk.terms_of(customer);
        let filing = Filed {
            kind,
            customer: customer.id.clone(),
            contact,
            plan: terms.plan,
            calendar: terms.calendar,
            channel: [Channel::Portal, Channel::Portal, Channel::Phone, Channel::Email][self.rng.usize(..4)],
            severity,
            subject: self.material.subject(&mut self.rng, customer.language).into(),
            body: self.body(customer.language),
            signature: (kind == Kind::SignatureRequest).then(|| self.signature()),
            follows: None,
        };
        let mut story = Story::begin(self.desk, id, by.clone(), filing, filed_at)?;
        let lived = self.live(&mut story, customer, &by, stage);
        lived.map_err(|why| ServerError::Broken(format!("load, {}: {why}", story.ticket.id)))?;
        Ok(story)
    }

    fn filed_at(&mut self, customer: &Customer, severity: Severity, stage: Stage) -> DateTime<Utc> {
        let target = self.desk.programme.target(severity);
        let Stage::Running(hundredths) = stage else {
            return self.now - TimeDelta::minutes(self.rng.i64(3 * 24 * 60..PAST));
        };
        let used = target.length * hundredths / 100 + TimeDelta::seconds(self.rng.i64(0..60));
        let calendar = self.desk.calendars.get(&self.desk.terms_of(customer).calendar);
        let back = match (target.counted, calendar) {
            (Counted::BusinessHours, Some(known)) => known.calendar.back(self.now, used),
            (Counted::AroundTheClock, _) | (_, None) => None,
        };
        back.unwrap_or(self.now - used)
    }

    fn live(
        &mut self,
        story: &mut Story<'_>,
        customer: &Customer,
        sender: &Who,
        stage: Stage,
    ) -> Result<(), ServerError> {
        let manager = customer.manager.clone().unwrap_or_else(|| ManagerId::new("cmartin"));
        let by = Who::Manager(manager.clone());
        let filed_at = story.ticket.filed_at;
        let age = self.now - filed_at;
        if let Stage::Running(_) = stage {
            if self.rng.bool() {
                story.act(Change::Assign { to: manager }, &by, filed_at + age / 4)?;
            }
            if self.rng.u8(..3) == 0 {
                story.act(Change::Acknowledge, &by, filed_at + age / 2)?;
            }
            return Ok(());
        }
        story.act(Change::Assign { to: manager }, &by, filed_at + TimeDelta::minutes(3))?;
        let kind =
            [ResponseKind::PreliminaryAnalysis, ResponseKind::InformationRequest, ResponseKind::Solution]
                [self.rng.usize(..3)];
        // One in fifteen came too late; three days are past every target.
        let late = self.rng.u8(..15) == 0;
        let minutes = if late { self.rng.i64(600..4000) } else { self.rng.i64(5..29) };
        let mut at = filed_at + TimeDelta::minutes(minutes);
        story.act(Change::Respond { kind, body: self.body(customer.language), then: Then::Stay }, &by, at)?;
        for _ in 0..self.rng.u32(..3) {
            at += TimeDelta::minutes(self.rng.i64(1..60));
            story.receive(sender, Channel::Portal, self.body(customer.language), at)?;
            at += TimeDelta::minutes(self.rng.i64(1..40));
            let (kind, body) = (ResponseKind::Interim, self.body(customer.language));
            story.act(Change::Respond { kind, body, then: Then::Stay }, &by, at)?;
        }
        at += TimeDelta::minutes(1);
        match stage {
            Stage::Running(_) | Stage::Answered => Ok(()),
            Stage::Waiting => story.act(Change::WaitForCustomer, &by, at),
            Stage::Resolved => story.act(Change::Resolve, &by, at),
        }
    }

    fn body(&mut self, language: Language) -> SafeText {
        self.material.body(&mut self.rng, language).into()
    }

    fn signature(&mut self) -> SignatureRequest {
        let rng = &mut self.rng;
        SignatureRequest {
            verdict: if rng.bool() {
                DetectionVerdict::FalsePositive
            } else {
                DetectionVerdict::FalseNegative
            },
            object: ObjectKind::File,
            name: one(rng, &self.material.file_names).into(),
            sha256: hex::encode(std::array::from_fn::<u8, 32, _>(|_| rng.u8(..))).parse().ok(),
            md5: None,
            size: Some(rng.u64(1024..50_000_000)),
            detection: Some(one(rng, &self.material.detections).into()),
            product: Some("Endpoint Security".into()),
            version: Some("12.6.0.438".into()),
            component: None,
            origin: None,
            purpose: None,
            container: None,
            bases_version: None,
            bases_released: None,
            rescan: None,
            rescanned_at: None,
            impact: None,
            application: None,
            weight: Weight::default(),
            machines: None,
            // Further on, a request names the databases that put it right: those come by a step of its own.
            step: Step::ALL[rng.usize(..3)],
        }
    }
}
