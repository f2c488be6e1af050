//! What sending a form will do: to the clock, and to whom it is told.

use chrono::{DateTime, Utc};

use crate::app::model::form::Form;
use crate::app::model::links::Link;
use crate::app::protocol::form::{About, Label};
use crate::desk::rules::obligation::Owing;
use crate::desk::ticket::severity::Severity;
use crate::desk::ticket::{Response, Ticket};
use crate::ui::screen::Screen;
use crate::ui::theme::Meaning;

/// What a person should know before sending it.
pub fn told(screen: &Screen<'_>, form: &Form) -> Vec<(String, Meaning)> {
    let mut told = Vec::new();
    if let Some(severity) = form.severity() {
        told.push((screen.say(examples(severity)).to_owned(), Meaning::Muted));
    }
    let before = screen.app.ticket(&form.ticket);
    if let (Some(before), Some(after)) = (before, screen.app.foreseen(form, screen.now)) {
        told.extend(match form.about {
            About::Call => commitment(screen, form, before, &after),
            About::Severity | About::Contract => Some(due(screen, form, before, &after)),
            _ => None,
        });
    }
    if let Some(stranger) = before.and_then(|ticket| ticket.course().stranger.as_ref())
        && form.about == About::Sender
    {
        let text = screen.words.say_with("form-stranger", &[("name", stranger.shown().into())]);
        told.push((text, Meaning::Warning));
    }
    let id = match form.about {
        About::Merge => Some("form-merge-means"),
        About::Void => Some("form-void-means"),
        About::Breach => Some("form-breach-means"),
        About::HandOver => Some("form-hand-over-means"),
        About::Sender => Some("form-sender-means"),
        About::Contract => Some("form-contract-means"),
        _ => None,
    };
    told.extend(id.map(|id| (screen.say(id).to_owned(), Meaning::Muted)));
    told.extend(step(screen, form));
    told
}

/// Which databases are the latest, whom a step moves with this one, and what the customer will read.
fn step(screen: &Screen<'_>, form: &Form) -> Vec<(String, Meaning)> {
    let mut told = Vec::new();
    let words = screen.words;
    let latest = screen.app.link(&form.ticket.backend).and_then(Link::latest_bases);
    if let (Some(latest), Some(_)) = (latest, form.entry(Label::Bases)) {
        let at = screen.instant(latest.released_at, &form.ticket.backend);
        let variables = [("version", latest.version.shown().into()), ("at", at.into())];
        told.push((words.say_with("form-latest-bases", &variables), Meaning::Title));
    }
    if form.entry(Label::Latest).is_some() {
        told.push((screen.say("form-latest-stated").to_owned(), Meaning::Muted));
    }
    let tells = form.entries.iter().any(|entry| matches!(entry.label, Label::Told(_)));
    if form.entry(Label::Untold).is_some() && !tells {
        told.push((screen.say("form-untold-interim").to_owned(), Meaning::Warning));
    } else if form.text(Label::Untold).is_some() {
        told.push((screen.say("form-untold-means").to_owned(), Meaning::Warning));
    }
    if form.also.is_empty() {
        let later = screen.app.filled_later(form, screen.now);
        let later: Vec<String> = later
            .into_iter()
            .map(|(name, value)| format!("{{{{{name}}}}} = {}", value.as_deref().unwrap_or("?")))
            .collect();
        if !later.is_empty() {
            let text = words.say_with("form-filled-later", &[("list", later.join(", ").into())]);
            told.push((text, Meaning::Muted));
        }
    } else {
        let others = form.also.iter().map(|id| id.local.as_str()).collect::<Vec<_>>().join(", ");
        told.push((words.say_with("form-moves", &[("tickets", others.into())]), Meaning::Warning));
    }
    told
}

fn commitment(
    screen: &Screen<'_>,
    form: &Form,
    before: &Ticket,
    after: &Ticket,
) -> Option<(String, Meaning)> {
    let at = |ticket: &Ticket| ticket.owed().and_then(|dues| dues.commitment);
    let shown = |at: DateTime<Utc>| screen.instant(at, &form.ticket.backend);
    let (old, new) = (at(before)?, at(after)?);
    let text = if old == new {
        screen.words.say_with("form-commitment-stays", &[("due", shown(new).into())])
    } else {
        let variables = [("old", shown(old).into()), ("new", shown(new).into())];
        screen.words.say_with("form-commitment-moves", &variables)
    };
    Some((text, Meaning::Call))
}

/// The due that results, before it is confirmed (domain.md, "The life of a ticket").
fn due(screen: &Screen<'_>, form: &Form, before: &Ticket, after: &Ticket) -> (String, Meaning) {
    let shown = |ticket: &Ticket| {
        let due = Owing::of(ticket).and_then(Owing::due);
        due.map_or_else(
            || screen.say("form-nothing").to_owned(),
            |at| screen.instant(at, &form.ticket.backend),
        )
    };
    let variables = [("old", shown(before).into()), ("new", shown(after).into())];
    let id = match &before.response {
        Response::NotGuaranteed => "form-due-none",
        Response::NoContract => "form-due",
        Response::Given(_) => "form-due-answered",
        Response::Owed(dues) => {
            let now = screen.app.desk_now(&form.ticket.backend, screen.now);
            if dues.target.is_some_and(|due| now > due) { "form-due-late" } else { "form-due" }
        }
    };
    (screen.words.say_with(id, &variables), Meaning::Title)
}

fn examples(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "severity-1-examples",
        Severity::High => "severity-2-examples",
        Severity::Medium => "severity-3-examples",
        Severity::Low => "severity-4-examples",
    }
}
