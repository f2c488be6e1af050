//! What is put back is the same store in another life: its numbers, versions and cursors mean something else.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};
use uuid::Uuid;
use vigie::desk::ticket::customer::Role;
use vigie::server::store::{back_up, restore};

use crate::support::{TestDesk, incident};

const FILE: &str = "vigie.sqlite";
const MARK: &str = "vigie.mark";

async fn life(desk: &TestDesk) -> Value {
    let me = desk.get("/v1/me").await.json();
    json!({ "store": me["store"], "epoch": me["epoch"] })
}

fn number(id: &str) -> u32 {
    id.split_once('-').unwrap().1.parse().unwrap()
}

fn move_away(directory: &Path) {
    fs::rename(directory.join(FILE), directory.join("old.sqlite")).unwrap();
}

fn note(id: Uuid, made_for: &Value) -> Value {
    json!({ "id": id, "made_for": made_for, "change": { "do": "note", "body": "for A" } })
}

async fn reasons(desk: &TestDesk) -> Vec<Value> {
    let auditor = desk.token("auditor", Role::Auditor, None, &[]).await;
    let trail = desk.call(&auditor, "GET", "/v1/audit?limit=1000", None).await.json();
    let entries = trail["entries"].as_array().unwrap().clone();
    entries
        .into_iter()
        .filter(|it| it["deed"]["did"] == "new-life")
        .map(|it| it["deed"]["because"].clone())
        .collect()
}

#[tokio::test]
async fn a_restored_store_gives_no_number_again_and_refuses_what_was_made_for_its_earlier_life() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let backup = home.path().join("backup.vigie");
    desk.filed(1).await;
    back_up(desk.directory(), &backup).await.unwrap();
    let of_a = desk.filed(1).await;
    let before = life(&desk).await;
    let desk = desk
        .reopened(async |directory| {
            move_away(directory);
            restore(&backup, directory).await.unwrap();
        })
        .await;
    let after = life(&desk).await;
    assert_eq!(after["store"], before["store"]);
    assert_ne!(after["epoch"], before["epoch"]);
    let of_b = desk.filed(2).await;
    assert!(number(&of_b) > number(&of_a), "{of_b} after {of_a}");
    let refused = desk.post(&format!("/v1/tickets/{of_b}/actions"), note(Uuid::now_v7(), &before)).await;
    assert_eq!(refused.problem().1, "other-life");
    let stranger = json!({ "store": "another", "epoch": after["epoch"] });
    let refused = desk.post(&format!("/v1/tickets/{of_b}/actions"), note(Uuid::now_v7(), &stranger)).await;
    assert_eq!(refused.problem().1, "other-store");
    assert_eq!(desk.ticket(&of_b).await["version"], 1, "nothing of it was applied");
    let taken = desk.post(&format!("/v1/tickets/{of_b}/actions"), note(Uuid::now_v7(), &after)).await;
    assert_eq!(taken.status, 200);
    assert_eq!(reasons(&desk).await, ["restored"]);
}

#[tokio::test]
async fn filing_and_messages_of_another_life_are_refused_too_and_are_the_same_request_in_the_next() {
    let desk = TestDesk::open().await;
    let (ticket, now) = (desk.filed(1).await, life(&desk).await);
    let before = json!({ "store": now["store"], "epoch": "before" });
    let mut filing = incident(1);
    filing["id"] = json!(Uuid::now_v7());
    filing["made_for"] = before.clone();
    let message = json!({ "contact": "claire", "body": "Still down.", "made_for": before });
    for (uri, body) in
        [("/v1/tickets".to_owned(), &filing), (format!("/v1/tickets/{ticket}/messages"), &message)]
    {
        let refused = desk.post(&uri, body.clone()).await;
        assert_eq!(refused.problem().1, "other-life", "{uri}");
    }
    filing["made_for"] = now;
    let filed = desk.post("/v1/tickets", filing.clone()).await;
    filing.as_object_mut().unwrap().remove("made_for");
    let again = desk.post("/v1/tickets", filing).await;
    assert_eq!((filed.status, filed.bytes), (again.status, again.bytes));
}

#[tokio::test]
async fn a_file_that_is_copied_back_by_hand_is_known_by_the_mark_beside_it() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let copy = home.path().join("copy");
    let desk = desk
        .reopened(async |directory| {
            fs::copy(directory.join(FILE), &copy).unwrap();
        })
        .await;
    let before = life(&desk).await;
    let given = desk.filed(1).await;
    // Started again without having been touched, it goes on living.
    let desk = desk.reopened(async |_| ()).await;
    assert_eq!(life(&desk).await, before);
    let desk = desk
        .reopened(async |directory| {
            fs::copy(&copy, directory.join(FILE)).unwrap();
        })
        .await;
    assert_ne!(life(&desk).await, before);
    assert!(number(&desk.filed(1).await) > number(&given));
    assert_eq!(reasons(&desk).await, ["put-back"]);
}

#[tokio::test]
async fn a_store_that_has_lost_its_mark_lives_anew_and_no_number_is_given_that_a_console_knows() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let copy = home.path().join("copy");
    let desk = desk
        .reopened(async |directory| {
            fs::copy(directory.join(FILE), &copy).unwrap();
        })
        .await;
    let before = life(&desk).await;
    let given = desk.filed(1).await;
    let act = Uuid::now_v7();
    let uri = format!("/v1/tickets/{given}/actions");
    assert_eq!(desk.post(&uri, note(act, &before)).await.status, 200);
    let desk = desk
        .reopened(async |directory| {
            fs::copy(&copy, directory.join(FILE)).unwrap();
            fs::remove_file(directory.join(MARK)).unwrap();
        })
        .await;
    assert_ne!(life(&desk).await, before);
    assert_eq!(reasons(&desk).await, ["mark-lost"]);
    let told = json!({ "life": before, "highest": [given], "acts": [act] });
    let contact = desk.token("portal", Role::Integration, None, &[]).await;
    assert_eq!(desk.call(&contact, "POST", "/v1/earlier-life", Some(told.clone())).await.status, 403);
    let answer = desk.post("/v1/earlier-life", told).await;
    assert_eq!(answer.json()["acts"], json!([act]), "it does not know what the earlier life had accepted");
    assert!(number(&desk.filed(1).await) > number(&given));
    // Nobody makes it jump as far as they like.
    let far = json!({ "life": before, "highest": ["INC-4000000000", "INC-x", "OTHER-7"] });
    assert_eq!(desk.post("/v1/earlier-life", far).await.status, 200);
    assert!(number(&desk.filed(1).await) < 2000);
}

#[tokio::test]
async fn a_whole_directory_that_is_put_back_lives_anew_as_soon_as_a_console_knows_more() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let desk = desk
        .reopened(async |directory| {
            for file in [FILE, MARK] {
                fs::copy(directory.join(file), home.path().join(file)).unwrap();
            }
        })
        .await;
    desk.filed(1).await;
    let before = life(&desk).await;
    let mut cursor = desk.get("/v1/changes").await.json()["cursor"].as_str().unwrap().to_owned();
    assert_eq!(desk.get("/v1/changes").await.json()["epoch"], before["epoch"]);
    let desk = desk
        .reopened(async |directory| {
            for file in [FILE, MARK] {
                fs::copy(home.path().join(file), directory.join(file)).unwrap();
            }
        })
        .await;
    assert_eq!(life(&desk).await, before, "nothing here can tell");
    // Whoever sees a part of the desk is not believed.
    let partly = desk.token("part", Role::Manager, Some("jdupont"), &["banque"]).await;
    desk.call(&partly, "GET", &format!("/v1/changes?since={cursor}"), None).await;
    assert_eq!(life(&desk).await, before);
    let gone = desk.get(&format!("/v1/changes?since={cursor}")).await;
    assert_eq!(gone.problem().1, "unknown-cursor");
    assert_ne!(life(&desk).await, before);
    assert_eq!(reasons(&desk).await, ["console-knew-more"]);
    // The new life is marked as well.
    let after = life(&desk).await;
    let desk = desk.reopened(async |_| ()).await;
    assert_eq!(life(&desk).await, after);
    cursor = desk.get("/v1/changes").await.json()["cursor"].as_str().unwrap().to_owned();
    assert_eq!(desk.get(&format!("/v1/changes?since={cursor}")).await.status, 200);
}

#[tokio::test]
async fn who_saw_more_of_a_ticket_than_there_is_has_not_seen_it() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(1).await;
    let respond = json!({ "do": "respond", "kind": "solution", "body": "Restart it." });
    let body = json!({ "id": Uuid::now_v7(), "seen": 7, "change": respond });
    let refused = desk.post(&format!("/v1/tickets/{ticket}/actions"), body).await;
    assert_eq!(refused.problem().1, "ticket-moved");
}

#[tokio::test]
async fn a_backup_that_is_served_elsewhere_lives_another_life() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    back_up(desk.directory(), &home.path().join(FILE)).await.unwrap();
    let copy = vigie::server::Store::open(home.path()).await.unwrap();
    let (here, there) = (desk.store.meta().await.unwrap(), copy.meta().await.unwrap());
    copy.close().await;
    assert_eq!(here.store, there.store);
    assert_ne!(here.epoch, there.epoch);
}
