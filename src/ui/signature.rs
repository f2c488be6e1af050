//! A signature request: what is asked, on what, with which databases, and how far it is.

use ratatui::style::Style;

use crate::desk::names::TicketId;
use crate::desk::signature::{SignatureRequest, Step};
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;

use super::lines::Sheet;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

pub fn write(
    screen: &Screen<'_>,
    sheet: &mut Sheet<'_>,
    id: &TicketId,
    ticket: &Ticket,
    request: &SignatureRequest,
    columns: u16,
) {
    let words = screen.words;
    sheet.heading(screen.say("facts-signature"));
    pipeline(screen, sheet, ticket.step.unwrap_or(request.step), columns);
    sheet.blank();
    sheet.field_in(screen.say("fact-verdict"), words.detection_verdict(request.verdict), Meaning::Title);
    sheet.field(screen.say("fact-object"), words.object(request.object));
    sheet.field(screen.say("fact-name"), request.name.shown());
    let mut known = |label, value: Option<&SafeLine>| {
        if let Some(value) = value {
            sheet.field(screen.say(label), value.shown());
        }
    };
    known("fact-detection", request.detection.as_ref());
    known("fact-sha256", request.sha256.as_ref());
    known("fact-md5", request.md5.as_ref());
    if let Some(size) = request.size {
        sheet.field(
            screen.say("fact-size"),
            &words.say_with("fact-bytes", &[("count", words.number(size).into())]),
        );
    }
    let product = [request.product.as_ref(), request.version.as_ref()].into_iter().flatten();
    let product = product.map(SafeLine::shown).collect::<Vec<_>>().join(" ");
    sheet.field(screen.say("fact-product"), known_or(screen, &product));
    if let Some(component) = &request.component {
        sheet.field(screen.say("fact-component"), component.shown());
    }
    sheet.field(screen.say("fact-bases"), &bases(screen, id, request));
    for (label, text) in [("fact-rescan", &request.rescan), ("fact-impact", &request.impact)] {
        if let Some(text) = text {
            sheet.field(screen.say(label), text.shown());
        }
    }
}

fn known_or<'a>(screen: &Screen<'a>, text: &'a str) -> &'a str {
    if text.is_empty() { screen.say("fact-unknown") } else { text }
}

/// The databases in use, and how old they were released: the gate of every request.
fn bases(screen: &Screen<'_>, id: &TicketId, request: &SignatureRequest) -> String {
    let version = request.bases_version.as_ref().map(SafeLine::shown);
    let released = request.bases_released.map(|at| {
        screen.words.say_with("fact-bases-released", &[("at", screen.instant(at, &id.backend).into())])
    });
    match (version, released) {
        (None, None) => screen.say("fact-unknown").to_owned(),
        (version, released) => {
            let parts = version.map(str::to_owned).into_iter().chain(released);
            parts.collect::<Vec<_>>().join(", ")
        }
    }
}

/// The way of the request as a picture: what is done, where it is, what is still to come.
pub fn pipeline(screen: &Screen<'_>, sheet: &mut Sheet<'_>, now: Step, columns: u16) {
    let piece = |step: Step| {
        let (sign, meaning) = match step.cmp(&now) {
            std::cmp::Ordering::Less => ("✓", Meaning::Answered),
            std::cmp::Ordering::Equal => ("▶", Meaning::Title),
            std::cmp::Ordering::Greater => ("○", Meaning::Muted),
        };
        (Screen::signed(sign, screen.words.step(step)), screen.style(meaning))
    };
    let mut line: Vec<(String, Style)> = Vec::new();
    let mut taken = 0;
    for step in Step::ALL {
        let (text, style) = piece(step);
        let arrow = if line.is_empty() { "" } else { " ── " };
        if taken + width(arrow) + width(&text) > usize::from(columns) {
            sheet.line(std::mem::take(&mut line));
            taken = 0;
        }
        let arrow = if taken == 0 && step != Step::Received { "── " } else { arrow };
        taken += width(arrow) + width(&text);
        line.push((arrow.to_owned(), screen.style(Meaning::Muted)));
        line.push((text, style));
    }
    sheet.line(line);
}
