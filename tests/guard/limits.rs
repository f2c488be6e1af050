//! Too much, too large, too often: refused early, and others are answered.

use std::num::NonZeroU32;

use tokio::io::AsyncWriteExt;
use vigie::server::serve::{Network, Outside};
use vigie::server::{Manners, Rates};

use crate::support::{Served, to_the_end};

fn status(answer: &str) -> &str {
    answer.split(' ').nth(1).unwrap_or_default()
}

#[tokio::test]
async fn a_hundred_megabytes_are_refused_before_they_are_read() {
    let served = Served::new(Outside::inside()).await;
    let mut stream = served.connect().await;
    let head = format!(
        "PUT /v1/desk HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {}\r\ncontent-type: application/json\r\n\
         content-length: 104857600\r\n\r\n",
        served.token
    );
    stream.write_all(head.as_bytes()).await.unwrap();
    // Not a byte of it was sent, and yet it is answered.
    let answer = to_the_end(&mut stream).await;
    assert_eq!(status(&answer), "413", "{answer}");
}

#[tokio::test]
async fn json_of_a_million_depths_is_refused() {
    let served = Served::new(Outside::inside()).await;
    let deep = "[".repeat(1_000_000);
    let request = format!(
        "PUT /v1/desk HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n{{\"customer\": {deep}",
        served.token,
        deep.len() + 13
    );
    let answer = served.say(request.as_bytes()).await;
    assert!(matches!(status(&answer), "400" | "422"), "{answer}");
    assert!(status(&served.get("/v1/health", "").await) == "200", "and the server lives");
}

#[tokio::test]
async fn a_head_of_too_many_or_too_long_lines_is_refused() {
    let served = Served::new(Outside::inside()).await;
    let many = "x: y\r\n".repeat(100);
    assert_eq!(status(&served.get("/v1/health", &many).await), "431");
    let long = format!("x: {}\r\n", "y".repeat(64 * 1024));
    assert_eq!(status(&served.get("/v1/health", &long).await), "431");
    assert_eq!(status(&served.get("/v1/health", "").await), "200");
}

#[tokio::test]
async fn a_token_or_an_address_that_asks_too_often_is_told_when_to_come_back() {
    let of_token = Rates { of_token: NonZeroU32::new(2), ..Rates::NONE };
    let served = Served::new(Outside { rates: of_token, ..Outside::inside() }).await;
    assert_eq!(status(&served.get("/v1/me", "").await), "200");
    assert_eq!(status(&served.get("/v1/me", "").await), "200");
    let answer = served.get("/v1/me", "").await;
    assert_eq!(status(&answer), "429");
    assert!(answer.contains("retry-after: 30\r\n") && answer.contains("too-many-requests"), "{answer}");
    assert_eq!(status(&served.get("/v1/health", "").await), "200", "others are answered");

    // Behind a proxy the address is who the proxy asks for, and only what it added itself is believed.
    let of_address = Rates { of_address: NonZeroU32::new(1), ..Rates::NONE };
    let outside = Outside { rates: of_address, network: Network::BehindProxy, ..Outside::inside() };
    let served = Served::new(outside).await;
    let asks = async |forwarded: &str| {
        let answer = served.get("/v1/health", &format!("x-forwarded-for: {forwarded}\r\n")).await;
        status(&answer).to_owned()
    };
    assert_eq!(asks("203.0.113.9, 192.0.2.1").await, "200");
    assert_eq!(asks("203.0.113.8, 192.0.2.1").await, "429");
    assert_eq!(asks("192.0.2.2").await, "200");
}

#[tokio::test]
async fn who_guesses_tokens_is_stopped_and_does_not_fill_the_audit() {
    let rates = Rates { of_strangers: NonZeroU32::new(3), ..Rates::NONE };
    let served = Served::new(Outside { rates, ..Outside::inside() }).await;
    let mut answers = Vec::new();
    for _ in 0..10 {
        let guess = "GET /v1/me HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer x\r\n\r\n";
        answers.push(status(&served.say(guess.as_bytes()).await).to_owned());
    }
    assert_eq!(answers[..4], ["401", "401", "401", "429"]);
    assert_eq!(status(&served.get("/v1/me", "").await), "200", "a good token is no guess");
    let audit = served.get("/v1/audit", "").await;
    assert_eq!(audit.matches("\"denied\"").count(), 3, "{audit}");
    assert!(audit.contains("\"address\":\"127.0.0.1\""), "{audit}");
    let metrics = served.get("/metrics", "").await;
    assert!(metrics.contains("vigie_limited_total 7\n"), "{metrics}");
}

#[tokio::test]
async fn half_open_connections_give_way_to_who_asks() {
    let manners = Manners { connections: 8, of_address: 8, ..Manners::default() };
    let served = Served::new(Outside { manners, ..Outside::inside() }).await;
    let mut half_open = Vec::new();
    for _ in 0..40 {
        let mut stream = served.connect().await;
        stream.write_all(b"GET /v1/he").await.ok();
        half_open.push(stream);
    }
    for _ in 0..5 {
        assert_eq!(status(&served.get("/v1/health", "").await), "200");
    }
    assert_eq!(to_the_end(&mut half_open[0]).await, "", "the oldest were ended");
    let metrics = served.get("/metrics", "").await;
    assert!(metrics.contains("vigie_connections_cut_total{why=\"gave-way\"}"), "{metrics}");
}
