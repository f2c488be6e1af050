//! What is wrong with the files of a person, each with the file that its line counts in.

use std::path::{Path, PathBuf};

use crate::config::{Problem, Wrong};

/// Mistakes, each with the file that its line counts in.
pub type Mistakes = Vec<(PathBuf, Wrong)>;

pub(super) fn unreadable(path: &Path, why: &std::io::Error) -> Wrong {
    let problem = Problem::Unreadable { path: path.display().to_string(), message: why.to_string() };
    Wrong::new(None, "", problem)
}
