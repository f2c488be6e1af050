//! One thing done to several tickets: what will become of each, and then what became of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::bulk::{Bulk, Item, Job, Outcome, Why};
use crate::app::event::Drawn;
use crate::app::form::Label;
use crate::desk::action::Change;

use super::boxes::{self, Title};
use super::outbox;
use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

/// Columns of the customers' names, where there is room for them.
const CUSTOMER: u16 = 18;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, drawn: &mut Drawn) {
    let Some(bulk) = &screen.app.bulk else { return };
    let lines = u16::try_from(bulk.items.len()).unwrap_or(u16::MAX).saturating_add(4);
    let box_area = boxes::middle(area, 92, lines.max(6));
    let (name, sum) = (heading(screen, bulk), summed_up(screen, bulk));
    let title = Title {
        left: vec![(&name, screen.style(Meaning::Title))],
        right: vec![(&sum, screen.style(Meaning::Text))],
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let list = Rect { height: inside.height.saturating_sub(2), ..inside };
    let end = bulk.items.len().saturating_sub(list.height.into());
    drawn.overlay_rows = list.height.into();
    drawn.overlay_end = Some(end);
    let ids = bulk.items.iter().map(|item| width(item.ticket.local.as_str())).max().unwrap_or(0);
    let ids = u16::try_from(ids).unwrap_or(u16::MAX).min(20);
    let shown = bulk.items.iter().skip(bulk.scroll.min(end)).zip(0..list.height);
    let shown: Vec<Line<'_>> =
        shown.map(|(item, row)| Line { item, row, told: told(screen, item) }).collect();
    // Why something is not done is worth more than whose it is.
    let widest = shown.iter().map(|line| width(&line.told.1)).max().unwrap_or(0);
    let customer = if usize::from(ids + CUSTOMER + 6) + widest <= list.width.into() { CUSTOMER } else { 0 };
    for line in shown {
        one(screen, Pen::new(buffer, list, line.row), &line, (ids, customer));
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

/// One ticket, and what is told of it: a sign, a sentence, and how it is looked at.
struct Line<'a> {
    item: &'a Item,
    row: u16,
    told: (&'static str, String, Meaning),
}

fn one(screen: &Screen<'_>, mut pen: Pen<'_>, line: &Line<'_>, (ids, customer): (u16, u16)) {
    let Line { item, told: (sign, text, meaning), .. } = line;
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
fn will(screen: &Screen<'_>, item: &Item) -> String {
    let Some(Job::Step(_, form)) = screen.app.bulk.as_ref().map(|bulk| &bulk.job) else {
        return screen.say("bulk-will").to_owned();
    };
    let language = screen.app.language_on(&item.ticket);
    if form.text(Label::Told(language)).is_none() {
        return screen.say("bulk-will-untold").to_owned();
    }
    let name = screen.words.spoken(language);
    screen.words.say_with("bulk-will-tell", &[("language", name.into())])
}

fn told(screen: &Screen<'_>, item: &Item) -> (&'static str, String, Meaning) {
    match &item.outcome {
        Outcome::Will => ("·", will(screen, item), Meaning::Text),
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
