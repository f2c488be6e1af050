//! The real program, as a server or as a console in a terminal, on a desk of four tickets.

use std::io::{BufRead, BufReader, Read};
use std::net::SocketAddr;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use crate::desk::{PERSON, copy_template};
use crate::pty::{Home, vigie};

/// `vigie serve` on a store of its own.
pub struct Served {
    child: Child,
    pub address: SocketAddr,
}

impl Served {
    /// Starts on the store that is in the home, or on a new one with four tickets.
    pub fn start(home: &Home) -> Self {
        let store = home.path().join("desk");
        if !store.exists() {
            copy_template(&store);
        }
        let mut child = Command::new(vigie())
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(store)
            .env_clear()
            .envs(home.environment())
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut said = BufReader::new(child.stderr.take().unwrap());
        let address = loop {
            let mut line = String::new();
            assert!(said.read_line(&mut line).unwrap() > 0, "the server ended");
            if let Some(at) = line.find("127.0.0.1:") {
                let port = line[at..].trim_start_matches("127.0.0.1:");
                let port: String = port.chars().take_while(char::is_ascii_digit).collect();
                break SocketAddr::from(([127, 0, 0, 1], port.parse().unwrap()));
            }
        };
        // What it says later must not fill the pipe.
        std::thread::spawn(move || said.read_to_end(&mut Vec::new()));
        Self { child, address }
    }

    /// `kill -9`.
    pub fn kill(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        if self.child.try_wait().unwrap().is_none() {
            self.kill();
        }
    }
}

/// Configures a console for a backend.
pub fn configure(home: &Home, url: &str) {
    let token = home.write("config/vigie/token", PERSON);
    make_private(&token);
    home.write(
        "config/vigie/config.toml",
        &format!(
            "undo = 0\n\n[polling]\nnormal = 1\nnear = 1\nfar = 1\n\n[[backend]]\nname = \"desk\"\n\
             url = \"{url}\"\ntoken_file = \"token\"\n"
        ),
    );
}

fn make_private(path: &Path) {
    std::fs::set_permissions(path, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
}
