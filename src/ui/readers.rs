//! Who gets what is written: in short above the text, whole in a pane of its own.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::links::Link;
use crate::app::protocol::command::Command;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::focus::Focus;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::conversation::Visibility;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::readers::{Reader, ReaderRole, Readers};

use super::boxes::{self, Title};
use super::footer;
use super::lines::Sheet;
use super::screen::Screen;
use super::text::{CUT, fit, wrap};
use super::theme::Meaning;

const WIDEST: u16 = 104;
/// Columns of what somebody is to a ticket.
const LABELS: usize = 22;
/// From this height on the text has room for several lines of readers above it.
const TALL: u16 = 14;
/// The most lines of readers above a text.
const MOST: usize = 3;

/// Who gets it, on as many lines as a text of an area can spare; what is cut stands in the pane.
pub fn in_short(
    screen: &Screen<'_>,
    id: &TicketId,
    visibility: Visibility,
    columns: usize,
    area: Rect,
) -> Vec<String> {
    let told = sentence(screen, id, visibility);
    let most = if area.height >= TALL { MOST } else { 1 };
    let mut lines: Vec<String> = wrap(&told, columns).map(str::to_owned).collect();
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            *last = format!("{}{CUT}", fit(last, columns.saturating_sub(1)).text);
        }
    }
    lines
}

fn sentence(screen: &Screen<'_>, id: &TicketId, visibility: Visibility) -> String {
    let key = footer::key(screen, Command::ShowReaders, Focus::Compose);
    let key = [("key", key.as_str().into())];
    match readers(screen, id) {
        Readers::Unknown => screen.words.say_with("readers-unknown", &key),
        Readers::OnServer => match visibility {
            Visibility::Public => on_server(screen, id),
            Visibility::Internal => screen.say("compose-readers-internal").to_owned(),
        },
        mailed @ Readers::Mailed(_) => {
            let mailed = mailed.of(visibility).unwrap_or_default();
            let names: Vec<String> = mailed.iter().map(|reader| named(screen, reader)).collect();
            let names = names.join(", ");
            let [key] = key;
            let variables = [("count", mailed.len().into()), ("names", names.into()), key];
            screen.words.say_with("readers-mailed", &variables)
        }
    }
}

/// What is known of it. Before the ticket was read, that is what its backend does with every one.
fn readers<'a>(screen: &'a Screen<'_>, id: &TicketId) -> &'a Readers {
    let everywhere = screen.app.link(&id.backend).map(Link::capabilities).is_some_and(|it| it.read_there);
    let unread = if everywhere { &Readers::OnServer } else { &Readers::Unknown };
    screen.app.details.get(id).map_or(unread, |detail| &detail.readers)
}

/// A requestor is who one writes to; what others are stands before them.
fn named(screen: &Screen<'_>, reader: &Reader) -> String {
    let name = screen.words.reader(reader);
    match reader.role {
        ReaderRole::Requestor => name,
        role => format!("{} {name}", screen.words.reader_role(role)),
    }
}

fn on_server(screen: &Screen<'_>, id: &TicketId) -> String {
    let Some(ticket) = screen.app.ticket(id) else { return String::new() };
    let customer = screen.customer_name(ticket, &id.backend);
    let names = contacts(screen, id, ticket).join(", ");
    if names.is_empty() {
        return screen.words.say_with("readers-server", &[("customer", customer.into())]);
    }
    screen.words.say_with("readers-server-named", &[("customer", customer.into()), ("names", names.into())])
}

/// Who filed it comes first: it is to them that one writes, and the others read it too.
fn contacts<'a>(screen: &'a Screen<'_>, id: &TicketId, ticket: &Ticket) -> Vec<&'a str> {
    let filer = ticket.contact.as_ref();
    let mut contacts: Vec<_> =
        screen.customer_of(ticket, &id.backend).map_or(&[][..], |it| &it.contacts).iter().collect();
    contacts.sort_by_key(|contact| Some(&contact.id) != filer);
    contacts.into_iter().map(|contact| contact.name.shown()).collect()
}

pub fn draw(
    screen: &Screen<'_>,
    buffer: &mut Buffer,
    area: Rect,
    (id, scroll): (&TicketId, usize),
    drawn: &mut Drawn,
) {
    let columns = WIDEST.min(area.width);
    let sheet = sheet(screen, id, columns.saturating_sub(4));
    let lines = u16::try_from(sheet.lines.len()).unwrap_or(u16::MAX);
    let box_area = boxes::middle(area, columns, lines.saturating_add(2));
    let title = Title {
        left: vec![
            (id.local.as_str(), screen.style(Meaning::Title)),
            (screen.say("pane-readers"), screen.style(Meaning::Title)),
        ],
        right: Vec::new(),
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    drawn.overlay_rows = inside.height.into();
    drawn.overlay_end = Some(sheet.draw(buffer, inside, scroll));
}

fn sheet<'s>(screen: &'s Screen<'s>, id: &TicketId, columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, LABELS);
    match readers(screen, id) {
        Readers::Unknown => sheet.paragraph(screen.say("readers-why-unknown"), Meaning::Warning),
        Readers::OnServer => {
            let Some(ticket) = screen.app.ticket(id) else { return sheet };
            let customer = screen.customer_name(ticket, &id.backend);
            let told = screen.words.say_with("readers-on-server", &[("customer", customer.into())]);
            sheet.paragraph(&told, Meaning::Text);
            sheet.blank();
            sheet.field(screen.say("readers-contacts"), &contacts(screen, id, ticket).join(", "));
        }
        mailed @ Readers::Mailed(_) => {
            let parts = [("readers-response", Visibility::Public), ("readers-note", Visibility::Internal)];
            for (heading, visibility) in parts {
                sheet.heading(screen.say(heading));
                let mailed = mailed.of(visibility).unwrap_or_default();
                if mailed.is_empty() {
                    sheet.paragraph(screen.say("readers-nobody"), Meaning::Muted);
                }
                for reader in mailed {
                    sheet.field(screen.words.reader_role(reader.role), &screen.words.reader(reader));
                }
            }
            sheet.blank();
            sheet.paragraph(screen.say("readers-rules"), Meaning::Muted);
        }
    }
    sheet
}
