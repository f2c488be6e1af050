//! The page of a customer: people and contract at the left, figures, history and notes at the right.

use chrono::NaiveDate;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::customer_page::{CustomerPage, Figures};
use crate::app::protocol::event::Drawn;
use crate::desk::bounds;
use crate::desk::queue::overview::{Overview, RESPONSE_DAYS, SignatureSeen};
use crate::desk::sla::DaysOff;
use crate::desk::ticket::customer::{Customer, MOST_CONTACTS};
use crate::desk::ticket::names::BackendId;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::DetectionVerdict;

use super::boxes::{self, Title};
use super::lines::Sheet;
use super::profile;
use super::screen::Screen;
use super::theme::Meaning;

/// From this on there are two columns.
const TWO_COLUMNS: u16 = 110;
const WIDEST: u16 = 150;
const LABELS: usize = 17;
/// Days off that are told.
const MOST_DAYS_OFF: usize = 4;

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, page: &CustomerPage, drawn: &mut Drawn) {
    let columns = WIDEST.min(area.width);
    let customer = screen.app.customer(&page.key);
    let name = customer.map_or(page.key.customer.as_str(), |customer| customer.name.shown());
    let title = Title {
        left: vec![(name, screen.style(Meaning::Title))],
        right: vec![(screen.say("pane-customer-page"), screen.style(Meaning::Muted))],
    };
    let inner = columns.saturating_sub(4);
    let (left_columns, right_columns) =
        if inner >= TWO_COLUMNS { (inner / 2 - 1, inner - inner / 2 - 1) } else { (inner, inner) };
    let mut left = Sheet::new(screen, left_columns, LABELS);
    let mut right = Sheet::new(screen, right_columns, LABELS);
    match customer {
        Some(customer) => {
            people(screen, &mut left, &page.key.backend, customer);
            faring(screen, &mut right, page, customer);
        }
        None => left.paragraph(screen.say("customer-unknown"), Meaning::Muted),
    }
    let is_wide = inner >= TWO_COLUMNS;
    let lines = if is_wide {
        left.lines.len().max(right.lines.len())
    } else {
        left.lines.len() + right.lines.len() + 1
    };
    let height = u16::try_from(lines).unwrap_or(u16::MAX).saturating_add(2).max(8);
    let inside = boxes::over(screen, buffer, boxes::middle(area, columns, height), &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    drawn.overlay_rows = inside.height.into();
    if is_wide {
        let ends = [
            left.draw(buffer, Rect { width: left_columns, ..inside }, page.scroll),
            right.draw(
                buffer,
                Rect { x: inside.x + left_columns + 2, width: right_columns, ..inside },
                page.scroll,
            ),
        ];
        drawn.overlay_end = ends.into_iter().max();
    } else {
        // What one opens the page for comes first where there is little room.
        right.blank();
        right.lines.append(&mut left.lines);
        drawn.overlay_end = Some(right.draw(buffer, inside, page.scroll));
    }
}

/// Who they are and when they are there.
fn people(screen: &Screen<'_>, sheet: &mut Sheet<'_>, backend: &BackendId, customer: &Customer) {
    profile::contract(screen, sheet, backend, customer);
    if let Some(days) = days_off(screen, backend, customer) {
        sheet.field(screen.say("customer-days-off"), &days);
    }
    sheet.blank();
    let counted = screen.words.say_with(
        "customer-contacts-count",
        &[("named", customer.contacts.len().into()), ("most", MOST_CONTACTS.into())],
    );
    sheet.line(vec![
        (format!("{}  ", screen.say("customer-contacts")), screen.style(Meaning::Title)),
        (counted, screen.style(Meaning::Muted)),
    ]);
    for contact in &customer.contacts {
        let role = contact.role.as_ref().map(|role| format!("  {}", role.shown())).unwrap_or_default();
        sheet.line(vec![
            (contact.name.shown().to_owned(), screen.style(Meaning::Text)),
            (role, screen.style(Meaning::Muted)),
        ]);
        sheet.indented(&profile::reach(screen, contact), 2);
    }
}

/// The next days on which their desk is closed, as they are written on a wall.
fn days_off(screen: &Screen<'_>, backend: &BackendId, customer: &Customer) -> Option<String> {
    let link = screen.app.link(backend)?;
    let own = customer.calendar.as_ref().and_then(|name| link.calendar(name));
    let calendar = own.or_else(|| link.default_calendar())?;
    let days = calendar.days_off(link.desk_now(screen.now), MOST_DAYS_OFF);
    let told = days.iter().map(|DaysOff { from, to }| {
        let from_day = screen.words.day(*from);
        if from == to {
            return from_day;
        }
        let span = [("from", from_day.into()), ("to", screen.words.day(*to).into())];
        screen.words.say_with("customer-days-off-span", &span)
    });
    // A day is not torn apart at the end of a line.
    let told = told.map(|days| days.replace(' ', "\u{a0}")).collect::<Vec<_>>().join(", ");
    (!told.is_empty()).then_some(told)
}

/// How they fare, and what to know.
fn faring(screen: &Screen<'_>, sheet: &mut Sheet<'_>, page: &CustomerPage, customer: &Customer) {
    match &page.figures {
        Figures::Known(overview) => figures(screen, sheet, &page.key.backend, overview),
        Figures::Asked => sheet.paragraph(screen.say("customer-figures-asked"), Meaning::Muted),
        Figures::NotKept => sheet.paragraph(screen.say("customer-figures-not-kept"), Meaning::Muted),
        Figures::Failed(why) => {
            let why = screen.words.failure(why);
            let told = screen.words.say_with("customer-figures-failed", &[("why", why.into())]);
            sheet.paragraph(&format!("▲ {told}"), Meaning::Warning);
        }
    }
    if let Some(day) = customer.next_review {
        review(screen, sheet, &page.key.backend, day);
    }
    sheet.heading(screen.say("customer-notes"));
    match &customer.notes {
        Some(notes) => sheet.paragraph(notes.shown(), Meaning::Text),
        None => sheet.paragraph(screen.say("customer-no-notes"), Meaning::Muted),
    }
}

/// When the customer and their manager look back next; one whose day is over was not held, or not noted.
fn review(screen: &Screen<'_>, sheet: &mut Sheet<'_>, backend: &BackendId, day: NaiveDate) {
    let today = bounds::there(screen.app.desk_now(backend, screen.now), &screen.zone).date_naive();
    let (id, meaning) = if day < today {
        ("customer-review-over", Meaning::Warning)
    } else {
        ("customer-review", Meaning::Text)
    };
    let told = screen.words.say_with(id, &[("day", screen.words.day(day).into())]);
    sheet.field_in(screen.say("customer-next-review"), &told, meaning);
}

fn figures(screen: &Screen<'_>, sheet: &mut Sheet<'_>, backend: &BackendId, overview: &Overview) {
    let severities = [Severity::Critical, Severity::High, Severity::Medium, Severity::Low];
    let open = overview.open.iter().zip(severities).filter(|(count, _)| **count > 0);
    let open =
        open.map(|(count, severity)| screen.words.pair(screen.words.severity(severity), &count.to_string()));
    let open = open.collect::<Vec<_>>().join(", ");
    let none = screen.say("customer-open-none");
    sheet.field(screen.say("customer-open"), if open.is_empty() { none } else { &open });
    let response = overview.response;
    let (told, meaning) = match response.percent() {
        None => (screen.say("customer-response-none").to_owned(), Meaning::Muted),
        Some(percent) => {
            let meaning = if response.missed == 0 { Meaning::Answered } else { Meaning::Warning };
            let sign = if response.missed == 0 { "✓" } else { "▲" };
            let data = [
                ("percent", percent.into()),
                ("met", response.met.into()),
                ("counted", response.counted().into()),
            ];
            (format!("{sign} {}", screen.words.say_with("customer-response-met", &data)), meaning)
        }
    };
    let label = screen.words.say_with("customer-response", &[("days", RESPONSE_DAYS.into())]);
    sheet.field_in(&label, &told, meaning);
    if response.void > 0 {
        let void = screen.words.say_with("customer-void", &[("count", response.void.into())]);
        sheet.field_in("", &void, Meaning::Muted);
    }
    let signatures = &overview.signatures;
    let data = [
        ("positives", signatures.false_positives.into()),
        ("negatives", signatures.false_negatives.into()),
        ("outbreaks", signatures.outbreaks.into()),
    ];
    let counted = screen.words.say_with("customer-signatures-counted", &data);
    sheet.field(screen.say("customer-signatures"), &counted);
    for seen in &signatures.last {
        sheet.field_in("", &seen_line(screen, backend, seen), Meaning::Muted);
    }
}

fn seen_line(screen: &Screen<'_>, backend: &BackendId, seen: &SignatureSeen) -> String {
    let age = screen.age(seen.filed_at, backend);
    let verdict = screen.say(match seen.verdict {
        DetectionVerdict::FalsePositive => "customer-false-positive",
        DetectionVerdict::FalseNegative => "customer-false-negative",
        DetectionVerdict::Outbreak => "customer-outbreak",
    });
    let status = screen.words.status(seen.status);
    format!("{} {age}  {verdict}  {}  {status}", seen.ticket.as_str(), seen.name.shown())
}
