//! Who may ask: contacts, unknown senders, contracts. The server refuses by a code and names the field.

use chrono::TimeDelta;
use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;
use vigie::server::caller::Caller;

use crate::support::{DESK, TestDesk, incident, respond};

async fn from_a_stranger(desk: &TestDesk) -> String {
    let mut request = incident(1);
    request.as_object_mut().unwrap().remove("contact");
    request["from"] = json!("jo@unknown.example");
    desk.post("/v1/tickets", request).await.json()["id"].as_str().unwrap().to_owned()
}

fn named(id: &str) -> Value {
    json!({ "do": "name-contact", "contact": { "id": id, "name": id, "email": format!("{id}@aeroports.example") } })
}

#[tokio::test]
async fn an_unknown_sender_is_surfaced_with_a_clock_and_linked_by_a_manager() {
    let desk = TestDesk::open().await;
    let id = from_a_stranger(&desk).await;
    let ticket = desk.ticket(&id).await;
    assert_eq!(
        (&ticket["course"]["stranger"], &ticket["response"]["is"]),
        (&json!("jo@unknown.example"), &json!("owed"))
    );
    let nobody = desk.act(&id, json!({ "do": "link-sender", "contact": "nobody" })).await;
    assert_eq!(nobody.problem(), (422, "unknown-contact".into(), "change".into()));
    desk.act(&id, json!({ "do": "link-sender", "contact": "claire" })).await;
    let ticket = desk.ticket(&id).await;
    assert_eq!((&ticket["course"], &ticket["contact"]), (&Value::Null, &json!("claire")));
    let again = desk.act(&id, json!({ "do": "link-sender", "contact": "claire" })).await;
    assert_eq!(again.problem().1, "nobody-unknown");
    desk.post(
        &format!("/v1/tickets/{id}/messages"),
        json!({ "from": "al@unknown.example", "body": "Me too." }),
    )
    .await;
    assert_eq!(desk.ticket(&id).await["course"]["stranger"], "al@unknown.example");
}

#[tokio::test]
async fn a_ninth_contact_is_refused_naming_the_limit_and_one_is_replaced() {
    let desk = TestDesk::open().await;
    for name in ["b", "c", "d", "e", "f", "g", "h"] {
        let id = from_a_stranger(&desk).await;
        assert_eq!(desk.act(&id, named(name)).await.status, 200, "{name}");
    }
    let id = from_a_stranger(&desk).await;
    let refused = desk.act(&id, named("i")).await;
    assert_eq!(refused.json()["params"], json!({ "limit": 8 }));
    assert_eq!(refused.problem(), (422, "too-many-contacts".into(), "change.contact".into()));
    let mut replacing = named("i");
    replacing["replaces"] = json!("b");
    assert_eq!(desk.act(&id, replacing).await.status, 200);
    let customers = desk.get("/v1/customers").await.json()["customers"].clone();
    let contacts: Vec<_> =
        customers[0]["contact"].as_array().unwrap().iter().map(|it| it["id"].clone()).collect();
    assert_eq!(json!(contacts), json!(["claire", "c", "d", "e", "f", "g", "h", "i"]));
    // Who is named now is known by the address.
    let mut request = incident(2);
    request.as_object_mut().unwrap().remove("contact");
    request["from"] = json!("I@aeroports.example");
    assert_eq!(desk.post("/v1/tickets", request).await.json()["contact"], "i");
}

#[tokio::test]
async fn only_who_may_set_up_the_desk_names_contacts_and_corrects_contracts() {
    let desk = TestDesk::open().await;
    let on_call = desk.token("julien", Role::OnCall, Some("jdupont"), &[]).await;
    let id = from_a_stranger(&desk).await;
    let contract = json!({ "number": "PS-2", "from": "2026-01-01", "to": "2027-12-31" });
    for change in [named("b"), json!({ "do": "correct-contract", "contract": contract })] {
        let body = json!({ "id": uuid::Uuid::now_v7(), "change": change });
        let answer = desk.call(&on_call, "POST", &format!("/v1/tickets/{id}/actions"), Some(body)).await;
        assert_eq!(answer.problem().1, "forbidden");
    }
}

fn expired() -> String {
    DESK.replace("from = \"2026-01-01\", to = 2027-12-31", "from = \"2025-01-01\", to = 2026-11-22")
}

#[tokio::test]
async fn out_of_contract_no_clock_runs_and_a_correction_brings_it_back_at_once() {
    let desk = TestDesk::open().await;
    desk.import(&expired()).await;
    let id = desk.filed(1).await;
    assert_eq!(desk.ticket(&id).await["response"], json!({ "is": "no-contract" }));
    let other = desk.filed(3).await;
    desk.turn(TimeDelta::minutes(45));
    let contract = json!({ "number": "PS-1", "from": "2025-01-01", "to": "2027-12-31", "licence": "L-1" });
    let answer = desk.act(&id, json!({ "do": "correct-contract", "contract": contract })).await;
    assert_eq!(
        answer.json()["ticket"]["response"]["target"],
        "2026-11-23T09:30:00Z",
        "late at once, as it is"
    );
    assert_eq!(desk.ticket(&other).await["response"]["is"], "owed");
    let backwards = json!({ "number": "PS-1", "from": "2027-01-01", "to": "2026-12-31" });
    let refused = desk.act(&id, json!({ "do": "correct-contract", "contract": backwards })).await;
    assert_eq!(
        refused.problem(),
        (422, "contract-ends-before-it-starts".into(), "change.contract.to".into())
    );
    assert_eq!(desk.store.unlike_their_facts(&Caller::owner_of_the_store()).await.unwrap(), []);
}

#[tokio::test]
async fn what_was_answered_out_of_contract_has_no_verdict() {
    let desk = TestDesk::open().await;
    desk.import(&expired()).await;
    let id = desk.filed(1).await;
    desk.act(&id, respond("solution", "stay")).await;
    let response = desk.ticket(&id).await["response"].clone();
    assert_eq!((&response["is"], &response["target"]), (&json!("given"), &Value::Null));
    desk.import(DESK).await;
    assert_eq!(desk.ticket(&id).await["response"], response);
}
