//! One line of the queue: the sign, how long it has, what it is, whose move it is.

use ratatui::style::{Modifier, Style};

use crate::app::model::rows::Row;
use crate::desk::queue::reading::Reading;
use crate::desk::rules::sweep::Forgotten;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::dues::Call;
use crate::desk::ticket::presence::Doing;
use crate::desk::ticket::signature::{Step, Way};

use super::columns::Columns;
use super::outbox;
use super::pen::{CURSOR, Pen};
use super::present;
use super::screen::Screen;
use super::state::{Shown, severity_meaning};
use super::text::width;
use super::theme::Meaning;

/// Marked, to do one thing to several.
const MARKED: &str = "*";
const NEWS: &str = "•";
const LEAST_SUBJECT: u16 = 4;
/// A subject of this width has room for the name of a step beside it.
const STEP_NAMED_FROM: u16 = 44;

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
    pen.cell(shown.sign(), 1, looks.of(shown.meaning()));
    pen.cell(if row.marked { MARKED } else { " " }, 1, looks.loud(Meaning::Title));
    push_left(screen, read, scratch);
    let left = looks.of(shown.meaning());
    if columns.due > 0 && read.due.is_empty() && width(scratch) > columns.left.into() {
        // A word that is longer than a countdown goes on where there is no due.
        pen.cell(scratch, columns.left + columns.gap + columns.due, left).gap(columns.gap);
    } else {
        pen.cell_right(scratch, columns.left, left).gap(columns.gap);
        if columns.due > 0 {
            pen.cell(&read.due, columns.due, looks.of(Meaning::Text)).gap(columns.gap);
        }
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
        Some(pending) => {
            Some(Screen::signed(outbox::sign(pending.state), &outbox::word(screen, pending.state)))
        }
        None if row.draft => Some(Screen::signed("✎", screen.say("pending-draft"))),
        None => forgotten(screen, row),
    };
    if let Some(mark) = mark {
        let width = u16::try_from(width(&mark)).unwrap_or(left).min(left);
        pen.cell(&mark, width, looks.loud(Meaning::Unsent));
        pen.gap(1.min(left - width));
        left = left.saturating_sub(width + 1);
    }
    if let Some(mark) = present::mark(screen, row.present, &row.id.backend, columns.subject) {
        let width = present::columns(&mark).min(left);
        let writes = row.present.iter().any(|one| one.doing != Doing::Viewing);
        pen.cell(&mark, width, looks.loud(if writes { Meaning::Warning } else { Meaning::Information }));
        pen.gap(1.min(left - width));
        left = left.saturating_sub(width + 1);
    }
    let signs = &affairs(&row.ticket);
    if !signs.is_empty() && left > 4 {
        let width = u16::try_from(width(signs)).unwrap_or(left);
        pen.cell(signs, width, looks.loud(Meaning::Call)).gap(1);
        left = left.saturating_sub(width + 1);
    }
    if let Some(step) = row.ticket.step {
        let short = format!("{}/{}", step as usize + 1, Step::ALL.len());
        let whole = format!("{short} {}", screen.words.step_short(step));
        let step = if columns.subject >= STEP_NAMED_FROM { whole } else { short };
        let meaning = match row.ticket.progress.as_ref().map(|progress| progress.way) {
            Some(Way::Rejected | Way::Returned) => Meaning::Warning,
            Some(Way::Underway) | None => Meaning::Label,
        };
        let width = u16::try_from(width(&step)).unwrap_or(left);
        if left > width + LEAST_SUBJECT {
            pen.cell(&step, width, looks.of(meaning)).gap(1);
            left = left.saturating_sub(width + 1);
        }
    }
    // A letter or two of a subject say nothing.
    if left < LEAST_SUBJECT {
        pen.gap(left);
        return;
    }
    let news = if row.news { Modifier::BOLD } else { Modifier::empty() };
    pen.cell(row.ticket.subject.shown(), left, looks.of(Meaning::Text).add_modifier(news));
}

/// Why the row is listed among the forgotten.
fn forgotten(screen: &Screen<'_>, row: &Row<'_>) -> Option<String> {
    let at = screen.app.queues.view.swept_at()?;
    let why = Forgotten::of(&row.ticket, at)?;
    Some(Screen::signed("…", screen.words.forgotten(why)))
}

/// An unknown sender, an escalation that is open, and a hand-over that is not accepted.
fn affairs(ticket: &Ticket) -> String {
    let progress = ticket.progress.as_deref();
    // What is at stake proposes the first severity, and nobody has decided yet.
    let proposed = if progress.is_some_and(|progress| progress.proposes.is_some()) { "▲1" } else { "" };
    let Some(course) = ticket.course.as_deref() else { return proposed.to_owned() };
    [
        (proposed, !proposed.is_empty()),
        ("?", course.stranger.is_some()),
        ("⇑", course.escalation.is_some()),
        ("⇢", course.handed_over.is_some()),
    ]
    .into_iter()
    .filter_map(|(sign, is_there)| is_there.then_some(sign))
    .collect()
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

#[cfg(test)]
mod tests {
    use std::borrow::Cow;
    use std::time::Duration;

    use chrono::{DateTime, Utc};
    use proptest::prelude::*;
    use ratatui::buffer::Buffer;
    use ratatui::layout::Rect;

    use super::super::columns::Widest;
    use super::super::theme::{BuiltIn, Theme};
    use super::*;
    use crate::app::model::settings::Settings;
    use crate::app::model::state::App;
    use crate::app::protocol::now::Now;
    use crate::desk::ticket::Response;
    use crate::desk::ticket::conversation::Channel;
    use crate::desk::ticket::customer::Plan;
    use crate::desk::ticket::dues::{Basis, Dues};
    use crate::desk::ticket::fact::Filed;
    use crate::desk::ticket::names::{BackendId, CalendarName, CustomerId, LocalId, ManagerId, TicketId};
    use crate::desk::ticket::severity::Severity;
    use crate::desk::ticket::status::Kind;
    use crate::words::{Language, Words};

    fn ticket(subject: &str, customer: &str, severity: u8, late: i64) -> (TicketId, Ticket) {
        let at: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        let filed = Filed {
            kind: Kind::Incident,
            customer: CustomerId::new(customer),
            contact: None,
            plan: Plan::Premium,
            calendar: CalendarName::new("desk"),
            channel: Channel::Portal,
            severity: Severity::try_from(severity).unwrap(),
            subject: subject.into(),
            body: "".into(),
            signature: None,
            follows: None,
        };
        let target = Some(at - chrono::TimeDelta::seconds(late));
        let call = Call::Missing;
        let dues = Dues {
            target,
            commitment: target,
            at_risk_from: None,
            urgent_from: None,
            call,
            basis: Basis::default(),
        };
        let mut ticket = Ticket::filed(LocalId::new("INC-1042"), &filed, at, Response::Owed(dues));
        ticket.owner = Some(ManagerId::new("somebody-with-a-long-name"));
        (TicketId { backend: BackendId::new("desk"), local: ticket.id.clone() }, ticket)
    }

    /// The symbols of a part of a line; what a wide one covers is left out.
    fn cells(buffer: &Buffer, from: u16, columns: u16) -> String {
        let mut text = String::new();
        let mut at = from;
        while at < (from + columns).min(buffer.area.width) {
            text.push_str(buffer[(at, 0)].symbol());
            at += u16::try_from(width(buffer[(at, 0)].symbol()).max(1)).unwrap();
        }
        text
    }

    proptest! {
        #[test]
        fn every_cell_stays_in_its_column_and_says_where_it_was_cut(
            columns in 58u16..218,
            french: bool,
            subject in "(\\PC{0,60}|[日本語🚒]{0,30}|[a-z ]{0,90})",
            customer in "(\\PC{1,30}|[日本語]{1,20}|[A-Za-z ]{1,40})",
            severity in 1u8..=4,
            late in -500_000i64..500_000,
        ) {
            let language = if french { Language::Fr } else { Language::En };
            let (app, words) = (App::new(Settings::default()), Words::load(language));
            let theme = Theme::built_in(BuiltIn::Dark);
            let now = Now { wall: "2026-11-22T12:00:00Z".parse().unwrap(), mono: Duration::ZERO };
            let screen = Screen::new(&app, &theme, &words, now);
            let (id, ticket) = ticket(&subject, &customer, severity, late);
            let row = Row {
                id,
                ticket: Cow::Borrowed(&ticket),
                pending: None,
                selected: false,
                marked: false,
                present: &[],
                draft: false,
                news: false,
            };
            let read = Read::of(&screen, row);
            let layout = Columns::of(columns, language, Widest { id: 8, due: 9 });
            let area = Rect::new(0, 0, columns, 1);
            let mut buffer = Buffer::empty(area);
            draw(&screen, Pen::new(&mut buffer, area, 0), &layout, &read, false, &mut String::new());

            let mut at = 3;
            let mut cell = |columns: u16, gap: u16| {
                let (text, between) = (cells(&buffer, at, columns), cells(&buffer, at + columns, gap));
                at += columns + gap;
                (text, between)
            };
            let mut left = String::new();
            words.push_left(&mut left, read.reading.left);
            let mut whole = |columns: u16, gap: u16, wanted: &str| {
                let (text, between) = cell(columns, gap);
                (text.trim() == wanted && between.trim().is_empty()).then_some(()).ok_or((text, between))
            };
            prop_assert_eq!(whole(layout.left, layout.gap, &left), Ok(()));
            if layout.due > 0 {
                prop_assert_eq!(whole(layout.due, layout.gap, &read.due), Ok(()));
            }
            let short = words.severity_short(ticket.severity);
            let wanted = if layout.severity > 6 { words.severity(ticket.severity) } else { short };
            prop_assert_eq!(whole(layout.severity, 1, wanted), Ok(()));
            prop_assert_eq!(whole(layout.call, layout.gap, "☎?"), Ok(()));
            prop_assert_eq!(whole(layout.id, layout.gap, "INC-1042"), Ok(()));
            for (columns, text) in [(layout.customer, customer.as_str()), (layout.subject, ticket.subject.shown())] {
                let (drawn, between) = cell(columns, if columns > 0 { layout.gap } else { 0 });
                prop_assert!(between.trim().is_empty(), "{between:?} after {drawn:?}");
                let fits = width(text) <= columns.into();
                prop_assert!(columns == 0 || fits || drawn.trim_end().ends_with('…'), "{drawn:?} of {text:?}");
            }
        }
    }
}
