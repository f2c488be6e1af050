//! The store on the disk: copied while it serves, put back, looked at, and never half-written.

use std::collections::{BTreeMap, BTreeSet};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{AssertSqlSafe, ConnectOptions};
use vigie::server::Store;
use vigie::server::error::ServerError;
use vigie::server::store::{back_up, restore};

use crate::port::free_port;
use crate::support::{TestDesk, incident};

/// All rows of all tables, as text.
async fn rows(file: &Path) -> BTreeMap<String, BTreeSet<String>> {
    let mut connection = SqliteConnectOptions::new().filename(file).connect().await.unwrap();
    let tables: Vec<String> = sqlx::query_scalar("SELECT name FROM sqlite_schema WHERE type = 'table'")
        .fetch_all(&mut connection)
        .await
        .unwrap();
    let mut all = BTreeMap::new();
    for table in tables {
        let columns: Vec<String> = sqlx::query_scalar("SELECT name FROM pragma_table_info(?)")
            .bind(&table)
            .fetch_all(&mut connection)
            .await
            .unwrap();
        // A restored store begins a new life, of which it tells when it serves; only that differs.
        let of_its_life = ["epoch", "copied", "begun"];
        let columns = columns.iter().filter(|column| !of_its_life.contains(&column.as_str()));
        let quoted: Vec<String> = columns.map(|column| format!("quote(\"{column}\")")).collect();
        let question = format!("SELECT {} FROM \"{table}\"", quoted.join(" || ' ' || "));
        let found: Vec<String> =
            sqlx::query_scalar(AssertSqlSafe(question)).fetch_all(&mut connection).await.unwrap();
        all.insert(table, found.into_iter().collect());
    }
    all
}

#[tokio::test]
async fn a_copy_that_is_taken_while_tickets_are_filed_is_one_instant_and_is_put_back_equal() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let (during, after) = (home.path().join("during.vigie"), home.path().join("after.vigie"));
    desk.filed(2).await;
    let (copied, ()) = tokio::join!(back_up(desk.directory(), &during), async {
        for _ in 0..40 {
            desk.filed(3).await;
        }
    });
    copied.unwrap();
    back_up(desk.directory(), &after).await.unwrap();
    assert_eq!(std::fs::metadata(&after).unwrap().permissions().mode() & 0o777, 0o600);

    let (one, two) = (home.path().join("one"), home.path().join("two"));
    restore(&during, &one).await.unwrap();
    restore(&after, &two).await.unwrap();
    let truth = rows(&desk.directory().join("vigie.sqlite")).await;
    assert_eq!(rows(&two.join("vigie.sqlite")).await, truth);
    let earlier = rows(&one.join("vigie.sqlite")).await;
    assert!(earlier["facts"].is_subset(&truth["facts"]) && !earlier["facts"].is_empty());
    // Each ticket has its facts, and each fact its ticket.
    assert_eq!(earlier["tickets"].len(), earlier["facts"].len());

    // It serves, and consoles have to begin anew.
    let again = Store::open(&two).await.unwrap();
    assert_ne!(again.meta().await.unwrap().epoch, desk.store.meta().await.unwrap().epoch);
    assert_eq!(again.meta().await.unwrap().store, desk.store.meta().await.unwrap().store);
    again.close().await;
}

#[tokio::test]
async fn nothing_that_is_there_is_ever_overwritten() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let file = home.path().join("a.vigie");
    std::fs::write(&file, "a letter").unwrap();
    let refused = back_up(desk.directory(), &file).await;
    assert!(matches!(refused, Err(ServerError::InTheWay { .. })), "{refused:?}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "a letter");

    let copy = home.path().join("b.vigie");
    back_up(desk.directory(), &copy).await.unwrap();
    let before = rows(&desk.directory().join("vigie.sqlite")).await;
    let refused = restore(&copy, desk.directory()).await;
    assert!(matches!(refused, Err(ServerError::InTheWay { .. })), "{refused:?}");
    assert_eq!(rows(&desk.directory().join("vigie.sqlite")).await, before);
    // What is no store is not put anywhere.
    let refused = restore(&file, &home.path().join("new")).await;
    assert!(matches!(refused, Err(ServerError::Damaged { .. })), "{refused:?}");
    assert!(!home.path().join("new/vigie.sqlite").exists());
}

#[tokio::test]
async fn a_copy_is_made_in_the_directory_of_its_name_wherever_one_stands() {
    let desk = TestDesk::open().await;
    let home = tempfile::tempdir().unwrap();
    let back_up = |line: &str, name: &Path, stands_in: &Path| {
        let program = Command::new("sh")
            .args(["-c", line, env!("CARGO_BIN_EXE_vigie")])
            .args([name, desk.directory()])
            .current_dir(stands_in)
            .output()
            .unwrap();
        assert!(program.status.success(), "{}", String::from_utf8_lossy(&program.stderr));
    };
    back_up(r#"exec "$0" backup "$1" --data "$2""#, Path::new("bare.vigie"), home.path());
    assert!(home.path().join("bare.vigie").exists());
    // Nothing can be written where one stands: the directory is gone.
    let (gone, elsewhere) = (home.path().join("gone"), home.path().join("elsewhere.vigie"));
    std::fs::create_dir(&gone).unwrap();
    back_up(r#"rmdir "$PWD" && exec "$0" backup "$1" --data "$2""#, &elsewhere, &gone);
    assert!(elsewhere.exists());
}

#[tokio::test]
async fn a_flipped_byte_is_told_at_start_and_the_file_is_left_as_it_is() {
    let home = tempfile::tempdir().unwrap();
    Store::open(home.path()).await.unwrap().close().await;
    let file = home.path().join("vigie.sqlite");
    let whole = std::fs::read(&file).unwrap();
    let copy = home.path().join("copy.vigie");
    for page in 1..6 {
        let mut flipped = whole.clone();
        flipped[page * 4096] ^= 0xff;
        std::fs::write(&file, &flipped).unwrap();
        let refused = Store::open(home.path()).await.unwrap_err();
        assert!(matches!(refused, ServerError::Damaged { .. }), "page {page}: {refused:?}");
        assert!(back_up(home.path(), &copy).await.is_err() && !copy.exists());
        assert_eq!(std::fs::read(&file).unwrap(), flipped);
    }
    let told = Command::new(env!("CARGO_BIN_EXE_vigie"))
        .args(["token", "list", "--language", "en", "--data"])
        .arg(home.path())
        .output()
        .unwrap();
    let told = String::from_utf8(told.stderr).unwrap();
    assert!(told.contains("damaged") && told.contains("vigie restore"), "{told}");
    std::fs::write(&file, &whole).unwrap();
    Store::open(home.path()).await.unwrap().close().await;
}

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[tokio::test]
async fn a_full_disk_is_answered_as_one_what_was_accepted_is_all_there_and_with_room_again_it_goes_on() {
    let desk = TestDesk::open().await;
    desk.filed(3).await;
    let token = desk.manager.clone();
    let home = tempfile::tempdir().unwrap();
    let (copy, served) = (home.path().join("copy.vigie"), home.path().join("served"));
    back_up(desk.directory(), &copy).await.unwrap();
    restore(&copy, &served).await.unwrap();
    // No file may grow beyond this: 512 bytes are one unit.
    let most = (std::fs::metadata(&copy).unwrap().len() + 1024 * 1024) / 512;
    let port = free_port();
    let line = format!(
        "trap '' XFSZ; ulimit -S -f {most}; exec \"$0\" serve --listen 127.0.0.1:{port} --data \"$1\""
    );
    let serving = Served(
        Command::new("sh")
            .args(["-c", &line, env!("CARGO_BIN_EXE_vigie")])
            .arg(&served)
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let client = reqwest::Client::builder().tls_certs_only([]).build().unwrap();
    let address = format!("http://127.0.0.1:{port}/v1/tickets");
    let mut accepted = 1;
    let mut large = incident(3);
    large["body"] = json!("x".repeat(100 * 1024));
    let refused = loop {
        assert!(accepted < 200, "it never was full");
        let posted = client.post(&address).bearer_auth(&token).json(&large).send().await;
        match posted {
            Ok(answer) if answer.status() == 201 => accepted += 1,
            Ok(answer) => break answer,
            // Not up yet.
            Err(why) if why.is_connect() && accepted == 1 => {
                tokio::time::sleep(std::time::Duration::from_millis(50)).await;
            }
            Err(why) => panic!("{why}"),
        }
    };
    assert_eq!(refused.status(), 507);
    let problem: Value = refused.json().await.unwrap();
    assert_eq!(problem["code"], "disk-full", "{problem}");
    let kept = rows(&served.join("vigie.sqlite")).await;
    assert_eq!((kept["tickets"].len(), kept["facts"].len()), (accepted, accepted));
    if cfg!(target_os = "linux") {
        let id = serving.0.id().to_string();
        let lifted = Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited"]).status().unwrap();
        assert!(lifted.success());
        let again = client.post(&address).bearer_auth(&token).json(&large).send().await.unwrap();
        assert_eq!(again.status(), 201);
    }
}
