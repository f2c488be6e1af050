//! What a person wrote in an act is found again, all of it: no word goes with an act that could not be done.

use uuid::Uuid;
use vigie::desk::ticket::cause::Cause;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::ResponseKind;
use vigie::desk::ticket::escalation::Level;
use vigie::desk::ticket::names::{ActionId, ManagerId};
use vigie::desk::ticket::promise::Given;
use vigie::desk::ticket::regrade::{Consent, Party};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{Act, AdviceKind, Advised, Notice};

use crate::build::{at, called};

const WHEN: &str = "2026-11-23T10:00:00Z";

fn given() -> Given {
    Given { what: "word of a promise".into(), due: at(WHEN) }
}

fn call(note: Option<&str>, promise: Option<Given>) -> Change {
    let Change::Call { mut call, .. } = called(WHEN) else { unreachable!() };
    call.note = note.map(Into::into);
    call.number = Some("+33 1 99 00 00 01".into());
    Change::Call { call, promise: promise.map(Box::new) }
}

fn changes() -> Vec<Change> {
    let reason = || "word of a reason".into();
    let promise = ActionId(Uuid::from_u128(7));
    let read = |json: serde_json::Value| serde_json::from_value(json).unwrap();
    let mut changes = vec![
        Change::Respond { kind: ResponseKind::Interim, body: "word".into(), then: Then::Stay },
        Change::Note { body: "word".into() },
        call(Some("word of a note"), None),
        call(Some("word of a note"), Some(given())),
        call(None, Some(given())),
        Change::Void { reason: reason() },
        Change::Escalate { level: Level::Specialist, reason: reason(), wish: "word of a wish".into() },
        Change::EndEscalation { outcome: "word of an outcome".into() },
        Change::HandOver { to: ManagerId::new("dbruns"), note: Some("word of a note".into()) },
        Change::ExplainBreach { cause: Cause::Customer, reason: reason() },
        Change::ChangeSeverity {
            to: Severity::Low,
            reason: reason(),
            asked_by: Party::Customer,
            consent: Consent::Agreed,
        },
        Change::Promise { promise: Box::new(given()) },
        Change::MovePromise { promise, due: at(WHEN), reason: reason() },
        Change::BreakPromise { promise, reason: reason() },
        read(serde_json::json!({ "do": "name-contact", "contact": {
            "id": "jo", "name": "word of a name", "role": "word of a role", "email": "word of a mail",
            "phone": "word of a phone" } })),
        read(serde_json::json!({ "do": "correct-contract", "contract": {
            "number": "word of a number", "from": "2026-01-01", "to": "2027-01-01", "licence": "word of a licence" } })),
        read(serde_json::json!({ "do": "file", "request": {
            "customer": "acme", "from": "word of a stranger", "kind": "incident", "severity": 1, "channel": "phone",
            "subject": "word of a subject", "body": "word of a body" } })),
    ];
    let acts = [
        Act::PassGate { bases: "word of bases".into(), rescan: Some("word of a scan".into()) },
        Act::HandToSpecialists,
        Act::Return { reason: reason() },
        Act::Reject { reason: reason() },
        Act::Publish { bases: "word of bases".into() },
        Act::Inform,
        Act::Verify,
    ];
    let told = || Notice::Sent { body: "word to the customer".into() };
    let skipped = || Notice::Skipped { reason: "word of why not".into() };
    for notice in [told(), skipped(), Notice::LeftToDesk] {
        let step = |act: &Act| Change::Advance { act: act.clone(), notice: notice.clone() };
        changes.extend(acts.iter().map(step));
        let what = "word of an advice".into();
        let advice = Box::new(Advised { kind: AdviceKind::Exclusion, what, until: at(WHEN) });
        changes.push(Change::Advise { advice, notice: notice.clone() });
        changes.push(Change::LiftAdvice { kind: AdviceKind::Exclusion, notice });
    }
    changes
}

/// Every text in it that a person typed.
fn typed(value: &serde_json::Value) -> Vec<&str> {
    match value {
        serde_json::Value::String(text) if text.starts_with("word") => vec![text],
        serde_json::Value::Array(items) => items.iter().flat_map(typed).collect(),
        serde_json::Value::Object(fields) => fields.values().flat_map(typed).collect(),
        _ => Vec::new(),
    }
}

#[test]
fn every_word_of_every_act_is_among_its_words_and_once() {
    for change in changes() {
        let (written, words) = (serde_json::to_value(&change).unwrap(), change.words());
        let mut found: Vec<&str> = words.split("\n\n").filter(|text| !text.is_empty()).collect();
        let mut typed = typed(&written);
        found.sort_unstable();
        typed.sort_unstable();
        assert_eq!(found, typed, "{change:?}");
    }
    let nothing =
        [Change::Acknowledge, Change::Resolve, Change::HandOver { to: ManagerId::new("x"), note: None }];
    assert!(nothing.iter().all(|change| change.words().is_empty()));
}

#[test]
fn an_error_about_the_text_of_an_act_names_the_field_in_which_it_was_sent() {
    for change in changes() {
        let Some(text) = change.text() else { continue };
        let field = format!("/{}", change.text_field().replace('.', "/"));
        let written = serde_json::to_value(&change).unwrap();
        assert_eq!(
            written.pointer(&field).and_then(|it| it.as_str()),
            Some(text.raw()),
            "{field}: {change:?}"
        );
    }
}
