//! A proxy that loses what it is told to lose.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// What happens to requests that change something; questions always pass.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Fate {
    Pass = 0,
    /// RT does it, and its answer is lost.
    LoseAnswer = 1,
    /// RT never hears of it.
    LoseRequest = 2,
    /// RT does one thing more, and then nothing gets through any more.
    LoseAfterwards = 3,
    Nothing = 4,
}

pub struct Proxy {
    pub port: u16,
    fate: Arc<AtomicU8>,
}

impl Proxy {
    pub async fn before(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let fate = Arc::new(AtomicU8::new(Fate::Pass as u8));
        let shared = Arc::clone(&fate);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(pass(socket, target, Arc::clone(&shared)));
            }
        });
        Self { port, fate }
    }

    pub fn set(&self, fate: Fate) {
        self.fate.store(fate as u8, Ordering::SeqCst);
    }
}

async fn pass(mut socket: TcpStream, target: u16, fate: Arc<AtomicU8>) {
    let Some(request) = request(&mut socket).await else { return };
    let asks = request.starts_with(b"GET ");
    let now = fate.load(Ordering::SeqCst);
    if now == Fate::Nothing as u8 || (now == Fate::LoseRequest as u8 && !asks) {
        return;
    }
    if now == Fate::LoseAfterwards as u8 && !asks {
        fate.store(Fate::Nothing as u8, Ordering::SeqCst);
    }
    let mut upstream = TcpStream::connect(("127.0.0.1", target)).await.unwrap();
    upstream.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    // RT closes after each answer: then all of it is done.
    upstream.read_to_end(&mut answer).await.unwrap();
    if now == Fate::LoseAnswer as u8 && !asks {
        return;
    }
    // A client that went away is none of ours.
    if socket.write_all(&answer).await.is_ok() {
        socket.shutdown().await.unwrap_or_default();
    }
}

/// One request, whole.
async fn request(socket: &mut TcpStream) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = vec![0; 65536];
    loop {
        if let Some(end) = bytes.windows(4).position(|four| four == b"\r\n\r\n") {
            let head = String::from_utf8_lossy(&bytes[..end]).to_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length:"));
            let length: usize = length.map_or(0, |length| length.trim().parse().unwrap());
            if bytes.len() >= end + 4 + length {
                return Some(bytes);
            }
        }
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return None,
            Ok(read) => bytes.extend_from_slice(&buffer[..read]),
        }
    }
}
