//! Who is on call, and what matters on weekends and holidays.

use chrono::TimeDelta;
use vigie::desk::rota::{Reach, Rota, Rotation, Shift};
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
        zone: chrono_tz::Europe::Paris,
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
    let rota = |reach| Rota::new("Nights".into(), None, std::slice::from_ref(&shift)).known(reach);
    console.app.settings.rotas = vec![rota(Reach::Endless(shift.to))];
    let screen = console.screen(120, 40);
    assert!(screen.contains("on call: Alice, no end"), "{screen}");
    console.app.settings.rotas = vec![rota(Reach::Until(shift.to))];
    let screen = console.screen(120, 40);
    assert!(screen.contains("on call: Alice at least until"), "{screen}");
}
