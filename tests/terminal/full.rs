//! A disk that is really full, or really read-only: told, nothing typed is lost, and used again when it can be.
//!
//! Each test mounts a small file system of its own in memory. Where that is not allowed it says loudly that it was
//! skipped; the limit on file sizes in `kept` is tested everywhere.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

use crate::kept::{SEND, console, on_disk, open_form, says, write};
use crate::outage::{Server, a_desk};
use crate::pty::{Home, Pty, vigie};

/// A file system of a few megabytes, for as long as the test takes.
struct SmallDisk(PathBuf);

impl SmallDisk {
    fn mount(at: PathBuf) -> Option<Self> {
        std::fs::create_dir_all(&at).unwrap();
        let mut mount = Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", "size=4m,mode=700", "tmpfs"]).arg(&at).stderr(Stdio::null());
        if mount.status().is_ok_and(|status| status.success()) {
            return Some(Self(at));
        }
        // Past the capture of the tests' output: nobody shall take it for passed.
        let told = "\n*** SKIPPED: no file system may be mounted here, so no full disk was tried ***\n";
        std::io::stderr().write_all(told.as_bytes()).unwrap();
        None
    }

    fn remount(&self, how: &str) {
        let done = Command::new("mount").args(["-o", &format!("remount,{how}")]).arg(&self.0).status();
        assert!(done.unwrap().success(), "remount,{how}");
    }

    fn filler(&self) -> PathBuf {
        self.0.join("somebody-elses-file")
    }

    /// Somebody else fills it, to the last byte.
    fn fill(&self) {
        let mut file = std::fs::File::options().create(true).append(true).open(self.filler()).unwrap();
        for size in [65536, 4096, 512, 1] {
            while file.write_all(&vec![b'x'; size]).is_ok() {}
        }
    }

    fn make_room(&self) {
        std::fs::remove_file(self.filler()).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: a program that was killed a moment ago may still hold it.
        let done = Command::new("umount").arg("-l").arg(&self.0).status();
        assert!(done.is_ok_and(|status| status.success()) || std::thread::panicking());
    }
}

fn journal_is_whole(home: &Home) {
    let verified =
        Command::new(vigie()).args(["journal", "verify"]).env_clear().envs(home.environment()).output();
    let verified = verified.unwrap();
    assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stderr));
}

fn state(home: &Home) -> PathBuf {
    home.path().join("state")
}

fn leave(mut pty: Pty) {
    pty.signal("-TERM");
    assert_eq!(pty.ended(), 0);
}

#[test]
fn a_disk_that_fills_up_while_one_works_loses_nothing_and_is_used_again_when_there_is_room() {
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(state(&home)) else { return };
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    write(&mut pty, "Before it was full.");
    pty.press(SEND);
    pty.wait_for("accepted");
    disk.fill();
    pty.press("n");
    pty.wait_for("INTERNAL");
    let long = "There is no room for this. ".repeat(20);
    pty.press(&format!("\x1b[200~{long}\x1b[201~The end."));
    pty.wait_for("The end.");
    says(&pty, "the disk is full");
    pty.wait_for("not saved");
    pty.press(SEND);
    says(&pty, "nothing was sent");
    pty.press("!");
    pty.wait_for("The end.!");
    disk.make_room();
    pty.wait_until_gone("not saved");
    on_disk(&home, "The end.!");
    pty.press(SEND);
    pty.wait("accepted, and nothing left", |screen| {
        let text = screen.contents();
        text.contains("accepted") && text.contains("↑0") && !text.contains("✎")
    });
    leave(pty);
    journal_is_whole(&home);
}

#[test]
fn a_console_that_starts_on_a_full_disk_is_of_use_and_keeps_forms_and_texts_once_there_is_room() {
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(state(&home)) else { return };
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    disk.fill();
    let mut pty = console(&home);
    says(&pty, "the disk is full");
    open_form(&mut pty, "p", "Promise something");
    pty.press("ring Claire\t+1h\r");
    says(&pty, "nothing was sent");
    // The form is there again, with what was typed.
    pty.wait("the form", |screen| {
        let text = screen.contents();
        text.contains("Promise something") && text.contains("ring Claire")
    });
    disk.make_room();
    pty.wait_until_gone("not saved");
    on_disk(&home, "ring Claire");
    pty.press("\r");
    pty.wait_for("accepted");
    pty.wait_for("↑0");
    leave(pty);
    journal_is_whole(&home);
}

#[test]
fn a_state_directory_that_is_read_only_is_told_and_used_when_it_can_be_written() {
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(state(&home)) else { return };
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    disk.remount("ro");
    let mut pty = console(&home);
    says(&pty, "it is read-only");
    write(&mut pty, "Kept in memory");
    pty.wait_for("not saved");
    pty.press(SEND);
    says(&pty, "nothing was sent");
    pty.wait_for("Kept in memory");
    disk.remount("rw");
    pty.wait_until_gone("not saved");
    pty.press(SEND);
    pty.wait_for("accepted");
    pty.wait_for("↑0");
    leave(pty);
}

#[test]
fn a_server_whose_disk_is_full_takes_what_was_sent_once_when_there_is_room() {
    let home = Home::new();
    let Some(disk) = SmallDisk::mount(home.path().join("desk")) else { return };
    let port = a_desk(&home);
    let _server = Server::start(&home, port);
    let mut pty = console(&home);
    disk.fill();
    let long = "The desk has no room for this. ".repeat(300);
    write(&mut pty, "Long: ");
    pty.press(&format!("\x1b[200~{long}\x1b[201~The end."));
    pty.wait_for("The end.");
    pty.press(SEND);
    pty.wait_for("↑1");
    pty.press("O");
    pty.wait_for("next try in");
    disk.make_room();
    pty.press("s");
    pty.wait_for("↑0");
    assert_eq!(said(&home, "Long: The desk has no room"), 1);
    leave(pty);
}

/// How often the desk's store has a text.
fn said(home: &Home, text: &str) -> i64 {
    use sqlx::Connection;
    let path = format!("sqlite://{}", home.path().join("desk/vigie.sqlite").display());
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let mut store = sqlx::SqliteConnection::connect(&path).await.unwrap();
        let counted = sqlx::query_scalar("SELECT count(*) FROM facts WHERE instr(what, ?) > 0").bind(text);
        counted.fetch_one(&mut store).await.unwrap()
    })
}
