//! A line that is typed unseen: a token, a password.

use std::io::{self, Write};

use crossterm::event::{Event, KeyCode, KeyEventKind, KeyModifiers, read};
use crossterm::terminal::{disable_raw_mode, enable_raw_mode};
use zeroize::Zeroizing;

/// More than any secret has; the room for it is taken at once, so that no copy is left behind when it grows.
const ROOM: usize = 8192;

/// Asks for a line; `None` if the person does not want to.
pub fn ask(prompt: &str) -> io::Result<Option<Zeroizing<String>>> {
    // Before the question: not even a key that is pressed at once is shown.
    enable_raw_mode()?;
    let typed = tell(prompt).and_then(|()| typed());
    disable_raw_mode()?;
    tell("\n")?;
    typed
}

fn tell(text: &str) -> io::Result<()> {
    let mut terminal = io::stderr();
    terminal.write_all(text.as_bytes())?;
    terminal.flush()
}

fn typed() -> io::Result<Option<Zeroizing<String>>> {
    let mut text = Zeroizing::new(String::with_capacity(ROOM));
    loop {
        let Event::Key(key) = read()? else { continue };
        if key.kind == KeyEventKind::Release {
            continue;
        }
        match (key.code, key.modifiers.contains(KeyModifiers::CONTROL)) {
            (KeyCode::Enter, _) => return Ok(Some(text)),
            (KeyCode::Esc, _) | (KeyCode::Char('c' | 'd'), true) => return Ok(None),
            (KeyCode::Char('u'), true) => text.clear(),
            (KeyCode::Backspace, _) => drop(text.pop()),
            (KeyCode::Char(it), false) if text.len() + it.len_utf8() <= ROOM => text.push(it),
            _ => {}
        }
    }
}
