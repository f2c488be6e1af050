//! The card of the customer whose ticket is under the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::desk::sla::Calendar;
use crate::desk::ticket::customer::{Customer, MOST_CONTACTS};
use crate::desk::ticket::names::BackendId;

use super::pen::Pen;
use super::screen::Screen;
use super::text::{width, wrap};
use super::theme::Meaning;

/// The customer that the card shows: the marked ticket's, else the one whose queue is listed.
pub fn subject<'a>(screen: &Screen<'a>) -> Option<(&'a BackendId, &'a Customer)> {
    let queues = &screen.app.queues;
    let of_ticket = queues
        .selected()
        .and_then(|id| Some((&id.backend, screen.app.customer_of(queues.queue.get(id)?, &id.backend)?)));
    of_ticket.or_else(|| {
        let key = queues.customers.selected_customer()?;
        Some((&key.backend, screen.app.customer(key)?))
    })
}

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    let Some((backend, customer)) = subject(screen) else { return };
    let area = Rect { x: area.x + 1, width: area.width.saturating_sub(2), ..area };
    let mut row = 0;
    let mut pen = Pen::new(buffer, area, row);
    let contacts = screen.words.say_with(
        "card-contacts",
        &[("named", customer.contacts.len().into()), ("most", MOST_CONTACTS.into())],
    );
    pen.at_right(&contacts, screen.style(Meaning::Muted));
    pen.keep_free(1).text(screen.words.plan(customer.plan), screen.style(Meaning::Title));
    if let Some(hours) = hours(screen, backend, customer) {
        row += 1;
        Pen::new(buffer, area, row).text(&hours, screen.style(Meaning::Text));
    }
    let fields = fields(screen, backend, customer);
    let labels = fields.iter().map(|(label, _)| width(screen.say(label))).max().unwrap_or(0);
    for (label, value) in fields {
        row += 1;
        let mut pen = Pen::new(buffer, area, row);
        pen.cell(screen.say(label), u16::try_from(labels).unwrap_or(0), screen.style(Meaning::Label));
        pen.gap(1).text(&value, screen.style(Meaning::Text));
    }
    let Some(notes) = &customer.notes else { return };
    for (line, row) in wrap(notes.shown(), area.width.into()).zip(row + 2..area.height) {
        Pen::new(buffer, area, row).text(line, screen.style(Meaning::Muted));
    }
}

fn fields(screen: &Screen<'_>, backend: &BackendId, customer: &Customer) -> Vec<(&'static str, String)> {
    let manager = customer.manager.as_ref().map(|id| screen.manager(backend, id).to_owned());
    let contract = customer.contract.as_ref().map(|contract| {
        screen.words.say_with("card-until", &[("day", screen.words.date(contract.to).into())])
    });
    let zone = customer.zone.map(|zone| screen.words.time_there(screen.now.wall, zone));
    [
        ("card-manager", manager),
        ("card-contract", contract),
        ("card-language", Some(screen.words.spoken(customer.language).to_owned())),
        ("card-zone", zone),
    ]
    .into_iter()
    .filter_map(|(label, value)| Some((label, value?)))
    .collect()
}

/// Whether the customer's own business hours run now, and until when.
pub fn hours(screen: &Screen<'_>, backend: &BackendId, customer: &Customer) -> Option<String> {
    let link = screen.app.link(backend)?;
    let own = customer.calendar.as_ref().and_then(|name| link.calendar(name));
    let calendar: &Calendar = own.or_else(|| link.default_calendar())?;
    let now = link.desk_now(screen.now);
    let (id, until) = if calendar.is_open(now) {
        ("card-open-until", calendar.next_closing(now))
    } else {
        ("card-closed-until", calendar.next_opening(now))
    };
    Some(screen.words.say_with(id, &[("until", screen.instant(until?, backend).into())]))
}
