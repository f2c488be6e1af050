//! A proxy that loses what it is told to lose.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, AtomicU32, Ordering};
use std::time::Duration;

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
    /// RT hears of it after the delay.
    DelayRequest = 5,
    /// RT does it at once, and its answer comes after the delay.
    DelayAnswer = 6,
    /// It is told that RT is too slow (504), and RT hears of it after the delay all the same.
    GiveUp = 7,
    /// It is held until the next fate is set: that one is its own.
    Hold = 8,
}

pub struct Proxy {
    pub port: u16,
    shared: Arc<Shared>,
}

#[derive(Default)]
struct Shared {
    fate: AtomicU8,
    /// Seconds.
    delay: AtomicU32,
    /// How many requests that change something have come.
    acts: AtomicU32,
    /// How many of them are not through with RT yet, whoever still waits for them.
    under_way: AtomicU32,
}

/// One of them, for as long as it is under way.
struct UnderWay<'a>(&'a Shared);

impl<'a> UnderWay<'a> {
    fn begin(shared: &'a Shared) -> Self {
        shared.acts.fetch_add(1, Ordering::SeqCst);
        shared.under_way.fetch_add(1, Ordering::SeqCst);
        Self(shared)
    }
}

impl Drop for UnderWay<'_> {
    fn drop(&mut self) {
        self.0.under_way.fetch_sub(1, Ordering::SeqCst);
    }
}

impl Proxy {
    pub async fn before(target: u16) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let shared = Arc::new(Shared::default());
        let theirs = Arc::clone(&shared);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                tokio::spawn(pass(socket, target, Arc::clone(&theirs)));
            }
        });
        Self { port, shared }
    }

    pub fn set(&self, fate: Fate) {
        self.shared.fate.store(fate as u8, Ordering::SeqCst);
    }

    pub fn delay(&self, fate: Fate, seconds: u32) {
        self.shared.delay.store(seconds, Ordering::SeqCst);
        self.set(fate);
    }

    /// Whether RT may still hear of something that the client may have given up.
    pub fn is_busy(&self) -> bool {
        self.shared.under_way.load(Ordering::SeqCst) > 0
    }

    pub fn acts(&self) -> u32 {
        self.shared.acts.load(Ordering::SeqCst)
    }
}

async fn pass(mut socket: TcpStream, target: u16, shared: Arc<Shared>) {
    let Some(request) = request(&mut socket).await else { return };
    let asks = request.starts_with(b"GET ");
    let fate = &shared.fate;
    let is = |fate: Fate| shared.fate.load(Ordering::SeqCst) == fate as u8;
    let _act = (!asks).then(|| UnderWay::begin(&shared));
    if !asks {
        while is(Fate::Hold) {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
    let now = fate.load(Ordering::SeqCst);
    let delay = Duration::from_secs(shared.delay.load(Ordering::SeqCst).into());
    let has = |fate: Fate| now == fate as u8 && !asks;
    if now == Fate::Nothing as u8 || has(Fate::LoseRequest) {
        return;
    }
    if has(Fate::LoseAfterwards) {
        fate.store(Fate::Nothing as u8, Ordering::SeqCst);
    }
    if has(Fate::GiveUp) {
        let told = b"HTTP/1.1 504 Gateway Timeout\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        socket.write_all(told).await.unwrap_or_default();
        socket.shutdown().await.unwrap_or_default();
    }
    if has(Fate::DelayRequest) || has(Fate::GiveUp) {
        tokio::time::sleep(delay).await;
    }
    // One that is not there is a connection that breaks.
    let Ok(mut upstream) = TcpStream::connect(("127.0.0.1", target)).await else { return };
    upstream.write_all(&request).await.unwrap();
    let mut answer = Vec::new();
    // RT closes after each answer: then all of it is done.
    upstream.read_to_end(&mut answer).await.unwrap();
    if has(Fate::LoseAnswer) {
        return;
    }
    if has(Fate::DelayAnswer) {
        tokio::time::sleep(delay).await;
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
