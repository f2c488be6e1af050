//! What the proxy does to a request, each once, before a server that counts what it did.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use axum::extract::State;
use axum::http::header;
use axum::response::IntoResponse;
use axum::routing::post;
use chrono::{DateTime, TimeDelta, Utc};

use crate::proxy::{Asked, Canned, Fault, Lots, Mix, Point, Proxy};

const BODY: &str = r#"{"server_now": "2026-11-23T09:00:00Z", "said": "0123456789"}"#;

/// A server that counts, and how often it did something.
async fn server() -> (SocketAddr, Arc<AtomicU32>) {
    async fn act(State(done): State<Arc<AtomicU32>>, body: String) -> impl IntoResponse {
        assert_eq!(body, "do it");
        done.fetch_add(1, Ordering::SeqCst);
        ([(header::DATE, "Mon, 23 Nov 2026 09:00:00 GMT")], BODY)
    }
    let done = Arc::new(AtomicU32::new(0));
    let router = axum::Router::new().route("/act", post(act)).with_state(Arc::clone(&done));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    (address, done)
}

async fn act(proxy: &Proxy) -> Result<(u16, String), reqwest::Error> {
    let client = reqwest::Client::new();
    let answer = client.post(format!("{}act", proxy.url())).body("do it").send().await?;
    let status = answer.status().as_u16();
    Ok((status, answer.text().await?))
}

#[tokio::test]
async fn each_fault_does_what_it_says_to_the_client_and_to_the_server() {
    let (address, done) = server().await;
    let proxy = Proxy::start(address, |_: &Asked| Fault::Pass);
    let lost = None;
    let whole = Some((200, BODY.to_owned()));
    for (fault, hears, happens) in [
        (Fault::Pass, whole.clone(), 1),
        (Fault::Delay(Duration::from_millis(5)), whole.clone(), 1),
        (Fault::Drip { piece: 7, pause: Duration::from_micros(100) }, whole.clone(), 1),
        (Fault::DropRequest, lost.clone(), 0),
        (Fault::DropAnswer, lost.clone(), 1),
        (Fault::Reset(Point::Asked), lost.clone(), 0),
        (Fault::Reset(Point::Answered), lost.clone(), 1),
        (Fault::Truncate { permille: 0 }, lost.clone(), 1),
        (Fault::Truncate { permille: 999 }, lost, 1),
        (Fault::Answer(Canned::page(503)), Some((503, Canned::page(503).body)), 0),
        (Fault::AnswerAfter(Canned::garbage()), Some((200, Canned::garbage().body)), 1),
    ] {
        let before = done.load(Ordering::SeqCst);
        let planned = fault.clone();
        proxy.plan(move |_: &Asked| planned.clone());
        assert_eq!(act(&proxy).await.ok(), hears, "{fault:?}");
        assert_eq!(done.load(Ordering::SeqCst) - before, happens, "{fault:?}");
    }
    let met = proxy.met();
    assert_eq!(met.iter().map(|met| met.asked.nth).collect::<Vec<_>>(), (0..11).collect::<Vec<_>>());
    assert_eq!(met.iter().filter(|met| met.status == Some(200)).count(), 8);
}

#[tokio::test]
async fn what_waits_is_let_go_at_the_point_where_it_waited() {
    let (address, done) = server().await;
    let proxy = Arc::new(Proxy::start(address, |_: &Asked| Fault::Pass));
    for (point, happened) in [(Point::Asked, 0), (Point::Answered, 2)] {
        proxy.plan(move |_: &Asked| Fault::Hold(point, Box::new(Fault::Pass)));
        let asking = Arc::clone(&proxy);
        let asked = tokio::spawn(async move { act(&asking).await });
        proxy.holds(1).await;
        assert_eq!(done.load(Ordering::SeqCst), happened);
        proxy.release();
        assert_eq!(asked.await.unwrap().unwrap().0, 200);
        assert_eq!(proxy.held(), []);
    }
}

#[tokio::test]
async fn a_clock_that_is_another_one_is_told_in_date_and_body() {
    let (address, _) = server().await;
    let proxy = Proxy::start(address, |_: &Asked| Fault::Skew(TimeDelta::hours(-1)));
    let answer = reqwest::Client::new().post(format!("{}act", proxy.url())).body("do it").send();
    let answer = answer.await.unwrap();
    assert_eq!(answer.headers()["date"], "Mon, 23 Nov 2026 08:00:00 GMT");
    let body: serde_json::Value = serde_json::from_str(&answer.text().await.unwrap()).unwrap();
    let told: DateTime<Utc> = body["server_now"].as_str().unwrap().parse().unwrap();
    assert_eq!(told.to_rfc3339(), "2026-11-23T08:00:00+00:00");
    assert_eq!(body["said"], "0123456789");
}

#[tokio::test]
async fn nobody_listens_while_it_is_closed_and_a_restarted_server_is_behind_the_same_port() {
    let (address, done) = server().await;
    let proxy = Proxy::start(address, |_: &Asked| Fault::Pass);
    assert!(act(&proxy).await.is_ok());
    proxy.close().await;
    assert!(act(&proxy).await.is_err_and(|why| why.is_connect()));
    let (restarted, again) = server().await;
    proxy.forward_to(restarted);
    proxy.open();
    assert!(act(&proxy).await.is_ok());
    assert_eq!((done.load(Ordering::SeqCst), again.load(Ordering::SeqCst)), (1, 1));
}

#[test]
fn lots_are_the_same_for_the_same_seed_and_every_fault_is_drawn() {
    let asked = |nth| Asked { method: "POST".to_owned(), target: "/act".to_owned(), nth, body: Vec::new() };
    let drawn = |seed| {
        let lots = Lots::new(seed, Mix { faults: 400, holds: true });
        (0..1000).map(|nth| lots.draw(&asked(nth))).collect::<Vec<_>>()
    };
    let faults = drawn(7);
    assert_eq!(faults, drawn(7));
    assert_ne!(faults, drawn(8));
    let passed = faults.iter().filter(|fault| **fault == Fault::Pass).count();
    assert!((500..700).contains(&passed), "{passed}");
    let seen = format!("{faults:?}");
    for kind in ["Hold(Asked", "Hold(Answered", "DropRequest", "DropAnswer", "Reset(Asked", "Reset(Answered"]
    {
        assert!(seen.contains(kind), "{kind}");
    }
    for kind in ["Truncate", "AnswerAfter", "Drip", "Delay", "Skew(TimeDelta { secs: -3600"] {
        assert!(seen.contains(kind), "{kind}");
    }
    for status in [200, 401, 403, 404, 409, 410, 412, 413, 422, 429, 500, 502, 503, 504] {
        assert!(seen.contains(&format!("status: {status}")), "{status}");
    }
}
