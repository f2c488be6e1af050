//! Who gets what is written, and how that changed.

use crate::desk::ticket::readers::{Reader, ReaderRole, ReadersChanged, Whom};

use super::Words;

impl Words {
    pub fn reader_role(&self, role: ReaderRole) -> &str {
        self.say(match role {
            ReaderRole::Requestor => "reader-requestor",
            ReaderRole::Cc => "reader-cc",
            ReaderRole::QueueCc => "reader-queue-cc",
            ReaderRole::Owner => "reader-owner",
            ReaderRole::AdminCc => "reader-admin-cc",
            ReaderRole::QueueAdminCc => "reader-queue-admin-cc",
        })
    }

    /// A person as `Name <address>`, a group by its name.
    pub fn reader(&self, reader: &Reader) -> String {
        match &reader.whom {
            Whom::Person { name, address: Some(address) } if name.raw() == address.raw() => {
                address.shown().to_owned()
            }
            Whom::Person { name, address: Some(address) } => {
                format!("{} <{}>", name.shown(), address.shown())
            }
            Whom::Person { name, address: None } => {
                self.say_with("reader-without-address", &[("name", name.shown().into())])
            }
            Whom::Group(Some(name)) => self.say_with("reader-group", &[("name", name.shown().into())]),
            Whom::Group(None) => self.say("reader-group-unseen").to_owned(),
        }
    }

    pub(super) fn readers_changed(&self, changed: &ReadersChanged) -> String {
        match changed {
            ReadersChanged::Came { role, who } => {
                let variables = [("who", who.shown().into()), ("role", self.reader_role(*role).into())];
                self.say_with("timeline-reader-came", &variables)
            }
            ReadersChanged::Left { role, who } => {
                let variables = [("who", who.shown().into()), ("role", self.reader_role(*role).into())];
                self.say_with("timeline-reader-left", &variables)
            }
            ReadersChanged::Moved { from, to } => {
                let variables = [("from", from.shown().into()), ("to", to.shown().into())];
                self.say_with("timeline-queue-moved", &variables)
            }
        }
    }
}
