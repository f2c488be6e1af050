//! The last queue of a backend's store, for a start that waits for nothing.
//!
//! It is a cache: in any doubt there is no snapshot, and the queue is asked for anew. Writing costs in proportion
//! to what changed; a file that has become mostly history is written anew.

mod format;
mod keeper;
mod row;

use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use chrono::{DateTime, Utc};

use crate::app::effect::Keep;
use crate::desk::names::{BackendId, LocalId, TicketId};
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
    let mut queue = Queue::default();
    let mut names = Names::default();
    let mut last: Option<(&str, i64)> = None;
    let mut rules = None;
    let mut rows_written = 0;
    for frame in Frames::of(bytes)? {
        match frame {
            Frame::Rules(wire) => rules = Some(wire.to_owned()),
            Frame::Page(page) => {
                if page.afresh {
                    queue = Queue::default();
                }
                for id in page.gone {
                    queue.remove(&TicketId { backend: backend.clone(), local: LocalId::new(id) });
                }
                rows_written += page.tickets.len();
                for row in page.tickets {
                    let row: Row<'_> = postcard::from_bytes(row.0).ok()?;
                    queue.put(backend, row.ticket(&mut names)?, now);
                }
                last = Some((page.cursor, page.as_of));
            }
        }
    }
    let (cursor, as_of) = last?;
    let as_of = DateTime::from_timestamp_micros(as_of)?;
    Some(Read { held: Held { queue, cursor: cursor.to_owned(), as_of, rules }, rows_written })
}

/// Writes only what is left of a file's history, and returns its length.
fn rewrite(bytes: &[u8], path: &Path) -> io::Result<u64> {
    let mut live: HashMap<&str, Bytes<'_>> = HashMap::new();
    let mut rules = None;
    let mut last = Page::default();
    for frame in Frames::of(bytes).into_iter().flatten() {
        match frame {
            Frame::Rules(wire) => rules = Some(wire),
            Frame::Page(page) => {
                if page.afresh {
                    live.clear();
                }
                for id in &page.gone {
                    live.remove(id);
                }
                for row in &page.tickets {
                    let (id, _rest) = postcard::take_from_bytes(row.0).map_err(io::Error::other)?;
                    live.insert(id, *row);
                }
                last = Page { tickets: Vec::new(), gone: Vec::new(), ..page };
            }
        }
    }
    let rows: Vec<Bytes<'_>> = live.into_values().collect();
    let mut out = format::header().to_vec();
    if let Some(wire) = rules {
        format::write(&Frame::Rules(wire), &mut out).map_err(io::Error::other)?;
    }
    let (cursor, as_of) = (last.cursor, last.as_of);
    for (number, tickets) in rows.chunks(ROWS).enumerate() {
        let page = Page { afresh: number == 0, cursor, as_of, tickets: tickets.to_vec(), gone: Vec::new() };
        format::write(&Frame::Page(page), &mut out).map_err(io::Error::other)?;
    }
    if rows.is_empty() && !cursor.is_empty() {
        format::write(&Frame::Page(Page { afresh: true, ..last }), &mut out).map_err(io::Error::other)?;
    }
    let mut file = files::open_private(path, OpenOptions::new().write(true).create(true).truncate(true))?;
    file.write_all(&out)?;
    file.sync_data()?;
    Ok(out.len() as u64)
}
