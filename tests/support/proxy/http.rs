//! Just enough of HTTP/1.1 to carry a request and its answer whole.

use std::io;

use tokio::io::{AsyncBufRead, AsyncBufReadExt, AsyncReadExt};

/// A request or an answer, its body without a transfer coding.
#[derive(Clone, Debug)]
pub struct Message {
    pub start: String,
    /// Names in lower case, in their order.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Request,
    Answer,
    /// The answer to a HEAD: it speaks of a body and has none.
    Headless,
}

impl Message {
    /// Reads one; `None` if the other end closed the connection before the first byte.
    pub async fn read(stream: &mut (impl AsyncBufRead + Unpin), side: Side) -> io::Result<Option<Self>> {
        let Some(start) = line(stream).await? else { return Ok(None) };
        let mut headers = Vec::new();
        loop {
            let line = line(stream).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
            if line.is_empty() {
                break;
            }
            let (name, value) = line.split_once(':').ok_or(io::ErrorKind::InvalidData)?;
            headers.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
        }
        let mut message = Self { start, headers, body: Vec::new() };
        message.read_body(stream, side).await?;
        Ok(Some(message))
    }

    async fn read_body(&mut self, stream: &mut (impl AsyncBufRead + Unpin), side: Side) -> io::Result<()> {
        let bodiless = side == Side::Headless || matches!(self.status(), Some(100..=199 | 204 | 304));
        if bodiless {
            return Ok(());
        }
        if self.header("transfer-encoding").is_some_and(|coding| coding.eq_ignore_ascii_case("chunked")) {
            self.body = chunks(stream).await?;
            self.remove("transfer-encoding");
            self.set("content-length", &self.body.len().to_string());
        } else if let Some(length) = self.header("content-length") {
            self.body = vec![0; length.parse().map_err(|_flaw| io::ErrorKind::InvalidData)?];
            stream.read_exact(&mut self.body).await?;
        } else if side == Side::Answer {
            stream.read_to_end(&mut self.body).await?;
            self.set("content-length", &self.body.len().to_string());
        }
        Ok(())
    }

    /// The bytes that stand for it; a body always has its length told.
    pub fn written(&self) -> Vec<u8> {
        let mut bytes = format!("{}\r\n", self.start).into_bytes();
        for (name, value) in &self.headers {
            bytes.extend_from_slice(format!("{name}: {value}\r\n").as_bytes());
        }
        if !self.body.is_empty() && self.header("content-length").is_none() {
            bytes.extend_from_slice(format!("content-length: {}\r\n", self.body.len()).as_bytes());
        }
        bytes.extend_from_slice(b"\r\n");
        bytes.extend_from_slice(&self.body);
        bytes
    }

    /// The status of an answer.
    pub fn status(&self) -> Option<u16> {
        let code = self.start.strip_prefix("HTTP/1.")?.split(' ').nth(1)?;
        code.parse().ok()
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn set(&mut self, name: &str, value: &str) {
        self.remove(name);
        self.headers.push((name.to_owned(), value.to_owned()));
    }

    pub fn remove(&mut self, name: &str) {
        self.headers.retain(|(known, _)| known != name);
    }
}

async fn line(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Option<String>> {
    let mut line = Vec::new();
    if stream.read_until(b'\n', &mut line).await? == 0 {
        return Ok(None);
    }
    let line = String::from_utf8(line).map_err(|_flaw| io::ErrorKind::InvalidData)?;
    Ok(Some(line.trim_end_matches(['\r', '\n']).to_owned()))
}

async fn chunks(stream: &mut (impl AsyncBufRead + Unpin)) -> io::Result<Vec<u8>> {
    let mut body = Vec::new();
    loop {
        let head = line(stream).await?.ok_or(io::ErrorKind::UnexpectedEof)?;
        let size = head.split(';').next().unwrap_or_default().trim();
        let size = usize::from_str_radix(size, 16).map_err(|_flaw| io::ErrorKind::InvalidData)?;
        let before = body.len();
        body.resize(before + size, 0);
        stream.read_exact(&mut body[before..]).await?;
        // The end of a chunk, or, after the last one, of the (unread) trailer.
        while line(stream).await?.is_some_and(|line| !line.is_empty()) {}
        if size == 0 {
            return Ok(body);
        }
    }
}
