//! A desk on a real RT, as its configuration makes it.

use std::time::Duration;

use chrono::Utc;
use tempfile::TempDir;
use uuid::Uuid;
use vigie::app::protocol::event::{Changes, Detail, Failure};
use vigie::cli::ConsoleArgs;
use vigie::commands::settings::{self, Source};
use vigie::desk::text::SafeText;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::names::{ActionId, BackendId, LocalId, TicketId};
use vigie::io::backend::Envelope;
use vigie::io::backend::{Backend, Delivery, DetailAnswer, Undelivered};

/// How an RT that vigie's authors did not set up might be mapped.
pub const MAPPING: &str = r#"
calendar = "france"
desk_groups = ["Support engineers", "Night desk"]
[backend.map]
acknowledged_field = "Seen by"
client_key_field = "Client key"
[backend.map.severity]
by = "field"
field = "Severity"
values = { S1 = 1, S2 = 2, S3 = 3, S4 = 4 }
otherwise = 3
[backend.map.channel]
field = "Channel"
values = { portal = "portal", phone = "phone", email = "email" }
[backend.map.kind]
field = "Kind"
values = { "signature request" = "signature-request" }
[backend.map.response]
field = "Response"
values = { "on it" = "interim", analysis = "preliminary-analysis", questions = "information-request", fix = "solution" }
[backend.map.call_outcome]
field = "Call outcome"
values = { reached = "spoke", "call back" = "call-back", voicemail = "voicemail", "no answer" = "no-answer" }
[backend.map.call_direction]
field = "Call direction"
values = { in = "from-customer", out = "to-customer" }
[backend.map.signature]
name_field = "File name"
sha256_field = "SHA-256"
[[backend.customer]]
id = "aldermoor"
called = ["Aldermoor Bank"]
manager = "mara.lindqvist"
[[backend.customer]]
id = "northquay"
called = ["Northquay Logistics"]
[[backend.customer]]
id = "vesterholm"
called = ["Vesterholm Kommune"]
plan = "standard"
[[backend.customer]]
id = "halvorsund"
called = ["Halvorsund Clinics"]
[[backend.customer]]
id = "brightwater"
called = ["Brightwater Utilities"]
"#;

/// The same RT with the least that can be said of it.
pub const LEAST: &str = r#"
calendar = "france"
desk_groups = ["Support engineers"]
[backend.map.severity]
by = "sla"
values = { L1 = 1, L2 = 2, L3 = 3, L4 = 4 }
"#;

pub fn config(port: u16, token_file: &str, mapping: &str) -> String {
    format!(
        "[[backend]]\nname = \"rt\"\nkind = \"request-tracker\"\nurl = \"http://127.0.0.1:{port}/\"\n\
         token_file = \"{token_file}\"\n{mapping}"
    )
}

pub struct Desk {
    pub backend: Backend,
    home: TempDir,
}

impl Desk {
    pub fn new(port: u16, token: &str, mapping: &str) -> Self {
        let home = tempfile::tempdir().unwrap();
        private(&home.path().join("token"), token);
        let path = home.path().join("config.toml");
        std::fs::write(&path, config(port, "token", mapping)).unwrap();
        let source = Source { path, named: true };
        let settings = settings::load(&ConsoleArgs::default(), Some(&source)).unwrap();
        let (_, backend) = settings.backends.into_iter().next().unwrap();
        Self { backend, home }
    }

    /// Puts another token where the first one was.
    pub fn renew_token(&self, token: &str) {
        private(&self.home.path().join("token"), token);
    }

    pub async fn poll(&self, since: Option<&str>) -> Changes {
        self.backend.poll(since, Duration::ZERO).await.unwrap()
    }

    /// A first synchronisation, with the cursor that it ends with.
    pub async fn sync(&self) -> (Vec<Ticket>, String) {
        let mut page = self.poll(None).await;
        let mut tickets = std::mem::take(&mut page.tickets);
        while page.more {
            page = self.poll(Some(&page.cursor)).await;
            tickets.append(&mut page.tickets);
        }
        (tickets, page.cursor)
    }

    pub async fn detail(&self, ticket: u64) -> Detail {
        match self.try_detail(ticket).await.unwrap() {
            DetailAnswer::Fresh { detail, .. } => *detail,
            DetailAnswer::Unchanged => panic!("nothing was known of it"),
            DetailAnswer::Gone(why) => panic!("it is gone: {why:?}"),
        }
    }

    pub async fn try_detail(&self, ticket: u64) -> Result<DetailAnswer, Failure> {
        self.backend.detail(&LocalId::new(ticket.to_string()), None).await
    }

    /// An act on a ticket as it stands now.
    pub async fn action(&self, ticket: u64, change: Change) -> Action {
        let seen = self.detail(ticket).await.ticket;
        let ticket = TicketId { backend: BackendId::new("rt"), local: seen.id.clone() };
        Action { id: ActionId(Uuid::now_v7()), ticket, seen: seen.version, made_at: now(), change }
    }

    pub async fn does(&self, ticket: u64, change: Change) -> Result<Delivery, Undelivered> {
        let action = self.action(ticket, change).await;
        self.backend.deliver(&action, Envelope::default()).await
    }
}

#[expect(clippy::disallowed_methods, reason = "a real server has a real clock")]
pub fn now() -> chrono::DateTime<Utc> {
    Utc::now()
}

pub fn text(text: &str) -> SafeText {
    SafeText::from(text)
}

pub fn private(path: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(path, text).unwrap();
    std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o600)).unwrap();
}
