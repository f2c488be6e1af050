//! What can go wrong with the file, and what of it a person is told.

use std::io::{self, ErrorKind};
use std::path::{Path, PathBuf};

use crate::app::protocol::trouble::{Fault, Trouble};
use crate::desk::text::SafeLine;

#[derive(Debug, thiserror::Error)]
pub enum LocalStoreError {
    #[error("cannot prepare {path}")]
    Prepare {
        path: PathBuf,
        #[source]
        cause: io::Error,
    },
    #[error("the local store failed")]
    Database(#[from] sqlx::Error),
    #[error("the local store was written by a later version of the program (layout {0})")]
    Newer(i64),
    #[error("the local store is not whole: {0}")]
    NotWhole(String),
    #[error("it cannot be written as text")]
    Unwritable(#[source] serde_json::Error),
    #[error("the local store does not know yet which store answers at {0}")]
    UnknownStore(String),
    #[error("the local store is closed")]
    Closed,
}

/// The low byte of SQLite's result codes.
mod code {
    pub const BUSY: u32 = 5;
    pub const LOCKED: u32 = 6;
    pub const READ_ONLY: u32 = 8;
    pub const INPUT_OUTPUT: u32 = 10;
    pub const CORRUPT: u32 = 11;
    pub const FULL: u32 = 13;
    pub const CANNOT_OPEN: u32 = 14;
    pub const NOT_A_DATABASE: u32 = 26;
}

impl LocalStoreError {
    /// What a person is told of it.
    pub fn trouble(&self, file: &Path) -> Trouble {
        let (place, fault) = match self {
            Self::Prepare { path, cause } => (path.as_path(), of_io(cause)),
            Self::Database(why) => (file, of_database(why).unwrap_or_else(|| Fault::Other(line(self)))),
            Self::Newer(_) => (file, Fault::Newer),
            Self::NotWhole(_) => (file, Fault::Damaged),
            Self::Unwritable(_) | Self::UnknownStore(_) | Self::Closed => (file, Fault::Other(line(self))),
        };
        Trouble { place: SafeLine::from(place.display().to_string()), fault }
    }
}

fn of_io(why: &io::Error) -> Fault {
    match why.kind() {
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge => Fault::Full,
        ErrorKind::ReadOnlyFilesystem => Fault::ReadOnly,
        ErrorKind::PermissionDenied => Fault::NotAllowed,
        ErrorKind::NotADirectory | ErrorKind::AlreadyExists => Fault::NoDirectory,
        _ => Fault::Other(line(why)),
    }
}

fn of_database(why: &sqlx::Error) -> Option<Fault> {
    let code = why.as_database_error()?.code()?.parse::<u32>().ok()? & 0xff;
    match code {
        // A write beyond the limit on file sizes is told as a failure of input and output.
        code::FULL | code::INPUT_OUTPUT => Some(Fault::Full),
        code::READ_ONLY => Some(Fault::ReadOnly),
        code::CANNOT_OPEN => Some(Fault::NotAllowed),
        code::CORRUPT | code::NOT_A_DATABASE => Some(Fault::Damaged),
        code::BUSY | code::LOCKED => Some(Fault::Busy),
        _ => None,
    }
}

/// An error with its causes, as one line.
pub fn line(why: &dyn std::error::Error) -> SafeLine {
    let mut text = why.to_string();
    let mut cause = why.source();
    while let Some(next) = cause {
        text.push_str(": ");
        text.push_str(&next.to_string());
        cause = next.source();
    }
    SafeLine::from(text)
}
