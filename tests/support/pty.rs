//! The real program on a real pseudo-terminal, read as a person reads it: by what stands on the screen.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use tempfile::TempDir;

/// A loaded machine is slow, but a fact that has not come by now will not come.
const PATIENCE: Duration = Duration::from_mins(1);

pub const ENTER: &str = "\r";
pub const ESC: &str = "\x1b";

/// A person's machine: a home of its own, and nothing inherited that could change what is shown.
pub struct Home(TempDir);

impl Home {
    pub fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn write(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
        path
    }

    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> CommandBuilder {
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        for (name, value) in self.environment() {
            command.env(name, value);
        }
        command.cwd(self.path());
        command
    }

    pub fn environment(&self) -> Vec<(&'static str, PathBuf)> {
        let path = std::env::var_os("PATH").unwrap_or_default();
        vec![
            ("HOME", self.path().to_owned()),
            ("XDG_CONFIG_HOME", self.path().join("config")),
            ("XDG_STATE_HOME", self.path().join("state")),
            ("XDG_DATA_HOME", self.path().join("data")),
            ("XDG_CACHE_HOME", self.path().join("cache")),
            ("LANG", "en_US.UTF-8".into()),
            ("TERM", "xterm-256color".into()),
            ("TZ", "Europe/Paris".into()),
            ("PATH", path.into()),
        ]
    }
}

pub fn vigie() -> &'static str {
    env!("CARGO_BIN_EXE_vigie")
}

/// What is on the screen, and whether the program still holds the terminal.
struct Picture {
    parser: vt100::Parser,
    /// All that was written, for what no screen shows.
    bytes: Vec<u8>,
    closed: bool,
}

type Shown = Arc<(Mutex<Picture>, Condvar)>;

fn cells(count: u16) -> NonZero<u16> {
    NonZero::new(count).unwrap()
}

/// A terminal with a program in it.
pub struct Pty {
    shown: Shown,
    keys: Box<dyn Write + Send>,
    master: Box<dyn MasterPty + Send>,
    child: Box<dyn Child + Send + Sync>,
    /// The line discipline as the program found it.
    pub found: String,
}

fn line(master: &dyn MasterPty) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

impl Pty {
    pub fn start(command: CommandBuilder, rows: u16, cols: u16) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        // Before the program can have changed it.
        let found = line(&*pair.master);
        let child = pair.slave.spawn_command(command).unwrap();
        let shown: Shown = {
            let parser = vt100::Parser::new(cells(rows), cells(cols), 0);
            Arc::new((Mutex::new(Picture { parser, bytes: Vec::new(), closed: false }), Condvar::new()))
        };
        let reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        read(reader, Arc::clone(&shown));
        Self { shown, keys, master: pair.master, child, found }
    }

    pub fn press(&mut self, keys: &str) {
        self.keys.write_all(keys.as_bytes()).unwrap();
        self.keys.flush().unwrap();
    }

    pub fn resize(&self, rows: u16, cols: u16) {
        // The picture first: what is drawn for the new size must not meet the old one.
        self.shown.0.lock().unwrap().parser.screen_mut().set_size(cells(rows), cells(cols));
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
    }

    /// Waits until the screen is as wished, and returns its text.
    pub fn wait(&self, what: &str, wished: impl Fn(&vt100::Screen) -> bool) -> String {
        self.wait_until(what, |picture| wished(picture.parser.screen()))
    }

    #[expect(clippy::disallowed_methods, reason = "a real program is waited for in real time")]
    fn wait_until(&self, what: &str, wished: impl Fn(&Picture) -> bool) -> String {
        let (picture, changed) = &*self.shown;
        let deadline = Instant::now() + PATIENCE;
        let mut picture = picture.lock().unwrap();
        while !wished(&picture) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "never came: {what}\n{}", picture.parser.screen().contents());
            picture = changed.wait_timeout(picture, left).unwrap().0;
        }
        picture.parser.screen().contents()
    }

    pub fn wait_for(&self, text: &str) -> String {
        self.wait(text, |screen| screen.contents().contains(text))
    }

    pub fn wait_until_gone(&self, text: &str) -> String {
        self.wait(&format!("no {text}"), |screen| !screen.contents().contains(text))
    }

    /// Waits for bytes that no screen shows, such as a bell.
    pub fn wait_for_bytes(&self, wished: &str) {
        let wished = wished.as_bytes();
        let has = |bytes: &[u8]| bytes.windows(wished.len()).any(|window| window == wished);
        self.wait_until(&format!("{wished:?}"), |picture| has(&picture.bytes));
    }

    /// All that the program wrote until now.
    pub fn bytes(&self) -> String {
        String::from_utf8_lossy(&self.shown.0.lock().unwrap().bytes).into_owned()
    }

    /// The same as it came, for another look at it.
    pub fn raw(&self) -> Vec<u8> {
        self.shown.0.lock().unwrap().bytes.clone()
    }

    pub fn signal(&self, signal: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        assert!(std::process::Command::new("kill").args([signal, &pid]).status().unwrap().success());
    }

    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    pub fn is_running(&mut self) -> bool {
        self.child.try_wait().unwrap().is_none()
    }

    /// Waits for the program's end and returns its exit code.
    pub fn ended(&mut self) -> u32 {
        self.wait_until("the end of the program", |picture| picture.closed);
        self.child.wait().unwrap().exit_code()
    }

    /// The line discipline, to be compared.
    pub fn line(&self) -> String {
        line(&*self.master)
    }

    /// Asserts that the terminal is as a shell wants it.
    pub fn is_as_it_was(&self) {
        let what = "the terminal as it was found";
        self.wait(what, |screen| {
            !screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste()
        });
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        // Already ended in most tests; a failed one must leave nothing behind.
        if self.is_running() {
            self.child.kill().unwrap();
        }
    }
}

fn read(mut reader: Box<dyn Read + Send>, shown: Shown) {
    std::thread::spawn(move || {
        let mut bytes = vec![0; 65536];
        // An end or an error of a pseudo-terminal: the program is gone.
        while let Ok(length @ 1..) = reader.read(&mut bytes) {
            {
                let mut picture = shown.0.lock().unwrap();
                picture.parser.process(&bytes[..length]);
                picture.bytes.extend_from_slice(&bytes[..length]);
            }
            shown.1.notify_all();
        }
        shown.0.lock().unwrap().closed = true;
        shown.1.notify_all();
    });
}
