//! What the demonstration's customers do while somebody watches.

use serde::Deserialize;

use crate::api::{PostMessage, PostTicket};
use crate::desk::text::{SafeLine, SafeText};
use crate::desk::ticket::conversation::Channel;
use crate::desk::ticket::names::{ContactId, CustomerId, LocalId};
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::status::Kind;
use crate::server::demo::SignatureText;

const SCRIPT: &str = include_str!("../../../assets/demo/script.toml");

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    #[serde(rename = "scene")]
    scenes: Vec<Scene>,
}

/// One act of one customer, some time after the one before it.
#[derive(Clone, Debug, Deserialize)]
pub(super) struct Scene {
    pub after: String,
    #[serde(flatten)]
    pub what: What,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(tag = "what", rename_all = "kebab-case")]
pub(super) enum What {
    Reply { ticket: LocalId, body: SafeText },
    File(Box<Filing>),
}

#[derive(Clone, Debug, Deserialize)]
pub(super) struct Filing {
    customer: CustomerId,
    contact: Option<ContactId>,
    from: Option<SafeLine>,
    kind: Kind,
    severity: Severity,
    #[serde(default)]
    channel: Channel,
    subject: SafeLine,
    body: SafeText,
    signature: Option<SignatureText>,
}

/// Reads the bundled script.
pub(super) fn scenes() -> Result<Vec<Scene>, toml::de::Error> {
    toml::from_str::<Script>(SCRIPT).map(|script| script.scenes)
}

impl Filing {
    pub fn request(&self, now: chrono::DateTime<chrono::Utc>) -> PostTicket {
        PostTicket {
            author: None,
            id: None,
            customer: self.customer.clone(),
            contact: self.contact.clone(),
            from: self.from.clone(),
            kind: self.kind,
            severity: self.severity,
            channel: self.channel,
            subject: self.subject.clone(),
            body: self.body.clone(),
            signature: self.signature.as_ref().and_then(|text| text.filed_at(now)),
            follows: None,
            made_for: None,
        }
    }
}

/// A reply by whoever filed the ticket.
pub(super) fn reply(contact: Option<ContactId>, body: SafeText) -> PostMessage {
    let from = contact.is_none().then(|| SafeLine::from("someone@unnamed.example"));
    PostMessage { id: None, contact, from, channel: Channel::Portal, body, made_for: None }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::server::demo::{bundled_desk, duration};

    #[test]
    fn every_scene_has_a_time_and_customers_of_the_desk() {
        let desk = bundled_desk().unwrap();
        for scene in scenes().unwrap() {
            assert!(duration(&scene.after).is_some(), "{}", scene.after);
            if let What::File(filing) = scene.what {
                let customer = desk.customers.iter().find(|customer| customer.id == filing.customer).unwrap();
                let known = filing.contact.as_ref().is_none_or(|id| customer.contact(id).is_some());
                assert!(known, "{:?} of {}", filing.contact, filing.customer);
            }
        }
    }
}
