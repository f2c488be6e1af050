//! What could be either of two is told, and never the first of them.

use serde_json::{Value, json};
use vigie::desk::ticket::customer::Role;

use crate::support::{TestDesk, incident};

const SHARED: &str = r#"
[[customer]]
id = "aeroports"
name = "Aéroports du Sud"
contract = { number = "PS-1", from = "2026-01-01", to = 2027-12-31 }

[[customer.contact]]
id = "claire"
name = "Claire Fabre"
email = "It@Aeroports.example"
phone = "+33 1 99 00 00 01"

[[customer.contact]]
id = "paul"
name = "Paul Weiss"
email = " it@aeroports.example"
phone = "0033 199-000-001"

[[customer.contact]]
id = "paul2"
name = "paul  WEISS"
"#;

fn from(address: &str) -> Value {
    let mut body = incident(3);
    body.as_object_mut().unwrap().remove("contact");
    body["from"] = json!(address);
    body
}

#[tokio::test]
async fn mail_from_an_address_of_two_contacts_is_an_unknown_senders() {
    let desk = TestDesk::open().await;
    desk.import(SHARED).await;
    let filed = desk.post("/v1/tickets", from("it@aeroports.example")).await.json();
    assert_eq!(filed["course"]["stranger"], "it@aeroports.example");
    assert_eq!(filed["contact"], Value::Null);
    let id = desk.filed(3).await;
    let message = json!({ "from": "IT@aeroports.example", "body": "More." });
    let after = desk.post(&format!("/v1/tickets/{id}/messages"), message).await.json();
    assert_eq!(after["course"]["stranger"], "IT@aeroports.example");
    // A person says who it is.
    let linked = desk.act(&id, json!({ "do": "link-sender", "contact": "paul" })).await;
    assert_eq!((linked.status.as_u16(), &linked.json()["ticket"]["contact"]), (200, &json!("paul")));
    // An address of one is theirs, however it is written.
    desk.import(&SHARED.replace("It@", "claire@")).await;
    let filed = desk.post("/v1/tickets", from("it@AEROPORTS.example ")).await.json();
    assert_eq!(filed["contact"], "paul");
}

#[tokio::test]
async fn an_import_tells_which_entries_go_by_the_same() {
    let desk = TestDesk::open().await;
    let done = desk.import(SHARED).await;
    let told: Vec<_> =
        done.shared.iter().map(|shared| (shared.key.as_str(), shared.other.as_str())).collect();
    assert_eq!(
        told,
        [
            ("customer[0].contact[1].email", "customer[0].contact[0].email"),
            ("customer[0].contact[1].phone", "customer[0].contact[0].phone"),
            ("customer[0].contact[2].name", "customer[0].contact[1].name"),
        ]
    );
    // Against what the desk knows already, also when the file itself changes nothing.
    let other = "[[customer]]\nid = \"banque\"\nname = \"Banque Alpine\"\n\n[[customer.contact]]\nid = \"x\"\nname = \"X\"\n\
                 email = \"it@aeroports.example\"\n\n[[manager]]\nid = \"second\"\nname = \"Claire Martin\"\n";
    for _ in 0..2 {
        let told: Vec<_> = desk.import(other).await.shared;
        let told: Vec<_> = told.iter().map(|shared| (shared.key.as_str(), shared.other.as_str())).collect();
        assert_eq!(
            told,
            [
                ("manager[0].name", "manager \"cmartin\".name"),
                ("customer[0].contact[0].email", "customer \"aeroports\", contact \"claire\".email"),
            ]
        );
    }
    // Who sees only the bank is not told of the airports.
    let token = desk.token("bank only", Role::Manager, Some("jdupont"), &["banque"]).await;
    let body = json!({ "customer": [{
        "id": "banque", "name": "Banque Alpine", "contact": [{ "id": "y", "name": "Y", "email": "it@aeroports.example" }],
    }] });
    let done = desk.call(&token, "PUT", "/v1/desk", Some(body)).await;
    assert_eq!((done.status.as_u16(), &done.json()["shared"]), (200, &Value::Null), "{}", done.json());
}

#[tokio::test]
async fn who_is_named_as_a_contact_has_an_address_of_their_own() {
    let desk = TestDesk::open().await;
    let id = desk.post("/v1/tickets", from("new@aeroports.example")).await.json()["id"].clone();
    let person = json!({ "id": "new", "name": "New", "email": "C.Fabre@aeroports.example" });
    let named = desk.act(id.as_str().unwrap(), json!({ "do": "name-contact", "contact": person })).await;
    assert_eq!(named.problem(), (409, "address-taken".into(), "change.contact.email".into()));
    // In the place of who had it, it is theirs.
    let change = json!({ "do": "name-contact", "contact": person, "replaces": "claire" });
    assert_eq!(desk.act(id.as_str().unwrap(), change).await.status, 200);
}

#[tokio::test]
async fn a_contact_and_an_address_of_somebody_else_are_not_both_believed() {
    let desk = TestDesk::open().await;
    let mut body = incident(3);
    body["from"] = json!("somebody@else.example");
    assert_eq!(
        desk.post("/v1/tickets", body.clone()).await.problem(),
        (422, "sender-differs".into(), "from".into())
    );
    body["from"] = json!("C.FABRE@aeroports.example");
    let filed = desk.post("/v1/tickets", body).await;
    assert_eq!(filed.json()["contact"], "claire");
    let id = filed.json()["id"].as_str().unwrap().to_owned();
    let message = json!({ "contact": "claire", "from": "somebody@else.example", "body": "x" });
    let answer = desk.post(&format!("/v1/tickets/{id}/messages"), message).await;
    assert_eq!(answer.problem(), (422, "sender-differs".into(), "from".into()));
}

#[tokio::test]
async fn who_is_a_contact_no_more_is_known_by_name() {
    let desk = TestDesk::open().await;
    let id = desk.filed(3).await;
    let former = |answer: Value| answer["former"].clone();
    assert_eq!(former(desk.get("/v1/customers").await.json()), Value::Null);
    desk.import("[[customer]]\nid = \"aeroports\"\nname = \"Aéroports du Sud\"\n").await;
    assert_eq!(desk.ticket(&id).await["contact"], "claire", "facts name people by their id");
    let gone = json!([{ "customer": "aeroports", "id": "claire", "name": "Claire Fabre" }]);
    assert_eq!(former(desk.get("/v1/customers").await.json()), gone);
    // Also when somebody takes another one's place, and by another server.
    let id = desk.post("/v1/tickets", from("new@aeroports.example")).await.json()["id"].clone();
    let name = |id: &str, replaces: Option<&str>| {
        let mut change =
            json!({ "do": "name-contact", "contact": { "id": id, "name": format!("The {id}") } });
        if let Some(replaces) = replaces {
            change["replaces"] = json!(replaces);
        }
        change
    };
    assert_eq!(desk.act(id.as_str().unwrap(), name("first", None)).await.status, 200);
    let id = desk.post("/v1/tickets", from("new@aeroports.example")).await.json()["id"].clone();
    assert_eq!(desk.act(id.as_str().unwrap(), name("second", Some("first"))).await.status, 200);
    let again = desk.opened_again().await;
    let names: Vec<_> = again.get("/v1/customers").await.json()["former"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].clone())
        .collect();
    assert_eq!(names, ["Claire Fabre", "The first"]);
    // Whoever does not see the customer does not hear of them.
    let token = desk.token("bank only", Role::Contact, None, &["banque"]).await;
    assert_eq!(former(desk.call(&token, "GET", "/v1/customers", None).await.json()), Value::Null);
}
