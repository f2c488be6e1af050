//! How far a store has come, written beside it: so a file that is put in its place is known for what it is.
//!
//! The mark is outside the file that somebody may copy back. It is written after a commit, so that the store is never
//! behind its own mark, but a copy of it is. Numbers of tickets are the exception: they are reserved before they are
//! given, some ahead, so that none is given twice, whatever is killed in between.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{self, ErrorKind, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

use serde::{Deserialize, Serialize};

/// The mark's file, in the store's directory.
const FILE: &str = "vigie.mark";
/// How many numbers are reserved at once: each reservation waits for the disk.
const AHEAD: i64 = 32;
/// It is written over in place, in one piece.
const LENGTH: usize = 512;

/// How far a store was.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Mark {
    pub store: String,
    pub epoch: String,
    /// The last place in the delta order.
    pub changed: i64,
    /// By the letters of a kind: no number up to this one may be given again.
    pub numbers: BTreeMap<String, i64>,
}

/// The mark of an open store.
#[derive(Debug)]
pub(super) struct Marked {
    path: PathBuf,
    known: Mutex<Mark>,
}

/// Reads the mark in a directory. What cannot be understood is none.
pub(super) fn read(directory: &Path) -> io::Result<Option<Mark>> {
    let path = directory.join(FILE);
    match File::open(&path) {
        Ok(mut file) => read_from(&mut file),
        Err(why) if why.kind() == ErrorKind::NotFound => Ok(None),
        Err(why) => Err(why),
    }
}

fn read_from(file: &mut File) -> io::Result<Option<Mark>> {
    let mut bytes = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(LENGTH as u64).read_to_end(&mut bytes)?;
    Ok(serde_json::from_slice(&bytes).ok())
}

fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create(true).truncate(false);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn write_to(file: &mut File, mark: &Mark) -> io::Result<()> {
    let mut bytes = serde_json::to_vec(mark)?;
    if bytes.len() >= LENGTH {
        return Err(ErrorKind::InvalidData.into());
    }
    bytes.resize(LENGTH - 1, b' ');
    bytes.push(b'\n');
    file.seek(SeekFrom::Start(0))?;
    file.write_all(&bytes)
}

impl Marked {
    /// Marks how far a store is from now on; what was reserved before by the same life stays reserved.
    pub fn begin(directory: &Path, mark: Mark) -> io::Result<Self> {
        let marked = Self { path: directory.join(FILE), known: Mutex::default() };
        marked.begin_anew(mark)?;
        // The name has to be on the disk too.
        File::open(directory)?.sync_all()?;
        Ok(marked)
    }

    /// The same for a life that begins while the store is open.
    pub fn begin_anew(&self, mut mark: Mark) -> io::Result<()> {
        let mut file = open(&self.path)?;
        file.lock()?;
        if let Some(there) = read_from(&mut file)?.filter(|there| there.store == mark.store) {
            for (kind, last) in there.numbers {
                let known = mark.numbers.entry(kind).or_default();
                *known = last.max(*known);
            }
            if there.epoch == mark.epoch {
                mark.changed = there.changed.max(mark.changed);
            }
        }
        write_to(&mut file, &mark)?;
        file.sync_all()?;
        *self.known.lock().unwrap_or_else(PoisonError::into_inner) = mark;
        Ok(())
    }

    /// Reserves a number of a kind, before it is given.
    pub fn reserve(&self, kind: &str, number: i64) -> io::Result<()> {
        let is_reserved = |mark: &Mark| mark.numbers.get(kind).is_some_and(|last| *last >= number);
        if is_reserved(&self.known.lock().unwrap_or_else(PoisonError::into_inner)) {
            return Ok(());
        }
        self.raise(|mark| {
            mark.numbers.insert(kind.to_owned(), number.saturating_add(AHEAD));
        })?
        .map_or(Ok(()), |file| file.sync_all())
    }

    /// Takes note of a commit. Lost in a power cut, it is only an older mark.
    pub fn committed(&self, changed: i64) {
        let raised = self.raise(|mark| mark.changed = mark.changed.max(changed));
        if let Err(why) = raised {
            tracing::warn!(%why, "the mark beside the store could not be written");
        }
    }

    /// Changes what stands there, unless another life has it now: other processes write too.
    fn raise(&self, change: impl FnOnce(&mut Mark)) -> io::Result<Option<File>> {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let mut file = open(&self.path)?;
        file.lock()?;
        let mut mark = match read_from(&mut file)? {
            Some(there) if there.store == known.store && there.epoch == known.epoch => there,
            Some(_of_another_life) => return Ok(None),
            None => known.clone(),
        };
        change(&mut mark);
        write_to(&mut file, &mark)?;
        *known = mark;
        Ok(Some(file))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(epoch: &str, changed: i64) -> Mark {
        Mark { store: "s".to_owned(), epoch: epoch.to_owned(), changed, ..Mark::default() }
    }

    #[test]
    fn a_mark_only_rises_and_numbers_are_reserved_ahead() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(read(home.path()).unwrap(), None);
        let marked = Marked::begin(home.path(), mark("a", 5)).unwrap();
        marked.committed(9);
        marked.committed(7);
        marked.reserve("INC", 1001).unwrap();
        marked.reserve("INC", 1002).unwrap();
        let there = read(home.path()).unwrap().unwrap();
        assert_eq!((there.changed, there.numbers["INC"]), (9, 1001 + AHEAD));
        // Another life takes the numbers with it, and not the order; what the old one says is not heard any more.
        let next = Marked::begin(home.path(), mark("b", 2)).unwrap();
        marked.committed(100);
        let there = read(home.path()).unwrap().unwrap();
        assert_eq!((there.epoch.as_str(), there.changed, there.numbers["INC"]), ("b", 2, 1001 + AHEAD));
        next.committed(3);
        assert_eq!(read(home.path()).unwrap().unwrap().changed, 3);
    }
}
