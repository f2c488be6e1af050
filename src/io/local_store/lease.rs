//! Who is alive: every console on a store holds a lock for as long as it lives, and the system drops it at its
//! death, however it dies. What belongs to a dead console may be taken over; what belongs to a living one not.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::io::files;

/// This console's name among those that share the store, for as long as it lives.
#[derive(Debug)]
pub struct Lease {
    directory: PathBuf,
    name: String,
    /// Locked: this is what the others look at. A process number would be given to somebody else one day.
    _held: File,
}

impl Lease {
    /// Enters the circle of the living.
    pub fn take(directory: &Path) -> io::Result<Self> {
        loop {
            let name = Uuid::now_v7().to_string();
            let path = directory.join(&name);
            let mut held = files::open_private(&path, OpenOptions::new().write(true).create_new(true))?;
            held.lock()?;
            // For people only: a full disk is no reason not to live.
            if let Err(why) = write!(held, "{}", std::process::id()) {
                tracing::debug!(%why, "other consoles cannot tell which one this is");
            }
            // Between these two steps somebody may have found it unlocked, and swept it away.
            if path.exists() {
                return Ok(Self { directory: directory.to_owned(), name, _held: held });
            }
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Tells whether a console is alive; of a dead one nothing is left behind.
    pub fn is_alive(&self, name: &str) -> io::Result<bool> {
        if name == self.name {
            return Ok(true);
        }
        // What is no name of ours was never alive, and names no file.
        let Ok(name) = name.parse::<Uuid>() else { return Ok(false) };
        is_locked(&self.directory.join(name.to_string()))
    }

    /// The process of a console that is alive, as it said itself.
    pub fn process(&self, name: &str) -> Option<u32> {
        let mut text = String::new();
        let name = name.parse::<Uuid>().ok()?;
        File::open(self.directory.join(name.to_string())).ok()?.take(16).read_to_string(&mut text).ok()?;
        text.parse().ok()
    }

    /// Takes away what dead consoles left in the directory.
    pub fn sweep(&self) -> io::Result<()> {
        for file in std::fs::read_dir(&self.directory)? {
            if let Some(name) = file?.file_name().to_str() {
                self.is_alive(name)?;
            }
        }
        Ok(())
    }
}

fn is_locked(path: &Path) -> io::Result<bool> {
    let file = match OpenOptions::new().write(true).open(path) {
        Ok(file) => file,
        Err(why) if why.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(why) => return Err(why),
    };
    match file.try_lock() {
        Ok(()) => {
            // Taken away while it is locked, so that nobody can enter by it meanwhile.
            match std::fs::remove_file(path) {
                Err(why) if why.kind() != io::ErrorKind::NotFound => Err(why),
                _ => Ok(false),
            }
        }
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(why)) => Err(why),
    }
}

impl Drop for Lease {
    fn drop(&mut self) {
        // Dead from here on, which the lock alone would tell too.
        if let Err(why) = std::fs::remove_file(self.directory.join(&self.name)) {
            tracing::debug!(%why, "the lease's file stays until the next start");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_console_is_alive_until_it_lets_go_and_leaves_nothing_behind() {
        let home = tempfile::tempdir().unwrap();
        let (one, other) = (Lease::take(home.path()).unwrap(), Lease::take(home.path()).unwrap());
        let name = other.name().to_owned();
        assert!(one.is_alive(&name).unwrap());
        assert!(one.is_alive(one.name()).unwrap());
        drop(other);
        assert!(!one.is_alive(&name).unwrap());
        assert!(!one.is_alive("1234").unwrap());
        let stray = home.path().join(Uuid::now_v7().to_string());
        std::fs::write(&stray, "").unwrap();
        one.sweep().unwrap();
        assert!(!stray.exists());
        assert_eq!(std::fs::read_dir(home.path()).unwrap().count(), 1);
    }
}
