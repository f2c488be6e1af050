//! What is known on one ticket and for one reader, as the variables of a template say it.

use chrono::{DateTime, Utc};

use crate::desk::sla::Tz;
use crate::desk::template::spoken::Spoken;
use crate::desk::template::values::Values;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::customer::{Contact, Customer, Language};
use crate::desk::ticket::signature::SignatureRequest;

/// Every variable that can be filled in; a template may ask its author for others.
pub const VARIABLES: [&str; 17] = [
    "base",
    "base_in_use",
    "base_latest",
    "contact",
    "customer",
    "desk",
    "detection",
    "due",
    "gaps",
    "manager",
    "next_update",
    "object",
    "severity",
    "sha256",
    "step",
    "subject",
    "ticket",
];

/// What is known of a ticket, of whom it is about, and of who writes.
#[derive(Clone, Copy, Debug)]
pub struct About<'a> {
    pub ticket: &'a Ticket,
    pub request: Option<&'a SignatureRequest>,
    pub customer: Option<&'a Customer>,
    pub manager: Option<&'a SafeLine>,
    pub desk: Option<&'a SafeLine>,
    /// The latest databases.
    pub latest: Option<&'a SafeLine>,
    /// When the customer must hear from us again, if a message goes now.
    pub next_update: Option<DateTime<Utc>>,
    /// The zone of a reader who told none.
    pub zone: Tz,
}

impl About<'_> {
    /// The named contact who filed it.
    pub fn contact(&self) -> Option<&Contact> {
        self.customer?.contact(self.ticket.contact.as_ref()?)
    }

    /// The language of whoever reads it.
    pub fn language(&self) -> Language {
        let theirs = self.contact().and_then(|contact| contact.language);
        theirs.or_else(|| Some(self.customer?.language)).unwrap_or_default()
    }

    /// The zone of whoever reads it.
    pub fn zone(&self) -> Tz {
        let theirs = self.contact().and_then(|contact| contact.zone);
        theirs.or_else(|| self.customer?.zone).unwrap_or(self.zone)
    }
}

impl Values {
    /// Says all that is known, in a language.
    pub fn of(about: &About<'_>, language: Language) -> Self {
        let spoken = Spoken::of(language);
        let zone = about.zone();
        let line = |text: &SafeLine| text.shown().to_owned();
        let ticket = about.ticket;
        let request = about.request;
        let progress = ticket.progress.as_deref();
        // Not read yet, a request is known by its subject.
        let subject = ticket.step.map(|_request| &ticket.subject);
        let in_use = |request: &SignatureRequest| {
            request.bases_version.as_ref().map_or_else(|| spoken.untold().to_owned(), line)
        };
        let sha256 = request.and_then(|it| it.sha256.as_ref()).or(progress.and_then(|it| it.sha256.as_ref()));
        let known = [
            ("contact", about.contact().map(|contact| line(&contact.name))),
            ("customer", about.customer.map(|customer| line(&customer.name))),
            ("desk", about.desk.map(line)),
            ("manager", about.manager.map(line)),
            ("ticket", Some(ticket.id.as_str().to_owned())),
            ("subject", Some(line(&ticket.subject))),
            ("severity", Some(spoken.severity(ticket.severity).to_owned())),
            ("due", ticket.due().map(|due| spoken.instant(due, zone))),
            ("next_update", about.next_update.map(|due| spoken.instant(due, zone))),
            ("step", ticket.step.map(|step| spoken.step(step).to_owned())),
            ("object", request.map(|request| &request.name).or(subject).map(line)),
            ("detection", request.and_then(|request| request.detection.as_ref()).map(line)),
            ("sha256", sha256.map(|it| it.as_str().to_owned())),
            ("base", progress.and_then(|progress| progress.fixed_by.as_ref()).map(line)),
            ("base_in_use", request.map(in_use)),
            ("base_latest", about.latest.map(line)),
            ("gaps", request.map(|request| spoken.gaps(request.gaps()))),
        ];
        known.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
    }

    /// Adds an instant as a reader is told of it.
    #[must_use]
    pub fn with_instant(
        self,
        name: &'static str,
        at: DateTime<Utc>,
        about: &About<'_>,
        language: Language,
    ) -> Self {
        let said = Spoken::of(language).instant(at, about.zone());
        self.with(name, &said)
    }
}
