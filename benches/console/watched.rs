//! A program on a pseudo-terminal, with the instant of every byte that it wrote.

use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::{Arc, Condvar, Mutex};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

use crate::PATIENCE;

const ROWS: u16 = 40;
const COLUMNS: u16 = 120;
/// Nothing for so long after a key: its screen is settled.
const QUIET: Duration = Duration::from_millis(8);

struct Heard {
    parser: vt100::Parser,
    first: Option<Instant>,
    last: Instant,
    bytes: usize,
}

type Shared = Arc<(Mutex<Heard>, Condvar)>;

pub struct Watched {
    started: Instant,
    heard: Shared,
    keys: Mutex<Box<dyn Write + Send>>,
    child: Mutex<Box<dyn Child + Send + Sync>>,
    pid: u32,
    settled: Mutex<Instant>,
    _master: Box<dyn MasterPty + Send>,
}

/// What all threads of a program cost since it started.
#[derive(Clone, Copy)]
pub struct Cost {
    pub run: Duration,
    pub wakeups: u64,
}

impl Watched {
    pub fn start(command: CommandBuilder) -> Self {
        let size = PtySize { rows: ROWS, cols: COLUMNS, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let cells = |count| NonZero::new(count).unwrap();
        let parser = vt100::Parser::new(cells(ROWS), cells(COLUMNS), 0);
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = pair.master.take_writer().unwrap();
        let started = Instant::now();
        let heard: Shared =
            Arc::new((Mutex::new(Heard { parser, first: None, last: started, bytes: 0 }), Condvar::new()));
        let shared = Arc::clone(&heard);
        std::thread::spawn(move || {
            let mut bytes = vec![0; 65536];
            while let Ok(length @ 1..) = reader.read(&mut bytes) {
                let at = Instant::now();
                let mut heard = shared.0.lock().unwrap();
                heard.first.get_or_insert(at);
                heard.last = at;
                heard.bytes += length;
                heard.parser.process(&bytes[..length]);
                shared.1.notify_all();
            }
        });
        let child = pair.slave.spawn_command(command).unwrap();
        let pid = child.process_id().unwrap();
        Self {
            started,
            heard,
            keys: Mutex::new(keys),
            child: Mutex::new(child),
            pid,
            settled: Mutex::new(started),
            _master: pair.master,
        }
    }

    /// Waits for a screen; answers how long after the start its last byte came.
    pub fn shows(&self, wished: impl Fn(&str) -> bool) -> Duration {
        let mut heard = self.heard.0.lock().unwrap();
        while !wished(&heard.parser.screen().contents()) {
            let screen = heard.parser.screen().contents();
            assert!(self.started.elapsed() < PATIENCE, "never shown; now:\n{screen}");
            heard = self.heard.1.wait_timeout(heard, PATIENCE).unwrap().0;
        }
        heard.last - self.started
    }

    pub fn text(&self) -> String {
        self.heard.0.lock().unwrap().parser.screen().contents()
    }

    pub fn first_byte(&self) -> Duration {
        self.heard.0.lock().unwrap().first.unwrap() - self.started
    }

    /// Remembers when a wished state was reached.
    pub fn since(&self, at: Instant) {
        *self.settled.lock().unwrap() = at;
    }

    /// How long after the start the wished state was reached.
    pub fn age(&self) -> Duration {
        *self.settled.lock().unwrap() - self.started
    }

    /// Presses keys; answers when the first and the last byte of what followed came.
    pub fn press(&self, keys: &str) -> Option<(Duration, Duration)> {
        let before = self.bytes();
        let pressed = Instant::now();
        {
            let mut writer = self.keys.lock().unwrap();
            writer.write_all(keys.as_bytes()).unwrap();
            writer.flush().unwrap();
        }
        let mut heard = self.heard.0.lock().unwrap();
        let mut first = None;
        loop {
            let patience = if first.is_some() { QUIET } else { Duration::from_millis(500) };
            let known = heard.bytes;
            let (next, waited) = self.heard.1.wait_timeout(heard, patience).unwrap();
            heard = next;
            if heard.bytes > before {
                first.get_or_insert(heard.last - pressed);
            }
            if waited.timed_out() && heard.bytes == known {
                return first.map(|first| (first, heard.last - pressed));
            }
        }
    }

    pub fn bytes(&self) -> usize {
        self.heard.0.lock().unwrap().bytes
    }

    pub fn cost(&self) -> Cost {
        let mut cost = Cost { run: Duration::ZERO, wakeups: 0 };
        for task in std::fs::read_dir(format!("/proc/{}/task", self.pid)).unwrap() {
            let task = task.unwrap().path();
            let schedule = std::fs::read_to_string(task.join("schedstat")).unwrap_or_default();
            let run = schedule.split(' ').next().and_then(|text| text.parse().ok()).unwrap_or(0);
            cost.run += Duration::from_nanos(run);
            let status = std::fs::read_to_string(task.join("status")).unwrap_or_default();
            cost.wakeups += number(&status, "voluntary_ctxt_switches:");
        }
        cost
    }

    /// MiB in memory.
    pub fn resident(&self) -> u64 {
        number(&std::fs::read_to_string(format!("/proc/{}/status", self.pid)).unwrap(), "VmRSS:") / 1024
    }
}

fn number(status: &str, name: &str) -> u64 {
    let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap_or_default();
    line.trim().trim_end_matches(" kB").parse().unwrap_or(0)
}

impl Drop for Watched {
    fn drop(&mut self) {
        let mut child = self.child.lock().unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
    }
}
