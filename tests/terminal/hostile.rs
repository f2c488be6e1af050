//! Hostile strings from the real backend, drawn by the real program: its terminal is asked for nothing that harmless
//! strings would not have it asked for, and every row keeps its columns.

use std::collections::BTreeSet;
use std::process::Command;

use serde_json::{Value, json};

use crate::emulator;
use crate::outage::{Server, a_desk};
use crate::pty::{ENTER, ESC, Home, Pty, vigie};

const ROWS: u16 = 40;
const COLUMNS: u16 = 160;
/// As many in the body of a ticket.
const IN_A_BODY: usize = 8;
/// As long as a line of the backend may be.
const LONGEST_LINE: usize = 980;

fn corpus() -> Vec<String> {
    serde_json::from_str(include_str!("../data/hostile.json")).unwrap()
}

fn cut(text: &str) -> &str {
    &text[..text.floor_char_boundary(LONGEST_LINE)]
}

/// Puts the strings where people's names and notes are, and has the backend read it.
fn import(home: &Home, texts: &[String]) {
    fn spoil(value: &mut toml::Value, texts: &mut impl Iterator<Item = String>) {
        match value {
            toml::Value::Table(table) => {
                for (key, value) in table.iter_mut() {
                    match value {
                        toml::Value::String(text) if ["name", "role", "notes"].contains(&key.as_str()) => {
                            *text = format!("n{}", texts.next().unwrap());
                        }
                        other => spoil(other, texts),
                    }
                }
            }
            toml::Value::Array(rows) => rows.iter_mut().for_each(|row| spoil(row, texts)),
            _ => {}
        }
    }
    let mut desk: toml::Table = toml::from_str(include_str!("../../assets/demo/desk.toml")).unwrap();
    let mut texts = texts.iter().rev().map(|text| cut(text).to_owned()).cycle();
    for kind in ["manager", "customer"] {
        spoil(&mut desk[kind], &mut texts);
    }
    let file = home.write("hostile.toml", &toml::to_string(&desk).unwrap());
    let done = Command::new(vigie())
        .args(["desk", "import", &file.display().to_string(), "--data"])
        .arg(home.path().join("desk"))
        .env_clear()
        .envs(home.environment())
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// A ticket for each string: in its subject, its sender, and what is told of a file.
fn tickets(texts: &[String]) -> Vec<Value> {
    let line = |at: usize| cut(&texts[at % texts.len()]).to_owned();
    let body = |at: usize| {
        let some: Vec<&str> = texts
            .iter()
            .cycle()
            .skip(at * IN_A_BODY % texts.len())
            .take(IN_A_BODY)
            .map(String::as_str)
            .collect();
        format!("begin{at:03}\n{}\nend{at:03}", some.join("\n"))
    };
    let ticket = |at: usize| {
        json!({
            "customer": "aeroports-du-sud", "kind": "signature-request", "severity": 4,
            "from": format!("f{}", line(at + 1)), "subject": format!("hx{at:03} {}", line(at)), "body": body(at),
            "signature": {
                "verdict": "false-positive", "object": "file", "name": format!("n{}", line(at + 2)),
                "origin": line(at + 3), "container": line(at + 4), "detection": line(at + 5), "product": line(at + 6),
                "version": line(at + 7), "component": line(at + 8), "bases_version": line(at + 9),
                "rescan": body(at), "impact": body(at),
            },
        })
    };
    (0..texts.len()).map(ticket).collect()
}

fn file(home: &Home, port: u16, texts: &[String]) {
    let token = std::fs::read_to_string(home.path().join("config/vigie/token")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let client = reqwest::Client::new();
        let healthy = client.get(format!("http://127.0.0.1:{port}/v1/health"));
        while healthy.try_clone().unwrap().send().await.is_err() {
            tokio::task::yield_now().await;
        }
        for ticket in tickets(texts) {
            let sent = client.post(format!("http://127.0.0.1:{port}/v1/tickets")).bearer_auth(token.trim());
            let answer = sent.json(&ticket).send().await.unwrap();
            let status = answer.status();
            assert_eq!(status, 201, "{} for {ticket}", answer.text().await.unwrap());
        }
    });
}

/// Below the panes there is room for notices.
const FRAMED: u16 = ROWS - 5;

/// The frames of the panes stand in the first and the last column, whatever is between them.
fn is_framed(screen: &vt100::Screen) -> bool {
    let at = |row, column| screen.cell(row, column).map(vt100::Cell::contents).unwrap_or_default();
    let is_frame = |cell: &str| !cell.is_empty() && "┌┐└┘│├┤↑↓".contains(cell);
    (1..FRAMED).all(|row| is_frame(at(row, 0)) && is_frame(at(row, COLUMNS - 1)))
}

/// What an emulator has beside its cells is as the program set it.
fn is_in_order(screen: &vt100::Screen) -> bool {
    screen.alternate_screen()
        && screen.bracketed_paste()
        && !screen.application_cursor()
        && !screen.application_keypad()
        && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
}

fn sees(pty: &Pty, text: &str) {
    pty.wait(&format!("{text}, every row with its frame"), |screen| {
        screen.contents().contains(text) && is_framed(screen) && is_in_order(screen)
    });
}

/// Keys that lead from a ticket to something else, and what is seen there only.
const ELSEWHERE: [(&str, &str); 7] = [
    ("A", "Who takes"),
    ("r", "What kind of response?"),
    ("T", "Hand over ·"),
    ("N", "New ticket by phone"),
    ("M", "Merge ·"),
    ("S", "Who is the unknown sender?"),
    ("i", "In time"),
];

/// Looks at everything, and returns all that the program wrote to its terminal.
fn walk(texts: &[String]) -> Vec<u8> {
    let home = Home::new();
    let port = a_desk(&home);
    let config = home.path().join("config/vigie/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("bell = false\n{text}")).unwrap();
    import(&home, texts);
    let _server = Server::start(&home, port);
    file(&home, port, texts);
    let mut pty = Pty::start(home.command(vigie(), &[]), ROWS, COLUMNS);
    pty.wait_for("● live");
    pty.wait_for("INC-1042");
    sees(&pty, "Queue");
    pty.press("/hx\r");
    sees(&pty, "hx000");
    // All rows of the queue, and the preview of every eighth ticket.
    for at in (IN_A_BODY..texts.len()).step_by(IN_A_BODY) {
        pty.press(&"j".repeat(IN_A_BODY));
        sees(&pty, &format!("hx{at:03}"));
    }
    // Every string once in a conversation, and beside it in the other tabs.
    pty.press("g");
    pty.press("g");
    pty.press(ENTER);
    for at in 0..texts.len().div_ceil(IN_A_BODY) {
        if at > 0 {
            pty.press("J");
        }
        sees(&pty, &format!("hx{at:03}"));
        for tab in ["Facts", "Timeline", "Customer", "Conversation"] {
            pty.press("\t");
            sees(&pty, tab);
            pty.press("G");
            sees(&pty, tab);
        }
    }
    for (key, seen) in ELSEWHERE {
        pty.press(key);
        sees(&pty, seen);
        pty.press(ESC);
        pty.wait_until_gone(seen);
    }
    pty.signal("-TERM");
    assert_eq!(pty.ended(), 0);
    pty.is_as_it_was();
    pty.raw()
}

/// What was asked of the terminal beside printing: control characters, and escape sequences without their numbers.
fn asked(bytes: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let mut asked = BTreeSet::new();
    let mut rest = text.chars().peekable();
    while let Some(it) = rest.next() {
        if it != '\x1b' {
            if it.is_control() {
                asked.insert(format!("{it:?}"));
            }
            continue;
        }
        let mut sequence = String::new();
        match rest.next() {
            Some('[') => {
                sequence.push('[');
                for it in rest.by_ref() {
                    if !it.is_ascii_digit() && !";:".contains(it) {
                        sequence.push(it);
                    }
                    if ('\x40'..='\x7e').contains(&it) {
                        break;
                    }
                }
            }
            other => sequence.extend(other),
        }
        asked.insert(sequence);
    }
    asked
}

fn heard(bytes: &[u8]) -> BTreeSet<String> {
    let mut parser = emulator::parser(ROWS, COLUMNS);
    parser.process(bytes);
    parser.callbacks().0.iter().cloned().collect()
}

#[test]
fn hostile_strings_of_a_backend_ask_nothing_of_the_terminal_and_move_no_column() {
    let hostile = corpus();
    assert!(hostile.len() >= 150);
    let harmless: Vec<String> = (0..hostile.len()).map(|at| format!("text {at}")).collect();
    let (meant, got) = (walk(&harmless), walk(&hostile));
    let more: Vec<_> = asked(&got).difference(&asked(&meant)).cloned().collect();
    assert!(more.is_empty(), "asked of the terminal by what it was shown: {more:?}");
    let more: Vec<_> = heard(&got).difference(&heard(&meant)).cloned().collect();
    assert!(more.is_empty(), "heard by the terminal: {more:?}");
}
