//! Words for what tickets are read by and cannot be seen.

use crate::app::protocol::unseen::Unseen;
use crate::desk::ticket::names::BackendId;

use super::Words;

impl Words {
    pub(super) fn not_seen(&self, backend: &BackendId, unseen: &[Unseen]) -> String {
        let named = |unseen: &Unseen| {
            let (id, name) = match unseen {
                Unseen::Group(name) => ("unseen-group", name),
                Unseen::Queue(name) => ("unseen-queue", name),
                Unseen::Field(name) => ("unseen-field", name),
            };
            self.say_with(id, &[("name", name.shown().into())])
        };
        let named: Vec<String> = unseen.iter().map(named).collect();
        self.say_with(
            "notice-not-seen",
            &[("backend", backend.as_str().into()), ("unseen", named.join(" · ").into())],
        )
    }
}
