//! A form over the panes: its entries, and what sending it will do to the clock.

mod lines;
mod names;
mod told;

use std::time::Duration;

use chrono::{DateTime, Utc};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::form::{Entry, Flaw, Form, Input, Pick};
use crate::app::protocol::form::{About, Label, Offer, Settlement};
use crate::desk::queue::CustomerKey;
use crate::desk::text::SafeLine;
use crate::desk::ticket::customer::Contact;
use crate::desk::ticket::phone::Hour;
use crate::desk::ticket::severity::Severity;

use crate::ui::boxes::{self, Title};
use crate::ui::field::field;
use crate::ui::pen::CURSOR;
use crate::ui::pen::Pen;
use crate::ui::screen::Screen;
use crate::ui::state::severity_meaning;
use crate::ui::text::wrap;
use crate::ui::theme::Meaning;

use names::{LABELS, label};

pub use names::title;

const WIDTH: u16 = 78;
const NAMES: u16 = 24;
/// What stands for the end of a line where there is one line only.
const RETURN: &str = " ⏎ ";

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect, form: &Form) {
    let told = told::told(screen, form);
    let columns = WIDTH.min(area.width.saturating_sub(2));
    let notes: Vec<(String, Meaning)> = told
        .into_iter()
        .flat_map(|(text, meaning)| {
            let lines = wrap(&text, usize::from(columns.saturating_sub(4))).map(str::to_owned);
            lines.collect::<Vec<_>>().into_iter().map(move |line| (line, meaning))
        })
        .collect();
    let beside = form.entries.iter().map(rows_of).sum::<usize>() + notes.len() + 2;
    let lines = lines::of_marked(form, columns);
    let room = usize::from(area.height).saturating_sub(beside) + 1;
    let text = lines.len().clamp(1, room.min(lines::MOST));
    let height = beside + text - 1 + usize::from(!notes.is_empty());
    let box_area = boxes::middle(area, columns, u16::try_from(height).unwrap_or(u16::MAX));
    let running = running(screen, form);
    let key = CustomerKey { backend: form.ticket.backend.clone(), customer: form.customer.clone() };
    let of = match form.about {
        About::File => screen.app.customer(&key).map_or("", |customer| customer.name.shown()),
        _ => form.ticket.local.as_str(),
    };
    let title = Title {
        left: vec![
            (screen.say(title(form.about)), screen.style(Meaning::Title)),
            (of, screen.style(Meaning::Title)),
        ],
        right: running.as_deref().map(|text| (text, screen.style(Meaning::Call))).into_iter().collect(),
    };
    let inside = boxes::over(screen, buffer, box_area, &title);
    let mut row = 0;
    for (at, entry) in form.entries.iter().enumerate() {
        let below = Rect { y: inside.y + row, height: inside.height.saturating_sub(row), ..inside };
        if at == form.marked && lines.len() > 1 {
            let below = Rect { height: u16::try_from(text).unwrap_or(1).min(below.height), ..below };
            draw_label(screen, buffer, below, entry.label, true);
            lines::draw(screen, buffer, right_of_labels(below), &lines);
            row += below.height;
        } else {
            row += draw_entry(screen, buffer, below, form, at, entry);
        }
    }
    // What it will do is worth a line more than the blank before it.
    row += u16::from(usize::from(inside.height) > usize::from(row) + notes.len());
    for (text, meaning) in &notes {
        Pen::new(buffer, inside, row).gap(1).text(text, screen.style(*meaning));
        row += 1;
    }
}

/// How long the call runs already; one that is noted later has no timer.
fn running(screen: &Screen<'_>, form: &Form) -> Option<String> {
    let runs = matches!(form.about, About::Call | About::File) && form.text(Label::When).is_none();
    runs.then(|| {
        let passed = screen.now.mono.saturating_sub(form.began).max(Duration::ZERO).as_secs();
        let time = format!("{}:{:02}", passed / 60, passed % 60);
        screen.words.say_with("form-running", &[("time", time.into())])
    })
}

fn rows_of(entry: &Entry) -> usize {
    match &entry.input {
        Input::Pick(pick) if entry.label.stands_open() => pick.options.len().max(1),
        Input::Pick(_) | Input::Line(_) => 1,
    }
}

/// What is left of an entry's area beside its label.
fn right_of_labels(area: Rect) -> Rect {
    Rect { x: area.x + LABELS + 2, width: area.width.saturating_sub(LABELS + 2), ..area }
}

fn draw_label<'b>(
    screen: &Screen<'_>,
    buffer: &'b mut Buffer,
    area: Rect,
    of: Label,
    marked: bool,
) -> Pen<'b> {
    let mut pen = Pen::new(buffer, area, 0);
    pen.cell(if marked { CURSOR } else { " " }, 1, screen.style(Meaning::FrameFocused));
    let look = if marked { Meaning::Title } else { Meaning::Label };
    pen.cell(screen.say(label(of)), LABELS, screen.style(look)).gap(1);
    pen
}

fn draw_entry(
    screen: &Screen<'_>,
    buffer: &mut Buffer,
    area: Rect,
    form: &Form,
    at: usize,
    entry: &Entry,
) -> u16 {
    let marked = at == form.marked;
    let mut pen = draw_label(screen, buffer, area, entry.label, marked);
    match &entry.input {
        Input::Line(line) => {
            hint(screen, &mut pen, form, entry.label, marked);
            let (before, after) = line.around_cursor();
            // Of a text of several lines that has not the keys, as much as one line shows.
            let shown = line.text().replace('\n', RETURN);
            let around = if marked { (before, after) } else { ("", shown.as_str()) };
            field(screen, &mut pen, around, marked);
        }
        Input::Pick(pick) if entry.label.stands_open() => {
            let right = right_of_labels(area);
            for ((number, offer), row) in pick.options.iter().enumerate().zip(0..area.height) {
                option(screen, Pen::new(buffer, right, row), form, pick, number, offer);
            }
        }
        Input::Pick(pick) => {
            let style = screen.style(Meaning::Text);
            let chosen = pick.chosen().map(|offer| short(screen, offer)).unwrap_or_default();
            pen.text(&chosen, style).text(if marked { "  ‹ ›" } else { "" }, screen.style(Meaning::Key));
        }
    }
    u16::try_from(rows_of(entry)).unwrap_or(1)
}

/// What stands at the right of a line: its flaw, or the time as it is understood, or what may be typed.
fn hint(screen: &Screen<'_>, pen: &mut Pen<'_>, form: &Form, label: Label, marked: bool) {
    let flaw = form.flaw.filter(|(at, _)| form.entries.get(*at).is_some_and(|entry| entry.label == label));
    if let Some((_, flaw)) = flaw {
        let text = match flaw {
            Flaw::Empty => screen.say("form-empty"),
            Flaw::NoTime => screen.say("form-no-time"),
            Flaw::NoDate => screen.say("form-no-date"),
            Flaw::NotAsked => screen.say("form-not-asked"),
            Flaw::Unresolved => screen.say("form-unresolved"),
            Flaw::LetterToo => screen.say("form-letter-too"),
        };
        pen.at_right(text, screen.style(Meaning::Error));
        pen.keep_free(1);
        return;
    }
    let quiet = screen.style(Meaning::Muted);
    if let Some(at) = time(screen, form, label) {
        pen.at_right(&screen.instant(at, &form.ticket.backend), quiet);
    } else if matches!(label, Label::Until | Label::When) && (marked || label == Label::When) {
        pen.at_right(screen.say(if label == Label::When { "form-now" } else { "form-times" }), quiet);
    }
    pen.keep_free(1);
}

fn time(screen: &Screen<'_>, form: &Form, label: Label) -> Option<DateTime<Utc>> {
    matches!(label, Label::Until | Label::When)
        .then(|| screen.app.understood(form, label, screen.now))
        .flatten()
}

fn option(screen: &Screen<'_>, mut pen: Pen<'_>, form: &Form, pick: &Pick, number: usize, offer: &Offer) {
    let chosen = number == pick.marked;
    let look = |meaning| screen.style(if chosen { Meaning::Selected } else { meaning });
    if chosen {
        pen.paint(look(Meaning::Selected));
    }
    pen.cell(if chosen { "▸" } else { " " }, 1, look(Meaning::Key));
    // A severity begins with its own number.
    let has_digit = number < 9 && !matches!(offer, Offer::Severity(_));
    let digit = if has_digit { (number + 1).to_string() } else { String::new() };
    pen.cell(&digit, if digit.is_empty() { 0 } else { 2 }, look(Meaning::Key));
    match offer {
        Offer::Contact(contact) => caller(screen, &mut pen, form, contact, &look),
        Offer::Severity(severity) => {
            pen.cell(screen.words.severity(*severity), 12, look(severity_meaning(*severity))).gap(1);
            pen.text(screen.say(definition(*severity)), look(Meaning::Text));
        }
        Offer::Promise { what, due, .. } => {
            pen.at_right(&screen.instant(*due, &form.ticket.backend), look(Meaning::Muted));
            pen.keep_free(2).text(SafeLine::from(what.raw()).shown(), look(Meaning::Text));
        }
        other => {
            pen.text(&short(screen, other), look(Meaning::Text));
        }
    }
}

/// A contact: the number, the time there, and whether one may call at it.
fn caller(
    screen: &Screen<'_>,
    pen: &mut Pen<'_>,
    form: &Form,
    contact: &Contact,
    look: &impl Fn(Meaning) -> ratatui::style::Style,
) {
    let key = CustomerKey { backend: form.ticket.backend.clone(), customer: form.customer.clone() };
    let customer = screen.app.customer(&key);
    if let Some(zone) = contact.zone.or(customer.and_then(|customer| customer.zone)) {
        let now = screen.app.desk_now(&form.ticket.backend, screen.now);
        let hour = Hour::of(now, zone);
        let (sign, word, meaning) = match hour {
            Hour::Usual => ("☼", "hour-usual", Meaning::Answered),
            Hour::Unusual => ("◔", "hour-unusual", Meaning::Warning),
            Hour::Night => ("☾", "hour-night", Meaning::Error),
        };
        pen.at_right(&Screen::signed(sign, screen.say(word)), look(meaning));
        pen.keep_free(1);
        let there = screen.words.time_there(now, zone);
        // The reader's own zone needs no name.
        let there = if zone == screen.zone {
            there.rsplit_once(' ').map_or(&*there, |(time, _)| time)
        } else {
            &there
        };
        pen.at_right(there, look(Meaning::Text));
        pen.keep_free(1);
    }
    let phone = contact.phone.as_ref().map_or("", SafeLine::shown);
    pen.at_right(phone, look(Meaning::Text));
    pen.keep_free(1);
    let room = u16::try_from(pen.left()).unwrap_or(NAMES).min(NAMES);
    pen.cell(contact.name.shown(), room, look(Meaning::Text));
}

fn short(screen: &Screen<'_>, offer: &Offer) -> String {
    let words = screen.words;
    match offer {
        Offer::Contact(contact) => contact.name.shown().to_owned(),
        Offer::NotNamed => screen.say("form-not-named").to_owned(),
        Offer::Direction(direction) => words.direction(*direction).to_owned(),
        Offer::Outcome(outcome) => words.call_outcome(*outcome).to_owned(),
        Offer::Level(level) => words.level_of(*level).to_owned(),
        Offer::Manager { name, .. } | Offer::Replaces(Some((_, name))) => name.shown().to_owned(),
        Offer::Ticket { id, subject } => format!("{id}  {}", subject.shown()),
        Offer::Replaces(None) => screen.say("someone-nobody").to_owned(),
        Offer::Follows(None) => screen.say("form-follows-none").to_owned(),
        Offer::Follows(Some(ticket)) => ticket.to_string(),
        Offer::Kind(kind) => words.kind(*kind).to_owned(),
        Offer::Severity(severity) => words.severity(*severity).to_owned(),
        Offer::Party(party) => words.party(*party).to_owned(),
        Offer::Cause(cause) => words.cause(*cause).to_owned(),
        Offer::Consent(consent) => words.consent(*consent).to_owned(),
        Offer::Promise { what, .. } => what.shown().to_owned(),
        Offer::Advice(kind) => words.advice_kind(*kind).to_owned(),
        Offer::Settlement(settlement) => screen
            .say(match settlement {
                Settlement::Kept => "settlement-kept",
                Settlement::Moved => "settlement-moved",
                Settlement::Broken => "settlement-broken",
            })
            .to_owned(),
    }
}

fn definition(severity: Severity) -> &'static str {
    match severity {
        Severity::Critical => "severity-1-means",
        Severity::High => "severity-2-means",
        Severity::Medium => "severity-3-means",
        Severity::Low => "severity-4-means",
    }
}
