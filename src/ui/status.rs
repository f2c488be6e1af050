//! The first line: who we are, whether the desk is staffed, what time it is, and how well we hear.
//!
//! Where there is no room for all of it, whole parts are shortened or left out, the least needed first.

use chrono::Timelike;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use crate::app::model::links::{Link, LinkState};
use crate::app::model::state::DeskHours;
use crate::desk::bounds;
use crate::desk::rota::{OnCall, Then};
use crate::desk::sla::Shut;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::BackendId;

use super::pen::Pen;
use super::screen::Screen;
use super::text::width;
use super::theme::Meaning;

type Part = (String, Meaning);

/// How much is left out, from nothing to nearly all.
#[derive(Clone, Copy, PartialEq, PartialOrd)]
enum Brevity {
    Whole,
    NobodyNext,
    NoSeconds,
    NoDate,
    ShortOnCall,
    NoZone,
    ShortHours,
    NobodyOnCall,
    NoHours,
    Least,
}

const ALL: [Brevity; 10] = [
    Brevity::Whole,
    Brevity::NobodyNext,
    Brevity::NoSeconds,
    Brevity::NoDate,
    Brevity::ShortOnCall,
    Brevity::NoZone,
    Brevity::ShortHours,
    Brevity::NobodyOnCall,
    Brevity::NoHours,
    Brevity::Least,
];

pub fn draw(screen: &Screen<'_>, buffer: &mut Buffer, area: Rect) {
    Pen::new(buffer, area, 0).paint(screen.style(Meaning::Bar));
    let columns = |parts: &[Part]| parts.iter().map(|(text, _)| width(text) + 2).sum::<usize>();
    let fitting = ALL.into_iter().map(|brevity| (left(screen, brevity), right(screen, brevity)));
    let mut fitting = fitting.filter(|(left, right)| columns(left) + columns(right) + 8 <= area.width.into());
    let (left, right) = fitting.next().unwrap_or_else(|| (Vec::new(), link(screen, Brevity::Least)));
    let mut pen = Pen::new(buffer, area, 0);
    pen.text(&format!(" {} ", screen.say("program")), screen.style(Meaning::Brand));
    pen.keep_free(1);
    for (at, (text, meaning)) in right.iter().rev().enumerate() {
        pen.keep_free(if at == 0 { 0 } else { 2 });
        pen.at_right(text, screen.style(*meaning));
    }
    for (text, meaning) in &left {
        pen.gap(2).text(text, screen.style(*meaning));
    }
}

fn left(screen: &Screen<'_>, brevity: Brevity) -> Vec<Part> {
    let mut parts = Vec::new();
    if screen.app.is_demonstration() {
        let is_short = brevity >= Brevity::ShortHours;
        let id = if is_short { "status-demonstration-short" } else { "status-demonstration" };
        parts.push((screen.say(id).to_owned(), Meaning::Demonstration));
    }
    parts.extend(on_call(screen, brevity));
    parts.extend(hours(screen, brevity));
    parts
}

/// Who is on call: by the rotas, else whom the configuration names.
fn on_call(screen: &Screen<'_>, brevity: Brevity) -> Option<Part> {
    if brevity >= Brevity::NobodyOnCall {
        return None;
    }
    let now = screen.app.first_now(screen.now);
    let rotas = &screen.app.settings.rotas;
    let told: Vec<OnCall<'_>> = rotas.iter().map(|rota| rota.at(now)).collect();
    let nobody = screen.say("status-nobody");
    let name = |person: Option<&SafeLine>| person.map_or(nobody, SafeLine::shown).to_owned();
    let names = match told.as_slice() {
        [] => screen.app.settings.on_call.as_ref()?.shown().to_owned(),
        several => {
            let named = rotas.iter().zip(several).map(|(rota, on_call)| match rota.why_broken() {
                Some(_) => {
                    screen.words.say_with("status-rota-broken", &[("rota", rota.name().shown().into())])
                }
                None => name(on_call.now),
            });
            named.collect::<Vec<_>>().join(", ")
        }
    };
    let meaning =
        if told.iter().any(|on_call| on_call.now.is_none()) { Meaning::AtRisk } else { Meaning::Text };
    let short = brevity >= Brevity::ShortOnCall;
    let id = if short { "status-on-call-short" } else { "status-on-call" };
    let mut text = screen.words.say_with(id, &[("name", names.into())]);
    // Of several rotas the names are enough; each is told whole where there is room for a sentence.
    let [OnCall { now: person, then }] = told.as_slice() else { return Some((text, meaning)) };
    if short || rotas.iter().any(|rota| rota.why_broken().is_some()) {
        return Some((text, meaning));
    }
    let instant = |at| screen.words.instant(at, now, screen.zone);
    let said = [("on-call", text.clone().into())];
    match then {
        Then::At { until, next } if brevity == Brevity::Whole => {
            let variables =
                [said, [("until", instant(*until).into())], [("next", name(*next).into())]].concat();
            text = screen.words.say_with("status-on-call-next", &variables);
        }
        Then::At { until, .. } => {
            text = screen
                .words
                .say_with("status-on-call-until", &[said, [("until", instant(*until).into())]].concat());
        }
        Then::AtLeast(until) => {
            text = screen
                .words
                .say_with("status-on-call-at-least", &[said, [("until", instant(*until).into())]].concat());
        }
        Then::NoEnd if person.is_none() => {}
        Then::NoEnd => text = screen.words.say_with("status-on-call-no-end", &said),
    }
    Some((text, meaning))
}

fn hours(screen: &Screen<'_>, brevity: Brevity) -> Option<Part> {
    if brevity >= Brevity::NoHours {
        return None;
    }
    let (whole, short, until, meaning) = match screen.app.desk_hours(screen.now)? {
        DeskHours::In { until } => ("status-in-hours", "status-in-hours-short", until, Meaning::Text),
        DeskHours::Out { until } => ("status-out-of-hours", "status-never-open", until, Meaning::AtRisk),
    };
    let Some(until) = until.filter(|_| brevity < Brevity::ShortHours) else {
        return Some((screen.say(short).to_owned(), meaning));
    };
    if brevity >= Brevity::NoZone {
        let until = screen.words.instant(until, screen.now.wall, screen.zone);
        let id = match screen.app.shut_for(screen.now) {
            None if meaning == Meaning::AtRisk => "status-closed-short",
            None => "status-open-short",
            Some(Shut::Weekend) => "status-weekend-short",
            Some(_) => "status-holiday-short",
        };
        return Some((screen.words.say_with(id, &[("until", until.into())]), meaning));
    }
    let until = screen.words.instant_with_zone(until, screen.now.wall, screen.zone);
    Some((screen.words.say_with(whole, &[("until", until.into())]), meaning))
}

fn right(screen: &Screen<'_>, brevity: Brevity) -> Vec<Part> {
    let mut parts: Vec<Part> = alarms(screen, brevity).into_iter().collect();
    parts.extend(clock_off(screen));
    parts.push((clock(screen, brevity), Meaning::Text));
    parts.extend(link(screen, brevity));
    let (waiting, persons) = (screen.app.outbox.on_disk(), screen.app.outbox.waiting_for_a_person());
    let meaning = if waiting == 0 { Meaning::Muted } else { Meaning::Unsent };
    parts.push((format!("↑{waiting}"), meaning));
    if persons > 0 {
        parts.push((format!("!{persons}"), Meaning::Warning));
    }
    let drafts = screen.app.left_drafts().count();
    if drafts > 0 {
        parts.push((format!("✎{drafts}"), Meaning::Unsent));
    }
    if screen.app.disk.is_some() {
        parts.push((Screen::signed("✗", screen.say("status-disk-fails")), Meaning::Error));
    }
    parts
}

/// How many alarms nobody has heard yet, and until when they are silent.
fn alarms(screen: &Screen<'_>, brevity: Brevity) -> Option<Part> {
    let alarms = &screen.app.alarms;
    if alarms.open() == 0 {
        return None;
    }
    let snoozed = alarms.snoozed_until().map(|until| {
        let left = Screen::seconds(until.saturating_sub(screen.now.mono));
        let mut at = String::new();
        screen.words.push_instant(&mut at, screen.now.wall + left, screen.now.wall, screen.zone);
        at
    });
    let count = screen.words.say_with("alarms-open", &[("count", alarms.open().into())]);
    let is_short = brevity >= Brevity::NoDate;
    let count = if is_short { alarms.open().to_string() } else { count };
    let Some(at) = snoozed else { return Some((format!("♪ {count}"), Meaning::Warning)) };
    let again = if is_short {
        format!("→{at}")
    } else {
        screen.words.say_with("alarms-again", &[("at", at.into())])
    };
    Some((format!("♪ {count}, {again}"), Meaning::AtRisk))
}

/// The clock of this machine, if it is off: the worst of what the backends say.
fn clock_off(screen: &Screen<'_>) -> Option<Part> {
    let off = screen.app.links.iter().filter_map(Link::clock_off).max_by_key(chrono::TimeDelta::abs)?;
    Some((Screen::signed("▲", &screen.words.clock_off_short(off)), Meaning::Warning))
}

/// The reader's clock, always with its zone.
fn clock(screen: &Screen<'_>, brevity: Brevity) -> String {
    let seconds = brevity < Brevity::NoSeconds;
    let whole = screen.words.full_clock(screen.now.wall, screen.zone, seconds);
    if brevity < Brevity::NoDate {
        return whole;
    }
    let there = bounds::there(screen.now.wall, &screen.zone);
    let zone = whole.rsplit(' ').next().unwrap_or_default();
    format!("{:02}:{:02} {zone}", there.hour(), there.minute())
}

/// The backend that is heard worst speaks for all; with several, it is named.
fn link(screen: &Screen<'_>, brevity: Brevity) -> Vec<Part> {
    let rank = |state: &LinkState| match state {
        LinkState::Offline { .. } => 3,
        LinkState::Stale { .. } => 2,
        LinkState::Connecting => 1,
        LinkState::Live { .. } => 0,
    };
    let states = screen.app.links.iter().map(|link| (link, link.state(screen.now)));
    // The first of the worst: the order of the configuration decides, not that of the answers.
    let worst = states.reduce(|worst, next| if rank(&next.1) > rank(&worst.1) { next } else { worst });
    let Some((link, state)) = worst else { return Vec::new() };
    let (text, meaning) = heard(screen, &link.id, &state);
    let named = screen.app.links.len() > 1 && rank(&state) > 0 && brevity < Brevity::Least;
    let text = if named { screen.words.pair(link.label.shown(), &text) } else { text };
    vec![(text, meaning)]
}

fn heard(screen: &Screen<'_>, backend: &BackendId, state: &LinkState) -> Part {
    let say = |id, name, value: String| screen.words.say_with(id, &[(name, value.into())]);
    match state {
        LinkState::Connecting => (Screen::signed("○", screen.say("link-connecting")), Meaning::Stale),
        LinkState::Live { heard } => {
            let mut ago = String::new();
            screen.words.push_age(&mut ago, Screen::seconds(*heard));
            (Screen::signed("●", &say("link-live", "ago", ago)), Meaning::Live)
        }
        LinkState::Stale { since, .. } => {
            let ago = screen.words.span(screen.now.wall - *since);
            (Screen::signed("▲", &say("link-stale", "ago", ago)), Meaning::Stale)
        }
        LinkState::Offline { since, .. } => {
            let since = screen.instant(*since, backend);
            (Screen::signed("✗", &say("link-offline", "since", since)), Meaning::Offline)
        }
    }
}
