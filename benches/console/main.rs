//! The console beside a bare list of the same rows: both real programs on a real pseudo-terminal of 120x40,
//! measured in the same run. `cargo bench --bench console` prints the table (SPEC: "Speed").
//!
//! `VIGIE_BENCH_TICKETS` sets another number of tickets than 100,000.
#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measurement that cannot go on fails")]
#![expect(clippy::disallowed_methods, reason = "real programs are measured in real time")]

mod bare;
mod watched;

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use portable_pty::CommandBuilder;
use watched::Watched;

const VIGIE: &str = env!("CARGO_BIN_EXE_vigie");
const PATIENCE: Duration = Duration::from_mins(1);

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let Some(at) = arguments.iter().position(|argument| argument == "--bare") {
        bare::show(Path::new(&arguments[at + 1])).unwrap();
        return;
    }
    let tickets = std::env::var("VIGIE_BENCH_TICKETS").map_or(100_000, |text| text.parse().unwrap());
    let home = tempfile::tempdir().unwrap();
    let few = rows(home.path(), 100);
    let many = rows(home.path(), tickets);

    println!("\n120x40, release; {tickets} tickets\n");
    println!("{:<58}{:>12}{:>12}{:>9}", "", "bare list", "vigie", "ratio");

    let bare_few = best(5, || bare(home.path(), &few).0);
    let bare_many = best(5, || bare(home.path(), &many).1);
    let list = bare(home.path(), &many).2;
    let bare_keys = keys(&list);
    let bare_burst = burst(&list);
    let bare_idle = idle(&list);
    drop(list);

    let desk = Desk::new(home.path(), tickets);
    let backend = desk.serve();
    let cold = desk.console(|console| console.shows(ticket_row));
    println!("{:<58}{:>12}{:>12}", "first ticket on an empty machine (nothing kept)", "", ms(cold.1));
    settle(&cold.2);
    println!("{:<58}{:>12}{:>12}", "  all tickets there, from the network", "", ms(cold.2.age()));
    drop(cold);

    let paint = best(5, || desk.console(|console| console.shows(head)).1);
    row("first paint", bare_few, paint);
    let kept = best(5, || desk.console(|console| console.shows(ticket_row)).1);
    row("all tickets usable, from what was kept", bare_many, kept);

    let console = desk.console(|console| console.shows(ticket_row)).2;
    settle(&console);
    std::thread::sleep(Duration::from_secs(3));
    let vigie_keys = keys(&console);
    for (name, share) in [("p50", 50), ("p95", 95), ("p99", 99)] {
        let label = format!("key to settled screen, {name} (polling goes on)");
        row(&label, at(&bare_keys.settled, share), at(&vigie_keys.settled, share));
        row(&format!("key to first byte, {name}"), at(&bare_keys.first, share), at(&vigie_keys.first, share));
    }
    let vigie_burst = burst(&console);
    row("1,000 keys at once, drawn in", bare_burst.0, vigie_burst.0);
    println!("{:<58}{:>12.1}{:>12.1}", "  bytes a key", bare_burst.1, vigie_burst.1);
    let quiet = idle(&console);
    report_idle("idle", &bare_idle, &quiet);
    println!("{:<58}{:>9} MiB{:>8} MiB", "resident", bare_idle.resident, quiet.resident);
    drop(console);

    // Where nothing answers, the screen must come as fast, and stay as calm.
    drop(backend);
    let paint = best(5, || desk.console(|console| console.shows(head)).1);
    row("first paint, backend down", bare_few, paint);
    let kept = best(5, || desk.console(|console| console.shows(ticket_row)).1);
    row("all tickets usable, backend down", bare_many, kept);
    let console = desk.console(|console| console.shows(ticket_row)).2;
    std::thread::sleep(Duration::from_secs(10));
    report_idle("idle, backend down", &bare_idle, &idle(&console));
}

fn row(what: &str, bare: Duration, vigie: Duration) {
    let ratio = vigie.as_secs_f64() / bare.as_secs_f64();
    println!("{what:<58}{:>12}{:>12}{ratio:>8.2}x", ms(bare), ms(vigie));
}

fn ms(time: Duration) -> String {
    format!("{:.2} ms", time.as_secs_f64() * 1e3)
}

fn best(times: usize, mut measure: impl FnMut() -> Duration) -> Duration {
    (0..times).map(|_| measure()).min().unwrap()
}

fn at(sorted: &[Duration], share: usize) -> Duration {
    sorted[(sorted.len() - 1) * share / 100]
}

/// As many rows as JSON, as a backend would tell them.
fn rows(home: &Path, count: usize) -> PathBuf {
    let path = home.join(format!("rows-{count}.json"));
    let rows: Vec<serde_json::Value> = (0..count)
        .map(|at| {
            serde_json::json!({
                "id": format!("INC-{at}"),
                "customer": format!("Customer {}", at % 60),
                "subject": format!("The agent does not start after update {at}"),
            })
        })
        .collect();
    std::fs::write(&path, serde_json::to_vec(&rows).unwrap()).unwrap();
    path
}

/// Starts the bare list; answers when its first byte came, when its rows stood there, and the list.
fn bare(home: &Path, rows: &Path) -> (Duration, Duration, Watched) {
    let mut command = CommandBuilder::new(std::env::current_exe().unwrap());
    command.args(["--bare".as_ref(), rows.as_os_str()]);
    environment(&mut command, home);
    let list = Watched::start(command);
    let shown = list.shows(|screen| screen.contains("INC-0"));
    (shown, shown, list)
}

fn environment(command: &mut CommandBuilder, home: &Path) {
    command.env_clear();
    for folder in ["CONFIG", "STATE", "DATA", "CACHE"] {
        command.env(format!("XDG_{folder}_HOME"), home.join(folder));
    }
    command.env("HOME", home);
    command.env("TERM", "xterm-256color");
    command.env("LANG", "en_US.UTF-8");
    command.env("TZ", "Europe/Paris");
    command.cwd(home);
}

/// A filled store, and how to reach it.
struct Desk {
    home: PathBuf,
    data: PathBuf,
    address: String,
    config: PathBuf,
}

impl Desk {
    fn new(home: &Path, tickets: usize) -> Self {
        let data = home.join("desk");
        let fill = Command::new(VIGIE)
            .args(["demo", "--fill-only", "--seed", "1", "--tickets", &tickets.to_string(), "--data"])
            .arg(&data)
            .stderr(Stdio::null())
            .output()
            .unwrap();
        assert!(fill.status.success());
        let token = home.join("token");
        std::fs::write(&token, fill.stdout).unwrap();
        std::fs::set_permissions(&token, std::os::unix::fs::PermissionsExt::from_mode(0o600)).unwrap();
        // A port that was free a moment ago; the desk must answer there again after it was down.
        let address = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().to_string();
        let config = home.join("config.toml");
        let text = format!(
            "[[backend]]\nname = \"desk\"\nurl = \"http://{address}/\"\ntoken_file = {:?}\n",
            token.display().to_string()
        );
        std::fs::write(&config, text).unwrap();
        Self { home: home.to_owned(), data, address, config }
    }

    fn serve(&self) -> Served {
        let server = Command::new(VIGIE)
            .args(["serve", "--listen", &self.address, "--data"])
            .arg(&self.data)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        while std::net::TcpStream::connect(&self.address).is_err() {
            std::thread::sleep(Duration::from_millis(5));
        }
        Served(server)
    }

    fn console(&self, wait: impl Fn(&Watched) -> Duration) -> (Duration, Duration, Watched) {
        let mut command = CommandBuilder::new(VIGIE);
        command.args(["--config".as_ref(), self.config.as_os_str()]);
        environment(&mut command, &self.home);
        let console = Watched::start(command);
        let shown = wait(&console);
        (console.first_byte(), shown, console)
    }
}

struct Served(Child);

impl Drop for Served {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

fn head(screen: &str) -> bool {
    screen.contains("vigie")
}

/// A line of the queue, known by its severity.
fn ticket_row(screen: &str) -> bool {
    let severities = ["CRIT", "HIGH", "MED", "LOW"];
    screen.lines().skip(3).any(|line| severities.iter().any(|severity| line.contains(severity)))
}

/// Waits until every page has come: the count of open tickets no longer grows.
fn settle(console: &Watched) {
    let started = Instant::now();
    let mut last = (String::new(), Instant::now());
    while last.1.elapsed() < Duration::from_millis(1500) && started.elapsed() < PATIENCE {
        let screen = console.text();
        let open = screen.lines().find(|line| line.contains(" open")).unwrap_or_default().to_owned();
        if open != last.0 {
            last = (open, Instant::now());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    console.since(last.1);
}

struct Keys {
    first: Vec<Duration>,
    settled: Vec<Duration>,
}

fn keys(program: &Watched) -> Keys {
    let mut keys = Keys { first: Vec::new(), settled: Vec::new() };
    for at in 0..400 {
        if let Some((first, settled)) = program.press(if at % 40 < 20 { "j" } else { "k" }) {
            keys.first.push(first);
            keys.settled.push(settled);
        }
    }
    keys.first.sort();
    keys.settled.sort();
    keys
}

fn burst(program: &Watched) -> (Duration, f64) {
    let before = program.bytes();
    let (_, settled) = program.press(&"j".repeat(1000)).unwrap();
    let bytes = u32::try_from(program.bytes() - before).unwrap();
    (settled, f64::from(bytes) / 1000.0)
}

struct Idle {
    share: f64,
    wakeups: f64,
    bytes: f64,
    resident: u64,
}

fn idle(program: &Watched) -> Idle {
    const SECONDS: u32 = 20;
    let before = (program.cost(), program.bytes());
    std::thread::sleep(Duration::from_secs(SECONDS.into()));
    let after = (program.cost(), program.bytes());
    let bytes = u32::try_from(after.1 - before.1).unwrap();
    let wakeups = u32::try_from(after.0.wakeups - before.0.wakeups).unwrap();
    Idle {
        share: after.0.run.saturating_sub(before.0.run).as_secs_f64() / f64::from(SECONDS) * 100.0,
        wakeups: f64::from(wakeups) / f64::from(SECONDS),
        bytes: f64::from(bytes) / f64::from(SECONDS),
        resident: program.resident(),
    }
}

fn report_idle(name: &str, bare: &Idle, vigie: &Idle) {
    let ratio = |bare: f64, vigie: f64| vigie / bare;
    println!(
        "{:<58}{:>10.3} %{:>10.3} %{:>8.2}x",
        format!("{name}: share of a core"),
        bare.share,
        vigie.share,
        ratio(bare.share, vigie.share)
    );
    println!(
        "{:<58}{:>12.2}{:>12.2}{:>8.2}x",
        "  wakeups a second",
        bare.wakeups,
        vigie.wakeups,
        ratio(bare.wakeups, vigie.wakeups)
    );
    println!("{:<58}{:>12.0}{:>12.0}", "  bytes a second", bare.bytes, vigie.bytes);
}
