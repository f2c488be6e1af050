//! The file's form: a header, then frames of one change each, every one with its length and checksum.
//!
//! What is cut off or spoilt ends the file: everything before it is an earlier, whole state with its own cursor.

use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use serde::{Deserialize, Serialize};

/// Raised with every change of what a frame or a row holds: a file of another format is no snapshot.
pub const FORMAT: u32 = 3;
const MAGIC: &[u8; 12] = b"vigie queue\n";
pub const HEADER: usize = MAGIC.len() + 4;
const LENGTHS: usize = 8;
/// No page comes near it.
const LARGEST_FRAME: usize = 64 * 1024 * 1024;

const CHECKSUM: crc::Crc<u32, crc::Table<16>> = crc::Crc::<u32, crc::Table<16>>::new(&crc::CRC_32_ISCSI);

#[derive(Debug, Serialize, Deserialize)]
pub enum Frame<'a> {
    #[serde(borrow)]
    Page(Page<'a>),
    /// The rules as they came from the backend.
    Rules(&'a str),
}

#[derive(Debug, Default, Serialize, Deserialize)]
pub struct Page<'a> {
    /// Forget what came before.
    pub afresh: bool,
    pub cursor: &'a str,
    /// When the backend said so, in microseconds since 1970.
    pub as_of: i64,
    /// Rows, each to be read on its own.
    #[serde(borrow)]
    pub tickets: Vec<Bytes<'a>>,
    pub gone: Vec<&'a str>,
}

/// Bytes written and read as one piece.
#[derive(Clone, Copy, Debug)]
pub struct Bytes<'a>(pub &'a [u8]);

impl Serialize for Bytes<'_> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_bytes(self.0)
    }
}

impl<'de: 'a, 'a> Deserialize<'de> for Bytes<'a> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&'de [u8]>::deserialize(deserializer).map(Self)
    }
}

pub fn header() -> [u8; HEADER] {
    let mut header = [0; HEADER];
    header[..MAGIC.len()].copy_from_slice(MAGIC);
    header[MAGIC.len()..].copy_from_slice(&FORMAT.to_le_bytes());
    header
}

/// Appends a frame to what is to be written.
pub fn write(frame: &Frame<'_>, out: &mut Vec<u8>) -> postcard::Result<()> {
    let start = out.len();
    out.extend_from_slice(&[0; LENGTHS]);
    let mut out_with_frame = postcard::to_extend(frame, std::mem::take(out))?;
    let frame = &out_with_frame[start + LENGTHS..];
    let length = u32::try_from(frame.len()).map_err(|_too_long| postcard::Error::SerializeBufferFull)?;
    let checksum = CHECKSUM.checksum(frame);
    out_with_frame[start..start + 4].copy_from_slice(&length.to_le_bytes());
    out_with_frame[start + 4..start + LENGTHS].copy_from_slice(&checksum.to_le_bytes());
    *out = out_with_frame;
    Ok(())
}

/// The frames of a file that are whole and unspoilt, up to the first that is not.
///
/// They are read one at a time: a file is many times what its last frame needs, and memory once asked for for a
/// moment is not given back.
#[derive(Debug)]
pub struct Frames {
    places: Vec<Place>,
    /// How much of the file is good.
    good: u64,
}

#[derive(Clone, Copy, Debug)]
struct Place {
    at: u64,
    length: usize,
}

impl Frames {
    /// Returns `None` if this is not a file of ours in this format.
    pub fn of(file: &File) -> io::Result<Option<Self>> {
        let size = file.metadata()?.len();
        let mut start = [0; HEADER];
        if size < HEADER as u64 {
            return Ok(None);
        }
        file.read_exact_at(&mut start, 0)?;
        if start != header() {
            return Ok(None);
        }
        let mut frames = Self { places: Vec::new(), good: HEADER as u64 };
        let mut bytes = Vec::new();
        while let Some(length) = whole(file, frames.good, size, &mut bytes)? {
            frames.places.push(Place { at: frames.good + LENGTHS as u64, length });
            frames.good += (LENGTHS + length) as u64;
        }
        Ok(Some(frames))
    }

    pub fn good(&self) -> u64 {
        self.good
    }

    /// Shows every frame, the newest first.
    pub fn backwards(
        &self,
        file: &File,
        mut show: impl FnMut(Frame<'_>) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut bytes = Vec::new();
        for place in self.places.iter().rev() {
            bytes.resize(place.length, 0);
            file.read_exact_at(&mut bytes, place.at)?;
            show(postcard::from_bytes(&bytes).map_err(io::Error::other)?)?;
        }
        Ok(())
    }
}

/// Reads the length of the frame at a place; `None` if it is not whole, or spoilt.
fn whole(file: &File, at: u64, size: u64, bytes: &mut Vec<u8>) -> io::Result<Option<usize>> {
    let rest = size.saturating_sub(at);
    let mut lengths = [0; LENGTHS];
    if rest < LENGTHS as u64 {
        return Ok(None);
    }
    file.read_exact_at(&mut lengths, at)?;
    let [a, b, c, d, checksum @ ..] = lengths;
    let length = u32::from_le_bytes([a, b, c, d]);
    if u64::from(length) > rest - LENGTHS as u64 {
        return Ok(None);
    }
    let Some(length) = usize::try_from(length).ok().filter(|length| *length <= LARGEST_FRAME) else {
        return Ok(None);
    };
    bytes.resize(length, 0);
    file.read_exact_at(bytes, at + LENGTHS as u64)?;
    Ok((CHECKSUM.checksum(bytes) == u32::from_le_bytes(checksum)).then_some(length))
}
