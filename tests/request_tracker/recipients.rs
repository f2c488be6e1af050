//! Who gets an answer: told before it is sent, and never another one than its author saw.

use reqwest::Method;
use serde_json::json;
use vigie::app::protocol::event::Refused;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::change::{Change, Then};
use vigie::desk::ticket::conversation::{ResponseKind, Visibility};
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::readers::{ReaderRole, Readers, ReadersChanged};
use vigie::io::backend::{Envelope, Undelivered};
use vigie::words::{Language, Words};

use crate::desk::{Desk, MAPPING, text};
use crate::instance::{Instance, is_wanted};

fn answer(body: &str) -> Change {
    Change::Respond { kind: ResponseKind::PreliminaryAnalysis, body: text(body), then: Then::Stay }
}

/// Roles and names as they are shown.
fn shown(readers: &Readers, visibility: Visibility) -> Vec<String> {
    let words = Words::load(Language::En);
    let mailed = readers.of(visibility).expect("RT mails");
    let line = |role: ReaderRole| words.reader_role(role).to_owned();
    mailed.iter().map(|reader| format!("{}: {}", line(reader.role), words.reader(reader))).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn who_is_mailed_is_told_by_name_and_address_before_anything_is_sent() {
    if !is_wanted("who is mailed is told by name and address before anything is sent") {
        return;
    }
    let rt = Instance::start();
    let watchers = json!({ "Cc": ["outside@else.example", "ines.caldera"], "AdminCc": ["tomas.okafor"] });
    rt.as_agent("MARA_LINDQVIST", Method::PUT, "ticket/4", Some(watchers)).await;
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    desk.detail(4).await;
    let before = rt.requests();
    let detail = desk.detail(4).await;
    let again = rt.requests() - before;
    let public = shown(&detail.readers, Visibility::Public);
    for told in ["Cc: outside@else.example", "Cc: Inés Caldera <ines.caldera@example.test>"] {
        assert!(public.contains(&told.to_owned()), "{told}: {public:?}");
    }
    assert!(public[0].starts_with("requestor: ") && public[0].contains('@'), "{public:?}");
    let notes = shown(&detail.readers, Visibility::Internal);
    assert_eq!(
        notes,
        [
            "AdminCc: Tomas Okafor <tomas.okafor@example.test>",
            "AdminCc of the queue: the members of the group Support engineers",
            "AdminCc of the queue: the members of the group Night desk",
        ]
    );
    println!("requests of opening a ticket again: {again}");
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_held_when_its_readers_changed_whoever_changed_them() {
    if !is_wanted("an answer is held when its readers changed, whoever changed them") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let tried = [
        ("TOMAS_OKAFOR", json!({ "Cc": ["outside@else.example"] }), "came"),
        // Oneself, in RT's own pages: here it was not seen.
        ("MARA_LINDQVIST", json!({ "Cc": [] }), "left"),
        ("TOMAS_OKAFOR", json!({ "Requestor": ["somebody.else@aldermoor.example"] }), "came"),
        ("TOMAS_OKAFOR", json!({ "Queue": "Northquay Logistics" }), "moved"),
    ];
    for (who, change, how) in tried {
        let written = desk.action(4, answer("Only for whom I saw.")).await;
        rt.as_agent(who, Method::PUT, "ticket/4", Some(change.clone())).await;
        match desk.backend.deliver(&written, Envelope::default()).await {
            Err(Undelivered::Refused(Refused::ByRule(Refusal::TicketMoved { .. }), Some(ticket))) => {
                assert!(ticket.moved_since(written.seen), "{change}");
            }
            other => panic!("{change}: {other:?}"),
        }
        // What is new says what was and what is.
        let news = desk.detail(4).await.facts.into_iter().filter(|fact| fact.number > written.seen);
        let told: Vec<ReadersChanged> = news
            .filter_map(|fact| match fact.what {
                What::ReadersChanged(it) => Some(*it),
                _ => None,
            })
            .collect();
        let is_told = told.iter().any(|it| match it {
            ReadersChanged::Came { who, .. } => how == "came" && who.raw().contains('@'),
            ReadersChanged::Left { who, .. } => how == "left" && who.raw().contains('@'),
            ReadersChanged::Moved { from, to } => {
                how == "moved" && (from.raw(), to.raw()) == ("Aldermoor Bank", "Northquay Logistics")
            }
        });
        assert!(is_told, "{change}: {told:?}");
    }
    assert!(rt.texts(4, "Correspond").await.iter().all(|said| !said.contains("Only for whom")));
    desk.does(4, answer("For whom I see now.")).await.unwrap();
}
