//! The last queue of a backend's store, for a start that waits for nothing.
//!
//! It is a cache: in any doubt there is no snapshot, and the queue is asked for anew. Writing costs in proportion
//! to what changed; a file that has become mostly history is written anew.

mod format;
mod keeper;
mod row;

use std::fs::{File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use hashbrown::HashSet;

use crate::app::protocol::effect::Keep;
use crate::desk::bounds;
use crate::desk::queue::Queue;
use crate::desk::ticket::names::{BackendId, LocalId};
use crate::io::files;

use format::{Bytes, Frame, Frames, Page};
use row::{Names, Row};

pub use keeper::Keeper;

/// Below this a file is never worth writing anew.
const SMALL: u64 = 4 * 1024 * 1024;
/// Rows of one frame when a file is written anew.
const ROWS: usize = 1000;

/// What a snapshot holds.
#[derive(Debug)]
pub struct Held {
    pub queue: Queue,
    pub cursor: String,
    pub as_of: DateTime<Utc>,
    /// The rules as they came from the backend.
    pub rules: Option<String>,
}

/// Where one store's snapshot is, and the right to write it (only one console has that).
#[derive(Debug)]
pub struct SnapshotFile {
    path: PathBuf,
    writing: Option<Writing>,
}

#[derive(Debug)]
struct Writing {
    file: File,
    /// Held as long as this console writes; the system gives it back if the program dies.
    _lock: File,
    length: u64,
    /// The length at which the file was last without history.
    compact: u64,
}

impl SnapshotFile {
    pub fn new(path: PathBuf) -> Self {
        Self { path, writing: None }
    }

    /// Reads the queue as it was kept; `now` is what its counters are for.
    pub fn load(&mut self, backend: &BackendId, now: DateTime<Utc>) -> Option<Held> {
        let file = File::open(&self.path).ok()?;
        let read = match read(&file, backend, now) {
            Ok(read) => read?,
            Err(why) => {
                tracing::warn!(%why, "the snapshot cannot be read; the queue is asked for anew");
                return None;
            }
        };
        let live = read.held.queue.len();
        // Mostly history: the next start should not read it again.
        if read.rows_written > 2 * live.max(ROWS) && self.writing.is_none() && self.begin().is_ok() {
            self.compact();
        }
        Some(read.held)
    }

    pub fn keep(&mut self, keep: &Keep) -> io::Result<()> {
        let Keep { cursor, as_of, tickets, gone, afresh } = keep;
        let rows: Vec<Vec<u8>> = tickets
            .iter()
            .map(|ticket| postcard::to_allocvec(&Row::of(ticket)).map_err(io::Error::other))
            .collect::<io::Result<_>>()?;
        self.append(&Frame::Page(Page {
            afresh: *afresh,
            cursor,
            as_of: as_of.timestamp_micros(),
            tickets: rows.iter().map(|row| Bytes(row)).collect(),
            gone: gone.iter().map(LocalId::as_str).collect(),
        }))
    }

    pub fn keep_rules(&mut self, wire: &str) -> io::Result<()> {
        self.append(&Frame::Rules(wire))
    }

    fn append(&mut self, frame: &Frame<'_>) -> io::Result<()> {
        if self.writing.is_none() {
            self.begin()?;
        }
        let Some(writing) = &mut self.writing else { return Ok(()) };
        let mut bytes = Vec::new();
        format::write(frame, &mut bytes).map_err(io::Error::other)?;
        // One write, so that two frames never mix even if the program is killed in between.
        writing.file.write_all(&bytes)?;
        writing.length += bytes.len() as u64;
        if writing.length > 2 * writing.compact.max(SMALL) {
            self.compact();
        }
        Ok(())
    }

    /// Takes the right to write, and cuts off what is not whole. Without that right, nothing is written.
    fn begin(&mut self) -> io::Result<()> {
        let lock = files::open_private(
            &self.path.with_extension("lock"),
            OpenOptions::new().write(true).create(true),
        )?;
        if lock.try_lock().is_err() {
            tracing::debug!("another console keeps this snapshot");
            return Ok(());
        }
        let file = files::open_private(&self.path, OpenOptions::new().append(true).create(true))?;
        let good = Frames::of(&File::open(&self.path)?)?.map(|frames| frames.good());
        if let Some(good) = good {
            file.set_len(good)?;
        } else {
            file.set_len(0)?;
            (&file).write_all(&format::header())?;
        }
        let length = good.unwrap_or(format::HEADER as u64);
        self.writing = Some(Writing { file, _lock: lock, length, compact: length });
        Ok(())
    }

    /// Writes the file anew without its history. If that fails, the old file stays good.
    fn compact(&mut self) {
        let fresh = self.path.with_extension("new");
        match rewrite(&self.path, &fresh).and_then(|length| {
            std::fs::rename(&fresh, &self.path)?;
            Ok((length, files::open_private(&self.path, OpenOptions::new().append(true))?))
        }) {
            Ok((length, file)) => {
                if let Some(writing) = &mut self.writing {
                    writing.file = file;
                    writing.length = length;
                    writing.compact = length;
                }
            }
            Err(why) => tracing::warn!(%why, "the snapshot was not written anew"),
        }
    }
}

struct Read {
    held: Held,
    rows_written: usize,
}

/// Returns `None` if there is nothing in the file that a start could go on from.
fn read(file: &File, backend: &BackendId, now: DateTime<Utc>) -> io::Result<Option<Read>> {
    let mut tickets = Vec::new();
    let mut names = Names::default();
    let last = newest(file, |row| {
        let ticket = postcard::from_bytes::<Row<'_>>(row).map_err(io::Error::other)?.ticket(&mut names);
        tickets.push(ticket.map_err(|_spoilt| io::ErrorKind::InvalidData)?);
        Ok(())
    })?;
    let Some(Last { cursor, as_of, rules, rows_written }) = last else { return Ok(None) };
    let queue = Queue::load(backend, tickets, now);
    Ok(Some(Read { held: Held { queue, cursor, as_of, rules }, rows_written }))
}

/// What a file says beside its rows.
struct Last {
    cursor: String,
    as_of: DateTime<Utc>,
    rules: Option<String>,
    rows_written: usize,
}

/// Reads a file from its end, so that of each ticket the first row that is met is the one that counts; `take` is
/// given those.
fn newest(file: &File, mut take: impl FnMut(&[u8]) -> io::Result<()>) -> io::Result<Option<Last>> {
    let Some(frames) = Frames::of(file)? else { return Ok(None) };
    let mut met: HashSet<Box<str>> = HashSet::new();
    let mut last = None;
    let mut rules = None;
    let mut rows_written = 0;
    // What stands before a page that began afresh is void.
    let mut is_void = false;
    frames.backwards(file, |frame| {
        match frame {
            Frame::Rules(wire) => rules = rules.take().or_else(|| Some(wire.to_owned())),
            Frame::Page(page) => {
                rows_written += page.tickets.len();
                last.get_or_insert_with(|| (page.cursor.to_owned(), page.as_of));
                for row in page.tickets.iter().rev().filter(|_| !is_void) {
                    // A row begins with its ticket's name.
                    let (id, _rest): (&str, _) =
                        postcard::take_from_bytes(row.0).map_err(io::Error::other)?;
                    if met.insert(id.into()) {
                        take(row.0)?;
                    }
                }
                // Within a page, what is gone went before the rows came.
                met.extend(page.gone.iter().filter(|_| !is_void).map(|id| Box::from(*id)));
                is_void |= page.afresh;
            }
        }
        Ok(())
    })?;
    Ok(last.filter(|(cursor, _)| !cursor.is_empty()).and_then(|(cursor, as_of)| {
        let as_of = DateTime::from_timestamp_micros(as_of).filter(|at| bounds::holds(*at))?;
        Some(Last { cursor, as_of, rules, rows_written })
    }))
}

/// Writes only what is left of a file's history, and returns its length.
fn rewrite(path: &Path, fresh: &Path) -> io::Result<u64> {
    let file = files::open_private(fresh, OpenOptions::new().write(true).create(true).truncate(true))?;
    let mut out = Anew { file: BufWriter::new(file), length: 0, page: Vec::new(), is_first: true };
    out.write(&format::header())?;
    let old = File::open(path)?;
    // The cursor stands in the pages, and the last of them has it last.
    let last = newest(&old, |row| out.row(row))?.ok_or(io::ErrorKind::InvalidData)?;
    out.end(&last)
}

/// A file being written.
struct Anew {
    file: BufWriter<File>,
    length: u64,
    page: Vec<Vec<u8>>,
    is_first: bool,
}

impl Anew {
    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.length += bytes.len() as u64;
        self.file.write_all(bytes)
    }

    fn row(&mut self, row: &[u8]) -> io::Result<()> {
        self.page.push(row.to_vec());
        // Without a cursor: cut off here, it is no file to go on from.
        if self.page.len() == ROWS { self.page("", 0) } else { Ok(()) }
    }

    fn page(&mut self, cursor: &str, as_of: i64) -> io::Result<()> {
        let rows = std::mem::take(&mut self.page);
        let tickets = rows.iter().map(|row| Bytes(row)).collect();
        let page = Page { afresh: self.is_first, cursor, as_of, tickets, gone: Vec::new() };
        self.is_first = false;
        self.frame(&Frame::Page(page))
    }

    fn frame(&mut self, frame: &Frame<'_>) -> io::Result<()> {
        let mut bytes = Vec::new();
        format::write(frame, &mut bytes).map_err(io::Error::other)?;
        self.write(&bytes)
    }

    fn end(mut self, last: &Last) -> io::Result<u64> {
        if let Some(wire) = &last.rules {
            self.frame(&Frame::Rules(wire))?;
        }
        self.page(&last.cursor, last.as_of.timestamp_micros())?;
        self.file.flush()?;
        self.file.get_ref().sync_data()?;
        Ok(self.length)
    }
}
