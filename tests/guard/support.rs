//! A real server on a real socket.

use std::net::SocketAddr;

use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;
use vigie::desk::ticket::customer::Role;
use vigie::io::clock;
use vigie::server::caller::{Caller, Scope};
use vigie::server::serve::{Outside, serve};
use vigie::server::store::{NewToken, draw_secret};
use vigie::server::{Clock, Store};

pub struct Served {
    pub address: SocketAddr,
    pub token: String,
    stop: Option<oneshot::Sender<()>>,
    task: JoinHandle<()>,
    _directory: TempDir,
}

impl Served {
    pub async fn new(outside: Outside) -> Self {
        let directory = tempfile::tempdir().unwrap();
        let store = Store::open(directory.path()).await.unwrap();
        let token = draw_secret();
        let new = NewToken {
            name: "admin".into(),
            role: Role::Admin,
            manager: None,
            scope: Scope::All,
            expires_at: None,
        };
        store.create_token(&Caller::owner_of_the_store(), &token, &new, clock::wall()).await.unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (stop, stopped) = oneshot::channel::<()>();
        let stopped = async {
            stopped.await.ok();
        };
        let task = tokio::spawn(serve(listener, store, Clock::new(clock::wall), outside, stopped));
        Self { address, token, stop: Some(stop), task, _directory: directory }
    }

    pub fn begin_to_stop(&mut self) {
        self.stop.take().unwrap().send(()).unwrap();
    }

    pub async fn stopped(self) {
        self.task.await.unwrap();
    }

    pub async fn connect(&self) -> TcpStream {
        TcpStream::connect(self.address).await.unwrap()
    }

    /// Sends bytes on a connection of their own and answers everything that comes back, to the end.
    pub async fn say(&self, bytes: &[u8]) -> String {
        let mut stream = self.connect().await;
        stream.write_all(bytes).await.unwrap();
        to_the_end(&mut stream).await
    }

    /// A request whose answer ends the connection.
    pub async fn get(&self, path: &str, headers: &str) -> String {
        let token = &self.token;
        let head = format!(
            "GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\nauthorization: Bearer {token}\r\n{headers}\r\n"
        );
        self.say(head.as_bytes()).await
    }
}

/// A connection that is reset was ended as well.
pub async fn to_the_end(stream: &mut TcpStream) -> String {
    let mut answer = Vec::new();
    let mut part = [0; 4096];
    while let Ok(length) = stream.read(&mut part).await {
        if length == 0 {
            break;
        }
        answer.extend_from_slice(&part[..length]);
    }
    String::from_utf8_lossy(&answer).into_owned()
}

/// Takes what a client says, whatever it is.
pub async fn hear(stream: &mut (impl tokio::io::AsyncRead + Unpin)) {
    let mut heard = vec![0; 65536];
    let length = stream.read(&mut heard).await.unwrap_or(0);
    heard.truncate(length);
}
