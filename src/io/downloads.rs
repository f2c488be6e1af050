//! Files of tickets, saved where a person keeps what was downloaded.
//!
//! A file's name is a customer's text: it never leads out of the directory, is never hidden, never takes the place of
//! another file, and what was saved can be read by its owner only.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use directories::UserDirs;

use crate::desk::text::SafeLine;

use super::files::open_private;

/// File systems take 255 bytes; a number may still come to it.
const LONGEST: usize = 200;
/// Names that are tried before giving up.
const MOST_ALIKE: u32 = 1000;

/// Saves a file under a name like the one it came with, and tells where.
pub fn save(name: &str, content: &[u8]) -> io::Result<PathBuf> {
    let directories = UserDirs::new().ok_or(io::ErrorKind::NotFound)?;
    let directory = directories.download_dir().unwrap_or_else(|| directories.home_dir());
    save_in(directory, name, content)
}

fn save_in(directory: &Path, name: &str, content: &[u8]) -> io::Result<PathBuf> {
    let (mut file, path) = make(directory, &safe(name))?;
    if let Err(why) = file.write_all(content).and_then(|()| file.sync_all()) {
        // Half a file under a whole one's name would be taken for it.
        std::fs::remove_file(&path)?;
        return Err(why);
    }
    Ok(path)
}

/// Makes a file that was not there.
fn make(directory: &Path, name: &str) -> io::Result<(File, PathBuf)> {
    for number in 0..MOST_ALIKE {
        let path = directory.join(numbered(name, number));
        match open_private(&path, OpenOptions::new().write(true).create_new(true)) {
            Ok(file) => return Ok((file, path)),
            Err(why) if why.kind() == io::ErrorKind::AlreadyExists => {}
            Err(why) => return Err(why),
        }
    }
    Err(io::ErrorKind::AlreadyExists.into())
}

fn numbered(name: &str, number: u32) -> String {
    if number == 0 {
        return name.to_owned();
    }
    match name.rsplit_once('.') {
        Some((stem, extension)) if !stem.is_empty() => format!("{stem} ({number}).{extension}"),
        _ => format!("{name} ({number})"),
    }
}

/// A name that is only a name: no way to another directory, nothing hidden, nothing that a terminal obeys.
fn safe(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let shown = SafeLine::from(last);
    let plain = |it: char| if it.is_control() || "<>:\"|?*".contains(it) { '_' } else { it };
    let name: String = shown.shown().chars().map(plain).collect();
    let name = name.trim().trim_start_matches('.').trim_end_matches('.');
    let mut end = name.len().min(LONGEST);
    while !name.is_char_boundary(end) {
        end -= 1;
    }
    if name.is_empty() { "file".to_owned() } else { name[..end].to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_never_leads_elsewhere() {
        for (name, made) in [
            ("report.pdf", "report.pdf"),
            ("../../etc/passwd", "passwd"),
            ("C:\\temp\\run.exe", "run.exe"),
            (".bashrc", "bashrc"),
            ("..", "file"),
            ("", "file"),
            ("a\u{1b}[2Jb\nc", "a^[[2Jb^Jc"),
            ("what?.txt", "what_.txt"),
        ] {
            assert_eq!(safe(name), made, "{name:?}");
        }
        assert!(safe(&"é".repeat(500)).len() <= LONGEST);
    }

    #[test]
    fn a_file_never_takes_the_place_of_another_and_is_its_owners_alone() {
        let home = tempfile::tempdir().unwrap();
        let one = save_in(home.path(), "a.log", b"one").unwrap();
        let two = save_in(home.path(), "a.log", b"two").unwrap();
        assert_eq!(two.file_name().unwrap(), "a (1).log");
        assert_eq!(std::fs::read(&one).unwrap(), b"one");
        assert_eq!(std::fs::read(&two).unwrap(), b"two");
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            assert_eq!(std::fs::metadata(&two).unwrap().permissions().mode() & 0o777, 0o600);
        }
    }
}
