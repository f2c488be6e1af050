//! What is of no year of a desk: refused where it would come in, and no store is lost by it.

use serde_json::{Value, json};
use vigie::server::Store;
use vigie::server::caller::Caller;
use vigie::server::error::ServerError;
use vigie::server::import::read;
use vigie::server::store::{FlawState, Mode, Part};

use crate::support::{DESK, TestDesk, incident, monday};

const WEEK: &str =
    "[[calendar]]\nname = \"paris\"\ntz = \"Europe/Paris\"\nweekly = { mon = [[\"09:00\", \"18:00\"]] }\n";

/// What is wrong with a file, as `line key`.
async fn refused(desk: &TestDesk, text: &str) -> String {
    let (file, places) = match read(text) {
        Ok(read) => read,
        Err(located) => return format!("{} {}", located.line, located.flaw.key),
    };
    let owner = Caller::owner_of_the_store();
    match desk.store.import(&owner, &file, Mode::DryRun, monday()).await {
        Err(ServerError::Flawed(flaws)) => {
            let located = places.locate(flaws.into_iter().next().unwrap());
            format!("{} {}", located.line, located.flaw.key)
        }
        other => panic!("{text}: {other:?}"),
    }
}

#[tokio::test]
async fn a_date_of_no_year_is_refused_with_line_and_key_and_changes_nothing() {
    let desk = TestDesk::open().await;
    let before = desk.store.meta().await.unwrap();
    let mut told = Vec::new();
    for date in ["-2026-12-25", "+10000-01-01", "26-12-25", "1969-12-31", "2201-01-01", "2026-1-1"] {
        told.push(refused(&desk, &format!("{WEEK}holidays = [\"2026-12-25\",\n\"{date}\"]\n")).await);
        told.push(refused(&desk, &format!("{WEEK}special = {{ \"{date}\" = [] }}\n")).await);
        told.push(
            refused(&desk, &format!("{WEEK}closings = [{{ from = \"2026-08-01\", to = \"{date}\" }}]\n"))
                .await,
        );
        let customer = "[[customer]]\nid = \"new\"\nname = \"New\"\n";
        let contract = format!("contract = {{ number = \"1\", from = \"2026-01-01\", to = \"{date}\" }}\n");
        told.push(refused(&desk, &format!("{customer}{contract}")).await);
        told.push(refused(&desk, &format!("{customer}next_review = \"{date}\"\n")).await);
    }
    let each = [
        "6 calendar[0].holidays[1]",
        "5 calendar[0].special",
        "5 calendar[0].closings[0].to",
        "4 customer[0].contract.to",
        "4 customer[0].next_review",
    ];
    for (nth, told) in told.iter().enumerate() {
        assert!(told.starts_with(each[nth % each.len()]), "{told} is not {}", each[nth % each.len()]);
    }
    assert_eq!(desk.store.meta().await.unwrap(), before);
}

#[tokio::test]
async fn an_instant_of_no_year_is_refused_by_its_field_wherever_somebody_may_write_one() {
    let desk = TestDesk::open().await;
    let incident = desk.filed(1).await;
    let signature = |part: &str, at: &str| {
        json!({
            "customer": "aeroports", "contact": "claire", "kind": "signature-request", "severity": 2,
            "subject": "FP", "body": "It is deleted.",
            "signature": { "verdict": "false-positive", "object": "file", "name": "a.exe", part: at },
        })
    };
    let uri = format!("/v1/tickets/{incident}/actions");
    let action = |change: Value| json!({ "id": uuid::Uuid::now_v7(), "seen": 1, "change": change });
    for at in
        ["+262142-12-31T23:59:59Z", "-262143-01-01T00:00:00Z", "2201-01-01T00:00:00Z", "1969-12-31T23:59:59Z"]
    {
        let of = |answer: crate::support::Answered| {
            let (status, code, field) = answer.problem();
            assert_eq!((status, code.as_str()), (422, "invalid-field"), "{at} {field}");
            field
        };
        let contact = desk
            .token(
                &format!("airports {at}"),
                vigie::desk::ticket::customer::Role::Contact,
                None,
                &["aeroports"],
            )
            .await;
        for part in ["rescanned_at", "bases_released"] {
            let filed = desk.call(&contact, "POST", "/v1/tickets", Some(signature(part, at))).await;
            assert_eq!(of(filed), format!("signature.{part}"));
        }
        let bases = desk.post("/v1/bases", json!({ "version": "1", "released_at": at })).await;
        assert_eq!(of(bases), "released_at");
        let promise = action(json!({ "do": "promise", "promise": { "due": at, "what": "a word" } }));
        assert_eq!(of(desk.post(&uri, promise).await), "change.promise.due");
        let call = action(json!({ "do": "call", "call": { "occurred_at": at } }));
        assert_eq!(of(desk.post(&uri, call).await), "change.call.occurred_at");
        let mut made = action(json!({ "do": "acknowledge" }));
        made["made_at"] = at.into();
        assert_eq!(of(desk.post(&uri, made).await), "made_at");
    }
}

async fn reopened(desk: &TestDesk) -> Store {
    Store::open(desk.directory()).await.unwrap()
}

async fn import(store: &Store, text: &str) -> Result<vigie::api::Imported, ServerError> {
    let (file, _) = read(text).unwrap_or_else(|flaw| panic!("{flaw:?}"));
    store.import(&Caller::owner_of_the_store(), &file, Mode::Apply, monday()).await
}

#[tokio::test]
async fn a_store_with_a_holiday_of_no_year_serves_names_it_and_is_mended() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(3).await;
    let due = desk.ticket(&ticket).await["response"]["target"].clone();
    desk.execute(
        "UPDATE calendars SET spec = json_insert(spec, '$.holidays', json('[\"2026-12-25\", \"-2026-12-25\"]'))
         WHERE name = 'paris'",
    )
    .await;
    desk.execute(
        "UPDATE customers SET data = json_set(data, '$.contract.to', '+12000-01-01') WHERE id = 'aeroports'",
    )
    .await;
    let store = reopened(&desk).await;
    let owner = Caller::owner_of_the_store();
    let known = store.desk().await.unwrap();
    assert_eq!(known.calendars.len(), 2);
    let flaws = store.flaws(&owner).await.unwrap();
    let named: Vec<_> = flaws.iter().map(|flaw| (flaw.part, flaw.name.as_str())).collect();
    assert_eq!(named, [(Part::Calendar, "paris"), (Part::Customer, "aeroports")]);
    assert!(flaws.iter().all(|flaw| matches!(flaw.state, FlawState::ReadOtherwise(_))));

    // Every import works, of this calendar and of others.
    import(&store, "[[customer]]\nid = \"new\"\nname = \"New\"\n").await.unwrap();
    assert_eq!(store.mend(&owner, monday()).await.unwrap(), []);
    let again = reopened(&desk).await;
    assert_eq!(again.flaws(&owner).await.unwrap(), []);
    let spec = &again.desk().await.unwrap().calendars[&"paris".parse().unwrap()].spec;
    assert_eq!(spec.holidays, ["2026-12-25".parse().unwrap()]);
    assert_eq!(desk.ticket(&ticket).await["response"]["target"], due);
}

#[tokio::test]
async fn an_entry_that_says_nothing_is_set_aside_until_a_file_brings_it_again() {
    let desk = TestDesk::open().await;
    let ticket = desk.filed(3).await;
    let due = desk.ticket(&ticket).await["response"]["target"].clone();
    desk.execute("UPDATE calendars SET spec = '{\"tz\": \"Europe/Atlantis\"}' WHERE name = 'paris'").await;
    desk.execute("UPDATE customers SET data = 'no json' WHERE id = 'banque'").await;
    desk.execute("UPDATE desk SET programme = '{}'").await;
    let store = reopened(&desk).await;
    let owner = Caller::owner_of_the_store();
    let flaws = store.flaws(&owner).await.unwrap();
    assert!(flaws.iter().all(vigie::server::store::StoredFlaw::is_unreadable), "{flaws:?}");
    let parts: Vec<_> = flaws.iter().map(|flaw| flaw.part).collect();
    assert_eq!(parts, [Part::Programme, Part::Calendar, Part::Customer]);

    // What has nothing to do with it goes on.
    assert!(store.desk().await.unwrap().customer(&"aeroports".parse().unwrap()).is_some());
    import(&store, "[[manager]]\nid = \"new\"\nname = \"New\"\n").await.unwrap();

    let programme = include_str!("../../assets/programme.toml");
    let programme = toml::from_str::<toml::Table>(programme).unwrap();
    let programme = toml::to_string(&toml::Table::from_iter([("programme".to_owned(), programme.into())]));
    import(&store, &programme.unwrap()).await.unwrap();
    import(&store, DESK).await.unwrap();
    assert_eq!(reopened(&desk).await.flaws(&owner).await.unwrap(), []);
    assert_eq!(desk.ticket(&ticket).await["response"]["target"], due);
}

#[tokio::test]
async fn a_fact_of_no_year_is_read_as_the_nearest_and_its_ticket_is_shown() {
    let desk = TestDesk::open().await;
    let mut asked = incident(2);
    asked["kind"] = "signature-request".into();
    asked["signature"] = json!({ "verdict": "false-positive", "object": "file", "name": "a.exe", "rescanned_at": "2026-11-23T08:00:00Z" });
    let id = desk.post("/v1/tickets", asked).await.json()["id"].as_str().unwrap().to_owned();
    desk.execute("DROP TRIGGER facts_are_never_changed").await;
    desk.execute(
        "UPDATE facts SET what = json_set(what, '$.data.signature.rescanned_at', '+262142-12-31T23:59:59Z')",
    )
    .await;
    desk.execute(
        "UPDATE tickets SET summary = json_set(summary, '$.status_since', '+262142-12-31T23:59:59Z')",
    )
    .await;
    desk.execute("UPDATE meta SET bounded = 0").await;
    let store = reopened(&desk).await;
    let detail = desk.get(&format!("/v1/tickets/{id}")).await.json();
    let request = &detail["facts"][0]["data"]["signature"];
    assert_eq!(request["rescanned_at"], "2200-12-31T23:59:59.999999Z", "{detail}");
    let changes = desk.get("/v1/changes").await.json();
    assert_eq!(changes["tickets"][0]["status_since"], "2026-11-23T09:00:00Z");
    let flaws = store.flaws(&Caller::owner_of_the_store()).await.unwrap();
    assert_eq!(flaws.iter().map(|flaw| flaw.part).collect::<Vec<_>>(), [Part::Fact]);
}

#[tokio::test]
async fn what_would_be_due_after_the_last_year_is_never_due() {
    let desk = TestDesk::open().await;
    let far = DESK.replace(
        "tz = \"Europe/Paris\"",
        "tz = \"Europe/Paris\"\nclosings = [{ from = \"2026-11-23\", to = \"2200-12-31\" }]",
    );
    desk.import(&far).await;
    let ticket = desk.ticket(&desk.filed(3).await).await;
    assert_eq!(ticket["response"]["target"], Value::Null, "{ticket}");
}
