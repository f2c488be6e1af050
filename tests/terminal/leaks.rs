//! A whole scenario with tokens that are wrong, right and revoked: none of them is written anywhere.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::kept::{SEND, on_disk};
use crate::outage::a_desk;
use crate::pty::{Home, Pty, vigie};

struct Scene {
    home: Home,
    /// What commands wrote.
    told: Vec<u8>,
}

impl Scene {
    fn run(&mut self, arguments: &[&str], piped: Option<&str>) -> String {
        let stdin = piped.map(|text| File::open(self.home.write("piped", text)).unwrap());
        let mut command = Command::new(vigie());
        command.args(arguments).env_clear().envs(self.home.environment()).env("RUST_BACKTRACE", "1");
        let done = command.stdin(stdin.map_or_else(Stdio::null, Stdio::from)).output().unwrap();
        std::fs::remove_file(self.home.path().join("piped")).ok();
        self.told.extend([&done.stdout[..], &done.stderr[..]].concat());
        String::from_utf8_lossy(&done.stdout).into_owned()
    }

    fn serve(&self, port: u16) -> Running {
        let written = |name| File::create(self.home.path().join(name)).unwrap();
        let child = Command::new(vigie())
            .args(["serve", "--listen", &format!("127.0.0.1:{port}"), "--data"])
            .arg(self.home.path().join("desk"))
            .env_clear()
            .envs(self.home.environment())
            .env("VIGIE_LOG", "trace")
            .stdin(Stdio::null())
            .stdout(written("server.out"))
            .stderr(written("server.err"))
            .spawn()
            .unwrap();
        Running(child)
    }
}

struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        if self.0.kill().is_ok() {
            self.0.wait().unwrap();
        }
    }
}

fn files(directory: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() { found.extend(files(&entry)) } else { found.push(entry) }
    }
    found
}

fn holds(bytes: &[u8], secret: &str) -> bool {
    bytes.windows(secret.len()).any(|window| window == secret.as_bytes())
}

fn note(pty: &mut Pty, text: &str) {
    pty.press("n");
    pty.wait_for("INTERNAL");
    pty.press(text);
    pty.wait_for(text);
    pty.press(SEND);
}

#[test]
fn no_token_is_in_any_log_journal_store_report_error_or_screen() {
    let home = Home::new();
    let port = a_desk(&home);
    let place = home.path().join("config/vigie/token");
    let given = std::fs::read_to_string(&place).unwrap().trim().to_owned();
    let config = home.path().join("config/vigie/config.toml");
    let text = std::fs::read_to_string(&config).unwrap();
    std::fs::write(&config, format!("log = \"trace\"\nundo = 0\n{text}")).unwrap();
    let mut scene = Scene { home, told: Vec::new() };
    let data = scene.home.path().join("desk").display().to_string();
    let made =
        ["token", "create", "--name", "second", "--role", "manager", "--manager", "cmartin", "--data", &data];
    let second = scene.run(&made, None).trim().to_owned();
    assert!(second.starts_with("vigie_") && second.len() > 60, "{second}");
    scene.told.clear();
    let wrong = format!("vigie_{}", "deadbeef".repeat(8));
    let server = scene.serve(port);

    // Wrong, then right, then revoked.
    std::fs::write(&place, &wrong).unwrap();
    let mut pty = Pty::start(scene.home.command(vigie(), &[]), 40, 120);
    pty.wait_for("refuses the token");
    std::fs::write(&place, &second).unwrap();
    pty.press("\x12");
    pty.wait_for("● live");
    pty.wait_for("INC-1042");
    note(&mut pty, "Sent with a good token.");
    pty.wait_for("accepted");
    scene.run(&["token", "revoke", "second", "--data", &data], None);
    pty.wait_for("refuses the token");
    note(&mut pty, "Kept while there is none.");
    pty.wait_for("↑1");
    on_disk(&scene.home, "Kept while there is none.");
    for arguments in
        [&["doctor"][..], &["check"], &["check", "--json"], &["config", "check"], &["alert", "test"]]
    {
        scene.run(arguments, None);
    }
    std::fs::write(&place, &given).unwrap();
    pty.press("\x12");
    pty.wait_for("● live");
    pty.wait_for("↑0");
    pty.press("q");
    assert_eq!(pty.ended(), 0);
    for arguments in [&["doctor"][..], &["check"], &["journal", "verify"], &["journal", "export"]] {
        scene.run(arguments, None);
    }
    scene.run(&["token", "list", "--data", &data], None);

    // Mistakes with a token in their hands.
    std::fs::write(&config, text.replace("token_file = \"token\"", &format!("token = \"{given}\""))).unwrap();
    scene.run(&["config", "check"], None);
    let with_password = format!("http://mara:{given}@127.0.0.1");
    std::fs::write(&config, text.replace("http://127.0.0.1", &with_password)).unwrap();
    scene.run(&["config", "check"], None);
    std::fs::write(&config, text.replace("token_file = \"token\"\n", "")).unwrap();
    scene.run(&["login"], Some(&given));
    std::fs::write(&config, &text).unwrap();
    std::fs::set_permissions(&place, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    scene.run(&["doctor"], None);
    drop(server);

    let log = std::fs::read_dir(scene.home.path().join("state/vigie")).unwrap();
    assert!(log.count() > 1, "a log and a store to look into");
    for secret in [&given, &second, &wrong] {
        let secret = secret.trim_start_matches("vigie_").get(..24).unwrap();
        assert!(!holds(&pty.raw(), secret), "on the screen");
        assert!(!holds(&scene.told, secret), "{}", String::from_utf8_lossy(&scene.told));
        for file in files(scene.home.path()).iter().filter(|file| **file != place) {
            assert!(!holds(&std::fs::read(file).unwrap(), secret), "{}", file.display());
        }
    }
}
