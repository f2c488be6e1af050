//! The customers: one line for all, one for each, with what is late, at risk and open.

use std::fmt::Write as _;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::customers::CustomerRow;
use crate::app::protocol::event::Drawn;
use crate::desk::sla::Shut;

use super::pen::CURSOR;
use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;
use super::watch::SHUT;

/// Draws the lines that fit; the counts stand in columns of their own.
pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, focused: bool, drawn: &mut Drawn) {
    drawn.customer_rows = area.height.into();
    let queues = &screen.app.queues;
    let total = queues.customers.total(&queues.queue);
    let digits = |count: usize| u16::try_from(count.to_string().len()).unwrap_or(u16::MAX);
    let widths = [digits(total.breached) + 1, digits(total.at_risk) + 1, digits(total.open)];
    for (at, row) in (0..).zip(queues.customers.window(&queues.queue, area.height.into())) {
        line(screen, Pen::new(buffer, area, at), &row, focused, widths);
    }
}

fn line(screen: &Screen<'_>, mut pen: Pen<'_>, row: &CustomerRow<'_>, focused: bool, widths: [u16; 3]) {
    let ground = row.selected.then_some(if focused { Meaning::Selected } else { Meaning::SelectedElsewhere });
    let look = |meaning| screen.style(ground.unwrap_or(meaning));
    if ground.is_some() {
        pen.paint(look(Meaning::Text));
    }
    pen.cell(if row.selected { CURSOR } else { " " }, 1, look(Meaning::FrameFocused));
    let counts: u16 = widths.iter().sum::<u16>() + 3;
    let name = row.name.unwrap_or_else(|| screen.say(all(screen)));
    let watch = watched(screen, row);
    let watch_columns = u16::try_from(width(&watch)).unwrap_or(0);
    let counts = counts + watch_columns + u16::from(watch_columns > 0);
    let room = u16::try_from(pen.left()).unwrap_or(0).saturating_sub(counts + 1);
    pen.cell(name, room, look(if row.counts.open == 0 { Meaning::Muted } else { Meaning::Text }));
    if watch_columns > 0 {
        pen.gap(1).cell(&watch, watch_columns, look(Meaning::Call));
    }
    let mut text = String::with_capacity(8);
    for ((count, sign, meaning), columns) in [
        (row.counts.breached, "✗", Meaning::Breached),
        (row.counts.at_risk, "▲", Meaning::AtRisk),
        (row.counts.open, "", Meaning::Muted),
    ]
    .into_iter()
    .zip(widths)
    {
        text.clear();
        // What is nothing is left blank: only trouble catches the eye.
        if count > 0 || sign.is_empty() {
            write!(text, "{count}{sign}").expect("a string takes all that is written");
        }
        pen.gap(1).cell_right(&text, columns, look(meaning));
    }
}

/// Shut for a weekend or a holiday, and the calls that are owed meanwhile.
fn watched(screen: &Screen<'_>, row: &CustomerRow<'_>) -> String {
    let Some(key) = row.line.key() else { return String::new() };
    let why =
        screen.app.customer_calendar(key, screen.now).and_then(|(calendar, now)| calendar.why_shut(now));
    if why.is_none_or(|why| why == Shut::Overnight) {
        return String::new();
    }
    match screen.app.queues.queue.calls_owed_by(key) {
        0 => SHUT.to_owned(),
        calls => format!("☎{calls} {SHUT}"),
    }
}

fn all(screen: &Screen<'_>) -> &'static str {
    if screen.app.queues.customers.mine_only() { "customers-mine" } else { "customers-all" }
}

/// How wide the list wants to be: the longest name that is in sight, and the counts.
pub fn wanted_width(screen: &Screen<'_>, height: u16) -> u16 {
    let queues = &screen.app.queues;
    let names = queues.customers.window(&queues.queue, height.into());
    let longest = names.map(|row| row.name.map_or(16, width)).max().unwrap_or(16);
    u16::try_from(longest + 20).unwrap_or(u16::MAX)
}
