//! The facts of a ticket: what it is, its clock, and for a signature request what is asked.

use crate::app::protocol::event::{Detail, TheirDue};
use crate::desk::ticket::dues::{Call, Dues};
use crate::desk::ticket::names::{LocalId, TicketId};
use crate::desk::ticket::{Response, Ticket};

use super::lines::Sheet;
use super::screen::Screen;
use super::signature;
use super::state::severity_meaning;
use super::theirs;
use super::theme::Meaning;

/// Columns of the names of fields: the longest of both languages.
const LABELS: usize = 16;

/// Writes the facts that are known; the summary of the queue is enough for most.
pub fn sheet<'s>(
    screen: &'s Screen<'s>,
    id: &TicketId,
    ticket: &Ticket,
    detail: Option<&Detail>,
    width: u16,
) -> Sheet<'s> {
    let mut sheet = Sheet::new(screen, width, LABELS);
    // What is asked for comes first: it is why one looks here.
    signature::write(screen, &mut sheet, id, ticket, detail, width);
    affairs(screen, &mut sheet, id, ticket);
    objectives(screen, &mut sheet, id, ticket);
    about(screen, &mut sheet, id, ticket);
    clock(screen, &mut sheet, id, ticket);
    if let Some(theirs) = detail.and_then(|detail| detail.their_due.as_ref()) {
        their_due(screen, &mut sheet, id, theirs);
    }
    sheet
}

/// What the backend's own clock says where it differs, and why.
fn their_due(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, theirs: &TheirDue) {
    let (at, why) = (theirs::due(screen, id, theirs), theirs::why(screen, theirs));
    sheet.field_in(screen.say("fact-their-due"), &screen.words.pair(&at, &why), Meaning::Muted);
}

/// Escalation, hand-over, and the tickets that belong to this one.
fn affairs(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, ticket: &Ticket) {
    let course = ticket.course();
    let words = screen.words;
    let mut fields: Vec<(&str, String)> = Vec::new();
    if let Some(escalation) = &course.escalation {
        let by = screen.who(&escalation.by, None, &id.backend);
        let at = screen.instant(escalation.at, &id.backend);
        let told = format!("⇑ {}, {by}, {at}", words.level_of(escalation.level));
        fields.push(("fact-escalation", words.pair(&told, escalation.reason.shown())));
        fields.push(("fact-wish", escalation.wish.shown().to_owned()));
    }
    if let Some(handed) = &course.handed_over {
        let by = screen.who(&handed.by, None, &id.backend);
        let at = screen.instant(handed.at, &id.backend);
        let variables = [("by", by.into()), ("at", at.into())];
        fields.push(("fact-handed-over", format!("⇢ {}", words.say_with("fact-not-accepted", &variables))));
    }
    let list =
        |ids: &mut dyn Iterator<Item = &LocalId>| ids.map(LocalId::as_str).collect::<Vec<_>>().join(", ");
    for (label, ids) in [
        ("fact-follows", list(&mut course.follows.iter())),
        ("fact-followed-by", list(&mut course.followed_by.iter())),
        ("fact-merged-into", list(&mut course.merged_into.iter())),
    ] {
        if !ids.is_empty() {
            fields.push((label, ids));
        }
    }
    for absorbed in &course.absorbed {
        let now = screen.app.desk_now(&id.backend, screen.now);
        let verdict = absorbed.verdict.as_ref().map(|verdict| words.verdict(verdict, now, screen.zone));
        let verdict = verdict.unwrap_or_default().join("; ");
        let told = if verdict.is_empty() {
            absorbed.ticket.to_string()
        } else {
            words.pair(absorbed.ticket.as_str(), &verdict)
        };
        fields.push(("fact-absorbed", told));
    }
    if fields.is_empty() {
        return;
    }
    sheet.heading(screen.say("facts-affairs"));
    for (label, value) in &fields {
        sheet.field(screen.say(label), value);
    }
}

/// What the desk owes by its own word; no line of it is a promise of the contract.
fn objectives(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, ticket: &Ticket) {
    let course = ticket.course();
    if course.update.is_none() && course.promises.is_empty() {
        return;
    }
    sheet.heading(screen.say("facts-objectives"));
    if let Some(update) = course.update {
        sheet.field(screen.say("fact-update"), &screen.instant(update, &id.backend));
    }
    for promise in &course.promises {
        let due = screen.instant(promise.due, &id.backend);
        sheet.field(screen.say("fact-promise"), &screen.words.pair(&due, promise.what.shown()));
    }
}

fn about(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, ticket: &Ticket) {
    let words = screen.words;
    let backend = &id.backend;
    sheet.heading(screen.say("facts-ticket"));
    sheet.field(screen.say("fact-subject"), ticket.subject.shown());
    sheet.field(screen.say("fact-kind"), words.kind(ticket.kind));
    let severity = words.severity(ticket.severity);
    sheet.field_in(screen.say("fact-severity"), severity, severity_meaning(ticket.severity));
    let since = words.say_with("fact-since", &[("at", screen.instant(ticket.status_since, backend).into())]);
    sheet.field(screen.say("fact-status"), &format!("{}, {since}", words.status(ticket.status)));
    let owner = ticket.owner.as_ref().map_or(screen.say("someone-nobody"), |id| screen.manager(backend, id));
    sheet.field(screen.say("fact-owner"), owner);
    let seen = ticket.acknowledged.as_ref().map(|seen| {
        let name = screen.who(&seen.by, screen.customer_of(ticket, backend), backend);
        let at = screen.instant(seen.at, backend);
        format!("{name}, {at}")
    });
    let seen = seen.unwrap_or_else(|| screen.say("ticket-not-acknowledged").to_owned());
    sheet.field(screen.say("fact-acknowledged"), &seen);
    let filed = screen.instant(ticket.filed_at, backend);
    sheet.field(screen.say("fact-filed"), &format!("{filed}, {}", words.channel(ticket.channel)));
    sheet.field(screen.say("fact-plan"), words.plan(ticket.plan));
    sheet.field(screen.say("fact-version"), &ticket.version.0.to_string());
}

fn clock(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, ticket: &Ticket) {
    sheet.heading(screen.say("facts-clock"));
    sheet.field(screen.say("fact-calendar"), ticket.calendar.as_str());
    match &ticket.response {
        Response::NotGuaranteed => {
            sheet.field(screen.say("fact-response"), screen.say("ticket-no-guarantee"));
        }
        Response::NoContract => {
            sheet.field_in(screen.say("fact-response"), screen.say("ticket-no-contract"), Meaning::Warning);
        }
        Response::Owed(dues) => {
            owed(screen, sheet, id, dues);
            let past = |due| screen.app.calendar(ticket, &id.backend)?.past_checked_holidays(due);
            if let Some(until) = dues.target.and_then(past) {
                let told = screen.words.unchecked_holidays(until);
                sheet.field_in(screen.say("fact-holidays"), &told, Meaning::Warning);
            }
        }
        Response::Given(verdict) => {
            let at = screen.instant(verdict.at, &id.backend);
            let by = screen.who(&verdict.by, None, &id.backend);
            let kind = screen.words.response_kind(verdict.kind);
            sheet.field(screen.say("fact-response"), &screen.words.pair(&format!("{at}, {by}"), kind));
            let now = screen.app.desk_now(&id.backend, screen.now);
            let mut label: &str = screen.say("fact-verdict");
            for judged in screen.words.verdict(verdict, now, screen.zone) {
                sheet.field(std::mem::take(&mut label), &judged);
            }
        }
    }
}

fn owed(screen: &Screen<'_>, sheet: &mut Sheet<'_>, id: &TicketId, dues: &Dues) {
    let shown =
        |at| screen.words.instant_with_zone(at, screen.app.desk_now(&id.backend, screen.now), screen.zone);
    for (label, at) in [
        ("fact-target", dues.target),
        ("fact-commitment", dues.commitment),
        ("fact-at-risk", dues.at_risk_from),
    ] {
        sheet.field(screen.say(label), &at.map_or_else(|| screen.say("left-never").to_owned(), shown));
    }
    let call = match dues.call {
        Call::NotNeeded => (screen.say("fact-call-not-needed").to_owned(), Meaning::Muted),
        Call::Missing => (Screen::signed("☎?", screen.say("fact-call-missing")), Meaning::Call),
        Call::Logged { at } => {
            let logged = screen.words.say_with("fact-call-logged", &[("at", shown(at).into())]);
            (Screen::signed("☎", &logged), Meaning::Text)
        }
    };
    sheet.field_in(screen.say("fact-call"), &call.0, call.1);
}
