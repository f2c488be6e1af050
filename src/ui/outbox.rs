//! What is not sent: acts that the backend has not taken, and texts that wait for their author.

use std::time::Duration;

use chrono::TimeDelta;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::drafts::Unsent;
use crate::app::model::notice::Deed;
use crate::app::model::outbox::{Entry, State};
use crate::app::protocol::draft::Draft;
use crate::app::protocol::event::Drawn;
use crate::app::protocol::origin::Origin;
use crate::app::protocol::others::{Other, Wrote};
use crate::app::protocol::purpose::Purpose;
use crate::desk::queue::CustomerKey;
use crate::desk::text::SafeText;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::{ActionId, CustomerId, TicketId};

use super::boxes::{self, Title};
use super::form;
use super::pen::CURSOR;
use super::pen::Pen;
use super::screen::Screen;
use super::text::wrap;
use super::theme::Meaning;

/// Lines of an act: what it is, where it is, the beginning of its text, a blank.
const LINES: u16 = 4;

pub fn draw(
    screen: &Screen<'_>,
    buffer: &mut Buffer,
    area: Rect,
    selected: Option<ActionId>,
    drawn: &mut Drawn,
) {
    let acts = screen.app.outbox.entries().iter().map(Item::Act);
    let others = screen.app.others().iter().map(Item::Other);
    let entries: Vec<Item<'_>> = acts.chain(screen.app.left_drafts().map(Item::Left)).chain(others).collect();
    let elsewhere_rows = u16::try_from(screen.app.elsewhere.len()).unwrap_or(u16::MAX);
    let wanted = u16::try_from(entries.len()).unwrap_or(u16::MAX).saturating_mul(LINES).clamp(4, 1000);
    let wanted = wanted.saturating_add(elsewhere_rows).saturating_add(2);
    let box_area = boxes::middle(area, 96, wanted);
    let count = entries.len().to_string();
    let title = Title {
        left: vec![(screen.say("pane-outbox"), screen.style(Meaning::Title))],
        right: vec![(&count, screen.style(Meaning::Muted))],
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let inside = Rect { x: inside.x + 1, width: inside.width.saturating_sub(2), ..inside };
    let fit = usize::from(inside.height / LINES).max(1);
    drawn.overlay_rows = fit;
    drawn.overlay_end = Some(entries.len().saturating_sub(fit));
    let inside = elsewhere(screen, buffer, inside);
    if entries.is_empty() {
        Pen::new(buffer, inside, 1).text(screen.say("outbox-empty"), screen.style(Meaning::Muted));
    }
    let marked = entries.iter().position(|entry| Some(entry.id()) == selected).unwrap_or(0);
    let first = (marked + 1).saturating_sub(fit);
    for (entry, place) in entries.iter().skip(first).zip(0..) {
        let y = inside.y.saturating_add(place * LINES);
        if y >= inside.bottom() {
            break;
        }
        let area = Rect { y, height: (inside.bottom() - y).min(LINES), ..inside };
        one(screen, buffer, area, entry, Some(entry.id()) == selected);
    }
}

/// What other consoles of the same person have not sent; returns the place under it.
fn elsewhere(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) -> Rect {
    let mut rows = 0;
    for (there, row) in screen.app.elsewhere.iter().zip(0..area.height) {
        let told = screen.words.elsewhere("outbox-elsewhere", *there);
        Pen::new(buffer, area, row).text(&told, screen.style(Meaning::Warning));
        rows = row + 1;
    }
    Rect { y: area.y + rows, height: area.height - rows, ..area }
}

/// What waits: an act for the backend, a text for its author, or either for somebody else.
enum Item<'a> {
    Act(&'a Entry),
    Left(Unsent<'a>),
    Other(&'a Other),
}

impl Item<'_> {
    fn id(&self) -> ActionId {
        match self {
            Self::Act(entry) => entry.action.id,
            Self::Left(unsent) => unsent.id(),
            Self::Other(other) => other.id(),
        }
    }

    fn ticket(&self) -> &str {
        match self {
            Self::Act(entry) => entry.action.ticket.local.as_str(),
            Self::Left(unsent) => unsent.ticket().local.as_str(),
            Self::Other(other) => other.ticket().local.as_str(),
        }
    }

    fn what<'s>(&self, screen: &Screen<'s>) -> &'s str {
        match self {
            Self::Act(entry) => screen.words.deed(Deed::from(&entry.action.change)),
            Self::Left(Unsent::Form(filled)) => screen.say(form::title(filled.about)),
            Self::Left(Unsent::Text(draft)) => purpose(screen, draft),
            Self::Other(other) => match &other.wrote {
                Wrote::Act(action) => screen.words.deed(Deed::from(&action.change)),
                Wrote::Form(filled) => screen.say(form::title(filled.about)),
                Wrote::Text(draft) => purpose(screen, draft),
            },
        }
    }

    fn state(&self, screen: &Screen<'_>) -> (&'static str, Meaning, String) {
        match self {
            Self::Act(entry) => {
                let meaning = match entry.state {
                    State::Held { .. } | State::Unsigned | State::EarlierLife | State::Missing { .. } => {
                        Meaning::Warning
                    }
                    State::Refused { .. } => Meaning::Error,
                    _ => Meaning::Unsent,
                };
                let told = match &entry.state {
                    State::Refused { why } if entry.is_refused_in_doubt() => {
                        let why = screen.words.refused(why);
                        screen.words.say_with("outbox-refused-in-doubt", &[("why", why.into())])
                    }
                    State::Missing { looked } => missing(screen, &entry.action, *looked),
                    State::EarlierLife => {
                        let id = if entry.origin.accepted.is_some() {
                            "outbox-lost"
                        } else {
                            "outbox-earlier-life"
                        };
                        screen
                            .words
                            .say_with(id, &[("was", was(screen, &entry.action.ticket, &entry.origin).into())])
                    }
                    other => state(screen, other),
                };
                (sign(&entry.state), meaning, told)
            }
            Self::Left(unsent) => match screen.app.earlier_origin(unsent.id()) {
                Some((ticket, origin)) => {
                    let was = was(screen, ticket, origin);
                    let told = screen.words.say_with("draft-earlier-life", &[("was", was.into())]);
                    ("✎", Meaning::Warning, told)
                }
                None => ("✎", Meaning::Unsent, screen.say("outbox-draft").to_owned()),
            },
            Self::Other(other) => {
                let backend = &other.ticket().backend;
                let author = screen.app.author_name(backend, &other.author);
                let me = screen.app.own_name(backend);
                let (author, me) = (screen.words.person(&author), screen.words.person(&me));
                let told =
                    screen.words.say_with("outbox-other", &[("author", author.into()), ("me", me.into())]);
                ("⊘", Meaning::Warning, told)
            }
        }
    }

    fn text(&self, screen: &Screen<'_>) -> Option<SafeText> {
        let text = match self {
            // Written anew and left, it is what its author will find.
            Self::Act(entry) => {
                let (drafts, id) = (&screen.app.drafts, entry.action.id);
                let anew = drafts.get(id).map(|draft| draft.text.as_str());
                anew.or_else(|| drafts.form(id)?.text())
                    .or_else(|| entry.action.change.text().map(SafeText::raw))
            }
            Self::Left(Unsent::Text(draft)) => Some(draft.text.as_str()),
            Self::Left(Unsent::Form(filled)) => filled.text(),
            Self::Other(other) => other.text(),
        };
        text.map(SafeText::from)
    }
}

fn purpose<'s>(screen: &Screen<'s>, draft: &Draft) -> &'s str {
    match draft.purpose {
        Purpose::Note => screen.words.deed(Deed::Note),
        Purpose::Respond { kind, .. } => screen.words.response_kind(kind),
    }
}

/// What a ticket was when somebody wrote about it: whose, and what about.
pub fn was(screen: &Screen<'_>, ticket: &TicketId, origin: &Origin) -> String {
    match &origin.was {
        Some(was) => named(screen, ticket, &was.customer, was.subject.shown()),
        None => screen.say("earlier-unknown").to_owned(),
    }
}

/// A ticket by its customer and its subject.
pub fn named(screen: &Screen<'_>, ticket: &TicketId, customer: &CustomerId, subject: &str) -> String {
    let key = CustomerKey { backend: ticket.backend.clone(), customer: customer.clone() };
    let name = screen.app.customer(&key).map_or(customer.as_str(), |customer| customer.name.shown());
    format!("{name}: “{subject}”")
}

fn one(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, item: &Item<'_>, marked: bool) {
    let look = |meaning| screen.style(if marked { Meaning::Selected } else { meaning });
    let mut pen = Pen::new(buffer, area, 0);
    if marked {
        pen.paint(look(Meaning::Selected));
    }
    pen.cell(if marked { CURSOR } else { " " }, 2, look(Meaning::Text));
    if let Item::Act(entry) = item {
        let made = screen.words.instant(entry.action.made_at, screen.now.wall, screen.zone);
        pen.at_right(&made, look(Meaning::Muted));
    }
    pen.keep_free(1).text(item.ticket(), look(Meaning::Title)).gap(2);
    pen.text(item.what(screen), look(Meaning::Text));
    let (sign, meaning, told) = item.state(screen);
    Pen::new(buffer, area, 1).gap(2).text(&Screen::signed(sign, &told), screen.style(meaning));
    if let Some(text) = item.text(screen) {
        let text = text.shown();
        let line = wrap(text, usize::from(area.width).saturating_sub(5)).find(|line| !line.is_empty());
        let mut pen = Pen::new(buffer, area, 2);
        pen.gap(2)
            .text("“", screen.style(Meaning::Muted))
            .text(line.unwrap_or(""), screen.style(Meaning::Text));
        let more = line.is_some_and(|line| line.len() < text.trim().len());
        pen.text(if more { "…" } else { "”" }, screen.style(Meaning::Muted));
    }
}

/// Where an act is, as a sign: another one for each state.
pub fn sign(state: &State) -> &'static str {
    match state {
        State::Recording => "~",
        State::Delayed { .. } => "↶",
        State::Queued { .. } => "↑",
        State::Sending { .. } => "→",
        State::Unknown { .. } | State::Looking { .. } => "?",
        State::Missing { .. } => "¿",
        State::TakenBack => "↩",
        State::Unsigned => "⊘",
        State::Held { .. } => "▲",
        State::EarlierLife => "↺",
        State::Refused { .. } => "✗",
    }
}

/// Where an act is, as a word or two for a row.
pub fn word(screen: &Screen<'_>, state: &State) -> String {
    let id = match state {
        State::Recording => "pending-recording",
        State::Delayed { until } if seconds_left(screen, *until) > 0 => {
            let seconds = seconds_left(screen, *until);
            return screen.words.say_with("pending-delayed", &[("seconds", seconds.into())]);
        }
        State::Delayed { .. } | State::Queued { .. } => "pending-queued",
        State::Sending { .. } => "pending-sending",
        State::Unknown { .. } | State::Looking { .. } => "pending-unknown",
        State::Missing { .. } => "pending-missing",
        State::TakenBack => "pending-taken-back",
        State::Unsigned => "pending-unsigned",
        State::Held { .. } => "pending-held",
        State::EarlierLife => "pending-earlier-life",
        State::Refused { .. } => "pending-refused",
    };
    screen.say(id).to_owned()
}

/// What is known of an act whose answer was lost and that is not there: where, since when, and how long it was looked for.
fn missing(screen: &Screen<'_>, action: &Action, looked: Duration) -> String {
    let looked = TimeDelta::from_std(looked).unwrap_or(TimeDelta::MAX);
    let made = screen.words.instant(action.made_at, screen.now.wall, screen.zone);
    let ticket = action.ticket.local.as_str().to_owned();
    screen.words.say_with(
        "outbox-missing",
        &[("ticket", ticket.into()), ("since", made.into()), ("looked", screen.words.span(looked).into())],
    )
}

/// Whole seconds that are left, begun ones counted: it never says nought while there is time.
pub fn seconds_left(screen: &Screen<'_>, until: Duration) -> u64 {
    let left = until.saturating_sub(screen.now.mono);
    left.as_secs() + u64::from(left.subsec_nanos() > 0)
}

/// Where an act is, as a sentence.
pub fn state(screen: &Screen<'_>, state: &State) -> String {
    let say = |id| screen.say(id).to_owned();
    match state {
        State::Recording => say("outbox-recording"),
        State::Delayed { until } if seconds_left(screen, *until) > 0 => {
            let seconds = seconds_left(screen, *until);
            screen.words.say_with("outbox-delayed", &[("seconds", seconds.into())])
        }
        // Its time is over, and nobody answers yet.
        State::Delayed { .. } | State::Queued { attempts: 0, .. } => say("outbox-queued"),
        State::Queued { attempts, next_try } => {
            let left = next_try.saturating_sub(screen.now.mono);
            let left = TimeDelta::from_std(left).unwrap_or(TimeDelta::MAX);
            screen.words.say_with(
                "outbox-queued-again",
                &[("in", screen.words.span(left).into()), ("attempts", (*attempts).into())],
            )
        }
        State::Sending { .. } => say("outbox-sending"),
        State::Unknown { .. } | State::Looking { .. } => say("outbox-unknown"),
        State::Missing { .. } => say("bulk-missing"),
        State::TakenBack => say("outbox-taken-back"),
        State::Unsigned => say("outbox-unsigned"),
        State::Held { .. } => say("outbox-held"),
        State::EarlierLife => say("pending-earlier-life"),
        State::Refused { why } => {
            screen.words.say_with("outbox-refused", &[("why", screen.words.refused(why).into())])
        }
    }
}
