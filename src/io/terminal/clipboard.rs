//! Copying through the terminal (OSC 52), so that it works over SSH.

use crossterm::Command;
use crossterm::clipboard::CopyToClipboard;

use super::{Screen, tmux};

/// Terminals silently drop more than about 100 kB of Base64.
pub const LONGEST_COPY: usize = 72 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CopyError {
    #[error("more than {LONGEST_COPY} bytes")]
    TooLong,
    #[error("the text cannot be written for the terminal")]
    Unwritable,
}

/// Asks the terminal to copy a text. Whether it did, it does not say.
pub fn copy(screen: &Screen, text: &str) -> Result<(), CopyError> {
    let sequence = sequence(text, tmux::is_there())?;
    screen.write(sequence.as_bytes());
    Ok(())
}

fn sequence(text: &str, inside_tmux: bool) -> Result<String, CopyError> {
    if text.len() > LONGEST_COPY {
        return Err(CopyError::TooLong);
    }
    let mut plain = String::new();
    CopyToClipboard::to_clipboard_from(text).write_ansi(&mut plain).map_err(|_why| CopyError::Unwritable)?;
    if inside_tmux {
        // Both ways: which of them tmux lets through depends on its settings.
        let passed = tmux::passed_through(&plain);
        plain.push_str(&passed);
    }
    Ok(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_base64_and_passes_tmux() {
        assert_eq!(sequence("hé\x1b]", false).unwrap(), "\x1b]52;c;aMOpG10=\x1b\\");
        assert_eq!(
            sequence("a", true).unwrap(),
            "\x1b]52;c;YQ==\x1b\\\x1bPtmux;\x1b\x1b]52;c;YQ==\x1b\x1b\\\x1b\\"
        );
        assert_eq!(sequence(&"x".repeat(LONGEST_COPY + 1), false), Err(CopyError::TooLong));
    }
}
