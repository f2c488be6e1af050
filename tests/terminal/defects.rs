//! A defect gives the terminal back and leaves a report without a customer's text.
//!
//! The two programs under test are in this file: this test binary calls itself, in a terminal, with one of
//! the ignored tests below.

use std::path::PathBuf;

use vigie::io::backend::Backend;
use vigie::io::backend::bundled::Bundled;
use vigie::io::secrets::{Token, TokenSource};
use vigie::io::terminal::{self, panic};

use crate::pty::{Home, Pty};

const SECRET: &str = "vigie_5ec4e7f00d5ec4e7f00d";

fn reporter() -> panic::Reporter {
    panic::Reporter {
        directory: PathBuf::from(std::env::var_os("REPORTS").unwrap()),
        told: Box::new(|path| format!("the report is {}", path.display())),
    }
}

fn take() -> (tokio::runtime::Runtime, terminal::Screen, terminal::Guard) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let (screen, guard, _input) = {
        let _entered = runtime.enter();
        terminal::take().unwrap()
    };
    panic::install(screen.clone(), reporter());
    (runtime, screen, guard)
}

#[test]
#[ignore = "a program for the test below"]
fn the_console_panics() {
    let (_runtime, _screen, _guard) = take();
    let text = "été: the customer's secret";
    let cut = &text[..=usize::from(std::env::var_os("REPORTS").is_none())];
    assert!(cut.is_empty(), "never comes here");
}

#[test]
#[ignore = "a program for the test below"]
fn a_server_thread_panics() {
    let (_runtime, screen, _guard) = take();
    let server = std::thread::Builder::new().name("vigie-server".to_owned());
    assert!(server.spawn(|| panic!("a handler's defect")).unwrap().join().is_err());
    std::io::Write::write_all(&mut screen.output(), b"the console goes on").unwrap();
    std::io::Write::flush(&mut screen.output()).unwrap();
    println!("the console goes on");
    let mut key = String::new();
    std::io::stdin().read_line(&mut key).unwrap();
}

#[test]
#[ignore = "a program for the test below"]
fn a_backend_is_shown_by_a_panic() {
    let (_runtime, _screen, _guard) = take();
    let token = TokenSource::Known(Token::new(&std::env::var("SECRET").unwrap()).unwrap());
    let address = "https://desk.example/".parse().unwrap();
    let backend = Backend::Bundled(Box::new(Bundled::new(address, token.clone(), false).unwrap()));
    panic!("{backend:?} {token:?}");
}

fn start(home: &Home, program: &str) -> Pty {
    let this = std::env::current_exe().unwrap();
    let name = format!("defects::{program}");
    let mut command = home.command(this, &["--ignored", "--exact", &name, "--nocapture", "--test-threads=1"]);
    command.env("REPORTS", home.path().join("reports"));
    command.env("SECRET", SECRET);
    Pty::start(command, 30, 100)
}

fn report(home: &Home) -> String {
    let mut reports = std::fs::read_dir(home.path().join("reports")).unwrap();
    let path = reports.next().unwrap().unwrap().path();
    assert!(reports.next().is_none());
    let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).unwrap().permissions());
    assert_eq!(mode & 0o777, 0o600);
    std::fs::read_to_string(path).unwrap()
}

#[test]
fn a_panic_gives_the_terminal_back_and_names_a_report_that_names_no_customer() {
    let home = Home::new();
    let mut pty = start(&home, "the_console_panics");
    pty.wait_for("the report is ");
    pty.ended();
    pty.is_as_it_was();
    let report = report(&home);
    for part in
        [concat!("vigie ", env!("CARGO_PKG_VERSION")), "defects.rs", "char boundary", "backtrace:", "log:"]
    {
        assert!(report.contains(part), "{part} in {report}");
    }
    assert!(!report.contains("secret"), "{report}");
}

#[test]
fn a_panic_of_another_thread_leaves_the_screen_alone() {
    let home = Home::new();
    let mut pty = start(&home, "a_server_thread_panics");
    pty.wait("the console going on", |screen| {
        screen.alternate_screen() && screen.contents().contains("the console goes on")
    });
    assert!(report(&home).contains("a handler's defect"));
    pty.press("\n");
    pty.ended();
    pty.is_as_it_was();
}

#[test]
fn a_panic_that_shows_a_backend_does_not_show_its_token() {
    let home = Home::new();
    let mut pty = start(&home, "a_backend_is_shown_by_a_panic");
    pty.wait_for("the report is ");
    pty.ended();
    let report = report(&home);
    assert!(report.contains("Token(…)"), "{report}");
    assert!(!report.contains(SECRET) && !pty.bytes().contains(SECRET), "{report}");
}
