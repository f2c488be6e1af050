//! A false positive, from receipt to verified: by two people at two real consoles, on one server.

use crate::export::{ask, desk_at_once, exported};
use crate::outage::Server;
use crate::pty::{ENTER, Home, Pty, vigie};
use crate::together::colleague;

const REQUEST: &str = "SIG-0316";
const SEND: &str = "\x13";

/// The request's page, on a small terminal.
fn opened(home: &Home) -> Pty {
    let mut pty = Pty::start(home.command(vigie(), &[]), 24, 80);
    pty.wait_for("● live");
    pty.press("/0316\r");
    pty.wait("the one request", |screen| {
        let text = screen.contents();
        text.contains(REQUEST) && !text.contains("INC-1042")
    });
    pty.press(ENTER);
    pty.wait_for("Conversation");
    pty
}

/// Takes a step by its key, with the letter that is proposed.
#[track_caller]
fn step(pty: &mut Pty, key: &str, form: &str, stands: &str) {
    open(pty, key, form);
    pty.press(ENTER);
    stands_at(pty, stands);
}

#[track_caller]
fn open(pty: &mut Pty, key: &str, form: &str) -> String {
    pty.press("b");
    pty.wait_for("what is done next?");
    pty.press(key);
    pty.wait_for(&format!("─ {form} · {REQUEST}"))
}

/// The picture shows it, and the desk has it.
#[track_caller]
fn stands_at(pty: &Pty, stands: &str) {
    pty.wait(stands, |screen| {
        let text = screen.contents();
        text.contains(stands) && text.contains("↑0") && !text.contains(&format!("· {REQUEST} ─"))
    });
}

/// The version that a form calls the latest.
fn latest(screen: &str) -> String {
    let (_, after) = screen.split_once("Latest databases: ").unwrap();
    after.split(',').next().unwrap().to_owned()
}

#[test]
fn a_false_positive_goes_from_receipt_to_verified_blocked_once_by_old_databases_and_returned_once_by_the_specialists()
 {
    let home = Home::new();
    let port = desk_at_once(&home);
    let lab = colleague(&home, port, "evarga", "specialist");
    let _server = Server::start(&home, port);
    let mut desk = opened(&home);
    desk.wait_for("▶ received");

    // The customer's databases are old: the gate stays shut, and what opens it is one key away.
    let latest = latest(&open(&mut desk, "g", "Databases checked"));
    // What the customer told stands in the form as soon as the request is read.
    desk.wait_for("Scanned again Detected");
    desk.press(ENTER);
    let told = desk.wait_for("▌u  Ask to update and rescan");
    assert!(told.contains("▶ received"), "{told}");
    desk.press(ENTER);
    // A letter is read from its beginning.
    desk.wait("the letter", |screen| {
        let text = screen.contents();
        text.contains("RESPONSE · PUBLIC") && text.contains("Dear Kenji Arisugawa,")
    });
    desk.press(SEND);
    desk.wait_for("waiting for customer");

    open(&mut desk, "g", "Databases checked");
    desk.press(&format!("\x15{latest}\r"));
    stands_at(&desk, "▶ databases");
    step(&mut desk, "s", "Hand to the specialists", "▶ specialists");

    // Who is of the specialists lists signature requests and nothing else, and writes to no customer.
    let mut specialist = Pty::start(lab.command(vigie(), &[]), 24, 80);
    let listed = specialist.wait_for("SIG-0315");
    assert!(!listed.contains("INC-") && !listed.contains("REQ-"), "{listed}");
    specialist.press("/0316\r");
    specialist.wait_until_gone("SIG-0315");
    let form = open(&mut specialist, "b", "Send back");
    assert!(!form.contains("Tell (en)"), "{form}");
    specialist.press("the file's import library, too\r");
    desk.wait_for("↩ databases");
    step(&mut desk, "s", "Hand to the specialists", "▶ specialists");
    // The databases that showed it are no correction: another one comes out.
    let form = open(&mut desk, "p", "Published");
    assert!(!form.contains(&format!("▌Databases {latest}")), "{form}");
    let fix = format!("{latest}.1");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let now = ask(&home, port, "/v1/changes", None).await["server_now"].clone();
        let release = serde_json::json!({ "version": fix, "released_at": now });
        ask(&home, port, "/v1/bases", Some(release)).await;
    });
    // They are proposed as soon as the desk hears of them.
    desk.wait_for(&format!("▌Databases     {fix}"));
    desk.press(ENTER);
    stands_at(&desk, "▶ informed");
    step(&mut desk, "v", "Verified by the customer", "✓ verified");

    let (_, told) = exported(&home, &[REQUEST, "--internal"]);
    let steps: Vec<&str> = told
        .lines()
        .skip_while(|line| *line != "## Steps")
        .take_while(|line| !line.starts_with("## What"))
        .filter(|line| line.starts_with("- "))
        .collect();
    let steps: Vec<&str> = steps.iter().map(|line| line.rsplit_once(", ").map_or(*line, |_| line)).collect();
    let order =
        ["databases checked", "specialists", "sent back", "specialists", "customer informed", "verified"];
    assert_eq!(steps.len(), order.len(), "{told}");
    for (line, step) in steps.iter().zip(order) {
        assert!(line.contains(step), "{step} in {line}");
    }
    assert!(steps[2].contains("Eszter Varga") && steps[2].contains("(the customer was not told)"), "{told}");
    // Asked to update, checked, handed over twice, published, verified: and of nothing twice.
    assert_eq!(told.lines().filter(|line| line.starts_with("### ")).count(), 6, "{told}");
    assert!(told.contains(&format!("in the databases of {fix}.")), "{told}");
    specialist.signal("-TERM");
    assert_eq!(specialist.ended(), 0);
    desk.signal("-TERM");
    assert_eq!(desk.ended(), 0);
}
