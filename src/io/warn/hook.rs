//! A command of the person's own: it gets one JSON object on its standard input.
//!
//! No shell reads anything: the program and its arguments come from the configuration, and what strangers wrote is
//! only ever data.

use std::process::Stdio;

use chrono::{DateTime, Utc};
use serde::Serialize;
use tokio::io::AsyncWriteExt;
use tokio::process::Command;

use crate::app::protocol::signal::{Signal, Warned, Why};
use crate::desk::rules::obligation::Threshold;
use crate::desk::ticket::names::{BackendId, LocalId};
use crate::desk::ticket::severity::Severity;

use crate::io::places;

use super::{Message, WarnError};

/// Rises when a field changes its meaning or leaves.
const FORMAT: u8 = 1;

#[derive(Debug, Serialize)]
struct Written<'a> {
    format: u8,
    why: Reason,
    at: DateTime<Utc>,
    title: &'a str,
    body: &'a str,
    /// All of them; `tickets` names the most urgent.
    count: usize,
    breached: usize,
    severity: Option<Severity>,
    tickets: Vec<Named<'a>>,
}

#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "kebab-case")]
enum Reason {
    Happened,
    Missed,
    AfterQuietHours,
    Unseen,
    Test,
}

#[derive(Debug, Serialize)]
struct Named<'a> {
    backend: &'a BackendId,
    id: &'a LocalId,
    severity: Severity,
    threshold: Threshold,
    customer: &'a str,
    subject: &'a str,
    due: Option<DateTime<Utc>>,
}

pub async fn run(command: &[String], signal: &Signal, message: &Message) -> Result<(), WarnError> {
    let (program, arguments) = command.split_first().ok_or(WarnError::NotConfigured)?;
    let mut child = Command::new(places::at_home(program))
        .args(arguments.iter().map(|argument| places::at_home(argument)))
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|cause| WarnError::NotStarted { program: program.clone(), cause })?;
    if let Some(mut stdin) = child.stdin.take()
        && let Err(why) = stdin.write_all(json(signal, message).as_bytes()).await
    {
        // One that does not care to read it all may still do what it is for.
        tracing::debug!(%why, "the hook did not read the whole warning");
    }
    let status = child.wait().await.map_err(|cause| WarnError::Broken { program: program.clone(), cause })?;
    if status.success() { Ok(()) } else { Err(WarnError::Failed { program: program.clone(), status }) }
}

/// One line.
fn json(signal: &Signal, message: &Message) -> String {
    let written = Written {
        format: FORMAT,
        why: match signal.why {
            Why::ItHappened => Reason::Happened,
            Why::WasMissed => Reason::Missed,
            Why::WasQuiet => Reason::AfterQuietHours,
            Why::Unseen => Reason::Unseen,
            Why::Test => Reason::Test,
        },
        at: signal.at,
        title: &message.title,
        body: &message.body,
        count: signal.count,
        breached: signal.breached,
        severity: signal.severity(),
        tickets: signal.tickets.iter().map(named).collect(),
    };
    let mut line = serde_json::to_string(&written).unwrap_or_default();
    line.push('\n');
    line
}

/// Cleaned: a hook may print it to a terminal.
fn named(ticket: &Warned) -> Named<'_> {
    Named {
        backend: &ticket.id.backend,
        id: &ticket.id.local,
        severity: ticket.severity,
        threshold: ticket.threshold,
        customer: ticket.customer.shown(),
        subject: ticket.subject.shown(),
        due: ticket.due,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::desk::ticket::names::TicketId;

    fn signal() -> Signal {
        let at = "2026-11-22T13:03:27Z".parse().unwrap();
        let ticket = Warned {
            id: TicketId { backend: BackendId::new("desk"), local: LocalId::new("INC-1") },
            severity: Severity::Critical,
            threshold: Threshold::AtRisk,
            customer: "Acme".into(),
            subject: "$(touch /tmp/x); `id` \u{1b}[2J".into(),
            due: Some(at),
        };
        Signal { why: Why::ItHappened, at, count: 1, breached: 0, tickets: vec![ticket] }
    }

    fn message() -> Message {
        Message { title: "t".into(), body: "b".into() }
    }

    fn words(line: &str) -> Vec<String> {
        shell_words::split(line).unwrap()
    }

    #[tokio::test]
    async fn the_hook_gets_one_json_object_and_no_shell_reads_what_a_stranger_wrote() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("got");
        run(&words(&format!("dd status=none of={}", file.display())), &signal(), &message()).await.unwrap();
        let got = std::fs::read_to_string(&file).unwrap();
        assert_eq!(got.lines().count(), 1);
        let json: Value = serde_json::from_str(&got).unwrap();
        assert_eq!((&json["why"], &json["tickets"][0]["threshold"]), (&"happened".into(), &"at-risk".into()));
        assert_eq!(json["tickets"][0]["subject"], "$(touch /tmp/x); `id` ^[[2J");
        assert!(!got.contains('\u{1b}'));
    }

    #[tokio::test]
    async fn a_hook_that_fails_or_is_not_there_is_told_by_its_name() {
        let told = async |line: &str| run(&words(line), &signal(), &message()).await.unwrap_err().to_string();
        assert!(told("false").await.starts_with("\"false\" ended with"));
        assert!(told("no-such-program-here").await.contains("cannot be started"));
        assert_eq!(told("").await, "it is not configured");
    }

    #[tokio::test]
    async fn a_hook_that_does_not_read_has_done_its_work_all_the_same() {
        run(&words("true"), &signal(), &message()).await.unwrap();
    }
}
