//! The client against a server that misbehaves in every known way, each once.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;

use vigie::app::protocol::event::{Failure, Refused};
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::text::SafeLine;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::names::{ActionId, BackendId, LocalId, ManagerId, TicketId};
use vigie::desk::ticket::status::Version;
use vigie::io::backend::bundled::Bundled;
use vigie::io::backend::http::Patience;
use vigie::io::backend::{DetailAnswer, Envelope, Undelivered};
use vigie::io::secrets::{Token, TokenSource};

/// How a stub treats each request.
#[derive(Clone)]
enum Manner {
    Say(String),
    /// Reads the request and never answers.
    Hang,
    /// Promises more than it sends.
    Cut,
    /// Never stops sending.
    Flood,
}

/// Serves every connection in one manner and tells what it was asked.
async fn stub(manner: Manner) -> (Bundled, mpsc::UnboundedReceiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream, manner.clone(), asked.clone()));
        }
    });
    (client(&format!("http://{address}/desk/")), requests)
}

fn client(url: &str) -> Bundled {
    let token = TokenSource::Known(Token::new("s3cret").unwrap());
    Bundled::new(url.parse().unwrap(), token, false).unwrap()
}

async fn answer(mut stream: TcpStream, manner: Manner, asked: mpsc::UnboundedSender<String>) {
    let mut request = vec![0; 65536];
    let length = stream.read(&mut request).await.unwrap();
    asked.send(String::from_utf8_lossy(&request[..length]).into_owned()).unwrap();
    match manner {
        Manner::Say(answer) => stream.write_all(answer.as_bytes()).await.unwrap(),
        Manner::Hang => std::future::pending().await,
        Manner::Cut => stream.write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\n{").await.unwrap(),
        Manner::Flood => {
            stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await.unwrap();
            let chunk = vec![b' '; 1 << 20];
            while stream.write_all(&chunk).await.is_ok() {}
        }
    }
}

fn say(status: &str, headers: &str, body: &str) -> Manner {
    let length = body.len();
    Manner::Say(format!("HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}\r\n{body}"))
}

async fn poll(manner: Manner) -> Failure {
    let (client, _requests) = stub(manner).await;
    client.poll(Some("c"), Duration::ZERO).await.unwrap_err()
}

fn action() -> Action {
    Action {
        id: ActionId(uuid::Uuid::nil()),
        ticket: TicketId { backend: BackendId::new("desk"), local: LocalId::new("INC-1") },
        seen: Version(3),
        made_at: chrono::DateTime::UNIX_EPOCH,
        change: Change::Acknowledge,
    }
}

async fn deliver(manner: Manner) -> Undelivered {
    let (client, _requests) = stub(manner).await;
    client.deliver(&action(), Envelope::default()).await.unwrap_err()
}

#[tokio::test]
async fn each_bad_answer_to_a_poll_has_its_own_name() {
    let wait = Some(Duration::from_secs(7));
    for (manner, failure) in [
        (say("500 Broken", "", "oh"), Failure::ServerFault { status: 500, wait: None }),
        (say("503 Later", "retry-after: 7\r\n", ""), Failure::ServerFault { status: 503, wait }),
        (say("429 Enough", "retry-after: 7\r\n", ""), Failure::TooManyRequests { wait }),
        (
            say("429 Enough", "retry-after: 99999999\r\n", ""),
            Failure::TooManyRequests { wait: Some(Duration::from_hours(1)) },
        ),
        (say("401 Who", "", ""), Failure::NotAllowed),
        (say("403 No", "", ""), Failure::Forbidden),
        (say("404 Nothing", "", ""), Failure::NotFound),
        (say("410 Gone", "", "{}"), Failure::CursorUnknown),
        (
            say("302 There", "location: http://203.0.113.1/\r\n", ""),
            Failure::Unintelligible("HTTP 302".into()),
        ),
        (say("200 OK", "", "{\"cursor\": \"x\","), Failure::Unintelligible("JSON Eof at 1:15".into())),
        (say("200 OK", "", "<html>"), Failure::Unintelligible("JSON Syntax at 1:1".into())),
        (Manner::Say("SSH-2.0-OpenSSH\r\n".into()), Failure::AnswerLost),
        (Manner::Cut, Failure::AnswerLost),
        (Manner::Flood, Failure::Unintelligible("more than 33554432 bytes".into())),
    ] {
        assert_eq!(poll(manner).await, failure);
    }
}

#[tokio::test]
async fn heads_of_a_journal_that_have_no_end_come_to_one() {
    let head = r#"{"count": 1, "digest": "00", "at": "2026-11-23T09:00:00Z"}"#;
    for heads in [head, ""] {
        let (client, mut requests) =
            stub(say("200 OK", "connection: close\r\n", &format!(r#"{{"heads": [{heads}], "more": true}}"#)))
                .await;
        let ended = client.witnessed(uuid::Uuid::nil()).await;
        assert_eq!(ended, Err(Failure::Unintelligible("pages without end".into())));
        let mut asked = 0;
        while requests.try_recv().is_ok() {
            asked += 1;
        }
        assert!(asked <= 2, "{asked}");
    }
}

#[tokio::test]
async fn what_was_never_sent_is_told_from_what_may_have_been_done() {
    let free = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap();
    let nobody_there = client(&format!("http://{free}"));
    assert_eq!(
        nobody_there.deliver(&action(), Envelope::default()).await,
        Err(Undelivered::Failed(Failure::Unreachable)),
        "nothing was sent"
    );
    assert_eq!(deliver(Manner::Cut).await, Undelivered::Failed(Failure::AnswerLost));
}

#[cfg(unix)]
#[tokio::test]
async fn a_token_that_was_renewed_is_asked_about_before_anything_is_sent_with_it() {
    use std::os::unix::fs::PermissionsExt;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("token");
    let write = |token: &str| {
        std::fs::write(&file, token).unwrap();
        std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    };
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (asked, mut requests) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(by_token(stream, asked.clone()));
        }
    });
    let url = format!("http://{address}/").parse().unwrap();
    let client = Bundled::new(url, TokenSource::File(file.clone()), false).unwrap();
    write("of-martin");
    assert_eq!(client.connect().await.unwrap().manager, Some(ManagerId::new("of-martin")));
    write("of-dupont");
    // The old one is known no more; the new one is read.
    let poll = async || client.poll(None, Duration::ZERO).await.map(drop);
    assert_eq!(poll().await, Err(Failure::NotAllowed));
    assert_eq!(poll().await, Err(Failure::AskWho));
    assert_eq!(
        client.deliver(&action(), Envelope::default()).await,
        Err(Undelivered::Failed(Failure::AskWho))
    );
    assert_eq!(client.connect().await.unwrap().manager, Some(ManagerId::new("of-dupont")));
    assert_eq!(poll().await, Err(Failure::NotFound));
    let mut lines = Vec::new();
    while let Ok(request) = requests.try_recv() {
        lines.push(request);
    }
    let me = "GET /v1/me";
    assert_eq!(lines, [me, "GET /v1/changes", me, "GET /v1/changes"], "and nothing else was sent");
}

/// Knows each token until it is asked for changes with it the first time, and says whose it is.
async fn by_token(mut stream: TcpStream, asked: mpsc::UnboundedSender<String>) {
    let mut request = vec![0; 65536];
    let length = stream.read(&mut request).await.unwrap();
    let request = String::from_utf8_lossy(&request[..length]).into_owned();
    let first = request.split([' ', '?']).take(2).collect::<Vec<_>>().join(" ");
    let whose = if request.contains("of-martin") { "of-martin" } else { "of-dupont" };
    let me = format!(
        r#"{{"name": "t", "role": "manager", "manager": "{whose}", "store": "s", "demonstration": false,
            "server_now": "2026-11-23T09:00:00Z"}}"#
    );
    let manner = match (first.as_str(), whose) {
        ("GET /v1/me", _) => say("200 OK", "connection: close\r\n", &me),
        (_, "of-martin") => say("401 Who", "connection: close\r\n", ""),
        _ => say("404 Nothing", "connection: close\r\n", ""),
    };
    asked.send(first).unwrap();
    if let Manner::Say(answer) = manner {
        stream.write_all(answer.as_bytes()).await.unwrap();
    }
}

#[tokio::test]
async fn a_backend_that_never_answers_is_given_up() {
    let (client, mut requests) = stub(Manner::Hang).await;
    let client = client
        .with_patience(Patience { connect: Duration::from_secs(5), answer: Duration::from_millis(200) });
    let answer = client.deliver(&action(), Envelope::default()).await;
    assert_eq!(answer, Err(Undelivered::Failed(Failure::AnswerLost)), "it was sent");
    assert!(requests.recv().await.is_some());
    let patience = Patience::default();
    assert_eq!((patience.connect.as_secs(), patience.answer.as_secs()), (5, 10));
}

#[tokio::test]
async fn the_token_goes_only_where_it_was_meant_to_and_paths_cannot_be_climbed_out_of() {
    let (client, mut requests) = stub(say("304 Same", "", "")).await;
    let ticket = LocalId::new("../a?b#c");
    assert_eq!(client.detail(&ticket, Some("\"4\"")).await, Ok(DetailAnswer::Unchanged));
    let request = requests.recv().await.unwrap();
    assert!(request.starts_with("GET /desk/v1/tickets/..%2Fa%3Fb%23c HTTP/1.1\r\n"), "{request}");
    assert!(request.contains("authorization: Bearer s3cret\r\n"), "{request}");
    assert!(request.contains("if-none-match: \"4\"\r\n"), "{request}");
    for in_the_clear in ["http://desk.example/", "http://127.0.0.1.example/", "ftp://localhost/"] {
        let token = TokenSource::Known(Token::new("s3cret").unwrap());
        assert!(Bundled::new(in_the_clear.parse().unwrap(), token, false).is_err(), "{in_the_clear}");
    }
}

#[tokio::test]
async fn a_refusal_is_read_by_its_code_whatever_its_words() {
    let problem = |status: &str, code: &str, params: &str| {
        let body = format!(
            r#"{{"type": "about:blank", "title": "No\u001b", "status": 409, "code": "{code}", "params": {params}}}"#
        );
        say(status, "", &body)
    };
    for (manner, why) in [
        (
            problem("409 Conflict", "ticket-moved", r#"{"current": 7}"#),
            Refused::ByRule(Refusal::TicketMoved { current: Version(7) }),
        ),
        (problem("422 No", "no-qualified-response", "{}"), Refused::ByRule(Refusal::NoQualifiedResponse)),
        (problem("403 No", "forbidden", "{}"), Refused::NotAllowed),
        (problem("404 No", "no-such-ticket", "{}"), Refused::TicketNotFound),
        (
            problem("422 No", "moon-phase", "{}"),
            Refused::Other { code: "moon-phase".into(), title: SafeLine::from("No\u{1b}") },
        ),
    ] {
        assert_eq!(deliver(manner).await, Undelivered::Refused(why, None));
    }
    // A proxy's page is not the backend's word.
    let page = deliver(say("403 No", "", "<html>")).await;
    assert_eq!(page, Undelivered::Failed(Failure::Forbidden));
    let expired = deliver(problem("401 Who", "not-allowed", "{}")).await;
    assert_eq!(expired, Undelivered::Failed(Failure::NotAllowed), "a token can be renewed");
}
