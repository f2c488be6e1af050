//! A desk file: idempotent, all or nothing, and every flaw with its line.

use serde_json::json;
use vigie::api::Counts;
use vigie::desk::ticket::customer::Role;
use vigie::server::caller::Caller;
use vigie::server::error::ServerError;
use vigie::server::import::read;
use vigie::server::store::Mode;

use crate::support::{DESK, TestDesk};

/// The flaws of a file as `line:column key code`.
async fn flaws(desk: &TestDesk, text: &str) -> Vec<String> {
    let shown = |located: vigie::server::import::Located| {
        let flaw = &located.flaw;
        format!("{}:{} {} {}", located.line, located.column, flaw.key, flaw.fault)
    };
    let (file, places) = match read(text) {
        Ok(read) => read,
        Err(located) => return vec![shown(located)],
    };
    match desk.store.import(&Caller::owner_of_the_store(), &file, Mode::Apply, desk.clock.now()).await {
        Err(ServerError::Flawed(flaws)) => flaws.into_iter().map(|flaw| shown(places.locate(flaw))).collect(),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn the_same_file_twice_changes_nothing() {
    let desk = TestDesk::open().await;
    let before = desk.store.meta().await.unwrap();
    let done = desk.import(DESK).await;
    assert_eq!(done.customers, Counts { unchanged: 3, ..Counts::default() });
    assert_eq!(done.calendars, Counts { unchanged: 1, ..Counts::default() });
    assert_eq!((done.settings_changed, done.rescheduled), (false, 0));
    assert_eq!(desk.store.meta().await.unwrap(), before);
}

#[tokio::test]
async fn what_a_file_leaves_out_stays() {
    let desk = TestDesk::open().await;
    let done = desk.import("[[customer]]\nid = \"new\"\nname = \"New\"\n").await;
    assert_eq!(done.customers, Counts { added: 1, ..Counts::default() });
    let customers = desk.get("/v1/customers").await.json();
    assert_eq!(customers["customers"].as_array().unwrap().len(), 4);
}

#[tokio::test]
async fn asking_what_would_change_changes_nothing() {
    let desk = TestDesk::open().await;
    let before = desk.store.meta().await.unwrap();
    desk.filed(3).await;
    let (file, _) = read(&DESK.replace("\"18:00\"", "\"12:00\"")).unwrap();
    let done = desk
        .store
        .import(&Caller::owner_of_the_store(), &file, Mode::DryRun, desk.clock.now())
        .await
        .unwrap();
    assert_eq!((done.calendars.changed, done.rescheduled), (1, 1));
    assert_eq!(desk.store.meta().await.unwrap().desk_version, before.desk_version);
    assert_eq!(desk.import(DESK).await.calendars.unchanged, 1);
}

#[tokio::test]
async fn every_flaw_is_told_where_it_is_written_and_nothing_is_put_in() {
    let desk = TestDesk::open().await;
    let before = desk.store.meta().await.unwrap();
    let mut wrong = DESK
        .replace("calendar = \"paris\"", "calendar = \"pariss\"")
        .replace("manager = \"cmartin\"", "manager = \"cmartn\"")
        .replace("from = \"2026-01-01\"", "from = \"2028-01-01\"")
        .replace("Europe/Paris", "Europe/Pariss")
        .replace("id = \"mairie\"", "id = \"banque\"");
    for id in ["c0", "c1", "c2", "c3", "c4", "c5", "c6", "c7"] {
        wrong += &["\n[[customer.contact]]\nid = \"", id, "\"\nname = \"C\"\n"].concat();
    }
    wrong += "[[calendar]]\nname = \"shut\"\ntz = \"UTC\"\n";
    insta::assert_json_snapshot!(flaws(&desk, &wrong).await);
    assert_eq!(desk.store.meta().await.unwrap(), before);
}

#[tokio::test]
async fn what_does_not_fit_a_desk_is_told_with_line_and_suggestion() {
    let desk = TestDesk::open().await;
    let mut told = Vec::new();
    for text in [
        "[[customer]\nid = 1",
        "[[customer]]\nid = \"a\"\nname = \"A\"\nnmae = \"B\"",
        "[[customer]]\nid = \"a\"\nname = \"A\"\nplan = \"gold\"",
        "[[customer]]\nid = \"a\"\nname = \"A\"\nzone = \"Europe/Pari\"",
        "[[customer]]\nid = \"a\\u001b\"\nname = \"A\"",
        "[[customer]]\nname = \"A\"",
        "[[calendar]]\nname = \"a\"\ntz = \"UTC\"\nweekly = { mon = [[\"09:00\", \"25:00\"]] }",
        "[[calendar]]\nname = \"a\"\ntz = \"UTC\"\nweekly.mon = [[\"18:00\", \"09:00\"]]",
        "[[calendar]]\nname = \"a\"\ntz = \"UTC\"\n[calendar.special]\n2026-12-99 = []",
        "[programme]\nversion = 1\nseverities = []",
    ] {
        told.extend(flaws(&desk, text).await);
    }
    insta::assert_json_snapshot!(told);
}

/// A calendar with the rest of its entry.
fn calendar(rest: &str) -> String {
    format!("[[calendar]]\nname = \"a\"\ntz = \"UTC\"\nweekly.mon = [[\"09:00\", \"18:00\"]]\n{rest}")
}

#[tokio::test]
async fn what_a_calendar_says_in_vain_is_refused_where_it_is_written() {
    let desk = TestDesk::open().await;
    for (rest, expected) in [
        (
            "holidays = [\"2026-05-26\", \"2026-05-25\"]\n[calendar.special]\n2026-05-25 = [[\"09:00\", \"18:00\"]]",
            "7:1 calendar[0].special.2026-05-25 2026-05-25 has special hours and is among the holidays; say one of the two",
        ),
        (
            "holidays = [\n\"2026-05-25\",\n\"2026-05-25\",\n]",
            "7:1 calendar[0].holidays[1] 2026-05-25 is among the holidays already",
        ),
        (
            "[[calendar.closings]]\nfrom = \"2026-12-24\"\nto = \"2026-12-31\"\n[[calendar.closings]]\nfrom = \"2026-12-28\"\nto = \"2026-12-31\"",
            "8:1 calendar[0].closings[1] the closing lies in closings[0]",
        ),
        ("holidays_of = [\"FR\", \"FR\"]", "5:22 calendar[0].holidays_of[1] FR is named already"),
    ] {
        assert_eq!(flaws(&desk, &calendar(rest)).await, [expected], "{rest}");
    }
    let body = json!({ "calendar": [{ "name": "a", "tz": "UTC", "weekly": { "mon": [["09:00", "18:00"]] },
        "holidays": ["2026-05-25"], "special": { "2026-05-25": [["09:00", "12:00"]] } }] });
    let answer = desk.call(&desk.manager, "PUT", "/v1/desk", Some(body)).await;
    assert_eq!(answer.problem(), (422, "invalid-field".into(), "calendar[0].special.2026-05-25".into()));
}

#[tokio::test]
async fn a_public_holiday_that_the_desk_works_is_put_in() {
    let desk = TestDesk::open().await;
    let worked = include_str!("../data/worked-holiday.toml")
        .replace("[weekly]", "[calendar.weekly]")
        .replace("[special]", "[calendar.special]");
    let done = desk.import(&format!("[[calendar]]\nname = \"worked\"\n{worked}")).await;
    assert_eq!(done.calendars, Counts { added: 1, ..Counts::default() });
}

#[tokio::test]
async fn a_ninth_contact_is_refused_over_the_api_too() {
    let desk = TestDesk::open().await;
    let contacts: Vec<_> = (0..9).map(|n| json!({ "id": format!("c{n}"), "name": "C" })).collect();
    let body = json!({ "id": "banque", "name": "Banque Alpine", "contact": contacts });
    let answer = desk.call(&desk.manager, "PUT", "/v1/customers/banque", Some(body)).await;
    assert_eq!(answer.problem(), (422, "too-many-contacts".into(), "contact[8]".into()));
    assert_eq!(answer.json()["params"]["flaws"][0]["params"], json!({ "limit": 8, "count": 9 }));
}

#[tokio::test]
async fn a_customer_is_put_by_whoever_sets_up_the_desk() {
    let desk = TestDesk::open().await;
    let body = json!({ "id": "zoo", "name": "Zoo", "contact": [{ "id": "a", "name": "A" }] });
    let put = |token: String| {
        let body = body.clone();
        let desk = &desk;
        async move { desk.call(&token, "PUT", "/v1/customers/zoo", Some(body)).await.status.as_u16() }
    };
    assert_eq!(put(desk.manager.clone()).await, 201);
    assert_eq!(put(desk.manager.clone()).await, 200);
    assert_eq!(put(desk.token("portal", Role::Integration, None, &[]).await).await, 403);
    assert_eq!(put(desk.token("narrow", Role::Manager, None, &["banque"]).await).await, 403);
    let other = desk.call(&desk.manager, "PUT", "/v1/customers/other", Some(body.clone())).await;
    assert_eq!(other.problem(), (422, "invalid-field".into(), "id".into()));
}

#[tokio::test]
async fn a_desk_goes_in_over_the_api() {
    let desk = TestDesk::open().await;
    let body = json!({ "desk": { "name": "Night desk" }, "manager": [{ "id": "okone", "name": "Oumar" }] });
    let answer = desk.call(&desk.manager, "PUT", "/v1/desk", Some(body)).await;
    insta::assert_json_snapshot!(answer.json());
    assert_eq!(desk.get("/v1/programme").await.json()["desk_name"], "Night desk");
}

#[tokio::test]
async fn a_changed_plan_puts_unanswered_tickets_under_other_terms() {
    let desk = TestDesk::open().await;
    let (open, answered) = (desk.filed(3).await, desk.filed(3).await);
    desk.act(&answered, crate::support::respond("solution", "stay")).await;
    let verdict = desk.ticket(&answered).await;
    let done =
        desk.import(&DESK.replace("name = \"Aéroports du Sud\"", "name = \"A\"\nplan = \"standard\"")).await;
    assert_eq!(done.rescheduled, 1);
    assert_eq!(desk.ticket(&open).await["response"], json!({ "is": "not-guaranteed" }));
    assert_eq!(desk.ticket(&answered).await, verdict);
    assert_eq!(desk.store.unlike_their_facts(&Caller::owner_of_the_store()).await.unwrap(), []);
}
