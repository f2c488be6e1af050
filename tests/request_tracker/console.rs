//! The whole program in a terminal, on a real RT.

use crate::desk::{LEAST, MAPPING, config, private};
use crate::instance::{Instance, is_wanted};
use crate::port::free_port;
use crate::proxy::{Fate, Proxy};
use crate::pty::{ENTER, Home, Pty, vigie};

fn console(rt: &Instance, port: u16, mapping: &str) -> (Home, Pty) {
    let home = Home::new();
    private(&home.path().join("token"), rt.token("MARA_LINDQVIST"));
    home.write("config/vigie/config.toml", &config(port, "../../token", mapping));
    let pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    (home, pty)
}

fn open(pty: &mut Pty, ticket: &str) {
    pty.wait_for(ticket);
    pty.press("/");
    pty.press(ticket);
    pty.press(ENTER);
    pty.press(ENTER);
    pty.wait_for("Conversation");
}

fn answer(pty: &mut Pty, words: &str) {
    pty.press("r");
    pty.wait_for("What kind of response?");
    pty.press("p");
    pty.press(words);
    pty.wait_for(words);
    pty.press("\x13");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_ticket_is_taken_and_answered_while_rt_stops_and_comes_back() {
    if !is_wanted("a ticket is taken and answered while RT stops and comes back") {
        return;
    }
    let mut rt = Instance::start();
    let (_home, mut pty) = console(&rt, rt.port(), MAPPING);
    open(&mut pty, "Agents offline");
    pty.wait_for("● live");
    pty.press("t");
    // The screen shows it from the first frame on; RT has it once it says so.
    pty.wait_for("accepted");
    pty.wait_for("with Mara Lindqvist");
    assert_eq!(rt.get("ticket/1").await["Owner"]["id"], "mara.lindqvist");

    rt.stop();
    pty.wait_for("✗ offline");
    answer(&mut pty, "Written while RT was down");
    pty.wait_for("↑1");
    rt.go_on();
    pty.wait_for("● live");
    pty.wait_for("↑0");
    pty.wait_for("PUBLIC to customer");
    assert_eq!(rt.texts(1, "Correspond").await, ["Written while RT was down"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn a_request_is_taken_through_the_gate_by_the_keyboard() {
    if !is_wanted("a request is taken through the gate by the keyboard") {
        return;
    }
    let rt = Instance::start();
    let whole = crate::signatures::whole().replace("verified = \"verified\"\n", "");
    let named = "contact = [{ id = \"hana.brzezinska\", name = \"Hana\" }]\nmanager";
    let whole = whole.replacen("manager", named, 1);
    let (_home, mut pty) = console(&rt, rt.port(), &whole);
    pty.wait_for("● live");
    pty.wait_for("Agents offline");
    pty.press("/invoice_8841");
    pty.wait_for("invoice_8841");
    pty.press(ENTER);
    pty.press(ENTER);
    pty.wait_for("Macro dropper");
    pty.press("b");
    pty.wait_for("what is done next?");
    pty.press("g");
    pty.wait_for("Latest out");
    // The databases in use stand there as RT has them; they are not the latest.
    pty.wait_for("Databases     26.11.22.3");
    pty.press("\t26.11.28.9\r");
    pty.wait_for("the latest are 26.11.28.9");
    pty.press("g");
    pty.wait_for("Latest out");
    pty.press("\x1526.11.28.9\t\x1526.11.28.9\t\x15still nothing found\r");
    pty.wait_for("accepted");
    assert_eq!(crate::signatures::field(&rt, 4, "Way").await, "databases checked");
    assert_eq!(rt.texts(4, "Comment").await, ["still nothing found"]);
    let told = rt.texts(4, "Correspond").await;
    assert!(told.len() == 1 && told[0].contains("with the latest databases, 26.11.28.9"), "{told:?}");
    // Where it stands there is a step that the field cannot tell: greyed out, with the reason.
    crate::signatures::set(&rt, 4, serde_json::json!({ "Way": "customer told" })).await;
    pty.wait_for("▶ informed");
    pty.press("b");
    pty.wait_for("the field of the step has no value for it");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_answer_is_looked_for_by_the_console_and_the_text_stands_once() {
    if !is_wanted("a lost answer is looked for by the console, and the text stands once") {
        return;
    }
    let rt = Instance::start();
    let proxy = Proxy::before(rt.port()).await;
    let (_home, mut pty) = console(&rt, proxy.port, LEAST);
    open(&mut pty, "Agents offline");
    proxy.set(Fate::LoseAnswer);
    answer(&mut pty, "Only once");
    pty.wait_for("being looked for");
    proxy.set(Fate::Pass);
    pty.wait_for("↑0");
    pty.wait_for("PUBLIC to customer");
    assert_eq!(rt.texts(1, "Correspond").await, ["Only once"]);
}

#[tokio::test(flavor = "multi_thread")]
async fn of_two_desks_in_one_console_one_may_fail_without_the_other() {
    if !is_wanted("of two desks in one console one may fail without the other") {
        return;
    }
    let mut rt = Instance::start();
    let home = Home::new();
    private(&home.path().join("token"), rt.token("MARA_LINDQVIST"));
    let filled = std::process::Command::new(vigie())
        .args(["demo", "--tickets", "5", "--data", "desk", "--fill-only"])
        .env_clear()
        .envs(home.environment())
        .current_dir(home.path())
        .output()
        .unwrap();
    private(&home.path().join("ours"), String::from_utf8(filled.stdout).unwrap().trim());
    let ours = free_port();
    let address = format!("127.0.0.1:{ours}");
    let mut server = std::process::Command::new(vigie())
        .args(["serve", "--data", "desk", "--listen", &address])
        .env_clear()
        .envs(home.environment())
        .current_dir(home.path())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let second =
        format!("[[backend]]\nname = \"ours\"\nurl = \"http://{address}/\"\ntoken_file = \"../../ours\"\n");
    let both = config(rt.port(), "../../token", MAPPING) + &second;
    home.write("config/vigie/config.toml", &both);
    let mut pty = Pty::start(home.command(vigie(), &[]), 60, 160);
    pty.wait_for("Agents offline");
    pty.wait("a ticket of the other desk", |screen| screen.contents().contains("-100"));
    rt.stop();
    pty.wait_for("rt: ✗ offline");
    rt.go_on();
    pty.wait_until_gone("✗ offline");
    server.kill().unwrap();
    server.wait().unwrap();
    pty.wait_for("ours: ✗ offline");
    // The other one goes on as if nothing had happened.
    open(&mut pty, "Agents offline");
    pty.press("t");
    pty.wait_for("accepted");
    assert_eq!(rt.get("ticket/1").await["Owner"]["id"], "mara.lindqvist");
}
