//! One line of the queue: the sign, how long it has, what it is, whose move it is.

use ratatui::style::{Modifier, Style};

use crate::app::outbox::{Pending, State};
use crate::app::rows::Row;
use crate::desk::dues::Call;
use crate::desk::reading::Reading;
use crate::desk::ticket::Ticket;

use super::columns::Columns;
use super::pen::Pen;
use super::screen::Screen;
use super::state::{Shown, severity_meaning};
use super::theme::Meaning;

pub const CURSOR: &str = "▌";
const NEWS: &str = "•";
const LEAST_SUBJECT: u16 = 4;

/// A row with its clock read, so that it is read once per frame.
pub struct Read<'a> {
    pub row: Row<'a>,
    pub reading: Reading,
    pub shown: Shown,
    pub due: String,
}

impl<'a> Read<'a> {
    pub fn of(screen: &Screen<'_>, row: Row<'a>) -> Self {
        let reading = screen.app.reading(&row.ticket, &row.id.backend, screen.now);
        let shown = Shown::of(&row.ticket, &reading);
        let mut due = String::new();
        if let Some(at) = reading.due {
            let now = screen.app.desk_now(&row.id.backend, screen.now);
            screen.words.push_instant(&mut due, at, now, screen.zone);
        }
        Self { row, reading, shown, due }
    }
}

/// The looks of a row: the cursor's line is one ground, and what is not ours to do stands back.
struct Looks<'s> {
    screen: &'s Screen<'s>,
    ground: Option<Style>,
    dimmed: bool,
}

impl Looks<'_> {
    fn of(&self, meaning: Meaning) -> Style {
        match self.ground {
            // Colours on the cursor's ground could not be read; weight still can.
            Some(ground) => ground.add_modifier(self.screen.style(meaning).add_modifier & Modifier::BOLD),
            None if self.dimmed => self.screen.style(Meaning::Waiting),
            None => self.screen.style(meaning),
        }
    }

    /// For what tells of trouble even on a row that stands back.
    fn loud(&self, meaning: Meaning) -> Style {
        self.ground.unwrap_or_else(|| self.screen.style(meaning))
    }
}

/// Writes a row. `scratch` is a text that is used again from row to row.
pub fn draw(
    screen: &Screen<'_>,
    mut pen: Pen<'_>,
    columns: &Columns,
    read: &Read<'_>,
    focused: bool,
    scratch: &mut String,
) {
    let Read { row, shown, .. } = read;
    let ticket = &*row.ticket;
    let ground = row
        .selected
        .then(|| screen.style(if focused { Meaning::Selected } else { Meaning::SelectedElsewhere }));
    if let Some(ground) = ground {
        pen.paint(ground);
    }
    let looks = Looks { screen, ground, dimmed: shown.is_dimmed() };
    let mark = if row.selected { CURSOR } else { mark_of(row) };
    pen.cell(mark, 1, looks.loud(Meaning::FrameFocused));
    pen.cell(shown.sign(), 2, looks.of(shown.meaning()));
    push_left(screen, read, scratch);
    pen.cell_right(scratch, columns.left, looks.of(shown.meaning())).gap(columns.gap);
    if columns.due > 0 {
        pen.cell(&read.due, columns.due, looks.of(Meaning::Text)).gap(columns.gap);
    }
    let severity = if columns.severity > 6 {
        screen.words.severity(ticket.severity)
    } else {
        screen.words.severity_short(ticket.severity)
    };
    pen.cell(severity, columns.severity, looks.of(severity_meaning(ticket.severity))).gap(1);
    pen.cell(call_sign(ticket), columns.call, looks.loud(Meaning::Call)).gap(columns.gap);
    pen.cell(ticket.id.as_str(), columns.id, looks.of(Meaning::Text)).gap(columns.gap);
    if columns.customer > 0 {
        let name = screen.customer_name(ticket, &row.id.backend);
        pen.cell(name, columns.customer, looks.of(Meaning::Text)).gap(columns.gap);
    }
    subject(screen, &mut pen, columns, row, &looks);
    if columns.ball > 0 {
        let ball = ticket.ball();
        scratch.clear();
        scratch.push_str(screen.words.side(ball.side));
        scratch.push(' ');
        screen.push_age(scratch, ball.since, &row.id.backend);
        pen.gap(columns.gap).cell(scratch, columns.ball, looks.of(Meaning::Muted));
    }
    if columns.owner > 0 {
        let owner = ticket.owner.as_ref().map_or("", |owner| screen.manager(&row.id.backend, owner));
        pen.gap(columns.gap).cell(owner, columns.owner, looks.of(Meaning::Muted));
    }
}

/// What is unsent stands before the subject, so that it is seen at every width.
fn subject(screen: &Screen<'_>, pen: &mut Pen<'_>, columns: &Columns, row: &Row<'_>, looks: &Looks<'_>) {
    if columns.subject == 0 {
        return;
    }
    let mut left = columns.subject;
    let mark = match &row.pending {
        Some(pending) => Some(Screen::signed(pending_sign(pending), screen.say(pending_word(pending)))),
        None if row.draft => Some(Screen::signed("✎", screen.say("pending-draft"))),
        None => None,
    };
    if let Some(mark) = mark {
        let width = u16::try_from(super::text::width(&mark)).unwrap_or(left).min(left);
        pen.cell(&mark, width, looks.loud(Meaning::Unsent));
        pen.gap(1.min(left - width));
        left = left.saturating_sub(width + 1);
    }
    // A letter or two of a subject say nothing.
    if left < LEAST_SUBJECT {
        return;
    }
    let news = if row.news { Modifier::BOLD } else { Modifier::empty() };
    pen.cell(row.ticket.subject.shown(), left, looks.of(Meaning::Text).add_modifier(news));
}

pub fn push_left(screen: &Screen<'_>, read: &Read<'_>, scratch: &mut String) {
    scratch.clear();
    match read.shown.word() {
        Some(word) => scratch.push_str(screen.say(word)),
        None => screen.words.push_left(scratch, read.reading.left),
    }
}

fn mark_of(row: &Row<'_>) -> &'static str {
    if row.news { NEWS } else { " " }
}

/// What the customer's call is worth: owed, made, or not needed.
pub fn call_sign(ticket: &Ticket) -> &'static str {
    match ticket.owed().map(|dues| dues.call) {
        Some(Call::Missing) => "☎?",
        Some(Call::Logged { .. }) => "☎",
        Some(Call::NotNeeded) | None => "",
    }
}

fn pending_sign(pending: &Pending<'_>) -> &'static str {
    match pending.state {
        State::Held { .. } | State::Refused { .. } => "!",
        _ => "~",
    }
}

fn pending_word(pending: &Pending<'_>) -> &'static str {
    match pending.state {
        State::Recording => "pending-recording",
        State::Delayed { .. } => "pending-delayed",
        State::Queued { .. } => "pending-queued",
        State::Sending { .. } => "pending-sending",
        State::Unknown { .. } => "pending-unknown",
        State::Held { .. } => "pending-held",
        State::Refused { .. } => "pending-refused",
    }
}
