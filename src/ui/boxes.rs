//! Frames around panes: a title, something at the right of it, and lines that join.

use ratatui::buffer::Buffer;
use ratatui::layout::{Margin, Rect};
use ratatui::style::Style;

use super::pen::Pen;
use super::screen::Screen;
use super::theme::Meaning;

/// The lines of a frame.
#[derive(Clone, Copy, Debug)]
pub struct Lines {
    top: [&'static str; 3],
    side: &'static str,
    bottom: [&'static str; 3],
}

pub const PLAIN: Lines = Lines { top: ["┌", "─", "┐"], side: "│", bottom: ["└", "─", "┘"] };
/// For what a customer reads.
pub const DOUBLE: Lines = Lines { top: ["╔", "═", "╗"], side: "║", bottom: ["╚", "═", "╝"] };
/// For what only the desk reads.
pub const DASHED: Lines = Lines { top: ["┌", "┄", "┐"], side: "┆", bottom: ["└", "┄", "┘"] };

/// A piece of a title.
pub type Piece<'a> = (&'a str, Style);

/// What a frame says.
#[derive(Clone, Debug, Default)]
pub struct Title<'a> {
    pub left: Vec<Piece<'a>>,
    /// Left out piece by piece, the first one first, where there is no room.
    pub right: Vec<Piece<'a>>,
}

/// Draws a frame, and returns what is inside of it.
pub fn frame(buffer: &mut Buffer, area: Rect, lines: Lines, style: Style, title: &Title<'_>) -> Rect {
    if area.width < 2 || area.height < 2 {
        return Rect { width: 0, height: 0, ..area };
    }
    horizontal(buffer, area, 0, lines.top, style);
    for row in 1..area.height - 1 {
        Pen::new(buffer, area, row).text(lines.side, style);
        Pen::new(buffer, area, row).gap(area.width - 1).text(lines.side, style);
    }
    horizontal(buffer, area, area.height - 1, lines.bottom, style);
    say(buffer, area, 0, title);
    Rect { x: area.x + 1, y: area.y + 1, width: area.width - 2, height: area.height - 2 }
}

/// Draws a line across a frame, which begins another part of it.
pub fn divider(buffer: &mut Buffer, area: Rect, row: u16, style: Style, title: &Title<'_>) {
    if area.width >= 2 && row < area.height {
        horizontal(buffer, area, row, ["├", "─", "┤"], style);
        say(buffer, area, row, title);
    }
}

fn horizontal(buffer: &mut Buffer, area: Rect, row: u16, [left, line, right]: [&str; 3], style: Style) {
    Pen::new(buffer, area, row)
        .text(left, style)
        .fill(line, usize::from(area.width - 2), style)
        .text(right, style);
}

/// Writes a title into a horizontal line, with a blank around each piece.
fn say(buffer: &mut Buffer, area: Rect, row: u16, title: &Title<'_>) {
    let inside = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let left: usize = title.left.iter().map(|(text, _)| super::text::width(text) + 3).sum::<usize>();
    let room = usize::from(inside.width).saturating_sub(left);
    let fitting = fitting(&title.right, room);
    let mut pen = Pen::new(buffer, inside, row);
    for (text, style) in fitting.iter().rev() {
        pen.at_right(" ", Style::new());
        pen.at_right(text, *style);
        pen.at_right(" ", Style::new());
    }
    for (at, (text, style)) in title.left.iter().enumerate().filter(|(_, (text, _))| !text.is_empty()) {
        pen.text(if at == 0 { " " } else { "· " }, *style).text(text, *style).text(" ", Style::new());
    }
}

/// The last pieces that there is room for, each with a blank at both sides and a line between.
fn fitting<'p, 'a>(pieces: &'p [Piece<'a>], room: usize) -> &'p [Piece<'a>] {
    let mut taken = 1;
    let fit = pieces.iter().rev().take_while(|(text, _)| {
        taken += super::text::width(text) + 2;
        taken <= room
    });
    &pieces[pieces.len() - fit.count()..]
}

/// Takes what lies under a pane away.
pub fn clear(buffer: &mut Buffer, area: Rect) {
    for row in 0..area.height {
        Pen::new(buffer, area, row).fill(" ", usize::from(area.width), Style::reset());
    }
}

/// A frame over the others, in the middle of an area, not larger than it.
pub fn middle(area: Rect, width: u16, height: u16) -> Rect {
    let (width, height) = (width.min(area.width), height.min(area.height));
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 2;
    Rect { x, y, width, height }
}

/// Draws a frame over what is there, with one title, as panes over the others have it.
pub fn over(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, title: &Title<'_>) -> Rect {
    // A column of air at both sides keeps its frame apart from those that it covers; the outermost columns are
    // the frames of the whole console, which stay whole.
    let within = buffer.area.inner(Margin::new(1, 0));
    let air = Rect { x: area.x.saturating_sub(1), width: area.width.saturating_add(2), ..area };
    clear(buffer, area);
    clear(buffer, air.intersection(within));
    frame(buffer, area, PLAIN, screen.style(Meaning::FrameFocused), title)
}
