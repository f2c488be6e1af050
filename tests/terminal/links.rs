//! A link that a customer wrote: where it really leads is seen before it is opened, and no shell reads it.

use std::time::Duration;

use serde_json::json;

use crate::outage::{Server, a_desk};
use crate::pty::{ENTER, ESC, Home, Pty, vigie};

#[test]
fn a_link_shows_where_it_leads_and_goes_to_the_desktop_as_it_was_shown() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let token = std::fs::read_to_string(home.path().join("config/vigie/token")).unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let body = "Please look: https://bank.example@evil.example/a;touch%20b?$(touch%20c)&d\nor javascript:alert(1), \
                file:///etc/passwd\nor write to mara@desk.example.";
    let ticket = json!({
        "customer": "aeroports-du-sud", "from": "x@evil.example", "severity": 4, "subject": "linked", "body": body,
    });
    runtime.block_on(async {
        let client = reqwest::Client::new();
        let filing = client
            .post(format!("http://127.0.0.1:{port}/v1/tickets"))
            .bearer_auth(token.trim())
            .json(&ticket);
        while filing.try_clone().unwrap().send().await.is_err() {
            tokio::task::yield_now().await;
        }
    });
    // What stands in for a desktop: it writes down each of its arguments.
    let opened = home.path().join("opened");
    let desktop =
        home.write("bin/xdg-open", &format!("#!/bin/sh\nprintf '%s\\n' \"$@\" >> '{}'\n", opened.display()));
    std::fs::set_permissions(&desktop, std::os::unix::fs::PermissionsExt::from_mode(0o755)).unwrap();
    let mut command = home.command(vigie(), &[]);
    let path = std::env::var("PATH").unwrap();
    command.env("PATH", format!("{}:{path}", desktop.parent().unwrap().display()));
    let mut pty = Pty::start(command, 40, 120);
    pty.wait_for("INC-1042");
    pty.press("/linked\r");
    pty.wait_until_gone("INC-1042");
    pty.press(ENTER);
    pty.wait_for("Conversation");
    pty.wait_for("Please look");
    pty.press("L");
    let shown = pty.wait_for("Which link");
    for part in
        ["evil.example  https://bank.example@evil.example/", "mara@desk.example  mailto:mara@desk.example"]
    {
        assert!(shown.contains(part), "{part} in {shown}");
    }
    assert!(!std::fs::exists(&opened).unwrap(), "nothing is opened before it was seen");
    // Away again, and nothing happened.
    pty.press(ESC);
    pty.wait_until_gone("Which link");
    pty.press("L");
    pty.wait_for("Which link");
    pty.press(ENTER);
    pty.wait_for("evil.example was handed");
    let target = "https://bank.example@evil.example/a;touch%20b?$(touch%20c)&d\n";
    while std::fs::read_to_string(&opened).unwrap_or_default() != target {
        assert!(std::fs::metadata(&opened).map_or(0, |known| known.len()) <= target.len() as u64);
        std::thread::sleep(Duration::from_millis(20));
    }
    pty.signal("-TERM");
    assert_eq!(pty.ended(), 0);
}
