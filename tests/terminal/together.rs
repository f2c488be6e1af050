//! Two real consoles of two people on one server: they see each other, and only one of two answers goes unseen.

use std::os::unix::fs::PermissionsExt;
use std::process::Command;

use crate::outage::{Server, a_desk};
use crate::pty::{ENTER, Home, Pty, vigie};

/// A second person's machine, which watches the same desk.
pub fn colleague(desk: &Home, port: u16, manager: &str, role: &str) -> Home {
    let home = Home::new();
    let made = Command::new(vigie())
        .args(["token", "create", "--name", manager, "--role", role, "--manager", manager, "--data"])
        .arg(desk.path().join("desk"))
        .env_clear()
        .envs(desk.environment())
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let token = home.write("config/vigie/token", &String::from_utf8(made.stdout).unwrap());
    std::fs::set_permissions(&token, std::fs::Permissions::from_mode(0o600)).unwrap();
    let config = std::fs::read_to_string(desk.path().join("config/vigie/config.toml")).unwrap();
    assert!(config.contains(&port.to_string()));
    home.write("config/vigie/config.toml", &config);
    home
}

fn console(home: &Home) -> Pty {
    let mut pty = Pty::start(home.command(vigie(), &[]), 24, 80);
    pty.wait_for("● live");
    pty.press("/1042\r");
    pty.wait("the one ticket", |screen| {
        let text = screen.contents();
        text.contains("INC-1042") && !text.contains("INC-1035")
    });
    pty
}

#[test]
fn two_people_on_one_ticket_see_each_other_and_the_second_answer_is_held_with_the_first_shown() {
    let home = Home::new();
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let other = colleague(&home, port, "okone", "manager");
    let (mut claire, mut oumar) = (console(&home), console(&other));

    oumar.press(ENTER);
    claire.wait("somebody in the row", |screen| {
        screen.contents().lines().any(|line| line.contains("INC-1042") && line.contains(" @ "))
    });
    claire.press(ENTER);
    claire.wait_for("@ Oumar Koné is looking at it");
    oumar.wait_for("@ Claire Martin is looking at it");

    for (writes, text) in [(&mut claire, "The database is full."), (&mut oumar, "A right is missing.")] {
        writes.press("r");
        writes.wait_for("interim response");
        writes.press("s");
        writes.wait_for("PUBLIC to customer");
        writes.press(text);
        writes.wait_for(text);
    }
    claire.wait_for("Oumar Koné is composing a response");
    oumar.wait_for("Claire Martin is composing a response");

    claire.press("\x13");
    oumar.press("\x13");
    // Back from the editor, its own answer either left or waits for its author; answered, it owes the next update.
    let decided = |pty: &Pty| {
        let told = pty.wait("one sent and one held", |screen| {
            let text = screen.contents();
            text.contains("◇ next update") && (text.contains("↑0") || text.contains("!1"))
        });
        told.contains("!1")
    };
    let (claire_held, oumar_held) = (decided(&claire), decided(&oumar));
    assert_ne!(claire_held, oumar_held, "one and only one is held");

    let (mut held, text) =
        if claire_held { (claire, "A right is missing.") } else { (oumar, "The database is full.") };
    held.press("Os");
    held.wait_for("New on INC-1042");
    held.wait_for(text);
    held.wait_for("Waits for you");
    // Read, and not needed any more: kept as a draft, not sent.
    held.press("d");
    held.wait_for("↑0");
}
