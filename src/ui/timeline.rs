//! Everything that happened to a ticket, with the second and the author.

use crate::app::protocol::event::Detail;
use crate::desk::ticket::fact::What;
use crate::desk::ticket::names::TicketId;

use super::lines::Sheet;
use super::screen::Screen;
use super::text::{fit, width, wrap};
use super::theme::Meaning;

const WHO: usize = 20;

pub fn sheet<'s>(screen: &'s Screen<'s>, id: &TicketId, detail: &'s Detail, columns: u16) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, columns, 0);
    let customer = screen.customer_of(&detail.ticket, &id.backend);
    let (quiet, plain) = (screen.style(Meaning::Muted), screen.style(Meaning::Text));
    for fact in &detail.facts {
        let at = screen.words.stamp(fact.at, screen.zone);
        let who = screen.who(&fact.by, customer, &id.backend);
        let fitted = fit(&who, WHO);
        let cut = if fitted.cut { "…" } else { "" };
        let padding = " ".repeat(WHO.saturating_sub(fitted.width) + 2);
        let before = width(&at) + 2 + WHO + 2;
        let what = screen.words.fact(fact, screen.zone, |named| screen.called(named, customer, &id.backend));
        let style = screen.style(meaning(&fact.what));
        let narrow = usize::from(columns) < before + 24;
        let room =
            if narrow { usize::from(columns).saturating_sub(4) } else { usize::from(columns) - before };
        let mut lines = wrap(&what, room.max(8));
        let head = vec![(format!("{at}  "), quiet), (format!("{}{cut}{padding}", fitted.text), plain)];
        if narrow {
            sheet.line(head);
            for line in lines {
                sheet.line(vec![(format!("    {line}"), style)]);
            }
            continue;
        }
        let first = lines.next().unwrap_or("").to_owned();
        sheet.line(head.into_iter().chain([(first, style)]).collect());
        for line in lines {
            sheet.line(vec![(format!("{}{line}", " ".repeat(before)), style)]);
        }
    }
    sheet
}

fn meaning(what: &What) -> Meaning {
    match what {
        What::Responded(_) => Meaning::Answered,
        What::Said(message)
            if message.visibility == crate::desk::ticket::conversation::Visibility::Internal =>
        {
            Meaning::Internal
        }
        _ => Meaning::Text,
    }
}
