//! The queue: its title with the counts, the names of the columns, and the rows that fit.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::app::model::customers::CustomerLine;
use crate::app::model::links::LinkState;
use crate::app::model::rows::Window;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::focus::Focus;
use crate::desk::queue::Counts;
use crate::desk::text::SafeText;

use super::boxes::{Piece, Title};
use super::columns::{Columns, Widest};
use super::field::field;
use super::pen::Pen;
use super::row::{self, Read};
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

/// Draws what is inside of the queue's frame.
pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, focused: bool, drawn: &mut Drawn) {
    let filtered = screen.app.focus() == Focus::Filter || screen.app.queues.view.is_filtered();
    let top = u16::from(filtered);
    if filtered {
        filter(screen, Pen::new(buffer, area, 0));
    }
    // The head of the columns gives way where there are hardly any rows.
    let head = u16::from(area.height > top + 3);
    let rows = Rect {
        y: area.y + (top + head).min(area.height),
        height: area.height.saturating_sub(top + head),
        ..area
    };
    drawn.queue_rows = rows.height.into();
    let window = screen.app.window(rows.height.into());
    if window.rows.is_empty() {
        nothing(screen, buffer, rows);
        return;
    }
    let (above, below) = more(screen, &window, rows.height.into());
    let reads: Vec<Read<'_>> = window.rows.into_iter().map(|row| Read::of(screen, row)).collect();
    let columns = Columns::of(area.width, screen.words.language(), widest(&reads));
    if head == 1 {
        heads(screen, Pen::new(buffer, area, top), &columns);
    }
    let mut scratch = String::with_capacity(32);
    for (at, read) in (0..).zip(&reads) {
        row::draw(screen, Pen::new(buffer, rows, at), &columns, read, focused, &mut scratch);
    }
    let frame = Rect { x: rows.right(), width: 1, ..rows };
    for (row, sign, _) in [(0, "↑", above), (rows.height - 1, "↓", below)].into_iter().filter(|arrow| arrow.2)
    {
        Pen::new(buffer, frame, row).text(sign, screen.style(Meaning::Title));
    }
}

fn widest(reads: &[Read<'_>]) -> Widest {
    let columns = |text: &str| u16::try_from(width(text)).unwrap_or(u16::MAX);
    Widest {
        id: reads.iter().map(|read| columns(read.row.ticket.id.as_str())).max().unwrap_or(0),
        due: reads.iter().map(|read| columns(&read.due)).max().unwrap_or(0),
    }
}

fn heads(screen: &Screen<'_>, mut pen: Pen<'_>, columns: &Columns) {
    let style = screen.style(Meaning::Label);
    let gap = columns.gap;
    pen.gap(3).cell_right(screen.say("column-left"), columns.left, style).gap(gap);
    if columns.due > 0 {
        pen.cell(screen.say("column-due"), columns.due, style).gap(gap);
    }
    pen.cell(screen.say("column-severity"), columns.severity, style).gap(1 + columns.call + gap);
    pen.cell(screen.say("column-ticket"), columns.id, style).gap(gap);
    for (id, width) in [
        ("column-customer", columns.customer),
        ("column-subject", columns.subject),
        ("column-ball", columns.ball),
        ("column-owner", columns.owner),
    ] {
        if width > 0 {
            pen.cell(screen.say(id), width, style).gap(gap);
        }
    }
}

/// The line in which the filter is typed, with how many tickets it found.
fn filter(screen: &Screen<'_>, mut pen: Pen<'_>) {
    let queues = &screen.app.queues;
    let found = screen.words.say_with("filter-found", &[("count", queues.listed().into())]);
    pen.at_right(" ", Style::new());
    pen.at_right(&found, screen.style(Meaning::Muted));
    pen.keep_free(1).gap(1);
    pen.text(screen.say("filter-label"), screen.style(Meaning::Label)).gap(1);
    field(screen, &mut pen, queues.filter.around_cursor(), screen.app.focus() == Focus::Filter);
}

/// Says why there is nothing to see, and what happens next.
fn nothing(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    let (title, hint) = why_empty(screen);
    let row = area.height / 3;
    let centred = |buffer: &mut Buffer, row: u16, text: &str, style: Style| {
        let before = usize::from(area.width).saturating_sub(width(text)) / 2;
        Pen::new(buffer, area, row).gap(u16::try_from(before).unwrap_or(0)).text(text, style);
    };
    centred(buffer, row, &title, screen.style(Meaning::Title));
    centred(buffer, row + 1, &hint, screen.style(Meaning::Muted));
}

fn why_empty(screen: &Screen<'_>) -> (String, String) {
    let app = screen.app;
    if app.queues.view.is_filtered() {
        let filter = SafeText::from(app.queues.filter.text());
        let filter = filter.shown();
        let key =
            super::footer::key(screen, crate::app::protocol::command::Command::ClearFilter, Focus::Queue);
        return (
            screen.words.say_with("queue-no-match", &[("filter", filter.into())]),
            screen.words.say_with("queue-no-match-hint", &[("key", key.into())]),
        );
    }
    let Some(link) = app.links.iter().find(|link| !link.polling.is_complete()) else {
        return (screen.say("queue-empty").to_owned(), screen.say("queue-empty-hint").to_owned());
    };
    let named = |id| screen.words.say_with(id, &[("backend", link.label.shown().into())]);
    match link.state(screen.now) {
        LinkState::Live { .. } => {
            let count = [("count", app.queues.queue.len().into())];
            (screen.say("queue-syncing").to_owned(), screen.words.say_with("queue-syncing-count", &count))
        }
        LinkState::Connecting => (named("queue-connecting"), String::new()),
        LinkState::Stale { .. } | LinkState::Offline { .. } => {
            (named("queue-offline"), screen.say("queue-offline-hint").to_owned())
        }
    }
}

/// What the title of the queue says; the texts outlive the frame that shows them.
pub struct Heading {
    name: String,
    resolved: Option<String>,
    marked: Option<String>,
    /// The weekend mode: why the desk is shut, and the calls that are owed.
    shut: Option<String>,
    counts: [(String, Meaning); 3],
}

impl Heading {
    pub fn of(screen: &Screen<'_>) -> Self {
        let queues = &screen.app.queues;
        let words = screen.words;
        let (name, counts) = match queues.customers.selected() {
            CustomerLine::Customer(key) => {
                let name = queues.customers.name(key);
                (words.say_with("pane-queue-customer", &[("name", name.into())]), queues.queue.counts(key))
            }
            CustomerLine::All => {
                let id = if queues.customers.mine_only() { "pane-queue-mine" } else { "pane-queue-all" };
                (screen.say(id).to_owned(), queues.customers.total(&queues.queue))
            }
        };
        let swept = queues.view.swept_at().map(|at| {
            let at = screen.words.instant(at, screen.app.first_now(screen.now), screen.zone);
            screen.words.say_with("queue-forgotten", &[("at", at.into())])
        });
        let resolved = queues.view.shows_resolved().then(|| screen.say("queue-with-resolved").to_owned());
        // What is left out is worth more of the title than what is shown besides.
        let only = queues.view.only().map(|_kind| screen.say("queue-signatures").to_owned());
        let resolved = swept.or(only).or(resolved);
        let marked = screen.app.marks.len();
        let marked = (marked > 0).then(|| words.say_with("queue-marked", &[("count", marked.into())]));
        Self { name, resolved, marked, shut: shut(screen), counts: counted(screen, counts) }
    }

    pub fn title(&self, screen: &Screen<'_>) -> Title<'_> {
        let mut left: Vec<Piece<'_>> = vec![(&self.name, screen.style(Meaning::Title))];
        left.extend(self.resolved.as_deref().map(|resolved| (resolved, screen.style(Meaning::Muted))));
        left.extend(self.marked.as_deref().map(|marked| (marked, screen.style(Meaning::Warning))));
        let shut = self.shut.as_deref().map(|shut| (shut, screen.style(Meaning::Call)));
        let counts = self.counts.iter().map(|(text, meaning)| (text.as_str(), screen.style(*meaning)));
        Title { left, right: shut.into_iter().chain(counts).collect() }
    }
}

/// Comes on by itself while the desk is shut for a weekend or a holiday.
fn shut(screen: &Screen<'_>) -> Option<String> {
    let why = super::watch::reason(screen, screen.app.shut_for(screen.now)?);
    let key = super::footer::key(screen, crate::app::protocol::command::Command::ShowWatch, Focus::Queue);
    let calls = screen.app.queues.queue.calls_owed();
    let variables = [("why", why.into()), ("calls", calls.into()), ("key", key.into())];
    Some(format!("{} {}", super::watch::SHUT, screen.words.say_with("queue-shut", &variables)))
}

/// Counts with signs; one of nothing is not loud.
fn counted(screen: &Screen<'_>, counts: Counts) -> [(String, Meaning); 3] {
    let say = |id, count: usize| screen.words.say_with(id, &[("count", count.into())]);
    let loud = |count: usize, meaning| if count == 0 { Meaning::Muted } else { meaning };
    [
        (say("count-open", counts.open), Meaning::Text),
        (say("count-breached", counts.breached), loud(counts.breached, Meaning::Breached)),
        (say("count-at-risk", counts.at_risk), loud(counts.at_risk, Meaning::AtRisk)),
    ]
}

/// Tells whether there is more above and below what a window shows.
fn more(screen: &Screen<'_>, window: &Window<'_>, height: usize) -> (bool, bool) {
    let queues = &screen.app.queues;
    let last = queues.view.last(&queues.queue);
    let below = window.rows.last().map(|row| &row.id)
        != last.as_ref().map(crate::desk::rules::obligation::Key::id)
        && !window.rows.is_empty();
    (queues.is_scrolled(height), below)
}
