//! A text of several lines while it is typed into a form.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::field::Lines;
use crate::app::model::form::{Form, Input};
use crate::desk::text::SafeText;
use crate::ui::field::field;
use crate::ui::pen::Pen;
use crate::ui::screen::Screen;
use crate::ui::text::wrap;
use crate::ui::theme::Meaning;

use super::names::LABELS;

/// Lines that are seen at once, those around the cursor.
pub const MOST: usize = 20;

/// A line of a text that is being typed, and how far into it the cursor is, in bytes.
pub struct Line<'a> {
    text: &'a str,
    cursor: Option<usize>,
}

/// The lines of the marked entry if it takes several, as they fit beside the labels; else none.
pub fn of_marked(form: &Form, columns: u16) -> Vec<Line<'_>> {
    let Some(Input::Line(field)) = form.entries.get(form.marked).map(|entry| &entry.input) else {
        return Vec::new();
    };
    if field.lines() == Lines::One {
        return Vec::new();
    }
    let (before, _) = field.around_cursor();
    // The frame, its blanks, and a column for the cursor behind the last letter.
    let room = usize::from(columns.saturating_sub(LABELS + 5));
    let starts: Vec<usize> =
        wrap(field.text(), room).map(|line| line.as_ptr().addr() - field.text().as_ptr().addr()).collect();
    let at = starts.partition_point(|start| *start <= before.len()).saturating_sub(1);
    let ends = starts.iter().skip(1).copied().chain([field.text().len()]);
    let lines = starts.iter().zip(ends).enumerate().map(|(number, (start, end))| Line {
        text: field.text()[*start..end].trim_end_matches('\n'),
        cursor: (number == at).then(|| before.len() - start),
    });
    lines.collect()
}

/// As many of the lines as fit, that of the cursor among them.
pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, lines: &[Line<'_>]) {
    let at = lines.iter().position(|line| line.cursor.is_some()).unwrap_or_default();
    let skipped = (at + 1).saturating_sub(area.height.into());
    for (line, row) in lines.iter().skip(skipped).zip(0..area.height) {
        let mut pen = Pen::new(buffer, area, row);
        match line.cursor {
            Some(cursor) => field(screen, &mut pen, line.text.split_at(cursor.min(line.text.len())), true),
            None => {
                pen.text(SafeText::from(line.text).shown(), screen.style(Meaning::Title));
            }
        }
    }
}
