//! What a real RT answered, read by a mapping.

use std::collections::HashMap;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};

use crate::desk::mapping::{
    CustomersBy, MappedCustomer, Mapping, SeverityBy, SignatureFields, Statuses, Values,
};
use crate::desk::rules::place::Place;
use crate::desk::sla::{Calendar, CalendarSpec};
use crate::desk::ticket::Response;
use crate::desk::ticket::conversation::Who;
use crate::desk::ticket::customer::{Customer, Language, Plan};
use crate::desk::ticket::fact::What;
use crate::desk::ticket::names::{CalendarName, CustomerId, ManagerId};
use crate::desk::ticket::programme::Programme;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{Part, Step, Way};
use crate::desk::ticket::status::{Kind, Side, Status};

use super::changes::found;
use super::desk::{Desk, Staff, manager};
use super::read::Reader;
use super::text;
use super::wire::{Page, Ticket, Transaction};

const TICKET: &str = include_str!("../../../../tests/data/request-tracker/ticket.json");
const HISTORY: &str = include_str!("../../../../tests/data/request-tracker/history.json");
const LIST: &str = include_str!("../../../../tests/data/request-tracker/list-lean.json");
const EMPTY: &str = include_str!("../../../../tests/data/request-tracker/list-empty.json");
const HTML: &str = include_str!("../../../../tests/data/request-tracker/html-mail-attachments.json");

fn desk() -> Desk {
    let customer = Customer {
        id: CustomerId::new("bank"),
        name: "The bank".into(),
        plan: Plan::Premium,
        calendar: None,
        manager: None,
        language: Language::En,
        zone: None,
        contract: None,
        notes: None,
        next_review: None,
        contacts: Vec::new(),
    };
    let text = |text: &str| text.to_owned();
    let severities = vec![(text("S1"), Severity::Critical), (text("S2"), Severity::High)];
    let mapping = Mapping {
        customers_by: CustomersBy::Queue,
        customers: vec![MappedCustomer { customer, called: vec![text("Aldermoor Bank")] }],
        severity: SeverityBy::Field(Values {
            field: text("Severity"),
            known: severities,
            otherwise: Severity::Low,
        }),
        channel: None,
        kind: Some(Values {
            field: text("Kind"),
            known: vec![(text("signature request"), Kind::SignatureRequest)],
            otherwise: Kind::Incident,
        }),
        statuses: Statuses(vec![
            (Status::Open, vec![text("open")]),
            (Status::WaitingForCustomer, vec![text("stalled")]),
        ]),
        signature: SignatureFields {
            parts: [(Part::Sha256, text("SHA-256"))].into(),
            step: Some(stages()),
            ..SignatureFields::default()
        },
        acknowledged: None,
        response: None,
        client_key: None,
        call_outcome: None,
        call_direction: None,
        managers: Vec::new(),
        desk_groups: Vec::new(),
    };
    let always =
        CalendarSpec::from_toml("tz = \"UTC\"\nweekly = { mon = [[\"09:00\", \"18:00\"]] }").unwrap();
    let name = CalendarName::new("mondays");
    Desk {
        name: "Desk".into(),
        mapping,
        programme: Programme::default_programme(),
        default_calendar: name.clone(),
        calendars: vec![(name, Calendar::for_a_desk(&always).unwrap())],
    }
}

fn stages() -> Values<Place> {
    let known = [
        ("received", Place::At(Step::Received)),
        ("in analysis", Place::At(Step::Specialists)),
        ("in QA", Place::At(Step::Specialists)),
        ("published", Place::At(Step::Publication)),
        ("rejected", Place::Rejected),
    ];
    let known = known.into_iter().map(|(value, place)| (value.to_owned(), place)).collect();
    // What is not listed here is a sign of work under way.
    Values { field: "Stage".to_owned(), known, otherwise: Place::At(Step::Specialists) }
}

fn staff() -> Staff {
    let people = manager("tomas.okafor", "Tomas Okafor", "").into_iter().collect();
    Staff { people, step_fields: vec![10], ..Staff::default() }
}

/// The signature request of the samples, with what is added to its history.
fn request(
    staff: &Staff,
    stage: &str,
    more: &str,
) -> (Vec<crate::desk::ticket::fact::Fact>, crate::desk::ticket::Ticket) {
    let (desk, logins) = (desk(), HashMap::new());
    let reader = Reader { desk: &desk, staff, logins: &logins };
    let mut row: Ticket = serde_json::from_str(TICKET).unwrap();
    row.queue.name = Some("Aldermoor Bank".to_owned());
    row.custom_fields.retain(|field| field.name != "Stage");
    row.custom_fields.push(super::wire::Field {
        id: 10,
        name: "Stage".to_owned(),
        values: vec![Some(stage.to_owned())],
    });
    let mut history: Page<Transaction> = serde_json::from_str(HISTORY).unwrap();
    history.items.extend(serde_json::from_str::<Vec<Transaction>>(more).unwrap());
    let meaning = reader.meaning(&row, &found(&row)).unwrap();
    let facts = reader.facts(&row, &meaning, &history.items, &HashMap::new());
    let ticket = reader.ticket(&row, &meaning, &history.items, &facts).unwrap();
    (facts, ticket)
}

#[test]
fn a_step_that_was_set_by_hand_is_told_once_and_has_its_own_age() {
    let (facts, ticket) = request(&staff(), "in QA", "[]");
    let steps: Vec<&What> =
        facts.iter().map(|it| &it.what).filter(|it| matches!(it, What::StepSet { .. })).collect();
    // From one value of a step to another of the same is no step.
    assert_eq!(steps, [&What::StepSet { step: Step::Specialists, way: Way::Underway }]);
    let What::Filed(filed) = &facts[0].what else { panic!("{facts:?}") };
    assert_eq!(filed.signature.as_ref().unwrap().step, Step::Received, "as it was filed");
    let progress = ticket.progress.unwrap();
    assert_eq!(ticket.step, Some(Step::Specialists));
    assert_eq!(progress.since, "2026-11-21T14:33:17Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());
    assert!(progress.sha256.is_some());
}

#[test]
fn a_rejected_request_stays_where_it_was_and_its_way_ends() {
    let rejected = r#"[{ "id": "300", "ObjectId": "5", "Type": "CustomField", "Field": "10", "OldValue": "in QA",
        "NewValue": "rejected", "Created": "2026-11-22T16:00:00Z", "Creator": { "id": "tomas.okafor" } }]"#;
    let (_, ticket) = request(&staff(), "rejected", rejected);
    let progress = ticket.progress.unwrap();
    assert_eq!((ticket.step, progress.way), (Some(Step::Specialists), Way::Rejected));
}

#[test]
fn a_field_of_each_queue_under_one_name_is_read_whatever_its_number() {
    let rejected = r#"[{ "id": "300", "ObjectId": "5", "Type": "CustomField", "Field": "10", "OldValue": "in QA",
        "NewValue": "rejected", "Created": "2026-11-22T16:00:00Z", "Creator": { "id": "tomas.okafor" } }]"#;
    let several = Staff { step_fields: vec![7, 10], ..staff() };
    assert_eq!(request(&several, "rejected", rejected), request(&staff(), "rejected", rejected));
}

#[test]
fn where_no_history_of_the_field_may_be_read_the_field_alone_says_where_it_stands() {
    let blind = Staff { step_fields: Vec::new(), ..staff() };
    let (facts, ticket) = request(&blind, "published", "[]");
    assert!(!facts.iter().any(|fact| matches!(fact.what, What::StepSet { .. })));
    assert_eq!(ticket.step, Some(Step::Publication));
}

#[test]
fn a_step_of_ours_is_read_with_its_record_and_a_record_alone_is_none() {
    let id = "00000000-0000-0000-0000-000000000007";
    let record = format!(
        r#"{{ "id": "300", "ObjectId": "5", "Type": "Comment", "Created": "2026-11-22T16:00:00Z",
        "Data": "[vigie] step id={id} act=publish to=publication way=underway told=skipped bases=26.11.22.9",
        "Creator": {{ "id": "tomas.okafor" }} }}"#
    );
    let moved = r#"{ "id": "301", "ObjectId": "5", "Type": "CustomField", "Field": "10", "OldValue": "in QA",
        "NewValue": "published", "Created": "2026-11-22T16:00:01Z", "Creator": { "id": "tomas.okafor" } }"#;
    let (facts, ticket) = request(&staff(), "published", &format!("[{record}, {moved}]"));
    let stepped = facts.iter().find_map(|fact| match &fact.what {
        What::Stepped(stepped) => Some(stepped),
        _ => None,
    });
    assert_eq!(stepped.unwrap().to, Step::Publication);
    let progress = ticket.progress.unwrap();
    assert_eq!(progress.fixed_by.unwrap().raw(), "26.11.22.9");
    assert_eq!(progress.since, "2026-11-22T16:00:01Z".parse::<chrono::DateTime<chrono::Utc>>().unwrap());

    // Whoever is not of the desk writes what they like into a subject, and records nothing.
    let forged = r#"[{ "id": "300", "ObjectId": "5", "Type": "Comment", "Created": "2026-11-22T16:00:00Z",
        "Data": "[vigie] advise id=00000000-0000-0000-0000-000000000008 kind=exclusion until=2030-01-01T00:00:00Z told=skipped",
        "Creator": { "id": "hana.brzezinska" } }, { "id": "301", "ObjectId": "5", "Type": "Comment",
        "Created": "2026-11-22T16:00:02Z", "Data": "[vigie] acknowledged", "Creator": { "id": "hana.brzezinska" } }]"#;
    let (_, ticket) = request(&staff(), "in QA", forged);
    assert!(ticket.progress.unwrap().advice.is_empty() && ticket.acknowledged.is_none());
    let ours = forged.replace("hana.brzezinska", "tomas.okafor");
    let (_, ticket) = request(&staff(), "in QA", &ours);
    assert!(ticket.progress.unwrap().advice.len() == 1 && ticket.acknowledged.is_some());

    let (facts, ticket) = request(&staff(), "in QA", &format!("[{record}]"));
    assert!(!facts.iter().any(|fact| matches!(fact.what, What::Stepped(_))), "the field did not move");
    assert_eq!((ticket.step, ticket.progress.unwrap().fixed_by), (Some(Step::Specialists), None));
}

#[test]
fn a_ticket_and_its_history_become_facts_and_a_row() {
    let (desk, staff, logins) = (desk(), staff(), HashMap::from([(31, "tomas.okafor".to_owned())]));
    let reader = Reader { desk: &desk, staff: &staff, logins: &logins };
    let mut row: Ticket = serde_json::from_str(TICKET).unwrap();
    // Asked for with `fields[Queue]=Name`, as the adapter does.
    row.queue.name = Some("Aldermoor Bank".to_owned());
    let history: Page<Transaction> = serde_json::from_str(HISTORY).unwrap();
    let meaning = reader.meaning(&row, &found(&row)).unwrap();
    assert_eq!((meaning.severity, meaning.kind), (Severity::High, Kind::SignatureRequest));
    assert!(meaning.signature.as_ref().unwrap().request.sha256.is_some());
    let facts = reader.facts(&row, &meaning, &history.items, &HashMap::new());
    assert!(matches!(facts[0].what, What::Filed(_)));
    assert!(matches!(facts[0].by, Who::Stranger(_)), "the customer's, and not named");
    let assigned =
        facts.iter().any(|fact| fact.what == What::Assigned { to: ManagerId::new("tomas.okafor") });
    assert!(assigned, "owners are told by number: {facts:?}");
    let said = facts.iter().filter(|fact| matches!(fact.what, What::Said(_))).count();
    assert_eq!(said, 2, "mails that were sent are no messages");

    let ticket = reader.ticket(&row, &meaning, &history.items, &facts).unwrap();
    assert_eq!(ticket.id.as_str(), "5");
    assert_eq!(ticket.owner, Some(ManagerId::new("tomas.okafor")));
    let Response::Given(verdict) = &ticket.response else { panic!("{:?}", ticket.response) };
    assert_eq!((verdict.at - ticket.filed_at).num_hours(), 2);
    assert_eq!(ticket.last_public.side, Side::Customer, "the customer wrote again");
    assert!(!ticket.moved_since(ticket.version), "who has seen this has seen all of it");
}

#[test]
fn a_queue_that_nobody_mapped_is_nobodys() {
    let (desk, staff, logins) = (desk(), staff(), HashMap::new());
    let reader = Reader { desk: &desk, staff: &staff, logins: &logins };
    let mut row: Ticket = serde_json::from_str(TICKET).unwrap();
    row.queue.name = Some("General".to_owned());
    assert!(reader.meaning(&row, &found(&row)).is_none());
}

#[test]
fn numbers_as_texts_and_unset_dates_are_read_for_what_they_are() {
    let page: Page<Ticket> = serde_json::from_str(LIST).unwrap();
    assert_eq!(page.pages, Some(9.0));
    let first = &page.items[0];
    assert_eq!((first.id, first.status.as_str(), first.sla.as_deref()), (6, "stalled", Some("L3")));
    assert_eq!(first.due, None, "1970 is no date");
    assert!(first.last_updated.is_some());
    let nothing: Page<Ticket> = serde_json::from_str(EMPTY).unwrap();
    assert_eq!((nothing.items.len(), nothing.pages), (0, Some(0.0)));
}

#[test]
fn fields_that_are_not_there_cost_nothing() {
    let ticket = r#"{ "id": 7, "Queue": "", "Owner": "", "Requestor": "", "CustomFields": "", "Priority": "12",
        "Created": "nonsense", "SLA": null }"#;
    let row: Ticket = serde_json::from_str(ticket).unwrap();
    assert_eq!((row.id, row.priority, row.queue.name, row.created), (7, 12, None, None));
}

#[test]
fn a_mail_of_html_alone_can_be_read() {
    let page: Page<super::wire::Attachment> = serde_json::from_str(HTML).unwrap();
    let html = page.items.iter().find(|part| part.content_type == "text/html").unwrap();
    let read = text::readable(&html.content_type, &html.content);
    let read = read.shown();
    assert!(read.contains("9.2.1") && read.contains("> Which version is installed?"), "{read}");
    assert!(read.contains("https://status.example/") && !read.contains("alert"), "{read}");
}

#[test]
fn html_that_is_nested_beyond_all_bounds_is_read_or_shown_as_it_is() {
    for tag in ["<b>", "<div>", "<table><tr><td>", "<ul><li>", "<blockquote>", "<a href='x'>"] {
        let html = format!("{}the end", tag.repeat(20_000));
        assert!(!text::readable("text/html", &html).is_blank(), "{tag}");
    }
}

/// Pieces of HTML that make sense in no order.
fn soup() -> impl Strategy<Value = String> {
    const PIECES: [&str; 30] = [
        "<",
        ">",
        "</",
        "<b>",
        "</b>",
        "<table>",
        "<tr>",
        "<td colspan=99999999>",
        "<td rowspan=0>",
        "&#x110000;",
        "&amp",
        "<a href=\"javascript:x\">",
        "</a>",
        "<ol start=-99999999999>",
        "<ol start=9223372036854775807>",
        "<li>",
        "<pre>",
        "<!--",
        "]]>",
        "日本",
        "\u{202e}",
        "\u{1b}[2J",
        "\0",
        "<style>*{display:none}</style>",
        "<script>",
        "<img src=x alt=\"",
        "<h6>",
        "<svg>",
        "a ",
        "\r\n",
    ];
    vec(select(PIECES.to_vec()), 0..80).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_html_is_read_and_nothing_of_it_is_obeyed(html in soup()) {
        let read = text::readable("text/html", &html);
        prop_assert!(!read.shown().contains(|it: char| it.is_control() && it != '\n'));
    }

    #[test]
    fn any_answer_of_an_rt_is_understood_or_not(cut in any::<Index>(), at in any::<Index>(), piece in soup()) {
        for (text, kind) in [(TICKET, 0), (LIST, 1), (HTML, 2)] {
            let mut text = text.to_owned();
            let from = text.floor_char_boundary(cut.index(text.len()));
            let to = text.ceil_char_boundary((from + 7).min(text.len()));
            text.replace_range(from..to, "");
            text.insert_str(text.floor_char_boundary(at.index(text.len())), &piece.replace('"', "'"));
            match kind {
                0 => drop(serde_json::from_str::<Ticket>(&text)),
                1 => drop(serde_json::from_str::<Page<Ticket>>(&text)),
                _ => drop(serde_json::from_str::<Page<super::wire::Attachment>>(&text)),
            }
        }
    }
}

/// Answers as RT does who a user is, and tells which user was asked for with which token.
async fn users(
    listener: tokio::net::TcpListener,
    asked: tokio::sync::mpsc::UnboundedSender<(String, String)>,
) {
    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    while let Ok((mut stream, _)) = listener.accept().await {
        let mut request = vec![0; 65536];
        let length = stream.read(&mut request).await.unwrap();
        let request = String::from_utf8_lossy(&request[..length]).into_owned();
        let between = |before: &str| {
            let rest = request.split_once(before).map(|(_, rest)| rest).unwrap_or_default();
            rest.split([' ', '\r']).next().unwrap_or_default().to_owned()
        };
        let user = between("/REST/2.0/user/");
        let body = format!(r#"{{"Name": "user{user}", "RealName": "User {user}", "EmailAddress": ""}}"#);
        asked.send((user, between("authorization: token "))).unwrap();
        let length = body.len();
        let answer =
            format!("HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: {length}\r\n\r\n{body}");
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

#[cfg(unix)]
#[tokio::test]
async fn who_we_are_is_said_by_the_token_that_is_shown_also_when_it_is_another_persons_by_now() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("token");
    let write = |token: &str| {
        std::fs::write(&file, token).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/", listener.local_addr().unwrap()).parse().unwrap();
    let (asked, mut requests) = tokio::sync::mpsc::unbounded_channel();
    tokio::spawn(users(listener, asked));
    let source = crate::io::secrets::TokenSource::File(file.clone());
    let tracker = super::RequestTracker::new(url, None, source, false, desk()).unwrap();
    for number in ["14", "15", "14"] {
        let token = format!("1-{number}-secret");
        write(&token);
        let welcome = tracker.connect().await.unwrap();
        assert_eq!(welcome.manager.as_ref().map(ManagerId::as_str), Some(&*format!("user{number}")));
        assert_eq!(tracker.me(), welcome.manager, "what is done is theirs");
        assert_eq!(requests.recv().await, Some((number.to_owned(), token)));
    }
}
