//! The desk as a witness of consoles' journals.

use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;

use crate::support::TestDesk;

const JOURNAL: &str = "0193a5b0-0000-7000-8000-000000000001";

fn digest(letter: &str) -> String {
    letter.repeat(64)
}

async fn note(desk: &TestDesk, ticket: &str, journal: Value) -> (u16, String) {
    let body = json!({
        "id": uuid::Uuid::now_v7(), "journal": journal, "change": { "do": "note", "body": "said" }
    });
    let answer = desk.post(&format!("/v1/tickets/{ticket}/actions"), body).await;
    (answer.status.as_u16(), answer.json()["field"].as_str().unwrap_or_default().to_owned())
}

fn head(count: u64, letter: &str) -> Value {
    json!({ "journal": JOURNAL, "count": count, "digest": digest(letter) })
}

async fn seen(desk: &TestDesk, query: &str) -> Vec<(u64, String)> {
    let answer = desk.get(&format!("/v1/journals/{JOURNAL}{query}")).await;
    assert_eq!(answer.status, 200);
    let heads = answer.json()["heads"].as_array().unwrap().clone();
    let of =
        |head: &Value| (head["count"].as_u64().unwrap(), head["digest"].as_str().unwrap()[..1].to_owned());
    heads.iter().map(of).collect()
}

#[tokio::test]
async fn every_head_that_was_shown_is_kept_also_those_of_a_journal_that_was_written_anew() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(2).await;
    for (count, letter) in [(3, "a"), (1, "b"), (3, "a"), (3, "c")] {
        assert_eq!(note(&desk, &ticket, head(count, letter)).await.0, 200);
    }
    let all = [(1, "b"), (3, "a"), (3, "c")].map(|(count, letter)| (count, letter.to_owned()));
    assert_eq!(seen(&desk, "").await, all);
    assert_eq!(seen(&desk, "?after=1").await, all[1..]);
    desk.try_execute("DELETE FROM journal_heads").await.unwrap_err();
    desk.try_execute("UPDATE journal_heads SET count = 9").await.unwrap_err();
}

#[tokio::test]
async fn a_journal_is_read_by_its_owner_and_nobody_else() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(2).await;
    note(&desk, &ticket, head(1, "a")).await;
    let uri = format!("/v1/journals/{JOURNAL}");
    let another_token = desk.token("claire's other console", Role::Manager, Some("cmartin"), &[]).await;
    assert_eq!(desk.call(&another_token, "GET", &uri, None).await.json()["heads"][0]["count"], 1);
    let colleague = desk.token("a colleague", Role::Manager, Some("jdupont"), &[]).await;
    assert_eq!(desk.call(&colleague, "GET", &uri, None).await.json()["heads"], json!([]));
    let auditor = desk.token("an auditor", Role::Auditor, None, &[]).await;
    assert_eq!(desk.call(&auditor, "GET", &uri, None).await.status, 403);
    assert_eq!(desk.get("/v1/journals/none").await.problem().0, 404);
}

#[tokio::test]
async fn what_can_be_no_head_is_refused_by_its_field() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(2).await;
    let bad = [
        (head(0, "a"), "journal.count"),
        (json!({ "journal": JOURNAL, "count": 1, "digest": "short" }), "journal.digest"),
        (json!({ "journal": JOURNAL, "count": 1, "digest": digest("g") }), "journal.digest"),
        (json!({ "journal": "x", "count": 1, "digest": digest("a") }), "journal.journal"),
    ];
    for (journal, field) in bad {
        assert_eq!(note(&desk, &ticket, journal).await, (422, field.to_owned()));
    }
}
