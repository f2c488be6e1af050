//! The local store, closed and opened again after every step, alone and with others.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod drafts;
mod editing;
mod failing;
mod journal;
mod layout;
mod lives;
mod outbox;
mod persons;
mod sharing;

use std::path::Path;

use vigie::app::protocol::draft::Draft;
use vigie::app::protocol::event::{Left, Refused};
use vigie::app::protocol::origin::Origin;
use vigie::app::protocol::purpose::Purpose;
use vigie::desk::life::Life;
use vigie::desk::rules::refusal::Refusal;
use vigie::desk::ticket::author::Author;
use vigie::desk::ticket::change::{Action, Change};
use vigie::desk::ticket::names::{ActionId, BackendId, LocalId, ManagerId, TicketId};
use vigie::desk::ticket::status::Version;
use vigie::io::local_store::{LocalStore, Place};

fn id(number: u128) -> ActionId {
    ActionId(uuid::Uuid::from_u128(number))
}

fn ticket(local: &str) -> TicketId {
    TicketId { backend: BackendId::new("desk"), local: LocalId::new(local) }
}

fn note(number: u128, body: &str) -> Action {
    Action {
        id: id(number),
        ticket: ticket("INC-1"),
        seen: Version(3),
        made_at: chrono::DateTime::UNIX_EPOCH,
        change: Change::Note { body: body.into() },
    }
}

fn draft(number: u128, text: &str) -> Draft {
    Draft {
        id: id(number),
        ticket: ticket("INC-1"),
        purpose: Purpose::Note,
        text: text.to_owned(),
        seen: Version(3),
        origin: Origin::default(),
    }
}

/// A store that tells no life of its own.
fn life(store: &str) -> Life {
    Life { store: store.to_owned(), epoch: String::new() }
}

/// The backend's no, after it looked.
fn moved() -> Refused {
    Refused::ByRule(Refusal::TicketMoved { current: Version(4) })
}

/// Whose what is written here is.
fn martin() -> Author {
    Author::Manager(ManagerId::new("cmartin"))
}

/// Of the desk's store that answers at the only address there is.
fn here() -> Place {
    place(Some("s1"))
}

fn place(store: Option<&str>) -> Place {
    Place {
        backend: BackendId::new("desk"),
        address: "https://desk.example/".into(),
        store: store.map(str::to_owned),
        person: Some(martin()),
    }
}

/// A console's whole life on the file; it dies at its end, without a farewell.
fn console<T>(path: &Path, lives: impl AsyncFnOnce(LocalStore) -> T) -> T {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let store = LocalStore::start(path.to_owned());
        store.remember(here().address, life("s1")).await.unwrap();
        lives(store).await
    })
}

async fn left(store: &LocalStore) -> Left {
    store.take_over(vec![here()]).await.unwrap()
}

fn texts(left: &Left) -> Vec<String> {
    left.kept.iter().map(|kept| kept.action.change.text().unwrap().to_string()).collect()
}

fn drafts(left: &Left) -> Vec<&str> {
    left.drafts.iter().map(|draft| draft.text.as_str()).collect()
}

/// Does something to the file that the program itself never does.
fn meddle(path: &Path, statement: &'static str) {
    use sqlx::Connection;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut connection =
            sqlx::SqliteConnection::connect(&format!("sqlite://{}?mode=rwc", path.display())).await.unwrap();
        sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
        connection.close().await.unwrap();
    });
}
