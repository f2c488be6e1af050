//! The person's own editor on a text: it has the terminal alone until it ends.

use std::fs::OpenOptions;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Stdio;

use tempfile::NamedTempFile;
use tokio::process::Command;
use tokio::sync::oneshot;

use crate::io::files;

use super::{Screen, Told};

/// More than any answer; an editor that writes more has another file open.
const LONGEST_TEXT: u64 = 1024 * 1024;
/// Every system has it.
const LAST_RESORT: &str = "vi";

#[derive(Debug, thiserror::Error)]
pub enum EditError {
    #[error("the editor's command {0:?} cannot be read")]
    BadCommand(String),
    #[error("the editor {program:?} cannot be started")]
    NotStarted {
        program: String,
        #[source]
        cause: io::Error,
    },
    #[error("the editor ended with {0}")]
    Failed(std::process::ExitStatus),
    #[error("the text file failed")]
    File(#[from] io::Error),
    #[error("the text is longer than {LONGEST_TEXT} bytes")]
    TooLong,
    #[error("the terminal is gone")]
    NoTerminal,
}

/// Lets the person edit a text in the editor of `$VISUAL` or `$EDITOR`.
///
/// The file is at `home` if it can be there, and stays: who keeps the text takes it away.
pub async fn edit(screen: &Screen, text: &str, home: &Path) -> Result<String, EditError> {
    let command = command()?;
    let file = Written::at(home, text).or_else(|why| {
        tracing::warn!(%why, "a text is edited where temporary files go");
        Written::somewhere(text)
    })?;
    let lent = Lent::of(screen).await?;
    let ended = run(&command, file.path()).await;
    drop(lent);
    ended?;
    read(file.path(), text.ends_with('\n'))
}

/// The text in a file for its owner only.
enum Written {
    Kept(PathBuf),
    /// Gone when this is dropped.
    Passing(NamedTempFile),
}

impl Written {
    fn at(home: &Path, text: &str) -> io::Result<Self> {
        let mut file = files::open_private(home, OpenOptions::new().write(true).create(true).truncate(true))?;
        file.write_all(text.as_bytes())?;
        Ok(Self::Kept(home.to_owned()))
    }

    fn somewhere(text: &str) -> io::Result<Self> {
        let mut file = tempfile::Builder::new().prefix("vigie-").suffix(".txt").tempfile()?;
        file.write_all(text.as_bytes())?;
        Ok(Self::Passing(file))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Kept(path) => path,
            Self::Passing(file) => file.path(),
        }
    }
}

fn command() -> Result<Vec<String>, EditError> {
    let line = ["VISUAL", "EDITOR"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|line| !line.trim().is_empty())
        .unwrap_or_else(|| LAST_RESORT.to_owned());
    let words = shell_words::split(&line).map_err(|_unbalanced| EditError::BadCommand(line.clone()))?;
    if words.is_empty() { Err(EditError::BadCommand(line)) } else { Ok(words) }
}

async fn run(command: &[String], file: &Path) -> Result<(), EditError> {
    let (program, arguments) = command.split_first().ok_or(EditError::BadCommand(String::new()))?;
    let status = Command::new(program)
        .args(arguments)
        .arg(file)
        .stdin(Stdio::inherit())
        .stdout(Stdio::inherit())
        .stderr(Stdio::inherit())
        .status()
        .await
        .map_err(|cause| EditError::NotStarted { program: program.clone(), cause })?;
    if status.success() { Ok(()) } else { Err(EditError::Failed(status)) }
}

fn read(file: &Path, ended_with_line: bool) -> Result<String, EditError> {
    let mut bytes = Vec::new();
    // Many editors put a new file in the old one's place, so it is opened by its name again.
    std::fs::File::open(file)?.take(LONGEST_TEXT + 1).read_to_end(&mut bytes)?;
    if bytes.len() as u64 > LONGEST_TEXT {
        return Err(EditError::TooLong);
    }
    let mut text = String::from_utf8_lossy(&bytes).replace("\r\n", "\n");
    // Editors end the last line whether the person did or not.
    if !ended_with_line && text.ends_with('\n') {
        text.pop();
    }
    Ok(text)
}

/// The terminal in somebody else's hands; taken again when this is dropped.
struct Lent<'a>(&'a Screen);

impl<'a> Lent<'a> {
    async fn of(screen: &'a Screen) -> Result<Self, EditError> {
        let (let_go, gone) = oneshot::channel();
        screen.tell(Told::LetGo(let_go));
        gone.await.map_err(|_closed| EditError::NoTerminal)?;
        screen.give_back();
        Ok(Self(screen))
    }
}

impl Drop for Lent<'_> {
    fn drop(&mut self) {
        if let Err(why) = self.0.hold() {
            tracing::warn!(%why, "the terminal could not be taken again");
            self.0.tell(Told::Gone);
        }
        self.0.tell(Told::TakeUp);
    }
}
