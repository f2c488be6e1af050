//! The person's own editor on a text: it has the terminal alone until it ends.

use std::io;
use std::process::Stdio;

use tokio::process::Command;
use tokio::sync::oneshot;

use crate::io::local_store::Lent;

use super::{Screen, Told};

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
    #[error("the terminal is gone")]
    NoTerminal,
}

/// Lets the person edit a text in the editor of `$VISUAL` or `$EDITOR`, until it ends.
pub async fn edit(screen: &Screen, text: &Lent) -> Result<(), EditError> {
    let command = command()?;
    let lent = Away::of(screen).await?;
    let ended = run(&command, text).await;
    drop(lent);
    ended
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

async fn run(command: &[String], text: &Lent) -> Result<(), EditError> {
    let (program, arguments) = command.split_first().ok_or(EditError::BadCommand(String::new()))?;
    let inherited = text.sign_of_life()?;
    let started = Command::new(program)
        .args(arguments)
        .arg(text.path())
        .stdin(Stdio::inherit())
        .stdout(Stdio::inherit())
        .stderr(Stdio::inherit())
        .spawn();
    // From here on the editor alone has it.
    drop(inherited);
    let mut editor = started.map_err(|cause| EditError::NotStarted { program: program.clone(), cause })?;
    let status = editor.wait().await?;
    if status.success() { Ok(()) } else { Err(EditError::Failed(status)) }
}

/// The terminal in somebody else's hands; taken again when this is dropped.
struct Away<'a>(&'a Screen);

impl<'a> Away<'a> {
    async fn of(screen: &'a Screen) -> Result<Self, EditError> {
        let (let_go, gone) = oneshot::channel();
        screen.tell(Told::LetGo(let_go));
        gone.await.map_err(|_closed| EditError::NoTerminal)?;
        screen.give_back();
        Ok(Self(screen))
    }
}

impl Drop for Away<'_> {
    fn drop(&mut self) {
        if let Err(why) = self.0.hold() {
            tracing::warn!(%why, "the terminal could not be taken again");
            self.0.tell(Told::Gone);
        }
        self.0.tell(Told::TakeUp);
    }
}
