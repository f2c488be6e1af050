//! What happened to a ticket, as its timeline tells it.

use chrono::{DateTime, Utc};
use chrono_tz::Tz;

use crate::desk::conversation::Visibility;
use crate::desk::fact::{Fact, Filed, What};
use crate::desk::names::ManagerId;
use crate::desk::verdict::{Judged, Outcome, Verdict};

use super::Words;

impl Words {
    /// Returns one fact as a sentence; `name` tells what a manager is called.
    pub fn fact<'a>(&self, fact: &'a Fact, name: impl Fn(&'a ManagerId) -> &'a str) -> String {
        match &fact.what {
            What::Filed(filed) => self.filed(filed),
            What::Said(message) => match (message.visibility, message.response) {
                (Visibility::Internal, _) => self.say("timeline-said-internal").to_owned(),
                (Visibility::Public, None) => self.say("timeline-said-public").to_owned(),
                (Visibility::Public, Some(kind)) => {
                    self.say_with("timeline-said-response", &[("kind", self.response_kind(kind).into())])
                }
            },
            What::Acknowledged => self.say("timeline-acknowledged").to_owned(),
            What::Assigned { to } if fact.by == crate::desk::conversation::Who::Manager(to.clone()) => {
                self.say("timeline-took").to_owned()
            }
            What::Assigned { to } => self.say_with("timeline-assigned", &[("name", name(to).into())]),
            What::Responded(verdict) => self.responded(verdict),
            What::Became(status) => {
                self.say_with("timeline-became", &[("status", self.status(*status).into())])
            }
        }
    }

    fn filed(&self, filed: &Filed) -> String {
        let variables = [
            ("channel", self.channel(filed.channel).into()),
            ("severity", self.severity(filed.severity).into()),
        ];
        let text = self.say_with("timeline-filed", &variables);
        match &filed.follows {
            None => text,
            Some(ticket) => {
                let follows = self.say_with("timeline-follows", &[("ticket", ticket.as_str().into())]);
                format!("{text}, {follows}")
            }
        }
    }

    fn responded(&self, verdict: &Verdict) -> String {
        match verdict.target {
            None => self.say("timeline-responded-unmeasured").to_owned(),
            Some(judged) => self.say_with("timeline-responded", &[("verdict", self.judged(judged).into())]),
        }
    }

    /// Met or breached, and by how much.
    pub fn judged(&self, judged: Judged) -> String {
        let id = match judged.outcome {
            Outcome::Met => "judged-met",
            Outcome::Breached => "judged-breached",
        };
        self.say_with(id, &[("by", self.span(judged.by()).into())])
    }

    /// The judgements of a response: against the target, and against the commitment where that is another instant.
    pub fn verdict(&self, verdict: &Verdict, now: DateTime<Utc>, zone: Tz) -> Vec<String> {
        let line = |id, judged: Judged| {
            let due = self.instant(judged.due, now, zone);
            self.say_with(id, &[("due", due.into()), ("judged", self.judged(judged).into())])
        };
        let commitment = verdict.commitment.filter(|commitment| Some(*commitment) != verdict.target);
        let target = verdict.target.map(|judged| line("verdict-target", judged));
        target.into_iter().chain(commitment.map(|judged| line("verdict-commitment", judged))).collect()
    }
}
