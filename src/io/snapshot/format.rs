//! The file's form: a header, then frames of one change each, every one with its length and checksum.
//!
//! What is cut off or spoilt ends the file: everything before it is an earlier, whole state with its own cursor.

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

/// The frames of a file, up to the first that is not whole.
pub struct Frames<'a> {
    file: &'a [u8],
    at: usize,
}

impl<'a> Frames<'a> {
    /// Returns `None` if this is not a file of ours in this format.
    pub fn of(file: &'a [u8]) -> Option<Self> {
        file.starts_with(&header()).then_some(Self { file, at: HEADER })
    }

    /// How much of the file is good so far.
    pub fn good(&self) -> usize {
        self.at
    }
}

impl<'a> Iterator for Frames<'a> {
    type Item = Frame<'a>;

    fn next(&mut self) -> Option<Frame<'a>> {
        let rest = &self.file[self.at..];
        let (lengths, rest) = rest.split_at_checked(LENGTHS)?;
        let (length, checksum) = lengths.split_at(4);
        let number = |bytes: &[u8]| bytes.try_into().map(u32::from_le_bytes).ok();
        let length = usize::try_from(number(length)?).ok().filter(|length| *length <= LARGEST_FRAME)?;
        let frame = rest.get(..length)?;
        if CHECKSUM.checksum(frame) != number(checksum)? {
            return None;
        }
        let read = postcard::from_bytes(frame).ok()?;
        self.at += LENGTHS + length;
        Some(read)
    }
}
