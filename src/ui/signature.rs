//! A signature request: how far it is, what is asked, on what, and with which databases.

use std::cmp::Ordering;

use ratatui::style::Style;

use crate::app::protocol::event::Detail;
use crate::desk::text::SafeLine;
use crate::desk::ticket::Ticket;
use crate::desk::ticket::names::TicketId;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::signature::{
    Kin, Md5, Progress, Sha256, SignatureRequest, Step, Unreadable, Way, Weight,
};
use crate::words::Words;

use super::lines::Sheet;
use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

/// Writes how far a request is, and what is known of it.
pub fn write(
    screen: &Screen<'_>,
    sheet: &mut Sheet<'_>,
    id: &TicketId,
    ticket: &Ticket,
    detail: Option<&Detail>,
    columns: u16,
) {
    let request = detail.and_then(Detail::signature);
    if ticket.step.is_none() && request.is_none() {
        return;
    }
    sheet.heading(screen.say("facts-signature"));
    // Where nothing tells the step there is no picture of it.
    if let Some(step) = ticket.step {
        // The head has the short one already: here it is worth a line, not three.
        pipeline(screen, sheet, ticket, step, columns);
        if let Some(progress) = ticket.progress.as_deref() {
            standing(screen, sheet, id, progress, step);
        }
    }
    if let Some(detail) = detail {
        elsewhere(screen, sheet, id, &detail.kin);
    }
    if let Some(request) = request {
        sheet.blank();
        let unreadable = detail.map(|detail| detail.unreadable.as_slice()).unwrap_or_default();
        asked(screen, sheet, id, request, unreadable);
    }
}

/// Since when it stands there and until when it should leave, and what else is to be done.
fn standing(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, progress: &Progress, step: Step) {
    let words = screen.words;
    let at = |at| screen.instant(at, &id.backend);
    let place = words.way(progress.way).unwrap_or_else(|| words.step(step));
    let since = words.say_with("fact-since", &[("at", at(progress.since).into())]);
    let mut told = format!("{place}, {since}");
    if let Some(due) = progress.due {
        let variables = [("told", told.into()), ("due", at(due).into())];
        told = words.say_with("fact-step-objective", &variables);
    }
    let meaning = if progress.way == Way::Underway { Meaning::Text } else { Meaning::Warning };
    sheet.field_in(screen.say("fact-step"), &told, meaning);
    if let Some(version) = &progress.fixed_by {
        sheet.field_in(screen.say("fact-fixed-by"), version.shown(), Meaning::Answered);
    }
    if let Some(since) = progress.untold_since {
        let told = words.say_with("fact-untold", &[("at", at(since).into())]);
        sheet.field_in(screen.say("fact-notice"), &told, Meaning::Warning);
    }
    for advice in &progress.advice {
        let until = words.say_with("fact-advice-until", &[("at", at(advice.until).into())]);
        let told = format!("{}, {until}", words.advice_kind(advice.kind));
        sheet.field_in(screen.say("fact-advice"), &words.pair(&told, advice.what.shown()), Meaning::Call);
    }
    if let Some(Severity::Critical) = progress.proposes {
        sheet.field_in(screen.say("fact-proposal"), screen.say("fact-proposes-critical"), Meaning::Warning);
    }
}

/// What other requests say of the same object: that it is fixed already is said first.
fn elsewhere(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, kin: &Kin) {
    let words = screen.words;
    if let Some(version) = &kin.covered_by {
        let told = words.say_with("fact-covered-by", &[("version", version.shown().into())]);
        sheet.field_in(screen.say("fact-covered"), &told, Meaning::Answered);
    }
    for same in &kin.same_object {
        let key =
            crate::desk::queue::CustomerKey { backend: id.backend.clone(), customer: same.customer.clone() };
        let customer = screen.app.customer(&key).map_or(same.customer.as_str(), |it| it.name.shown());
        let told = format!("{}, {customer}", same.ticket);
        sheet.field(screen.say("fact-same-object"), &words.pair(&told, words.step(same.step)));
    }
}

fn asked(
    screen: &Screen<'_>,
    sheet: &mut Sheet<'_>,
    id: &TicketId,
    request: &SignatureRequest,
    unreadable: &[Unreadable],
) {
    let words = screen.words;
    sheet.field_in(screen.say("fact-verdict"), words.detection_verdict(request.verdict), Meaning::Title);
    sheet.field(screen.say("fact-object"), words.object(request.object));
    sheet.field(screen.say("fact-name"), request.name.shown());
    let product = [request.product.as_ref(), request.version.as_ref()].into_iter().flatten();
    let product = product.map(SafeLine::shown).collect::<Vec<_>>().join(" ");
    let size = request.size.map(|size| words.say_with("fact-bytes", &[("count", words.number(size).into())]));
    let scanned = request.rescanned_at.map(|at| screen.instant(at, &id.backend));
    let rescan = [scanned.as_deref(), request.rescan.as_ref().map(crate::desk::text::SafeText::shown)];
    let rescan = rescan.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
    let line = |line: &Option<SafeLine>| line.as_ref().map(|line| line.shown().to_owned());
    let fields = [
        ("fact-detection", line(&request.detection)),
        ("fact-sha256", request.sha256.as_ref().map(|digest: &Sha256| digest.as_str().to_owned())),
        ("fact-md5", request.md5.as_ref().map(|digest: &Md5| digest.as_str().to_owned())),
        ("fact-size", size),
        ("fact-product", some(&product).or_else(|| some(screen.say("fact-unknown")))),
        ("fact-component", line(&request.component)),
        ("fact-bases", Some(bases(screen, id, request))),
        ("fact-rescan", some(&rescan)),
        ("fact-impact", some(&impact(screen, request))),
        ("fact-origin", line(&request.origin)),
        ("fact-purpose", line(&request.purpose)),
        ("fact-container", line(&request.container)),
    ];
    for (id, value) in fields {
        let label = screen.say(id);
        if let Some(value) = value {
            sheet.field(label, &value);
        }
        // What cannot be it stands where it should be.
        for Unreadable { text, .. } in unreadable.iter().filter(|it| Words::part_id(it.part) == id) {
            let told = words.say_with("fact-unreadable", &[("text", text.shown().into())]);
            sheet.field_in(label, &told, Meaning::Warning);
        }
    }
    let gaps = request.gaps().map(|gap| words.gap(gap)).collect::<Vec<_>>().join(", ");
    if !gaps.is_empty() {
        sheet.field_in(screen.say("fact-gaps"), &gaps, Meaning::Muted);
    }
}

/// Which application, what hangs on it, how many machines, and what the customer says of it.
fn impact(screen: &Screen<'_>, request: &SignatureRequest) -> String {
    let words = screen.words;
    let application = request.application.as_ref().map(|name| match request.weight {
        Weight::Usual => name.shown().to_owned(),
        Weight::Critical => words.pair(name.shown(), words.weight(request.weight)),
    });
    let machines = request.machines.map(|count| words.say_with("fact-machines", &[("count", count.into())]));
    let told = request.impact.as_ref().map(|text| text.shown().to_owned());
    [application, machines, told].into_iter().flatten().collect::<Vec<_>>().join(" · ")
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

/// The sign of a step in the picture: done, here, or still to come; and how it stands here.
fn sign(ticket: &Ticket, step: Step, now: Step) -> (&'static str, Meaning) {
    let way = ticket.progress.as_ref().map(|progress| progress.way).unwrap_or_default();
    match (step.cmp(&now), way) {
        (Ordering::Less, _) => ("✓", Meaning::Answered),
        (Ordering::Equal, Way::Rejected) => ("✗", Meaning::Breached),
        (Ordering::Equal, Way::Returned) => ("↩", Meaning::Warning),
        (Ordering::Equal, Way::Underway) if now == Step::Verified => ("✓", Meaning::Answered),
        (Ordering::Equal, Way::Underway) => ("▶", Meaning::Title),
        (Ordering::Greater, _) => ("○", Meaning::Muted),
    }
}

/// The way of the request as a picture: what is done, where it is, what is still to come.
fn pipeline(screen: &Screen<'_>, sheet: &mut Sheet<'_>, ticket: &Ticket, now: Step, columns: u16) {
    let mut line: Vec<(String, Style)> = Vec::new();
    for step in Step::ALL {
        let (sign, meaning) = sign(ticket, step, now);
        if !line.is_empty() {
            line.push((" ── ".to_owned(), screen.style(Meaning::Muted)));
        }
        line.push((Screen::signed(sign, screen.words.step(step)), screen.style(meaning)));
    }
    if line.iter().map(|(text, _)| width(text)).sum::<usize>() <= usize::from(columns) {
        sheet.line(line);
    }
}

/// The same on one line of a head, with the age of the step where it stands.
pub fn head(screen: &Screen<'_>, pen: &mut Pen<'_>, id: &TicketId, ticket: &Ticket) {
    let Some(now) = ticket.step else { return };
    for step in Step::ALL {
        if step != Step::Received {
            pen.text("─", screen.style(Meaning::Muted));
        }
        let (sign, meaning) = sign(ticket, step, now);
        let style = screen.style(meaning);
        pen.text(&Screen::signed(sign, screen.words.step_short(step)), style);
        if step == now && !ticket.progress.as_ref().is_some_and(|progress| progress.is_over(step)) {
            let since = ticket.progress.as_ref().map_or(ticket.status_since, |progress| progress.since);
            pen.text(&format!(" {}", screen.age(since, &id.backend)), style);
        }
    }
}
