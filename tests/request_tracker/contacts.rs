//! Who writes: RT's users as named contacts, and strangers who are shown as such from their first message on.

use reqwest::Method;
use serde_json::json;
use vigie::desk::ticket::Ticket;
use vigie::desk::ticket::conversation::Who;

use crate::desk::{Desk, LEAST, MAPPING};
use crate::instance::{Instance, is_wanted};

async fn files(rt: &Instance, who: &str) -> u64 {
    let body = json!({ "Queue": "Aldermoor Bank", "Subject": who, "Content": "Help.", "Requestor": who });
    let filed = rt.as_agent("ROOT", Method::POST, "ticket", Some(body)).await;
    filed["id"].as_str().map_or_else(|| filed["id"].as_u64().unwrap(), |id| id.parse().unwrap())
}

/// The stranger on a ticket, if it was told and has one.
fn stranger(tickets: &[Ticket], id: u64) -> Option<String> {
    let ticket = tickets.iter().find(|ticket| ticket.id.as_str() == id.to_string())?;
    ticket.course().stranger.as_ref().map(|name| name.raw().to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn users_of_rt_are_contacts_and_the_first_message_of_a_stranger_is_marked() {
    if !is_wanted("users of RT are contacts, and the first message of a stranger is marked") {
        return;
    }
    let rt = Instance::start();
    let user = json!({ "Name": "stray@elsewhere.example", "EmailAddress": "stray@elsewhere.example" });
    rt.as_agent("ROOT", Method::POST, "user", Some(user)).await;
    let (strange, known) = (files(&rt, "stray@elsewhere.example").await, files(&rt, "casimir.thorne").await);
    for (mapping, customer) in [(MAPPING, "aldermoor"), (LEAST, "Aldermoor Bank")] {
        let desk = Desk::new(rt.port(), rt.token("MARA_LINDQVIST"), mapping);
        let (_, cursor) = desk.sync().await;
        let told = desk.poll(Some(&cursor)).await;
        assert_eq!(
            stranger(&told.tickets, strange),
            Some("stray@elsewhere.example".to_owned()),
            "{customer}"
        );
        assert_eq!(stranger(&told.tickets, known), None, "a contact by the group of RT");
        let rules = desk.backend.rules().await.unwrap().rules;
        let bank = rules.customers.iter().find(|known| known.id.as_str() == customer).unwrap();
        assert_eq!(bank.contacts.len(), 8);
        let casimir = bank.contacts.iter().find(|it| it.id.as_str() == "casimir.thorne").unwrap();
        assert_eq!(casimir.name.raw(), "Casimir Thorne");
        assert_eq!(casimir.email.as_ref().unwrap().raw(), "casimir.thorne@aldermoor.example");

        let opened = desk.detail(known).await;
        assert!(matches!(&opened.facts[0].by, Who::Contact(id) if id.as_str() == "casimir.thorne"));
        assert_eq!(opened.ticket.course().stranger, None);
        let opened = desk.detail(strange).await;
        assert!(opened.ticket.course().stranger.is_some());
    }
}
