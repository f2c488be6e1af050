//! The backend goes away under the console and comes back; and it is away when the console starts.

use std::process::{Child, Command, Stdio};

use crate::port::free_port;
use crate::pty::{Home, Pty, vigie};

pub struct Server(Child);

impl Server {
    pub fn start(home: &Home, port: u16) -> Self {
        let child = Command::new(vigie())
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(home.path().join("desk"))
            .env_clear()
            .envs(home.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        Self(child)
    }

    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        if self.0.try_wait().unwrap().is_none() {
            self.kill();
        }
    }
}

/// Fills a store and configures the console for it; returns the port.
pub fn a_desk(home: &Home) -> u16 {
    let port = free_port();
    let filled = Command::new(vigie())
        .args(["demo", "--fill-only", "--data"])
        .arg(home.path().join("desk"))
        .env_clear()
        .envs(home.environment())
        .output()
        .unwrap();
    assert!(filled.status.success(), "{}", String::from_utf8_lossy(&filled.stderr));
    let token = home.write("config/vigie/token", &String::from_utf8(filled.stdout).unwrap());
    std::fs::set_permissions(&token, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
    home.write(
        "config/vigie/config.toml",
        &format!(
            "[polling]\nnormal = 1\nnear = 1\nfar = 1\n\n[[backend]]\nname = \"desk\"\n\
             url = \"http://127.0.0.1:{port}\"\ntoken_file = \"token\"\n"
        ),
    );
    port
}

/// The countdown of a ticket's row.
fn left(screen: &str, ticket: &str) -> String {
    let row = screen.lines().find(|line| line.contains(ticket) && line.contains(':')).unwrap_or_default();
    let after = row.rsplit('│').nth(1).unwrap_or(row);
    after.split_whitespace().find(|word| word.matches(':').count() == 2).unwrap_or_default().to_owned()
}

#[test]
fn a_backend_that_goes_away_is_told_and_the_clocks_run_on_until_it_is_back() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("INC-1042");
    pty.wait_for("● live");

    server.kill();
    let told = pty.wait_for("offline since");
    let before = left(&told, "INC-1042");
    assert!(!before.is_empty(), "{told}");
    pty.wait("the countdown running on", |screen| left(&screen.contents(), "INC-1042") != before);

    // What is done meanwhile waits on the disk.
    pty.press("/1042\r");
    pty.wait_until_gone("INC-1035");
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("written without a network\x13");
    pty.wait_for("↑1");

    let mut back = Server::start(&home, port);
    pty.wait_for("● live");
    pty.wait_for("↑0");

    // The next start is without the backend, and shows the last queue all the same.
    pty.press("q");
    assert_eq!(pty.ended(), 0);
    back.kill();
    let mut again = Pty::start(home.command(vigie(), &[]), 40, 120);
    again.wait_for("INC-1042");
    again.wait_for("offline");
    again.signal("-TERM");
    assert_eq!(again.ended(), 0);
    again.is_as_it_was();
}

#[test]
fn what_was_not_sent_is_sent_by_the_next_start() {
    let home = Home::new();
    let port = a_desk(&home);
    let mut server = Server::start(&home, port);
    let mut pty = Pty::start(home.command(vigie(), &[]), 40, 120);
    pty.wait_for("● live");
    pty.wait_for("INC-1042");
    server.kill();
    pty.wait_for("offline since");
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press("kept through a crash\x13");
    pty.wait_for("↑1");
    pty.signal("-KILL");
    pty.ended();

    let mut again = Pty::start(home.command(vigie(), &[]), 40, 120);
    again.wait_for("↑1");
    let _server = Server::start(&home, port);
    again.wait_for("● live");
    again.wait_for("↑0");
    again.press("q");
    assert_eq!(again.ended(), 0);
}
