//! The last queue of a backend's store, for a start that waits for nothing.
//!
//! It is a cache: in any doubt there is no snapshot, and the queue is asked for anew. Writing costs in proportion
//! to what changed; a file that has become mostly history is written anew.

mod format;
mod keeper;
mod row;

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};
use hashbrown::HashMap;

use crate::app::effect::Keep;
use crate::desk::names::{BackendId, LocalId};
use crate::desk::queue::Queue;
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
        let bytes = std::fs::read(&self.path).ok()?;
        let held = read(&bytes, backend, now)?;
        let (written, live) = (held.rows_written, held.held.queue.len());
        // Mostly history: the next start should not read it again.
        if written > 2 * live.max(ROWS) && self.writing.is_none() && self.begin().is_ok() {
            self.compact(&bytes);
        }
        Some(held.held)
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
            self.compact(&std::fs::read(&self.path)?);
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
        let mut bytes = std::fs::read(&self.path)?;
        let good = Frames::of(&bytes).map(|mut frames| {
            while frames.next().is_some() {}
            frames.good()
        });
        if good.is_none() {
            file.set_len(0)?;
            (&file).write_all(&format::header())?;
            bytes.clear();
        } else if let Some(good) = good.filter(|good| *good < bytes.len()) {
            file.set_len(good as u64)?;
        }
        let length = good.unwrap_or(format::HEADER) as u64;
        self.writing = Some(Writing { file, _lock: lock, length, compact: length });
        Ok(())
    }

    /// Writes the file anew without its history. If that fails, the old file stays good.
    fn compact(&mut self, bytes: &[u8]) {
        let fresh = self.path.with_extension("new");
        match rewrite(bytes, &fresh).and_then(|length| {
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

fn read(bytes: &[u8], backend: &BackendId, now: DateTime<Utc>) -> Option<Read> {
    let history = History::of(bytes)?;
    let (cursor, as_of) = (history.last.cursor.to_owned(), history.last.as_of);
    if cursor.is_empty() {
        return None;
    }
    let mut names = Names::default();
    let mut spoilt = false;
    let tickets = history.rows.into_iter().flatten().map_while(|row| {
        let ticket = postcard::from_bytes::<Row<'_>>(row.0).ok();
        let ticket = ticket.and_then(|row| row.ticket(&mut names).ok());
        spoilt |= ticket.is_none();
        ticket
    });
    let queue = Queue::load(backend, tickets, now);
    if spoilt {
        return None;
    }
    let as_of = DateTime::from_timestamp_micros(as_of)?;
    let rules = history.rules.map(str::to_owned);
    Some(Read { held: Held { queue, cursor, as_of, rules }, rows_written: history.rows_written })
}

/// What the frames of a file leave, the rows still as they are written.
#[derive(Default)]
struct History<'a> {
    /// In the order in which tickets came first; `None` for one that left.
    rows: Vec<Option<Bytes<'a>>>,
    found: HashMap<&'a str, usize>,
    rules: Option<&'a str>,
    last: Page<'a>,
    rows_written: usize,
}

impl<'a> History<'a> {
    fn of(bytes: &'a [u8]) -> Option<Self> {
        let mut history = Self::default();
        for frame in Frames::of(bytes)? {
            match frame {
                Frame::Rules(wire) => history.rules = Some(wire),
                Frame::Page(page) => history.turn(&page)?,
            }
        }
        Some(history)
    }

    fn turn(&mut self, page: &Page<'a>) -> Option<()> {
        if page.afresh {
            self.rows.clear();
            self.found.clear();
        }
        for id in &page.gone {
            if let Some(place) = self.found.remove(id) {
                self.rows[place] = None;
            }
        }
        self.rows_written += page.tickets.len();
        for row in &page.tickets {
            // A row begins with its ticket's name.
            let (id, _rest) = postcard::take_from_bytes(row.0).ok()?;
            let place = *self.found.entry(id).or_insert(self.rows.len());
            if place == self.rows.len() {
                self.rows.push(None);
            }
            self.rows[place] = Some(*row);
        }
        let Page { afresh, cursor, as_of, .. } = *page;
        self.last = Page { afresh, cursor, as_of, ..Page::default() };
        Some(())
    }
}

/// Writes only what is left of a file's history, and returns its length.
fn rewrite(bytes: &[u8], path: &Path) -> io::Result<u64> {
    let history = History::of(bytes).ok_or(io::ErrorKind::InvalidData)?;
    let rows: Vec<Bytes<'_>> = history.rows.into_iter().flatten().collect();
    let (cursor, as_of) = (history.last.cursor, history.last.as_of);
    let mut out = format::header().to_vec();
    if let Some(wire) = history.rules {
        format::write(&Frame::Rules(wire), &mut out).map_err(io::Error::other)?;
    }
    let page = |afresh, tickets| Frame::Page(Page { afresh, cursor, as_of, tickets, gone: Vec::new() });
    // One page at least: it also carries the cursor.
    for number in 0..rows.len().div_ceil(ROWS).max(1) {
        let tickets = rows.iter().skip(number * ROWS).take(ROWS).copied().collect();
        format::write(&page(number == 0, tickets), &mut out).map_err(io::Error::other)?;
    }
    let mut file = files::open_private(path, OpenOptions::new().write(true).create(true).truncate(true))?;
    file.write_all(&out)?;
    file.sync_data()?;
    Ok(out.len() as u64)
}
