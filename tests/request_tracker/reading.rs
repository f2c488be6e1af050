//! Reading the queue: from nothing, after changes of others, and what left.

use std::collections::BTreeSet;

use reqwest::Method;
use serde_json::json;
use vigie::app::protocol::event::{Departed, Failure, TheirReason};
use vigie::desk::ticket::change::Change;
use vigie::desk::ticket::conversation::Channel;
use vigie::desk::ticket::fact::What;
use vigie::desk::ticket::names::LocalId;
use vigie::desk::ticket::severity::Severity;
use vigie::desk::ticket::status::{Kind, Side, Status};
use vigie::desk::ticket::{Response, Ticket};

use vigie::io::backend::DetailAnswer;

use crate::desk::{Desk, LEAST, MAPPING, now};
use crate::instance::{Instance, is_wanted};

fn find(tickets: &[Ticket], id: u64) -> &Ticket {
    tickets.iter().find(|ticket| ticket.id.as_str() == id.to_string()).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn a_first_synchronisation_tells_the_queue_as_rt_has_it() {
    if !is_wanted("a first synchronisation tells the queue as RT has it") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (tickets, _) = desk.sync().await;
    let open: BTreeSet<String> =
        tickets.iter().filter(|it| it.status.is_live()).map(|it| it.id.as_str().to_owned()).collect();
    let theirs = rt.get("tickets?query=Status%3D'__Active__'&per_page=100").await;
    let theirs: BTreeSet<String> =
        theirs["items"].as_array().unwrap().iter().map(|it| it["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(open, theirs);

    let first = find(&tickets, 1);
    assert_eq!((first.severity, first.customer.as_str()), (Severity::Critical, "aldermoor"));
    let due = first.due().unwrap();
    assert_eq!((due - first.filed_at).num_minutes(), 30, "the programme's own clock");
    assert!(matches!(find(&tickets, 3).response, Response::Owed(_)), "a comment answers nothing");
    assert_eq!(find(&tickets, 3).owner.as_ref().unwrap().as_str(), "mara.lindqvist");
    let request = find(&tickets, 5);
    assert_eq!((request.kind, request.channel), (Kind::SignatureRequest, Channel::Email));
    assert!(request.has_qualified_response() && request.last_public.side == Side::Customer);
    assert_eq!(find(&tickets, 6).status, Status::WaitingForCustomer);
    assert_eq!(find(&tickets, 26).status, Status::Open, "reopened by the customer's reply");
    assert!(tickets.iter().all(|ticket| ticket.id.as_str() != "12"), "merged into 11");

    // Each row is what its whole detail says.
    for ticket in tickets.iter().filter(|it| it.status.is_live()) {
        let whole = desk.detail(ticket.id.as_str().parse().unwrap()).await.ticket;
        assert_eq!(whole.response, ticket.response, "{}", ticket.id);
        assert_eq!((whole.status, whole.severity), (ticket.status, ticket.severity), "{}", ticket.id);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_change_of_somebody_else_is_told_and_a_quiet_poll_is_one_question() {
    if !is_wanted("a change of somebody else is told, and a quiet poll is one question") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (_, cursor) = desk.sync().await;
    let first = desk.poll(Some(&cursor)).await;
    let before = rt.requests();
    let quiet = desk.poll(Some(&first.cursor)).await;
    assert_eq!((quiet.tickets.len(), quiet.gone.len(), rt.requests() - before), (0, 0, 1));
    assert_eq!(quiet.cursor, first.cursor, "nothing to write down");

    let reply = json!({ "Content": "Agents are back.", "ContentType": "text/plain" });
    rt.as_contact("casimir.thorne", Method::POST, "ticket/1/correspond", reply).await;
    rt.as_agent(
        "TOMAS_OKAFOR",
        Method::PUT,
        "ticket/4",
        Some(json!({ "CustomFields": { "Severity": "S1" } })),
    )
    .await;
    rt.as_agent("TOMAS_OKAFOR", Method::PUT, "ticket/14", Some(json!({ "Status": "rejected" }))).await;
    let told = desk.poll(Some(&quiet.cursor)).await;
    assert_eq!(find(&told.tickets, 4).severity, Severity::Critical);
    assert_eq!(told.gone.iter().map(vigie::desk::ticket::names::LocalId::as_str).collect::<Vec<_>>(), ["14"]);
    let replied = find(&told.tickets, 1);
    assert_eq!(replied.last_public.side, Side::Customer);
    let again = desk.poll(Some(&told.cursor)).await;
    assert!(again.tickets.is_empty() && again.gone.is_empty(), "told once, although asked for again");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_merged_moved_or_deleted_leaves_by_the_count_of_all_ids() {
    if !is_wanted("what was merged, moved or deleted leaves by the count of all ids") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (_, cursor) = desk.sync().await;
    rt.as_agent("ROOT", Method::PUT, "ticket/2", Some(json!({ "Queue": "General" }))).await;
    rt.as_agent("ROOT", Method::PUT, "ticket/13", Some(json!({ "Status": "deleted" }))).await;
    // Ten minutes later.
    let mut cursor: serde_json::Value = serde_json::from_str(&cursor).unwrap();
    cursor["swept"] = json!(0);
    let mut cursor = cursor.to_string();
    let all = loop {
        let changes = desk.poll(Some(&cursor)).await;
        cursor = changes.cursor;
        if let Some(whole) = changes.whole {
            break whole;
        }
    };
    let here: Vec<bool> = ["1", "2", "13", "11"].map(|id| all.iter().any(|it| it.as_str() == id)).to_vec();
    assert_eq!(here, [true, false, false, true]);
    let merged = Departed::MergedInto(LocalId::new("11"));
    for (gone, why) in [(2, Departed::Elsewhere), (12, merged), (13, Departed::Deleted)] {
        assert_eq!(desk.try_detail(gone).await, Ok(DetailAnswer::Gone(why)), "{gone}");
    }
    assert_eq!(desk.try_detail(999).await, Err(Failure::NotFound));
}

#[tokio::test(flavor = "multi_thread")]
async fn an_opened_ticket_is_read_with_its_words_its_files_and_rts_own_deadline() {
    if !is_wanted("an opened ticket is read with its words, its files and RT's own deadline") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let files = desk.detail(6).await.files;
    let names: Vec<&str> = files.iter().map(|file| file.name.raw()).collect();
    assert_eq!(names, ["msi-install.log", "error 1603.png", "crash-übersicht.dmp"]);
    let log = files.iter().find(|file| file.name.raw() == "msi-install.log").unwrap();
    assert_eq!(log.size, Some(23892));
    let content = desk.backend.file(log.id.raw()).await.unwrap();
    assert_eq!(content.len(), 23892);
    let bytes = files.iter().find(|file| file.size == Some(65536)).unwrap();
    let content = desk.backend.file(bytes.id.raw()).await.unwrap();
    assert_eq!(content.iter().copied().collect::<BTreeSet<u8>>().len(), 256, "every byte value came through");

    let thread = desk.detail(7).await;
    let said: Vec<_> = thread.facts.iter().filter(|fact| matches!(fact.what, What::Said(_))).collect();
    assert!(said.len() >= 30, "{}", said.len());
    let empty =
        thread.facts.iter().filter(|it| matches!(&it.what, What::Said(it) if it.body.is_blank())).count();
    assert_eq!(empty, 0, "every message has its words");

    let html = desk.detail(17).await;
    let words = html.last_said().unwrap();
    assert!(!words.shown().contains("<p>") && !words.shown().contains("script"), "{}", words.shown());
    let by_phone = desk.detail(9).await.their_due.unwrap();
    assert!(by_phone.at.is_none(), "opened by the desk: RT has no deadline: {by_phone:?}");
    assert!(matches!(by_phone.why, TheirReason::NotRunning(_) | TheirReason::NoLevel));

    let by_hand = json!({ "Due": "2031-01-01 10:00:00" });
    rt.as_agent("TOMAS_OKAFOR", Method::PUT, "ticket/4", Some(by_hand)).await;
    let by_hand = desk.detail(4).await.their_due.unwrap();
    assert!(matches!(by_hand.why, TheirReason::SetOverLevel(_)), "no level says so: {by_hand:?}");
    rt.as_agent("TOMAS_OKAFOR", Method::PUT, "ticket/4", Some(json!({ "SLA": "L1" }))).await;
    let by_level = desk.detail(4).await.their_due;
    assert!(
        by_level.as_ref().is_none_or(|it| matches!(it.why, TheirReason::OwnLevel(_))),
        "RT reckons again: {by_level:?}"
    );

    let again = desk.backend.detail(&thread.ticket.id, thread.tag.as_deref()).await.unwrap();
    assert_eq!(again, vigie::io::backend::DetailAnswer::Unchanged);
}

#[tokio::test(flavor = "multi_thread")]
async fn an_rt_of_which_next_to_nothing_is_said_is_read_all_the_same() {
    if !is_wanted("an RT of which next to nothing is said is read all the same") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    let rules = desk.backend.rules().await.unwrap().rules;
    assert!(rules.customers.iter().any(|customer| customer.name.shown() == "Aldermoor Bank"));
    assert!(rules.managers.iter().any(|manager| manager.name.shown() == "Mara Lindqvist"));
    let welcome = desk.backend.connect().await.unwrap();
    assert!(!welcome.capabilities.interim && !welcome.capabilities.idempotent);
    let (tickets, _) = desk.sync().await;
    assert_eq!(find(&tickets, 1).severity, Severity::Critical, "by its level of service");
    assert!(find(&tickets, 5).has_qualified_response(), "every reply of the desk counts");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_changes_in_one_second_are_both_told_and_none_is_told_twice() {
    if !is_wanted("two changes in one second are both told, and none is told twice") {
        return;
    }
    let rt = Instance::start();
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let (_, mut cursor) = desk.sync().await;
    let change = async |priority: u32| {
        let body = json!({ "Priority": priority.to_string() });
        rt.as_agent("TOMAS_OKAFOR", Method::PUT, "ticket/1", Some(body)).await;
    };
    // A poll between two changes of one second is a matter of luck: it is tried until it is met.
    let (mut met, mut tries) = (false, 0);
    while !met {
        tries += 1;
        assert!(tries < 60, "the machine is too slow for two changes in one second");
        change(2 * tries).await;
        let between = desk.poll(Some(&cursor)).await;
        change(2 * tries + 1).await;
        let seen = between.tickets.iter().map(|ticket| ticket.version).max();
        let then = desk.poll(Some(&between.cursor)).await;
        let version = then.tickets.iter().map(|ticket| ticket.version).max();
        assert!(seen.is_some() && version > seen, "each is told: {version:?} after {seen:?}");
        met = rt.last_instants(1).await.windows(2).next().is_some_and(|two| two[0] == two[1]);
        cursor = then.cursor;
    }
    println!("met after {tries} tries");
    let after = desk.poll(Some(&cursor)).await;
    assert_eq!(after.tickets, [], "and told once");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_tickets_are_read_with_few_questions() {
    if !is_wanted("a thousand tickets are read with few questions") {
        return;
    }
    let rt = Instance::with_bulk(1000);
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), MAPPING);
    let before = rt.requests();
    #[expect(clippy::disallowed_methods, reason = "told, not asserted")]
    let begun = std::time::Instant::now();
    desk.backend.connect().await.unwrap();
    desk.backend.rules().await.unwrap();
    let (tickets, cursor) = desk.sync().await;
    let (took, asked) = (begun.elapsed(), rt.requests() - before);
    println!("{} tickets, {asked} questions, {took:?}", tickets.len());
    assert!(tickets.len() > 1000);
    assert!(asked <= 34, "{asked} questions, of these 27 for the tickets");
    let first = desk.poll(Some(&cursor)).await;
    let before = rt.requests();
    desk.poll(Some(&first.cursor)).await;
    assert_eq!(rt.requests() - before, 1, "a quiet poll");

    // What tickets are read by is asked for anew every few minutes, and one ticket of each queue with the next poll.
    tokio::time::sleep(std::time::Duration::from_millis(2_100)).await;
    let before = rt.requests();
    desk.backend.rules().await.unwrap();
    let asked = rt.requests() - before;
    println!("{asked} questions for what tickets are read by");
    assert!(asked <= 7, "two groups, who was in them, people, fields and queues: {asked}");
    let before = rt.requests();
    desk.poll(Some(&first.cursor)).await;
    // Thirteen are for the contacts, which are asked for again as a person wanted everything anew; else once an hour.
    assert_eq!(rt.requests() - before, 4 + 13, "the samples, comments, what changed, a page of the count");
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_seconds_after_a_ticket_was_filed_is_read_by_a_first_synchronisation() {
    if !is_wanted("what is done seconds after a ticket was filed is read by a first synchronisation") {
        return;
    }
    let rt = Instance::start();
    let body =
        json!({ "Queue": "Aldermoor Bank", "Subject": "All down", "SLA": "L1", "Content": "All of it." });
    let filed = rt.as_agent("INES_CALDERA", Method::POST, "ticket", Some(body)).await;
    let id = filed["id"].as_str().map_or_else(|| filed["id"].as_u64().unwrap(), |id| id.parse().unwrap());
    let created = rt.get(&format!("ticket/{id}")).await["Created"].as_str().unwrap().to_owned();
    let created = chrono::DateTime::parse_from_rfc3339(&created).unwrap();
    while now() <= created + chrono::TimeDelta::seconds(1) {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    // Nothing is mapped here: it stands in a comment, and nothing of the row tells of it.
    let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), LEAST);
    desk.does(id, Change::Acknowledge).await.unwrap();
    let other = Desk::new(rt.port(), rt.token("TOMAS_OKAFOR"), LEAST);
    let (tickets, _) = other.sync().await;
    assert!(find(&tickets, id).acknowledged.is_some());
}
