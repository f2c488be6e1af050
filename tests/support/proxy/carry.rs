//! Carries requests and answers over the connections, and does to them what was planned.

use std::io;
use std::sync::Arc;

use chrono::{DateTime, SecondsFormat, TimeDelta, Utc};
use tokio::io::{AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

use super::Shared;
use super::fault::{Fault, Met, Point};
use super::http::{self, Message};

pub(super) async fn serve(listener: TcpListener, shared: Arc<Shared>) {
    // Dropped with this task, and then every connection with it.
    let mut connections = tokio::task::JoinSet::new();
    while let Ok((client, _)) = listener.accept().await {
        connections.spawn(connection(client, Arc::clone(&shared)));
        while connections.try_join_next().is_some() {}
    }
}

/// Serves one client's connection until either end has had enough.
async fn connection(client: TcpStream, shared: Arc<Shared>) {
    // Small pieces, at once.
    if client.set_nodelay(true).is_err() {
        return;
    }
    let mut client = BufReader::new(client);
    while let Ok(Some(request)) = Message::read(&mut client, http::Side::Request).await {
        match exchange(client.get_mut(), request, &shared).await {
            Ok(After::GoOn) => {}
            Ok(After::Close) | Err(_) => return,
            Ok(After::Reset) => {
                // Without a farewell: RST instead of FIN.
                if let Err(why) = client.get_ref().set_zero_linger() {
                    eprintln!("a connection could not be reset: {why}");
                }
                return;
            }
        }
    }
}

enum After {
    GoOn,
    Close,
    Reset,
}

async fn exchange(client: &mut TcpStream, request: Message, shared: &Shared) -> io::Result<After> {
    let (asked, mut fault) = shared.decide(&request);
    let told = fault.clone();
    if let Fault::Hold(Point::Asked, then) = fault {
        shared.hold().await;
        fault = *then;
    }
    let answer = match &fault {
        Fault::DropRequest | Fault::Reset(Point::Asked) | Fault::Answer(_) => None,
        Fault::Delay(time) => {
            tokio::time::sleep(*time).await;
            Some(shared.forward(request).await)
        }
        _ => Some(shared.forward(request).await),
    };
    let status = answer.as_ref().and_then(|answer| answer.as_ref().ok()).and_then(Message::status);
    shared.state().met.push(Met { asked, fault: told, status });
    if let Fault::Hold(Point::Answered, then) = fault {
        shared.hold().await;
        fault = *then;
    }
    // Who cannot be reached cannot answer: the client sees a connection that ends.
    let answer = answer.transpose()?;
    deliver(client, answer, fault).await
}

async fn deliver(client: &mut TcpStream, answer: Option<Message>, fault: Fault) -> io::Result<After> {
    match (fault, answer) {
        (Fault::Reset(_), _) => Ok(After::Reset),
        (Fault::Answer(canned) | Fault::AnswerAfter(canned), _) => {
            client.write_all(&canned.message().written()).await?;
            Ok(After::GoOn)
        }
        (Fault::DropRequest | Fault::DropAnswer, _) | (_, None) => Ok(After::Close),
        (Fault::Truncate { permille }, Some(answer)) => {
            let missing = answer.body.len() - answer.body.len() * permille.min(999) / 1000;
            let written = answer.written();
            // Without a body it is the head that ends early.
            client.write_all(&written[..written.len() - missing.max(1)]).await?;
            Ok(After::Close)
        }
        (Fault::Drip { piece, pause }, Some(answer)) => {
            for piece in answer.written().chunks(piece.max(1)) {
                client.write_all(piece).await?;
                tokio::time::sleep(pause).await;
            }
            Ok(After::GoOn)
        }
        (Fault::Skew(by), Some(mut answer)) => {
            skew(&mut answer, by);
            client.write_all(&answer.written()).await?;
            Ok(After::GoOn)
        }
        (Fault::Pass | Fault::Delay(_) | Fault::Hold(..), Some(answer)) => {
            client.write_all(&answer.written()).await?;
            Ok(After::GoOn)
        }
    }
}

fn skew(answer: &mut Message, by: TimeDelta) {
    if let Some(date) = answer.header("date").and_then(|date| DateTime::parse_from_rfc2822(date).ok()) {
        let moved = (date.with_timezone(&Utc) + by).format("%a, %d %b %Y %H:%M:%S GMT").to_string();
        answer.set("date", &moved);
    }
    if let Ok(mut body) = serde_json::from_slice::<serde_json::Value>(&answer.body)
        && let Some(now) = body.get_mut("server_now")
        && let Some(told) = now.as_str().and_then(|now| now.parse::<DateTime<Utc>>().ok())
    {
        *now = (told + by).to_rfc3339_opts(SecondsFormat::Micros, true).into();
        answer.body = body.to_string().into_bytes();
        answer.set("content-length", &answer.body.len().to_string());
    }
}
