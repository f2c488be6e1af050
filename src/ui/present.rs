//! Who else is on a ticket: a sign, a name, and what they do.

use crate::desk::ticket::names::{BackendId, TicketId};
use crate::desk::ticket::presence::{Doing, Present};

use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

/// From here on a row has room for a name.
const ROOM_FOR_A_NAME: u16 = 30;
/// What a name may take of it.
const NAME: usize = 18;

/// Somebody looks, or somebody writes.
fn sign(doing: Doing) -> &'static str {
    match doing {
        Doing::Viewing => "@",
        Doing::Noting | Doing::Responding => "@✎",
    }
}

/// Whoever writes comes first: it is them one must know of.
fn foremost(present: &[Present]) -> Option<&Present> {
    present.iter().max_by_key(|one| one.doing)
}

/// The mark of a row that has so many columns left.
pub fn mark(screen: &Screen<'_>, present: &[Present], backend: &BackendId, columns: u16) -> Option<String> {
    let first = foremost(present)?;
    let more = if present.len() > 1 { format!("+{}", present.len() - 1) } else { String::new() };
    let sign = sign(first.doing);
    if columns < ROOM_FOR_A_NAME {
        return Some(format!("{sign}{more}"));
    }
    let name = screen.app.manager(backend, &first.manager);
    let name = name.map_or(first.manager.as_str(), |manager| manager.name.shown());
    let fitted = super::text::fit(name, NAME);
    let cut = if fitted.cut { "…" } else { "" };
    let gap = if more.is_empty() { "" } else { " " };
    Some(format!("{sign} {}{cut}{gap}{more}", fitted.text))
}

/// Who does what, as one sentence; `None` if nobody else is there.
pub fn told(screen: &Screen<'_>, id: &TicketId) -> Option<(String, Meaning)> {
    let present = screen.app.presence.on(id);
    let first = foremost(present)?;
    let one = |one: &Present| {
        let name = screen.app.manager(&id.backend, &one.manager);
        let name = name.map_or(one.manager.as_str(), |manager| manager.name.shown());
        screen.words.present(one.doing, name)
    };
    let others = present.iter().filter(|other| !std::ptr::eq(*other, first));
    let all: Vec<String> = std::iter::once(first).chain(others).map(one).collect();
    let meaning = if first.doing == Doing::Viewing { Meaning::Information } else { Meaning::Warning };
    Some((format!("{} {}", sign(first.doing), all.join(", ")), meaning))
}

/// Columns that a mark takes.
pub fn columns(mark: &str) -> u16 {
    u16::try_from(width(mark)).unwrap_or(u16::MAX)
}
