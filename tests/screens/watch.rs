//! Who is on call, and what matters on weekends and holidays.

use std::time::Duration;

use chrono::{NaiveTime, TimeDelta};
use vigie::app::protocol::effect::{Effect, Reread};
use vigie::app::protocol::event::{Because, Event, FilesRead};
use vigie::app::protocol::keymap::Keymap;
use vigie::desk::rota::{Reach, Rota, Rotation, Shift};
use vigie::desk::template::Library;
use vigie::desk::text::SafeLine;
use vigie::words::Language;

use crate::console::Console;
use crate::panes::everywhere;

/// A rota that changes hands on Monday at nine.
fn with_rotas(language: Language, names: &[&str]) -> Console {
    let mut console = Console::on_sunday(language);
    console.app.settings.on_call = None;
    console.app.settings.rotas = names.iter().map(|name| rota(name, "2026-11-16")).collect();
    console
}

fn rota(name: &str, first: &str) -> Rota {
    let people = ["C. Martin", "J. Dupont", "S. Müller"].map(SafeLine::from).to_vec();
    let rotation = Rotation {
        zone: vigie::desk::sla::Tz::named("Europe/Paris").unwrap(),
        people,
        first: first.parse().unwrap(),
        handover: "09:00:00".parse().unwrap(),
    };
    Rota::new(name.into(), Some(rotation), &[])
}

#[test]
fn weekends_and_holidays() {
    everywhere("watch", |language| {
        let mut console = with_rotas(language, &["Nuits et week-ends", "Cadre d’astreinte"]);
        console.press("W");
        console
    });
}

#[test]
fn who_is_on_call_and_who_is_next() {
    everywhere("on_call", |language| with_rotas(language, &["Astreinte"]));
}

#[test]
fn the_weekend_mode_comes_on_and_goes_by_itself() {
    let mut console = Console::on_sunday(Language::En);
    assert!(console.screen(120, 40).contains("☾ weekend"));
    // Monday, ten o'clock in Paris.
    console.passes(20 * 3600);
    let shown = console.screen(120, 40);
    assert!(!shown.contains("☾ weekend"), "{shown}");
}

#[test]
fn nobody_on_call_is_told_loudly() {
    let mut console = with_rotas(Language::En, &["Astreinte"]);
    console.app.settings.rotas = vec![rota("Astreinte", "2026-11-30")];
    assert!(console.screen(120, 40).contains("on call: nobody"), "{}", console.screen(120, 40));
}

#[test]
fn the_page_is_scrolled_and_left() {
    let mut console = with_rotas(Language::En, &["Astreinte"]);
    console.press("W");
    let first = console.screen(80, 24);
    console.press("G");
    let last = console.screen(80, 24);
    assert_ne!(first, last);
    console.press("esc");
    assert!(console.app.overlay.is_none());
}

#[test]
fn a_broken_rota_is_told_where_the_name_would_be() {
    let mut console = with_rotas(Language::En, &[]);
    console.app.settings.rotas = vec![Rota::broken("Nights".into(), "duty.ics:12: nonsense".into())];
    let screen = console.screen(120, 40);
    assert!(screen.contains("on call: Nights unreadable"), "{screen}");
    console.press("W");
    let page = console.screen(120, 40);
    assert!(page.contains("duty.ics:12: nonsense") && page.contains("Mend the file"), "{page}");
}

#[test]
fn shifts_without_an_end_are_told_so() {
    let mut console = with_rotas(Language::En, &[]);
    let now = console.now.wall;
    let shift = Shift { person: "Alice".into(), from: now, to: now + TimeDelta::days(731) };
    let known = shift.to - TimeDelta::days(1);
    let rota = |reach| Rota::new("Nights".into(), None, std::slice::from_ref(&shift)).known(reach);
    console.app.settings.rotas = vec![rota(Reach::Endless(known))];
    let screen = console.screen(120, 40);
    assert!(screen.contains("on call: Alice, no end"), "{screen}");
    console.app.settings.rotas = vec![rota(Reach::Until(known))];
    let screen = console.screen(120, 40);
    assert!(screen.contains("on call: Alice at least until"), "{screen}");
}

fn read_again(because: Because, rotas: Vec<Rota>) -> Event {
    let (keymap, library) = (Keymap::default(), Library::default());
    Event::FilesRead(Box::new(FilesRead {
        because,
        keymap,
        library,
        signatures: vec![],
        on_call: None,
        rotas,
    }))
}

#[test]
fn files_are_looked_at_once_a_minute_and_when_asked() {
    let mut console = with_rotas(Language::En, &["Astreinte"]);
    let looks = |effects: Vec<Effect>| effects.iter().any(|effect| matches!(effect, Effect::ReadFiles(_)));
    assert!(!looks(console.hears(Event::Woke)));
    console.now.mono += Duration::from_secs(61);
    assert!(looks(console.hears(Event::Woke)));
    console.now.mono += Duration::from_secs(61);
    assert!(!looks(console.hears(Event::Woke)), "the first look is not over");
    assert!(looks(console.hears(Event::FilesUnchanged)));
    let asked = console.press("f5");
    assert!(asked.contains(&Effect::ReadFiles(Reread::Whole)), "{asked:?}");
}

#[test]
fn a_rota_that_changed_is_shown_and_one_that_broke_keeps_the_old() {
    let mut console = with_rotas(Language::En, &["Astreinte"]);
    let broken = || Rota::broken("Astreinte".into(), "duty.ics:6: nonsense".into());
    let alone = |person: &str| {
        let first = "2026-11-16".parse().unwrap();
        let people = vec![SafeLine::from(person)];
        let handover = NaiveTime::MIN;
        let rotation =
            Rotation { zone: vigie::desk::sla::Tz::named("Europe/Paris").unwrap(), people, first, handover };
        Rota::new("Astreinte".into(), Some(rotation), &[])
    };
    console.hears(read_again(Because::Changed, vec![alone("Zoe")]));
    let screen = console.screen(120, 40);
    assert!(screen.contains("on call: Zoe") && screen.contains("were read again"), "{screen}");
    console.hears(read_again(Because::Changed, vec![broken()]));
    let screen = console.screen(200, 60);
    assert!(screen.contains("on call: Zoe") && screen.contains("duty.ics:6: nonsense"), "{screen}");
    assert!(screen.contains("What was there before stays"), "{screen}");
    let before = console.app.settings.rotas.clone();
    console.hears(Event::FilesRefused { why: "theme.toml:1: no theme".into(), more: 2 });
    assert_eq!(console.app.settings.rotas, before);
    let screen = console.screen(200, 60);
    assert!(screen.contains("theme.toml:1: no theme (and 2 more)"), "{screen}");
}
