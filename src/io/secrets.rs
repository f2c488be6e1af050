//! Where the tokens of backends come from. They are never logged and never shown, and gone from memory after use.

use std::fmt;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

use tokio::io::AsyncReadExt;
use tokio::process::Command;
use zeroize::Zeroizing;

use crate::app::protocol::no_token::NoToken;
use crate::desk::text::SafeLine;

use super::{keyring, places};

/// A backend's bearer token, or a person's password. Its memory is overwritten when it is dropped.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(Zeroizing<String>);

/// Longer than any token; more is a mistaken file.
const LONGEST: usize = 4096;
/// A command may ask a person to unlock a key ring, so it may take its time.
const COMMAND_TAKES_AT_MOST: Duration = Duration::from_mins(1);

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TokenSource {
    /// Drawn in memory for the demonstration, or typed by a person who logs in.
    Known(Token),
    Environment(String),
    /// A file that only its owner can read.
    File(PathBuf),
    /// A command whose first line of output is the token.
    Command(String),
    /// The keyring of the system, which names it by this account.
    Keyring(String),
}

impl Token {
    pub fn new(text: &str) -> Result<Self, NoToken> {
        let text = text.trim();
        let good =
            !text.is_empty() && text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
        if good { Ok(Self(Zeroizing::new(text.to_owned()))) } else { Err(NoToken::NotOne) }
    }

    /// Reads the first line of whatever has it.
    pub fn read(from: impl Read) -> Result<Self, NoToken> {
        let mut text = room();
        // What is no text is no token either.
        from.take(AT_MOST).read_to_string(&mut text).map_err(|_unreadable| NoToken::NotOne)?;
        Self::new(text.lines().next().unwrap_or_default())
    }

    /// The secret itself: only for the header of a request, and for the keyring.
    pub fn reveal(&self) -> &str {
        &self.0
    }
}

/// One more than may be, so that too much is seen; all of it allocated at once, so that no copy is left behind.
const AT_MOST: u64 = LONGEST as u64 + 2;

fn room() -> Zeroizing<String> {
    Zeroizing::new(String::with_capacity(LONGEST + 2))
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("Token(…)")
    }
}

impl TokenSource {
    /// Reads the token anew: it may have been renewed since the last time.
    pub async fn read(&self) -> Result<Token, NoToken> {
        match self {
            Self::Known(token) => Ok(token.clone()),
            Self::Environment(name) => from_environment(name),
            Self::File(path) => from_file(path),
            Self::Command(line) => from_command(line).await,
            Self::Keyring(account) => keyring::get(account).await,
        }
    }

    /// Finds out at once what is wrong with a source that needs no other program.
    pub fn check(&self) -> Result<(), NoToken> {
        match self {
            Self::Known(_) | Self::Command(_) | Self::Keyring(_) => Ok(()),
            Self::Environment(name) => from_environment(name).map(drop),
            Self::File(path) => from_file(path).map(drop),
        }
    }
}

fn from_environment(name: &str) -> Result<Token, NoToken> {
    let text = std::env::var(name).map(Zeroizing::new);
    Token::new(&text.map_err(|_unset| NoToken::NotInEnvironment { name: SafeLine::from(name) })?)
}

fn from_file(path: &Path) -> Result<Token, NoToken> {
    let unreadable = |why: std::io::Error| NoToken::FileUnreadable {
        path: SafeLine::from(path.display().to_string()),
        why: SafeLine::from(why.to_string()),
    };
    let file = std::fs::File::open(path).map_err(unreadable)?;
    // Asked of the open file: another one cannot take its place between the question and the reading.
    let about = file.metadata().map_err(unreadable)?;
    if read_by_others(&about) {
        let shown = path.display().to_string();
        return Err(NoToken::ReadByOthers { path: SafeLine::from(shell_words::quote(&shown).into_owned()) });
    }
    let mut text = room();
    file.take(AT_MOST).read_to_string(&mut text).map_err(unreadable)?;
    Token::new(&text)
}

#[cfg(unix)]
fn read_by_others(about: &std::fs::Metadata) -> bool {
    use std::os::unix::fs::PermissionsExt;
    about.permissions().mode() & 0o077 != 0
}

#[cfg(not(unix))]
fn read_by_others(_about: &std::fs::Metadata) -> bool {
    false
}

async fn from_command(line: &str) -> Result<Token, NoToken> {
    let failed = |why: &dyn fmt::Display| NoToken::CommandFailed { why: SafeLine::from(why.to_string()) };
    let words = shell_words::split(line).map_err(|why| failed(&why))?;
    let (program, arguments) = words.split_first().ok_or(NoToken::NotOne)?;
    let mut child = Command::new(places::at_home(program))
        .args(arguments.iter().map(|argument| places::at_home(argument)))
        .stdin(std::process::Stdio::null())
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::null())
        .kill_on_drop(true)
        .spawn()
        .map_err(|why| failed(&why))?;
    let stdout = child.stdout.take().ok_or(NoToken::NotOne)?;
    let reading = async {
        let mut text = room();
        stdout.take(AT_MOST).read_to_string(&mut text).await.map_err(|why| failed(&why))?;
        let status = child.wait().await.map_err(|why| failed(&why))?;
        if status.success() { Ok(text) } else { Err(failed(&status)) }
    };
    let text = tokio::time::timeout(COMMAND_TAKES_AT_MOST, reading)
        .await
        .map_err(|_elapsed| failed(&"it took too long"))??;
    Token::new(text.lines().next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_never_shown() {
        let token = Token::new("s3cret").unwrap();
        assert_eq!(format!("{token:?} {:?}", TokenSource::Known(token.clone())), "Token(…) Known(Token(…))");
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_others_can_read_is_refused_with_the_way_out() {
        use std::os::unix::fs::PermissionsExt;
        let home = tempfile::tempdir().unwrap();
        let path = home.path().join("my token");
        std::fs::write(&path, "s3cret\n").unwrap();
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
        let source = TokenSource::File(path.clone());
        // As a shell takes it: whoever copies the command changes this file and no other.
        let quoted = format!("'{}'", path.display());
        assert_eq!(source.check(), Err(NoToken::ReadByOthers { path: quoted.into() }));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
        assert!(source.check().is_ok());
    }

    #[tokio::test]
    async fn a_command_gives_the_first_line_of_what_it_prints() {
        let source = TokenSource::Command("printf 's3cret\\nmore\\n'".to_owned());
        assert_eq!(source.read().await.unwrap().reveal(), "s3cret");
        for bad in ["false", "", "no-such-program-here", "true"] {
            assert!(TokenSource::Command(bad.to_owned()).read().await.is_err(), "{bad}");
        }
    }
}
