//! The client towards a server that wants its token for somebody else, or its memory.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use tokio::io::AsyncWriteExt;
use tokio::net::TcpListener;
use vigie::app::protocol::event::Failure;
use vigie::cli::ConsoleArgs;
use vigie::commands::settings::{self, Source};
use vigie::io::backend::Backend;

use crate::support::hear;

/// Both kinds of backend at an address, as a configuration makes them.
fn clients(address: SocketAddr) -> Vec<Backend> {
    let directory = tempfile::tempdir().unwrap();
    let path = directory.path().join("config.toml");
    let configuration = format!(
        r#"
[[backend]]
name = "desk"
url = "http://{address}/"
token_command = "echo s3cret"

[[backend]]
name = "tracker"
kind = "request-tracker"
url = "http://{address}/"
user = "mara"
password_command = "echo s3cret"
calendar = "france"
[backend.map.severity]
by = "priority"
values = {{ 90 = 1, 50 = 2 }}
otherwise = 3
"#
    );
    std::fs::write(&path, configuration).unwrap();
    let settings = settings::load(&ConsoleArgs::default(), Some(&Source { path, named: true }));
    settings.unwrap().backends.into_iter().map(|(_, backend)| backend).collect()
}

/// Answers every request with the same bytes, and counts them.
async fn stub(answer: String) -> (SocketAddr, Arc<AtomicUsize>) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let asked = Arc::new(AtomicUsize::new(0));
    let counts = Arc::clone(&asked);
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            counts.fetch_add(1, Ordering::SeqCst);
            hear(&mut stream).await;
            stream.write_all(answer.as_bytes()).await.ok();
        }
    });
    (address, asked)
}

#[tokio::test]
async fn a_redirect_never_takes_the_token_to_another_host() {
    for status in ["301 Moved", "302 Found", "303 See", "307 Again", "308 For ever"] {
        let (elsewhere, stolen) = stub("HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n{}".to_owned()).await;
        let redirect = format!(
            "HTTP/1.1 {status}\r\nlocation: http://{elsewhere}/v1/me\r\ncontent-length: 0\r\nconnection: close\r\n\r\n"
        );
        let (address, asked) = stub(redirect).await;
        for client in clients(address) {
            let failure = client.connect().await.unwrap_err();
            assert!(matches!(failure, Failure::Unintelligible(_)), "{failure:?}");
            let failure = client.poll(None, Duration::ZERO).await.unwrap_err();
            assert!(matches!(failure, Failure::Unintelligible(_)), "{failure:?}");
        }
        assert!(asked.load(Ordering::SeqCst) >= 4);
        assert_eq!(stolen.load(Ordering::SeqCst), 0, "{status}");
    }
}

#[tokio::test]
async fn an_endless_answer_is_given_up_at_a_bound() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move {
        while let Ok((mut stream, _)) = listener.accept().await {
            tokio::spawn(async move {
                hear(&mut stream).await;
                stream.write_all(b"HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n").await.ok();
                let chunk = vec![b' '; 1 << 20];
                while stream.write_all(&chunk).await.is_ok() {}
            });
        }
    });
    for client in clients(address) {
        let failure = client.connect().await.unwrap_err();
        assert_eq!(failure, Failure::Unintelligible("more than 33554432 bytes".into()));
    }
}
