//! One thing done to several tickets: what will become of each, with every letter that goes out, and then what became of
//! it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::bulk::{Bulk, Item, Job, Outcome, Why};
use crate::app::protocol::event::Drawn;
use crate::desk::ticket::change::Change;
use crate::desk::ticket::signature::Notice;

use super::boxes::{self, Title};
use super::outbox;
use super::pen::Pen;
use super::screen::Screen;
use super::text::{width, wrap};
use super::theme::Meaning;

/// Columns of the customers' names, where there is room for them.
const CUSTOMER: u16 = 18;
const WIDEST: u16 = 92;
/// How far a letter stands in from the line of its ticket.
const INDENT: u16 = 4;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, drawn: &mut Drawn) {
    let Some(bulk) = &screen.app.bulk else { return };
    let columns = WIDEST.min(area.width).saturating_sub(4);
    let letters = letters(screen, bulk, columns);
    let lines = letters.as_ref().map_or(bulk.items.len(), Vec::len);
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(4);
    let box_area = boxes::middle(area, WIDEST, height.max(6));
    let (name, sum) = (heading(screen, bulk), summed_up(screen, bulk));
    let title = Title {
        left: vec![(&name, screen.style(Meaning::Title))],
        right: vec![(&sum, screen.style(Meaning::Text))],
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let list = Rect { height: inside.height.saturating_sub(2), ..inside };
    let end = lines.saturating_sub(list.height.into());
    drawn.overlay_rows = list.height.into();
    drawn.overlay_end = Some(end);
    let ids = bulk.items.iter().map(|item| width(item.ticket.local.as_str())).max().unwrap_or(0);
    let ids = u16::try_from(ids).unwrap_or(u16::MAX).min(20);
    let (from, rows) = (bulk.scroll.min(end), usize::from(list.height));
    let shown: Vec<Line<'_>> = if let Some(lines) = letters {
        lines.into_iter().skip(from).take(rows).collect()
    } else {
        let items = bulk.items.iter().skip(from).take(rows);
        items.map(|item| Line::Ticket(item, told(screen, item, None))).collect()
    };
    // Why something is not done is worth more than whose it is.
    let widest = shown.iter().map(Line::told_width).max().unwrap_or(0);
    let customer = if usize::from(ids + CUSTOMER + 6) + widest <= list.width.into() { CUSTOMER } else { 0 };
    for (line, row) in shown.iter().zip(0..list.height) {
        let mut pen = Pen::new(buffer, list, row);
        match line {
            Line::Ticket(item, told) => one(screen, pen, item, told, (ids, customer)),
            Line::Letter(text) => {
                pen.gap(INDENT).text(text, screen.style(Meaning::Public));
            }
        }
    }
    let id = match (bulk.begun, bulk.sum().not) {
        (false, _) => "bulk-agree",
        (true, 0) => "bulk-closes",
        (true, _) => "bulk-retry",
    };
    let foot = Rect { y: list.bottom() + 1, height: 1, ..inside };
    Pen::new(buffer, foot, 0).text(screen.say(id), screen.style(Meaning::Muted));
}

/// What is done, to whom, and how many there are.
fn heading(screen: &Screen<'_>, bulk: &Bulk) -> String {
    let deed = screen.words.deed(bulk.deed());
    let what = match &bulk.job {
        Job::Do(Change::Assign { to }) => {
            let backend = bulk.items.first().map(|item| &item.ticket.backend);
            let manager = backend.and_then(|backend| screen.app.manager(backend, to));
            let name = manager.map_or(to.as_str(), |manager| manager.name.shown());
            format!("{deed} → {name}")
        }
        _ => deed.to_owned(),
    };
    let variables = [("what", what.into()), ("count", bulk.items.len().into())];
    screen.words.say_with("pane-bulk", &variables)
}

fn summed_up(screen: &Screen<'_>, bulk: &Bulk) -> String {
    let sum = bulk.sum();
    if bulk.begun {
        let variables = [("done", sum.done.into()), ("going", sum.going.into()), ("not", sum.not.into())];
        screen.words.say_with("bulk-sum", &variables)
    } else {
        screen.words.say_with("bulk-plan", &[("will", sum.will.into()), ("not", sum.not.into())])
    }
}

/// A sign, a sentence, and how it is looked at.
type Told = (&'static str, String, Meaning);

enum Line<'a> {
    /// One ticket, and what is told of it.
    Ticket(&'a Item, Told),
    /// A line of what its customer will read.
    Letter(String),
}

impl Line<'_> {
    fn told_width(&self) -> usize {
        match self {
            Self::Ticket(_, (_, text, _)) => width(text),
            Self::Letter(_) => 0,
        }
    }
}

/// Each ticket of a step, and below it the letter to its customer, as long as nothing is sent. Anything else has one
/// line for each ticket: of those only what can be seen is made.
fn letters<'a>(screen: &Screen<'_>, bulk: &'a Bulk, columns: u16) -> Option<Vec<Line<'a>>> {
    let is_step = matches!(bulk.job, Job::Step(..)) && !bulk.begun;
    is_step.then(|| bulk.items.iter().flat_map(|item| lines_of(screen, item, columns)).collect())
}

fn lines_of<'a>(screen: &Screen<'_>, item: &'a Item, columns: u16) -> Vec<Line<'a>> {
    let notice = screen.app.notice_to(item, screen.now);
    let mut lines = vec![Line::Ticket(item, told(screen, item, notice.as_ref()))];
    if let Some(body) = notice.as_ref().and_then(Notice::body) {
        let room = usize::from(columns.saturating_sub(INDENT));
        lines.extend(wrap(body.shown().trim_end(), room).map(|line| Line::Letter(line.to_owned())));
        lines.push(Line::Letter(String::new()));
    }
    lines
}

fn one(screen: &Screen<'_>, mut pen: Pen<'_>, item: &Item, told: &Told, (ids, customer): (u16, u16)) {
    let (sign, text, meaning) = told;
    pen.cell(sign, 2, screen.style(*meaning));
    pen.cell(item.ticket.local.as_str(), ids, screen.style(Meaning::Title)).gap(2);
    if customer > 0 {
        let ticket = screen.app.ticket(&item.ticket);
        let name = ticket.map_or("", |ticket| screen.customer_name(ticket, &item.ticket.backend));
        pen.cell(name, customer, screen.style(Meaning::Text)).gap(2);
    }
    pen.text(text, screen.style(*meaning));
}

/// What will become of a ticket; of a step, also in which language its customer hears of it.
fn will(screen: &Screen<'_>, item: &Item, notice: Option<&Notice>) -> String {
    match notice {
        None => screen.say("bulk-will").to_owned(),
        Some(Notice::Sent { .. }) => {
            let name = screen.words.spoken(screen.app.language_on(&item.ticket));
            screen.words.say_with("bulk-will-tell", &[("language", name.into())])
        }
        Some(Notice::Skipped { .. } | Notice::LeftToDesk) => screen.say("bulk-will-untold").to_owned(),
    }
}

fn told(screen: &Screen<'_>, item: &Item, notice: Option<&Notice>) -> Told {
    match &item.outcome {
        Outcome::Will => ("·", will(screen, item, notice), Meaning::Text),
        Outcome::Done => ("✓", screen.say("bulk-done").to_owned(), Meaning::Answered),
        Outcome::Going(id) => match screen.app.whereabouts(*id) {
            Some(state) => (outbox::sign(state), outbox::state(screen, state), Meaning::Unsent),
            None => ("?", screen.say("outbox-unknown").to_owned(), Meaning::Unsent),
        },
        Outcome::Not(why) => {
            let why = match why {
                Why::Rule(rule) => screen.words.refusal(rule),
                Why::Backend(_, refused) => screen.words.refused(refused),
                Why::Held(_) => screen.say("outbox-held").to_owned(),
                Why::Missing(_) => screen.say("bulk-missing").to_owned(),
                Why::Gone => screen.say("bulk-gone").to_owned(),
                Why::NobodyHere => screen.say("bulk-nobody-here").to_owned(),
                Why::NotRecorded => screen.say("bulk-not-recorded").to_owned(),
                Why::OfAnother => screen.say("bulk-of-another").to_owned(),
                Why::Dropped => screen.say("bulk-dropped").to_owned(),
            };
            ("✗", screen.words.say_with("bulk-not", &[("why", why.into())]), Meaning::Error)
        }
    }
}
