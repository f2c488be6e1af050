//! The zone data that dues are computed with: newer data moves them, older data is told.

use serde_json::json;
use vigie::desk::sla::ZoneSet;
use vigie::server::store::Store;

use crate::support::TestDesk;

/// As if the law had said something else when the due was computed.
const AN_HOUR_EARLIER: &str = "UPDATE tickets SET summary = replace(summary, '\"target\":\"2026-11-23T15:00:00Z\"', '\"target\":\"2026-11-23T14:00:00Z\"')";

fn ours() -> String {
    ZoneSet::in_force().release().to_string()
}

async fn target(desk: &TestDesk, id: &str) -> String {
    desk.ticket(id).await["response"]["target"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_store_with_older_zone_data_has_its_open_dues_computed_anew_and_consoles_hear() {
    let desk = TestDesk::open().await;
    let open = desk.filed(3).await;
    assert_eq!(target(&desk, &open).await, "2026-11-23T15:00:00Z");
    let before = desk.store.meta().await.unwrap();
    desk.execute(AN_HOUR_EARLIER).await;
    desk.execute("UPDATE meta SET tzdata = '2025b'").await;
    let cursor = desk.get("/v1/changes").await.json()["cursor"].as_str().unwrap().to_owned();
    assert_eq!(target(&desk, &open).await, "2026-11-23T14:00:00Z");

    Store::open(desk.directory()).await.unwrap().close().await;

    let after = desk.store.meta().await.unwrap();
    assert_eq!(target(&desk, &open).await, "2026-11-23T15:00:00Z");
    assert_eq!((after.tzdata, after.changed), (ours(), before.changed + 1));
    assert_eq!(after.desk_version, before.desk_version + 1, "consoles read the rules again");
    let heard = desk.get(&format!("/v1/changes?since={cursor}")).await.json();
    assert_eq!(heard["tickets"][0]["response"]["target"], "2026-11-23T15:00:00Z");

    // Once is enough.
    let changed = after.changed;
    Store::open(desk.directory()).await.unwrap().close().await;
    assert_eq!(desk.store.meta().await.unwrap().changed, changed);
}

#[tokio::test]
async fn a_store_from_before_the_release_was_kept_is_computed_anew_too() {
    let desk = TestDesk::open().await;
    let open = desk.filed(3).await;
    desk.execute(AN_HOUR_EARLIER).await;
    desk.execute("UPDATE meta SET tzdata = ''").await;
    Store::open(desk.directory()).await.unwrap().close().await;
    assert_eq!(target(&desk, &open).await, "2026-11-23T15:00:00Z");
}

#[tokio::test]
async fn a_store_with_other_public_holidays_is_computed_anew() {
    let desk = TestDesk::open().await;
    let open = desk.filed(3).await;
    desk.execute(AN_HOUR_EARLIER).await;
    desk.execute("UPDATE meta SET holidays = 1").await;
    Store::open(desk.directory()).await.unwrap().close().await;
    assert_eq!(target(&desk, &open).await, "2026-11-23T15:00:00Z");
}

#[tokio::test]
async fn a_store_with_newer_zone_data_is_left_and_told() {
    let desk = TestDesk::open().await;
    let open = desk.filed(3).await;
    desk.execute(AN_HOUR_EARLIER).await;
    desk.execute("UPDATE meta SET tzdata = '2999a'").await;
    Store::open(desk.directory()).await.unwrap().close().await;
    assert_eq!(target(&desk, &open).await, "2026-11-23T14:00:00Z");
    let health = desk.get("/v1/health").await.json();
    assert_eq!((&health["tzdata"], &health["tzdata_of_store"]), (&json!(ours()), &json!("2999a")));
}

#[tokio::test]
async fn health_and_programme_say_which_zone_data_the_server_has() {
    let desk = TestDesk::open().await;
    let health = desk.get("/v1/health").await.json();
    assert_eq!((&health["tzdata"], &health["tzdata_is_old"]), (&json!(ours()), &json!(false)));
    assert!(health.get("tzdata_of_store").is_none());
    assert_eq!(desk.get("/v1/programme").await.json()["tzdata"], json!(ours()));
}
