//! The real server, killed with `kill -9` while several clients post: what was answered is there, once.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use fastrand::Rng;
use reqwest::Client;
use serde_json::{Value, json};
use tokio::sync::Notify;
use uuid::Uuid;

use crate::desk::{PERSON, PORTAL, TICKETS, facts};
use crate::program::Served;
use crate::pty::Home;

const KILLS: u64 = 50;
const CLIENTS: u64 = 4;

/// Something that was posted.
#[derive(Clone, Debug)]
struct Post {
    path: String,
    token: &'static str,
    text: String,
    body: Value,
}

/// A client's posts that were answered with success, and the one that was not answered.
#[derive(Debug, Default)]
struct Posted {
    answered: Mutex<Vec<(Post, String)>>,
    open: Mutex<Vec<Post>>,
    count: AtomicU64,
    more: Notify,
}

impl Posted {
    fn all(&self) -> (Vec<(Post, String)>, Vec<Post>) {
        (self.answered.lock().unwrap().clone(), self.open.lock().unwrap().clone())
    }
}

fn post(lots: &mut Rng, text: String) -> Post {
    let ticket = lots.choice(TICKETS).unwrap_or(TICKETS[0]);
    let id = Uuid::from_u128(lots.u128(..));
    let (token, what, body) = match lots.u32(..3) {
        0 => (PERSON, "actions", json!({ "id": id, "change": { "do": "note", "body": text } })),
        1 => {
            let change = json!({ "do": "respond", "kind": "interim", "body": text });
            (PERSON, "actions", json!({ "id": id, "seen": 1, "change": change }))
        }
        _ => (PORTAL, "messages", json!({ "id": id, "from": "somebody@example.org", "body": text })),
    };
    Post { path: format!("v1/tickets/{ticket}/{what}"), token, text, body }
}

/// The answer, if there was a whole one and it was a success. What others wrote meanwhile is read, and it is sent again.
async fn send(client: &Client, base: &str, post: &Post) -> Option<String> {
    let mut sent = post.body.clone();
    loop {
        let request = client.post(format!("{base}{}", post.path)).bearer_auth(post.token);
        let request = request.header("content-type", "application/json").body(sent.to_string());
        let answer = request.send().await.ok()?;
        let status = answer.status();
        let body = answer.text().await.ok()?;
        if status.is_success() {
            return Some(body);
        }
        let problem: Value = serde_json::from_str(&body).unwrap();
        assert_eq!(problem["code"], "ticket-moved", "{status} {body}");
        sent["seen"] = problem["ticket"]["version"].clone();
    }
}

/// Posts until the server is gone.
async fn work(base: String, round: u64, number: u64, posted: Arc<Posted>) {
    let client = Client::new();
    let mut lots = Rng::with_seed(round * CLIENTS + number);
    for count in 0.. {
        let post = post(&mut lots, format!("round {round} client {number} post {count}"));
        match send(&client, &base, &post).await {
            Some(answer) => posted.answered.lock().unwrap().push((post, answer)),
            None => return posted.open.lock().unwrap().push(post),
        }
        posted.count.fetch_add(1, Ordering::SeqCst);
        posted.more.notify_one();
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_that_is_killed_under_load_has_all_that_it_answered_and_nothing_twice() {
    let home = Home::new();
    let mut lots = Rng::with_seed(1);
    let client = Client::new();
    let mut all = Vec::new();
    let mut server = Served::start(&home);
    for round in 0..KILLS {
        let base = format!("http://{}/", server.address);
        let posted = Arc::new(Posted::default());
        let clients: Vec<_> = (0..CLIENTS)
            .map(|number| tokio::spawn(work(base.clone(), round, number, Arc::clone(&posted))))
            .collect();
        let enough = lots.u64(0..40);
        while posted.count.load(Ordering::SeqCst) < enough {
            posted.more.notified().await;
        }
        tokio::time::sleep(Duration::from_micros(lots.u64(0..4000))).await;
        server.kill();
        for client in clients {
            client.await.unwrap();
        }
        server = Served::start(&home);
        let base = format!("http://{}/", server.address);
        let (answered, open) = posted.all();
        for (post, answer) in answered {
            let again = send(&client, &base, &post).await;
            assert_eq!(
                again.as_ref(),
                Some(&answer),
                "round {round}: {} was answered otherwise before",
                post.text
            );
            all.push(post.text);
        }
        // What nobody knows about is sent once more, as a console does.
        for post in open {
            assert!(send(&client, &base, &post).await.is_some(), "round {round}: {}", post.text);
            all.push(post.text);
        }
    }
    server.kill();
    let mut said: Vec<String> =
        facts(&home.path().join("desk")).await.into_iter().filter_map(|fact| fact.said).collect();
    said.sort();
    all.sort();
    assert_eq!(said, all, "each once, and nothing else");
    assert!(all.len() > 500, "{} posts are no load", all.len());
}
