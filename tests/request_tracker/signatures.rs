//! Signature requests on RT: every part by its field, and each step of the way, read back from RT itself.

use reqwest::Method;
use serde_json::{Value, json};
use vigie::app::protocol::event::{Failure, Refused};
use vigie::desk::life::Life;
use vigie::desk::rules::place::Places;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::signature::{
    Act, AdviceKind, Advised, DetectionVerdict, Move, Notice, ObjectKind, Part, Step, Told, Way, Weight,
};
use vigie::desk::ticket::status::Status;
use vigie::io::backend::Envelope;
use vigie::io::backend::Undelivered;

use crate::desk::{Desk, MAPPING, now, text};
use crate::instance::{Instance, is_wanted};
use crate::proxy::{Fate, Proxy};

/// Everything that is asked of a request, and the whole way.
pub fn whole() -> String {
    let fields = r#"[backend.map.signature]
verdict = { field = "Verdict type", values = { FP = "false-positive", FN = "false-negative" } }
object = { field = "Object", values = { file = "file", url = "url", mail = "email" } }
weight = { field = "Weight", values = { critical = "critical" } }
name_field = "File name"
sha256_field = "SHA-256"
md5_field = "MD5"
size_field = "Size"
detection_field = "Detection name"
product_field = "Product"
version_field = "Product version"
component_field = "Component"
bases_version_field = "Database version"
bases_released_field = "Databases released"
rescan_field = "Scanned again"
rescanned_at_field = "Scanned again at"
origin_field = "Origin"
purpose_field = "Purpose"
container_field = "Container"
impact_field = "Business impact"
application_field = "Application"
machines_field = "Machines"
fixed_by_field = "Fixed in"
[backend.map.signature.step]
field = "Way"
[backend.map.signature.step.values]
received = "received"
"databases checked" = "gate"
"in analysis" = "specialists"
"in QA" = "specialists"
published = "publication"
"customer told" = "informed"
verified = "verified"
rejected = "rejected"
"#;
    MAPPING
        .replace("[backend.map.signature]\nname_field = \"File name\"\nsha256_field = \"SHA-256\"\n", fields)
}

pub async fn set(rt: &Instance, ticket: u64, fields: Value) {
    let body = json!({ "CustomFields": fields });
    rt.as_agent("INES_CALDERA", Method::PUT, &format!("ticket/{ticket}"), Some(body)).await;
}

pub async fn field(rt: &Instance, ticket: u64, name: &str) -> String {
    let found = rt.get(&format!("tickets?query=id%3D{ticket}&fields=CustomFields")).await;
    let fields = found["items"][0]["CustomFields"].as_array().unwrap().clone();
    let field = fields.iter().find(|field| field["name"] == name).unwrap().clone();
    field["values"][0].as_str().unwrap_or_default().to_owned()
}

fn sent(body: &str) -> Notice {
    Notice::Sent { body: text(body) }
}

fn skipped(reason: &str) -> Notice {
    Notice::Skipped { reason: text(reason) }
}

fn step(act: Act, notice: Notice) -> Change {
    Change::Advance { act, notice }
}

#[tokio::test(flavor = "multi_thread")]
async fn every_part_of_a_request_is_read_from_its_field_and_what_is_none_is_shown_as_it_is() {
    if !is_wanted("every part of a request is read from its field, and what is none is shown as it is") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &whole());
    let md5 = "098f6bcd4621d373cade4e832627b4f6";
    set(
        &rt,
        5,
        json!({ "Object": "mail", "Weight": "critical", "MD5": md5, "Size": "2048", "Product": "Endpoint",
            "Product version": "12.4", "Component": "mail scanner", "Databases released": "2026-11-22 13:05:00",
            "Scanned again": "still\ndetected", "Scanned again at": "2026-11-22 14:00:00", "Origin": "built here",
            "Purpose": "booking", "Container": "ftp://pick.up/8812.zip", "Application": "Ledger",
            "Business impact": "60 servers stand", "Machines": "60" }),
    )
    .await;
    let detail = desk.detail(5).await;
    let request = detail.signature().unwrap().clone();
    assert_eq!((request.verdict, request.object), (DetectionVerdict::FalsePositive, ObjectKind::Email));
    assert_eq!((request.weight, request.machines, request.size), (Weight::Critical, Some(60), Some(2048)));
    assert_eq!(request.md5.unwrap().as_str(), md5);
    assert_eq!(request.sha256.unwrap().as_str(), field(&rt, 5, "SHA-256").await);
    let line = |line: Option<vigie::desk::text::SafeLine>| line.unwrap().raw().to_owned();
    assert_eq!(request.name.raw(), "ledgerctl.exe");
    assert_eq!(line(request.detection), "Trojan.Generic.8812");
    assert_eq!((line(request.product), line(request.version)), ("Endpoint".to_owned(), "12.4".to_owned()));
    assert_eq!(line(request.component), "mail scanner");
    assert_eq!(line(request.bases_version), "26.11.20.1");
    assert_eq!(request.bases_released, "2026-11-22T13:05:00Z".parse().ok());
    assert_eq!(request.rescanned_at, "2026-11-22T14:00:00Z".parse().ok());
    assert_eq!(request.rescan.unwrap().raw().replace("\r\n", "\n"), "still\ndetected");
    assert_eq!(
        (line(request.origin), line(request.purpose)),
        ("built here".to_owned(), "booking".to_owned())
    );
    assert_eq!(line(request.container), "ftp://pick.up/8812.zip");
    assert_eq!(line(request.application), "Ledger");
    assert_eq!(request.impact.unwrap().raw(), "60 servers stand");
    assert_eq!(detail.unreadable, []);
    let proposed = detail.ticket.progress.unwrap().proposes;
    assert_eq!(proposed, Some(Severity::Critical), "a critical application is at stake");

    set(&rt, 5, json!({ "MD5": "\u{1b}[2Jnone", "Size": "2 MB", "Machines": "all of them" })).await;
    let detail = desk.detail(5).await;
    let told: Vec<(Part, String)> =
        detail.unreadable.iter().map(|it| (it.part, it.text.raw().to_owned())).collect();
    let expected = [(Part::Md5, "\u{1b}[2Jnone"), (Part::Size, "2 MB"), (Part::Machines, "all of them")];
    assert_eq!(told, expected.map(|(part, text)| (part, text.to_owned())));
    let request = detail.signature().unwrap();
    assert_eq!((&request.md5, request.size, request.machines), (&None, None, None));
    // Every request has its row, whatever its fields say, and the row is what the whole detail says.
    let (rows, _) = desk.sync().await;
    let row = rows.iter().find(|row| row.id.as_str() == "5").unwrap();
    assert_eq!((row.step, &row.progress), (detail.ticket.step, &detail.ticket.progress));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_carried_from_receipt_to_verified_and_rt_has_each_step() {
    if !is_wanted("a request is carried from receipt to verified, and RT has each step") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &whole());
    let tomas = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), &whole());
    let welcome = desk.backend.connect().await.unwrap();
    assert_eq!((welcome.capabilities.steps, welcome.capabilities.bases), (Places::ALL, false));
    set(&rt, 4, json!({ "Way": "received" })).await;
    let (_, cursor) = tomas.sync().await;

    let gate = Act::PassGate { bases: "26.11.28.1".into(), rescan: Some(text("Still nothing found.")) };
    let passed = desk.does(4, step(gate, sent("We confirm your databases."))).await.unwrap();
    assert_eq!(passed.aside.but, None);
    assert_eq!((passed.ticket.step, passed.ticket.status), (Some(Step::Gate), Status::Open));
    assert!(passed.ticket.owed().is_some(), "a word that is no answer stops no clock");
    assert_eq!(field(&rt, 4, "Way").await, "databases checked");
    assert_eq!(rt.texts(4, "Correspond").await, ["We confirm your databases."]);
    assert_eq!(rt.texts(4, "Comment").await, ["Still nothing found."]);

    let handed = desk.does(4, step(Act::HandToSpecialists, skipped("Told already."))).await.unwrap();
    assert_eq!(handed.ticket.step, Some(Step::Specialists));
    assert_eq!(field(&rt, 4, "Way").await, "in analysis", "the first value that is listed");
    let back = Act::Return { reason: text("The archive has no password.") };
    let back = tomas.does(4, step(back, sent("Which is the password?"))).await.unwrap();
    let progress = back.ticket.progress.as_ref().unwrap();
    assert_eq!((back.ticket.step, progress.way), (Some(Step::Gate), Way::Returned));
    assert_eq!(back.ticket.status, Status::WaitingForCustomer);
    assert_eq!(rt.get("ticket/4").await["Status"], "stalled");
    assert!(back.ticket.has_qualified_response(), "a question for all that is missing is an answer");

    desk.does(4, step(Act::HandToSpecialists, skipped("They know."))).await.unwrap();
    let publish = Act::Publish { bases: "bases du 28".into() };
    let published = desk.does(4, step(publish, skipped("The next step tells."))).await.unwrap();
    assert_eq!(published.ticket.step, Some(Step::Publication));
    assert_eq!(published.ticket.progress.as_ref().unwrap().fixed_by.as_ref().unwrap().raw(), "bases du 28");
    assert_eq!(
        (field(&rt, 4, "Way").await, field(&rt, 4, "Fixed in").await),
        ("published".into(), "bases du 28".into())
    );
    let again = desk.does(4, step(Act::HandToSpecialists, skipped("x"))).await;
    let no = Refused::ByRule(Refusal::WrongStep { step: Step::Publication });
    assert!(matches!(&again, Err(Undelivered::Refused(why, _)) if *why == no), "{again:?}");
    desk.does(4, step(Act::Inform, sent("Update, please."))).await.unwrap();
    let verified = desk.does(4, step(Act::Verify, skipped("They said so."))).await.unwrap();
    assert_eq!((verified.ticket.step, verified.ticket.status), (Some(Step::Verified), Status::Open));
    assert_eq!(field(&rt, 4, "Way").await, "verified");

    // A colleague's console has all of it, word by word, in the order in which it was done.
    let facts = tomas.detail(4).await.facts;
    let steps = facts.iter().filter_map(|fact| match &fact.what {
        What::Stepped(stepped) => Some((stepped.act.clone(), stepped.told.clone())),
        _ => None,
    });
    let steps: Vec<(Act, Told)> = steps.collect();
    let kinds: Vec<Move> = steps.iter().map(|(act, _)| act.kind()).collect();
    let way = [
        Move::PassGate,
        Move::HandToSpecialists,
        Move::Return,
        Move::HandToSpecialists,
        Move::Publish,
        Move::Inform,
        Move::Verify,
    ];
    assert_eq!(kinds, way);
    let bases = "26.11.28.1".into();
    assert_eq!(steps[0], (Act::PassGate { bases, rescan: Some(text("Still nothing found.")) }, Told::Sent));
    assert_eq!(steps[1].1, Told::Skipped { reason: text("Told already.") });
    assert_eq!(steps[2].0, Act::Return { reason: text("The archive has no password.") });
    assert_eq!(steps[4].0, Act::Publish { bases: "bases du 28".into() });
    let news = tomas.poll(Some(&cursor)).await.tickets;
    let row = news.iter().find(|row| row.id.as_str() == "4").unwrap();
    assert_eq!((row.step, &row.progress), (verified.ticket.step, &verified.ticket.progress));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_step_whose_answer_was_lost_is_taken_once_and_its_customer_told_once() {
    if !is_wanted("a step whose answer was lost is taken once, and its customer told once") {
        return;
    }
    let rt = Instance::start();
    let proxy = Proxy::before(rt.port()).await;
    let desk = Desk::new(proxy.port, rt.token("MARA_LINDQVIST"), &whole());
    set(&rt, 4, json!({ "Way": "in analysis" })).await;
    set(&rt, 25, json!({ "Way": "in analysis" })).await;
    for (ticket, fate) in [(4, Fate::LoseAnswer), (25, Fate::LoseRequest)] {
        let reject = Act::Reject { reason: text("It is harmful.") };
        let action = desk.action(ticket, step(reject, sent("The detection is right."))).await;
        assert_eq!(
            desk.backend.look_for(&action, &Life::default()).await.unwrap(),
            None,
            "nothing was sent yet"
        );
        proxy.set(fate);
        let lost = desk.backend.deliver(&action, Envelope::default()).await;
        assert_eq!(lost, Err(Undelivered::Failed(Failure::AnswerLost)));
        proxy.set(Fate::Pass);
        // Of the one whose record is there the customer was not told: it is as if nothing had been done.
        assert_eq!(desk.backend.look_for(&action, &Life::default()).await.unwrap(), None);
        // Another console of the same person goes on where that one was.
        let later = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &whole());
        let done = later.backend.deliver(&action, Envelope::default()).await.unwrap();
        assert_eq!(done.ticket.progress.unwrap().way, Way::Rejected);
        assert!(later.backend.look_for(&action, &Life::default()).await.unwrap().is_some());
        later.backend.deliver(&action, Envelope::default()).await.unwrap();
        assert_eq!(field(&rt, ticket, "Way").await, "rejected");
        let told = rt.texts(ticket, "Correspond").await;
        assert_eq!(told.iter().filter(|text| *text == "The detection is right.").count(), 1);
        assert_eq!(rt.texts(ticket, "Comment").await, ["It is harmful."]);
    }
    // What was advised in a word that never got through was not advised, until it is.
    let advice = Advised {
        kind: AdviceKind::Isolation,
        what: text("hmi-02"),
        until: now() + chrono::TimeDelta::days(1),
    };
    let change = Change::Advise { advice: Box::new(advice), notice: sent("Pull the cable.") };
    let action = desk.action(28, change).await;
    proxy.set(Fate::LoseAnswer);
    assert_eq!(
        desk.backend.deliver(&action, Envelope::default()).await,
        Err(Undelivered::Failed(Failure::AnswerLost))
    );
    proxy.set(Fate::Pass);
    assert_eq!(rt.texts(28, "Comment").await, ["hmi-02"]);
    assert!(desk.detail(28).await.ticket.progress.unwrap().advice.is_empty());
    let advised = desk.backend.deliver(&action, Envelope::default()).await.unwrap().ticket;
    assert_eq!(advised.progress.unwrap().advice.len(), 1);
    assert_eq!(rt.texts(28, "Comment").await, ["hmi-02"]);
    // Its words are there and the customer is told, but nothing gets through any more.
    set(&rt, 5, json!({ "Way": "published" })).await;
    let action = desk.action(5, step(Act::Inform, sent("Update, please."))).await;
    proxy.set(Fate::LoseAfterwards);
    assert_eq!(
        desk.backend.deliver(&action, Envelope::default()).await,
        Err(Undelivered::Failed(Failure::AnswerLost))
    );
    proxy.set(Fate::LoseAfterwards);
    assert_eq!(
        desk.backend.deliver(&action, Envelope::default()).await,
        Err(Undelivered::Failed(Failure::AnswerLost))
    );
    assert_eq!(field(&rt, 5, "Way").await, "published");
    proxy.set(Fate::Pass);
    let found = desk.backend.look_for(&action, &Life::default()).await.unwrap().unwrap();
    assert_eq!(
        (found.ticket.step, found.aside.but),
        (Some(Step::Informed), None),
        "what was to follow was done"
    );
    assert_eq!(field(&rt, 5, "Way").await, "customer told");
    let told = rt.texts(5, "Correspond").await;
    assert_eq!(told.iter().filter(|text| *text == "Update, please.").count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_advised_stands_in_rt_until_it_is_taken_back() {
    if !is_wanted("what was advised stands in RT until it is taken back") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &whole());
    let tomas = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), &whole());
    let until = now() + chrono::TimeDelta::days(2);
    let what = text("Exclude ledgerctl.exe by its hash.");
    let advice = Box::new(Advised { kind: AdviceKind::Exclusion, what: what.clone(), until });
    let change = Change::Advise { advice, notice: sent("Please exclude it until Monday.") };
    let advised = desk.does(5, change).await.unwrap().ticket;
    assert_eq!(advised.progress.unwrap().advice.len(), 1);
    let (rows, _) = tomas.sync().await;
    let row = rows.into_iter().find(|row| row.id.as_str() == "5").unwrap();
    let known = &row.progress.unwrap().advice[0];
    assert_eq!((known.kind, &known.what), (AdviceKind::Exclusion, &what));
    assert_eq!(known.until.timestamp(), until.timestamp());
    let resolved = tomas.does(5, Change::Resolve).await;
    let no = Refused::ByRule(Refusal::AdviceOpen);
    assert!(matches!(&resolved, Err(Undelivered::Refused(why, _)) if *why == no), "{resolved:?}");
    let lift = Change::LiftAdvice { kind: AdviceKind::Exclusion, notice: skipped("They told us.") };
    let lifted = tomas.does(5, lift).await.unwrap().ticket;
    assert!(lifted.progress.unwrap().advice.is_empty());
    let facts = desk.detail(5).await.facts;
    let told = facts.iter().find_map(|fact| match &fact.what {
        What::AdviceLifted { told, .. } => Some(told.clone()),
        _ => None,
    });
    assert_eq!(told, Some(Told::Skipped { reason: text("They told us.") }));
}

#[tokio::test(flavor = "multi_thread")]
async fn the_same_object_of_another_customer_is_found_by_its_digest_and_the_fix_is_told() {
    if !is_wanted("the same object of another customer is found by its digest, and the fix is told") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &whole());
    assert_eq!(desk.detail(5).await.kin, vigie::desk::ticket::signature::Kin::default());
    let digest = field(&rt, 5, "SHA-256").await;
    set(&rt, 28, json!({ "SHA-256": digest, "Way": "published", "Fixed in": "26.11.28.7" })).await;
    let kin = desk.detail(5).await.kin;
    let same: Vec<(&str, &str, Step)> =
        kin.same_object.iter().map(|it| (it.ticket.as_str(), it.customer.as_str(), it.step)).collect();
    assert_eq!(same, [("28", "brightwater", Step::Publication)]);
    assert_eq!(kin.covered_by.unwrap().raw(), "26.11.28.7");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_rt_cannot_keep_is_refused_before_a_word_of_it_is_there() {
    if !is_wanted("what RT cannot keep is refused before a word of it is there") {
        return;
    }
    let rt = Instance::start();
    // A field that knows less of the way, and no field that tells an interim word from an answer.
    let less = whole().replace("\"databases checked\" = \"gate\"\n", "");
    let less = less.replace("[backend.map.response]", "[backend.map.call_outcome_of_old]");
    let (before, after) = less.split_once("[backend.map.call_outcome_of_old]").unwrap();
    let after = after.split_once("[backend.map.call_outcome]").unwrap().1;
    let less = format!("{before}[backend.map.call_outcome]{after}");
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &less);
    let places = desk.backend.connect().await.unwrap().capabilities.steps;
    assert!(!places.allow(Step::Received, Move::PassGate) && places.allow(Step::Specialists, Move::Reject));
    set(&rt, 4, json!({ "Way": "received" })).await;
    let gate = Act::PassGate { bases: "26.11.28.1".into(), rescan: None };
    let advice =
        Advised { kind: AdviceKind::Isolation, what: text("x"), until: now() + chrono::TimeDelta::days(1) };
    let interim = Change::Advise { advice: Box::new(advice), notice: sent("Pull the cable.") };
    for change in [step(gate, skipped("x")), interim] {
        let refused = desk.does(4, change.clone()).await;
        let is_no = matches!(&refused, Err(Undelivered::Refused(Refused::NotOffered, _)));
        assert!(is_no, "{change:?}: {refused:?}");
    }
    assert_eq!((rt.texts(4, "Comment").await.len(), rt.texts(4, "Correspond").await.len()), (0, 0));
    // Without any field for the step there is none to take.
    let none = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    assert_eq!(none.backend.connect().await.unwrap().capabilities.steps, Places::NONE);
    let ticket = none.detail(5).await.ticket;
    assert_eq!((ticket.step, ticket.progress), (None, None));
    // A field that is not there stops no step either.
    let wrong = whole().replace("\"Fixed in\"", "\"Fixed by\"");
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &wrong);
    set(&rt, 25, json!({ "Way": "in analysis" })).await;
    let publish = Act::Publish { bases: "26.11.28.7".into() };
    let published = desk.does(25, step(publish, skipped("Next."))).await.unwrap();
    assert_eq!(published.ticket.step, Some(Step::Publication));
    assert_eq!(published.aside.but.unwrap().raw(), "RT did not write Fixed by");
    assert_eq!(
        published.ticket.progress.unwrap().fixed_by.unwrap().raw(),
        "26.11.28.7",
        "its record says it"
    );
    // A status that RT does not know stops no step, and is told.
    let lab = "[backend.map.status]\nwaiting-for-lab = [\"at the lab\"]\n[backend.map.signature]";
    let desk =
        Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), &whole().replace("[backend.map.signature]", lab));
    set(&rt, 4, json!({ "Way": "databases checked" })).await;
    let handed = desk.does(4, step(Act::HandToSpecialists, skipped("They know."))).await.unwrap();
    assert_eq!(handed.ticket.step, Some(Step::Specialists));
    let but = handed.aside.but.unwrap();
    assert!(but.raw().contains("at the lab"), "{but:?}");
}
