//! Over real HTTP: a server on its own thread, and the demonstration's customers.

use std::net::TcpListener;

use chrono::{DateTime, Utc};
use vigie::api::{Changes, Me};
use vigie::commands::demo::{Demonstration, start};
use vigie::server::Clock;
use vigie::server::store::draw_secret;

fn clock() -> Clock {
    let now: DateTime<Utc> = "2026-11-23T09:00:00Z".parse().unwrap();
    Clock::new(move || now)
}

async fn get<T: serde::de::DeserializeOwned>(url: &str, token: &str) -> T {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let answer = client.get(url).bearer_auth(token).send().await.unwrap();
    assert_eq!(answer.status(), 200, "{url}");
    answer.json().await.unwrap()
}

#[tokio::test]
async fn the_demonstration_answers_who_connects_before_it_is_up_and_its_customers_act() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let token = draw_secret();
    let shown = Demonstration { tickets: None, seed: 1, speed: 1000.0 };
    let running = start(listener, &shown, clock(), token.clone()).unwrap();
    let base = format!("http://{}", running.address);
    let me: Me = get(&format!("{base}/v1/me"), &token).await;
    assert!(me.demonstration);
    let first: Changes = get(&format!("{base}/v1/changes"), &token).await;
    assert!(first.tickets.len() >= 60);
    // Wait for a fact and not for a time: the next thing that a customer does.
    let next: Changes = get(&format!("{base}/v1/changes?wait=25&since={}", first.cursor), &token).await;
    assert!(!next.tickets.is_empty());
    drop(running);
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    assert!(client.get(format!("{base}/v1/health")).send().await.is_err(), "it is gone");
}

#[tokio::test]
async fn a_load_is_served_as_the_demonstration_is() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let token = draw_secret();
    let shown = Demonstration { tickets: Some(30), seed: 1, speed: 1.0 };
    let running = start(listener, &shown, clock(), token.clone()).unwrap();
    let page: Changes = get(&format!("http://{}/v1/changes", running.address), &token).await;
    assert_eq!((page.tickets.len(), page.more), (30, false));
    assert!(running.is_up());
}
