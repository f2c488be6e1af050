//! A line of typed text.

use crate::desk::text::SafeText;

use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

/// A line of typed text; its end stays in sight.
pub fn field(screen: &Screen<'_>, pen: &mut Pen<'_>, (before, after): (&str, &str), focused: bool) {
    let (before, after) = (SafeText::from(before), SafeText::from(after));
    let (before, after) = (before.shown(), after.shown());
    let style = screen.style(Meaning::Title);
    let room = pen.left().saturating_sub(2);
    let hidden = width(before).saturating_sub(room);
    let mut skipped = 0;
    let start = before.char_indices().find(|(_, character)| {
        let seen = skipped >= hidden;
        skipped += width(character.encode_utf8(&mut [0; 4]));
        seen
    });
    let before = start.map_or(if hidden > 0 { "" } else { before }, |(at, _)| &before[at..]);
    if hidden > 0 {
        pen.text("…", style);
    }
    pen.text(before, style);
    if focused {
        let under = after.chars().next();
        let mut bytes = [0; 4];
        let shown = under.map_or(" ", |under| &*under.encode_utf8(&mut bytes));
        pen.text(shown, screen.style(Meaning::Cursor));
        pen.text(&after[under.map_or(0, char::len_utf8)..], style);
    } else {
        pen.text(after, style);
    }
}
