//! The premium programme on RT: calls, promises, severity, escalation, hand-over, void and merge, each read back.

use reqwest::Method;
use serde_json::{Value, json};
use vigie::app::protocol::event::{Failure, Refused};
use vigie::desk::life::Life;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::conversation::Who;
use vigie::desk::ticket::escalation::Level;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::{LocalId, ManagerId};
use vigie::desk::ticket::phone::{CallOutcome, Direction, PhoneCall};
use vigie::desk::ticket::promise::Given;
use vigie::desk::ticket::regrade::{Consent, Party};
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::Status;
use vigie::io::backend::Envelope;
use vigie::io::backend::Undelivered;

use crate::desk::{Desk, MAPPING, now, text};
use crate::instance::{Instance, is_wanted};
use crate::proxy::{Fate, Proxy};

fn call(note: &str) -> PhoneCall {
    PhoneCall {
        occurred_at: now() - chrono::TimeDelta::minutes(5),
        contact: None,
        number: Some("+44 20 5550 0102".into()),
        direction: Direction::FromCustomer,
        outcome: CallOutcome::CallBack,
        lasted_seconds: Some(250),
        note: Some(text(note)),
    }
}

async fn field(rt: &Instance, ticket: u64, name: &str) -> String {
    let found = rt.get(&format!("tickets?query=id%3D{ticket}&fields=CustomFields")).await;
    let fields = found["items"][0]["CustomFields"].as_array().unwrap().clone();
    let field = fields.iter().find(|field| field["name"] == name).unwrap().clone();
    field["values"][0].as_str().unwrap_or_default().to_owned()
}

/// Everything that is a comment on a ticket, with the fields that it has.
async fn comments(rt: &Instance, ticket: u64) -> Vec<Value> {
    let query =
        format!("ObjectType%20%3D%20'RT%3A%3ATicket'%20AND%20TicketId%3D{ticket}%20AND%20Type%3D'Comment'");
    let found =
        rt.get(&format!("transactions?query={query}&fields=Data,TimeTaken,CustomFields&per_page=100")).await;
    found["items"].as_array().unwrap().clone()
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_and_promises_are_comments_that_everybody_reads() {
    if !is_wanted("calls and promises are comments that everybody reads") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let tomas = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), MAPPING);
    let (_, cursor) = tomas.sync().await;

    let due = now() + chrono::TimeDelta::hours(2);
    let promise = Some(Box::new(Given { what: text("call back with the log"), due }));
    let logged = Change::Call { call: Box::new(call("They see no agents.\n\nFloor 3.")), promise };
    let after = desk.does(1, logged).await.unwrap().ticket;
    assert_eq!(after.course().promises.len(), 1);
    let told = comments(&rt, 1).await;
    assert_eq!(told.len(), 1);
    assert_eq!(told[0]["TimeTaken"], "5", "minutes, begun ones counted");
    let marks = told[0]["CustomFields"].to_string();
    assert!(marks.contains("call back") && marks.contains("\"in\""), "{marks}");
    assert_eq!(rt.get("ticket/1").await["TimeWorked"], "5");
    assert_eq!(rt.texts(1, "Comment").await, ["They see no agents.\n\nFloor 3.\n\n⇒ call back with the log"]);

    // A colleague's console has all of it, the queue's row too.
    // An RT that was filled a moment ago has more news than that.
    let news = tomas.poll(Some(&cursor)).await.tickets;
    let row = news.iter().find(|ticket| ticket.id.as_str() == "1").unwrap();
    let first = row.course().first_call.unwrap();
    assert!((now() - first).num_minutes() >= 4, "when it was, not when it was logged");
    let given = row.course().promises[0].clone();
    assert_eq!(
        (given.what.raw(), given.by.as_ref().unwrap().as_str()),
        ("call back with the log", "mara.lindqvist")
    );
    let detail = tomas.detail(1).await;
    let called = detail.facts.iter().find_map(|fact| match &fact.what {
        What::Called(call) => Some(call.clone()),
        _ => None,
    });
    let called = called.unwrap();
    assert_eq!((called.outcome, called.lasted_seconds), (CallOutcome::CallBack, Some(250)));
    assert_eq!(called.note.as_ref().unwrap().raw(), "They see no agents.\n\nFloor 3.");
    assert_eq!(called.number.as_ref().unwrap().raw(), "+44 20 5550 0102");

    let moved = Change::MovePromise {
        promise: given.id,
        due: due + chrono::TimeDelta::hours(1),
        reason: text("late"),
    };
    let after = tomas.does(1, moved).await.unwrap().ticket;
    assert_eq!(after.course().promises[0].due.timestamp(), (due + chrono::TimeDelta::hours(1)).timestamp());
    let kept = desk.does(1, Change::KeepPromise { promise: given.id }).await.unwrap().ticket;
    assert_eq!(kept.course().promises, []);

    // What somebody logs in RT itself, by the mapped fields, is a call too.
    let body = json!({ "Content": "asked again", "ContentType": "text/plain", "TimeTaken": 3,
        "TxnCustomFields": { "Call outcome": "reached", "Call direction": "out" } });
    rt.as_agent("INES_CALDERA", Method::POST, "ticket/1/comment", Some(body)).await;
    let facts = desk.detail(1).await.facts;
    let theirs = facts.iter().rev().find_map(|fact| match &fact.what {
        What::Called(call) => Some((call.direction, call.outcome, call.lasted_seconds)),
        _ => None,
    });
    assert_eq!(theirs, Some((Direction::ToCustomer, CallOutcome::Spoke, Some(180))));
}

#[tokio::test(flavor = "multi_thread")]
async fn severity_hand_over_and_escalation_are_in_rt_with_their_reasons() {
    if !is_wanted("severity, hand-over and escalation are in RT with their reasons") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let tomas = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), MAPPING);

    let before = desk.detail(10).await.ticket;
    assert_eq!(before.severity, Severity::High);
    let raise = Change::ChangeSeverity {
        to: Severity::Critical,
        reason: text("The whole site is down."),
        asked_by: Party::Customer,
        consent: Consent::Agreed,
    };
    let raised = desk.does(10, raise).await.unwrap().ticket;
    assert_eq!(field(&rt, 10, "Severity").await, "S1");
    assert!(rt.texts(10, "Comment").await.contains(&"The whole site is down.".to_owned()));
    assert!(raised.due() < before.due(), "{:?} {:?}", raised.due(), before.due());
    let detail = tomas.detail(10).await;
    let regraded = detail.facts.iter().find_map(|fact| match &fact.what {
        What::Regraded(it) => Some(it.clone()),
        _ => None,
    });
    let regraded = regraded.unwrap();
    assert_eq!((regraded.from, regraded.to), (Severity::High, Severity::Critical));
    assert_eq!((regraded.reason.raw(), regraded.asked_by), ("The whole site is down.", Party::Customer));
    let (rows, _) = tomas.sync().await;
    let row = rows.iter().find(|row| row.id.as_str() == "10").unwrap();
    assert_eq!((row.severity, row.due()), (Severity::Critical, raised.due()), "a first synchronisation too");
    // One that is changed in RT itself moves the clock as well.
    let body = json!({ "CustomFields": { "Severity": "S3" } });
    rt.as_agent("INES_CALDERA", Method::PUT, "ticket/10", Some(body)).await;
    let lowered = desk.detail(10).await.ticket;
    assert_eq!(lowered.severity, Severity::Medium);
    assert_eq!(lowered.course().grades.len(), 2);

    let ines = Desk::new(rt.port(), rt.token("INES_CALDERA"), MAPPING);
    let to = ManagerId::new("ines.caldera");
    let handed = desk.does(10, Change::HandOver { to: to.clone(), note: Some(text("I am off.")) }).await;
    assert!(handed.unwrap().ticket.course().handed_over.is_some());
    assert_eq!(rt.get("ticket/10").await["Owner"]["id"], "ines.caldera");
    let facts = tomas.detail(10).await.facts;
    let told = facts.iter().any(|fact| {
        matches!(&fact.what, What::HandedOver { to, note: Some(note) } if to.as_str() == "ines.caldera" && note.raw() == "I am off.")
    });
    assert!(told, "{facts:?}");
    let accepted = ines.does(10, Change::Accept).await.unwrap().ticket;
    assert!(accepted.course().handed_over.is_none());

    let escalate =
        Change::Escalate { level: Level::Lab, reason: text("Crash in the driver."), wish: text("A fix.") };
    let escalated = desk.does(10, escalate.clone()).await.unwrap().ticket;
    let escalation = escalated.course().escalation.clone().unwrap();
    assert_eq!(
        (escalation.level, escalation.by),
        (Level::Lab, Who::Manager(ManagerId::new("mara.lindqvist")))
    );
    let opened = tomas.detail(10).await.ticket.course().escalation.clone().unwrap();
    assert_eq!((opened.reason.raw(), opened.wish.raw()), ("Crash in the driver.", "A fix."));
    assert!(matches!(desk.does(10, escalate).await, Err(Undelivered::Refused(Refused::ByRule(_), _))));
    let ended = tomas.does(10, Change::EndEscalation { outcome: text("Fixed in 9.3.") }).await.unwrap();
    assert!(ended.ticket.course().escalation.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn void_and_merge_are_rts_own_with_the_reason_beside() {
    if !is_wanted("void and merge are RT's own, with the reason beside") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (_, cursor) = desk.sync().await;
    let void = desk.does(9, Change::Void { reason: text("A test.") }).await.unwrap();
    assert_eq!(void.ticket.status, Status::Void);
    assert_eq!(rt.get("ticket/9").await["Status"], "rejected");
    assert!(rt.texts(9, "Comment").await.contains(&"A test.".to_owned()));

    let earlier = desk.detail(4).await.ticket;
    let merged = desk.does(4, Change::Merge { into: LocalId::new("10") }).await.unwrap();
    assert_eq!(merged.ticket.course().merged_into, Some(LocalId::new("10")));
    assert_eq!(rt.get("ticket/4").await["id"], 10, "RT answers with the one that goes on");
    let changes = desk.poll(Some(&cursor)).await;
    assert!(changes.tickets.iter().all(|it| it.id.as_str() != "4" && it.id.as_str() != "9"));
    let survivor = desk.detail(10).await.ticket;
    assert_eq!(survivor.course().absorbed.len(), 1);
    assert!(survivor.due() <= earlier.due(), "the earlier due counts");
    // Of two customers it is refused, and not a word of it is in RT.
    let other = desk.does(10, Change::Merge { into: LocalId::new("26") }).await;
    assert!(matches!(other, Err(Undelivered::Refused(Refused::ByRule(_), _))), "{other:?}");
    assert!(!comments(&rt, 26).await.iter().any(|it| it["Data"].as_str().unwrap().contains("merge")));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_act_whose_answer_was_lost_stands_in_rt_once_and_what_follows_is_brought_about() {
    if !is_wanted("an act whose answer was lost stands in RT once, and what follows is brought about") {
        return;
    }
    let rt = Instance::start();
    let proxy = Proxy::before(rt.port()).await;
    let desk = Desk::new(proxy.port, rt.token("MARA_LINDQVIST"), MAPPING);
    let lower = Change::ChangeSeverity {
        to: Severity::Low,
        reason: text("They work around it."),
        asked_by: Party::Desk,
        consent: Consent::Agreed,
    };
    let acts = [
        (1, Change::Call { call: Box::new(call("once")), promise: None }),
        (10, lower),
        (14, Change::HandOver { to: ManagerId::new("tomas.okafor"), note: None }),
        (4, Change::Merge { into: LocalId::new("10") }),
    ];
    for (ticket, change) in acts {
        for fate in [Fate::LoseRequest, Fate::LoseAnswer] {
            let action = desk.action(ticket, change.clone()).await;
            assert_eq!(
                desk.backend.look_for(&action, &Life::default()).await.unwrap(),
                None,
                "nothing was sent yet"
            );
            proxy.set(fate);
            let lost = desk.backend.deliver(&action, Envelope::default()).await;
            assert_eq!(lost, Err(Undelivered::Failed(Failure::AnswerLost)), "{change:?}");
            proxy.set(Fate::Pass);
            let found = desk.backend.look_for(&action, &Life::default()).await.unwrap();
            assert_eq!(found.is_some(), fate == Fate::LoseAnswer, "{change:?}");
            // To send it once more, found or not, does no harm.
            if fate == Fate::LoseAnswer && !matches!(change, Change::Merge { .. }) {
                desk.backend.deliver(&action, Envelope::default()).await.unwrap();
            }
        }
    }
    assert_eq!(comments(&rt, 1).await.len(), 1);
    assert_eq!(rt.get("ticket/1").await["TimeWorked"], "5", "counted once");
    assert_eq!(field(&rt, 10, "Severity").await, "S4");
    assert_eq!(rt.get("ticket/14").await["Owner"]["id"], "tomas.okafor");
    assert_eq!(rt.get("ticket/4").await["id"], 10);
    for (ticket, word) in [(10, "severity"), (14, "hand-over"), (10, "merge")] {
        let said = comments(&rt, ticket).await;
        let said =
            said.iter().filter(|it| it["Data"].as_str().unwrap().starts_with(&format!("[vigie] {word}")));
        assert_eq!(said.count(), 1, "{word} on {ticket}");
    }
}
