//! However the program ends or is interrupted, the terminal is given back, and nothing panics.

use crate::pty::{Home, Pty, vigie};
use crate::shift::demonstration;

#[test]
fn told_to_end_by_the_system_it_leaves_in_order() {
    for signal in ["-TERM", "-HUP", "-INT", "-QUIT"] {
        let home = Home::new();
        let mut pty = demonstration(&home);
        pty.signal(signal);
        assert_eq!(pty.ended(), 0, "{signal}");
        pty.is_as_it_was();
    }
}

#[test]
fn a_storm_of_sizes_never_breaks_it() {
    let home = Home::new();
    let mut pty = demonstration(&home);
    for step in 0..200_u16 {
        pty.resize(1 + step * 7 % 80, 1 + step * 13 % 230);
    }
    for (rows, cols) in [(3, 10), (1, 1), (15, 60), (24, 80), (60, 200)] {
        pty.resize(rows, cols);
    }
    pty.wait_for("INC-1042");
    assert!(pty.is_running());
    pty.press("q");
    assert_eq!(pty.ended(), 0);
    pty.is_as_it_was();
}

#[test]
fn it_goes_to_the_background_and_comes_back_whole() {
    let home = Home::new();
    let mut shell = home.command("bash", &["--norc", "--noprofile", "-i"]);
    shell.env("PS1", "shell> ");
    // The shell's own line editor would turn it on itself.
    shell.env("INPUTRC", home.write("inputrc", "set enable-bracketed-paste off\n"));
    let mut pty = Pty::start(shell, 40, 120);
    pty.wait_for("shell>");
    pty.press(&format!("{}\r", vigie()));
    pty.wait_for("INC-1042");
    for stopped_by in ["key", "signal"] {
        if stopped_by == "key" {
            pty.press("\x1a");
        } else {
            // As an editor or another shell would send it: to the program, not through the terminal.
            let console = home.write("stop.sh", "pkill -TSTP -P $1 -x vigie\n");
            let shell = pty.pid().to_string();
            assert!(std::process::Command::new("sh").arg(console).arg(shell).status().unwrap().success());
        }
        pty.wait("the shell's screen", |screen| {
            !screen.alternate_screen() && screen.contents().contains("Stopped")
        });
        pty.is_as_it_was();
        pty.press("clear; fg\r");
        pty.wait("the queue again", |screen| {
            screen.alternate_screen() && screen.contents().contains("INC-1042")
        });
    }
    pty.press("q");
    pty.wait("the shell's prompt", |screen| !screen.alternate_screen());
    pty.press("clear; echo ended $?\r");
    pty.wait_for("ended 0");
}

#[test]
fn when_the_terminal_is_cut_off_no_process_stays() {
    let home = Home::new();
    // A terminal inside the terminal: what holds it is killed, as a connection that breaks.
    let inner = format!("echo $$ > pid; exec {}", vigie());
    let mut pty = Pty::start(home.command("script", &["-qfc", &inner, "/dev/null"]), 40, 120);
    pty.wait_for("INC-1042");
    pty.signal("-KILL");
    pty.ended();
    let pid = std::fs::read_to_string(home.path().join("pid")).unwrap();
    let pid = format!("--pid={}", pid.trim());
    let waited = std::process::Command::new("timeout").args(["60", "tail", &pid, "-f", "/dev/null"]).status();
    assert!(waited.unwrap().success(), "it lives on without a terminal");
}

#[test]
fn without_a_terminal_it_says_what_to_do_and_ends() {
    let home = Home::new();
    let output = std::process::Command::new(vigie())
        .env_clear()
        .envs(home.environment())
        .stdin(std::process::Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("vigie --help"));
    assert!(output.stdout.is_empty(), "no escape sequence goes into a file");
}

#[test]
fn a_bad_configuration_is_told_with_line_and_key_and_nothing_is_started() {
    let home = Home::new();
    home.write("config/vigie/config.toml", "bell = true\nlangauge = \"fr\"\n");
    let mut pty = Pty::start(home.command(vigie(), &[]), 24, 100);
    assert_eq!(pty.ended(), 2);
    pty.wait_for("config.toml:2: langauge: there is no such setting (did you mean language?)");
}
