//! What matters on weekends and public holidays: who is on call, which calls are owed, who is shut and until when.

use chrono::{DateTime, NaiveDate, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::protocol::event::Drawn;
use crate::desk::queue::CustomerKey;
use crate::desk::rota::{Rota, Then};
use crate::desk::sla::{Calendar, Shut};
use crate::desk::text::SafeLine;

use super::boxes::{self, Title};
use super::lines::Sheet;
use super::screen::Screen;
use super::text::{CUT, fit, width};
use super::theme::Meaning;

const WIDEST: u16 = 112;
/// From here on a customer has one line and not two.
const ONE_LINE: u16 = 96;
/// Columns of a name.
const NAMES: usize = 22;
/// What stands for a weekend or a holiday.
pub const SHUT: &str = "☾";

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, scroll: usize, drawn: &mut Drawn) {
    let columns = WIDEST.min(area.width);
    let sheet = sheet(screen, columns.saturating_sub(4));
    let lines = u16::try_from(sheet.lines.len()).unwrap_or(u16::MAX);
    let box_area = boxes::middle(area, columns, lines.saturating_add(2));
    let title =
        Title { left: vec![(screen.say("pane-watch"), screen.style(Meaning::Title))], right: Vec::new() };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    drawn.overlay_rows = inside.height.into();
    drawn.overlay_end = Some(sheet.draw(buffer, inside, scroll));
}

fn sheet<'s>(screen: &'s Screen<'s>, columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, NAMES);
    on_call(screen, &mut sheet);
    calls(screen, &mut sheet, columns);
    customers(screen, &mut sheet, columns);
    sheet
}

fn on_call(screen: &Screen<'_>, sheet: &mut Sheet<'_>) {
    let settings = &screen.app.settings;
    if settings.rotas.is_empty() && settings.on_call.is_none() {
        return;
    }
    sheet.heading(screen.say("watch-on-call"));
    if settings.rotas.is_empty() {
        sheet.paragraph(settings.on_call.as_ref().map_or("", SafeLine::shown), Meaning::Text);
    }
    for rota in &settings.rotas {
        sheet.field(rota.name().shown(), &of_rota(screen, rota));
    }
}

fn of_rota(screen: &Screen<'_>, rota: &Rota) -> String {
    if let Some(why) = rota.why_broken() {
        return screen.words.say_with("watch-rota-broken", &[("why", why.shown().into())]);
    }
    let now = screen.app.first_now(screen.now);
    let on_call = rota.at(now);
    let nobody = screen.say("status-nobody");
    let name = |person: Option<&SafeLine>| person.map_or(nobody, SafeLine::shown).to_owned();
    let instant = |at| screen.words.instant_with_zone(at, now, screen.zone);
    let person = name(on_call.now);
    match on_call.then {
        Then::At { until, next } => {
            let variables =
                [("on-call", person.into()), ("until", instant(until).into()), ("next", name(next).into())];
            screen.words.say_with("status-on-call-next", &variables)
        }
        Then::AtLeast(until) => {
            let variables = [("on-call", person.into()), ("until", instant(until).into())];
            screen.words.say_with("status-on-call-at-least", &variables)
        }
        Then::NoEnd if on_call.now.is_none() => person,
        Then::NoEnd => screen.words.say_with("status-on-call-no-end", &[("on-call", person.into())]),
    }
}

/// The calls that customers owe, with what their absence costs.
fn calls(screen: &Screen<'_>, sheet: &mut Sheet<'_>, columns: u16) {
    let queue = &screen.app.queues.queue;
    sheet.heading(&screen.words.say_with("watch-calls", &[("count", queue.calls_owed().into())]));
    if queue.calls_owed() == 0 {
        sheet.paragraph(screen.say("watch-no-calls"), Meaning::Muted);
    }
    for id in queue.calls() {
        let Some(ticket) = queue.get(&id) else { continue };
        let key = CustomerKey { backend: id.backend.clone(), customer: ticket.customer.clone() };
        let name = cell(screen.app.queues.customers.name(&key), NAMES);
        let commitment = ticket.owed().and_then(|dues| dues.commitment);
        let commitment = commitment.map(|at| screen.instant(at, &id.backend)).unwrap_or_default();
        let told = screen.words.say_with("watch-call", &[("at", commitment.into())]);
        let severity = screen.words.severity_short(ticket.severity);
        let head = format!("☎? {:<10} {severity:<7} {name} ", id.local.as_str());
        let room = usize::from(columns).saturating_sub(width(&head));
        sheet.line(vec![
            (head, screen.style(Meaning::Call)),
            (cell(&told, room).trim_end().to_owned(), screen.style(Meaning::Text)),
        ]);
    }
}

/// Who is open or shut, and the next day off.
fn customers(screen: &Screen<'_>, sheet: &mut Sheet<'_>, columns: u16) {
    sheet.heading(screen.say("watch-customers"));
    let queues = &screen.app.queues;
    for row in queues.customers.window_of_all(&queues.queue) {
        let (Some(name), Some(key)) = (row.name, row.line.key()) else { continue };
        let Some((calendar, now)) = screen.app.customer_calendar(key, screen.now) else { continue };
        let (state, meaning) = state(screen, calendar, now);
        let next = calendar.days_off_after(now).next().map(|off| day_off(screen, off)).unwrap_or_default();
        let name = (cell(name, NAMES) + " ", screen.style(Meaning::Text));
        if columns >= ONE_LINE {
            let state = (cell(&state, 42) + " ", screen.style(meaning));
            sheet.line(vec![name, state, (next, screen.style(Meaning::Muted))]);
        } else {
            sheet.line(vec![name, (state, screen.style(meaning))]);
            if !next.is_empty() {
                sheet.line(vec![(" ".repeat(NAMES + 3) + &next, screen.style(Meaning::Muted))]);
            }
        }
    }
}

fn state(screen: &Screen<'_>, calendar: &Calendar, now: DateTime<Utc>) -> (String, Meaning) {
    let until = |at: Option<DateTime<Utc>>| {
        at.map(|at| screen.words.instant(at, now, screen.zone)).unwrap_or_default()
    };
    match calendar.why_shut(now) {
        None => {
            let until = until(calendar.next_closing(now));
            (
                format!("● {}", screen.words.say_with("card-open-until", &[("until", until.into())])),
                Meaning::Text,
            )
        }
        Some(why) => {
            let variables =
                [("why", reason(screen, why).into()), ("until", until(calendar.next_opening(now)).into())];
            let told = screen.words.say_with("watch-shut-until", &variables);
            match why {
                Shut::Overnight => (format!("  {told}"), Meaning::Muted),
                _ => (format!("{SHUT} {told}"), Meaning::AtRisk),
            }
        }
    }
}

/// Why a desk is shut, in a word.
pub fn reason(screen: &Screen<'_>, why: Shut) -> String {
    match why {
        Shut::Overnight => screen.say("shut-overnight").to_owned(),
        Shut::Weekend => screen.say("shut-weekend").to_owned(),
        Shut::Closing => screen.say("shut-closing").to_owned(),
        Shut::Public { name, substitute } => screen.words.holiday(name, substitute),
    }
}

fn day_off(screen: &Screen<'_>, (date, why): (NaiveDate, Shut)) -> String {
    let variables = [("day", screen.words.day(date).into()), ("name", reason(screen, why).into())];
    screen.words.say_with("watch-next-off", &variables)
}

/// A text in so many columns.
fn cell(text: &str, columns: usize) -> String {
    let fitted = fit(text, columns);
    let mut out = fitted.text.to_owned();
    out.push_str(if fitted.cut { CUT } else { "" });
    out.push_str(&" ".repeat(columns.saturating_sub(width(&out))));
    out
}
