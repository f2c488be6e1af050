//! The rotas of a configuration, with the shifts of the calendar files that it names.

use std::path::Path;

use chrono::{DateTime, Days, NaiveDate, NaiveTime, Utc};

use crate::config::{FileAt, Problem, RotaConfig, Wrong};
use crate::desk::rota::{Reach, Rota, Shift, together};
use crate::desk::sla::WallTime;
use crate::desk::text::SafeLine;
use crate::io::{clock, places};
use crate::words::Words;

use super::ics::{self, Beyond, Occurrence, When};
use super::mistakes::unreadable;

/// Shifts are read from a month back to two years ahead. They are read again each day.
const BACK: Days = Days::new(31);
const AHEAD: Days = Days::new(731);

/// Makes the rotas; `path` is the configuration, beside which the files are. One that cannot be read is a broken rota
/// and no reason not to start.
pub fn load(rotas: &[RotaConfig], path: &Path, words: impl Fn() -> Words) -> Vec<Rota> {
    rotas.iter().map(|rota| one(rota, path, &words)).collect()
}

/// The sentences that tell which rotas are broken, and why.
pub fn told(rotas: &[Rota], words: &Words) -> Vec<String> {
    let broken = rotas.iter().filter_map(|rota| Some((rota.name(), rota.why_broken()?)));
    let told = |(name, why): (&SafeLine, &SafeLine)| {
        words.say_with("rota-broken", &[("rota", name.shown().into()), ("why", why.shown().into())])
    };
    broken.map(told).collect()
}

fn one(rota: &RotaConfig, path: &Path, words: impl Fn() -> Words) -> Rota {
    let own = &rota.overrides;
    let Some(file) = &rota.ics else {
        return Rota::new(rota.name.clone(), rota.rotation.clone(), own);
    };
    let today = clock::wall().date_naive();
    let to = today.checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
    let end = WallTime::first_showing(rota.zone, to.and_time(NaiveTime::MIN));
    let from = today.checked_sub_days(BACK).unwrap_or(NaiveDate::MIN);
    match shifts(rota, file, path, (from, to), words) {
        Err(why) => Rota::broken(rota.name.clone(), SafeLine::from(why)),
        Ok(read) => {
            let reach = reach(&read, own, end);
            // What the configuration writes wins over the file.
            let read: Vec<Shift> = read.into_iter().map(|(shift, _)| shift).collect();
            let shifts: Vec<Shift> = together(&read).into_iter().chain(own.iter().cloned()).collect();
            Rota::new(rota.name.clone(), rota.rotation.clone(), &shifts).known(reach)
        }
    }
}

/// How far the shifts of a file are known: to the end of what was read, if anything comes after it.
fn reach(read: &[(Shift, Beyond)], own: &[Shift], end: DateTime<Utc>) -> Reach {
    let covers = |shift: &Shift| shift.from < end && end <= shift.to;
    let by_hand = own.iter().any(covers);
    let last = read.iter().rfind(|(shift, _)| covers(shift)).map(|(_, beyond)| *beyond);
    match last {
        Some(Beyond::Endless) if !by_hand => Reach::Endless(end),
        _ if read.iter().any(|(_, beyond)| *beyond != Beyond::Nothing) => Reach::Until(end),
        _ => Reach::Whole,
    }
}

fn shifts(
    rota: &RotaConfig,
    file: &FileAt,
    path: &Path,
    (from, to): (NaiveDate, NaiveDate),
    words: impl Fn() -> Words,
) -> Result<Vec<(Shift, Beyond)>, String> {
    let named = places::beside(Some(path), &file.path);
    let bytes = ics::bytes(&named).map_err(|why| {
        let problem = unreadable(&named, &why).problem;
        Wrong::new(file.line, file.key.as_str(), problem).say(&words(), &path.display().to_string())
    })?;
    let read = ics::read(&bytes, rota.zone, from, to).map_err(|refused| {
        let words = words();
        let problem = Problem::Rule { message: refused.why.in_words(&words) };
        Wrong::new(Some(refused.line), "", problem).say(&words, &named.display().to_string())
    })?;
    Ok(read.into_iter().map(|occurrence| (shift(rota, &occurrence), occurrence.beyond)).collect())
}

/// Whole days are shifts from midnight to midnight in the rota's zone.
fn shift(rota: &RotaConfig, Occurrence { title, when, .. }: &Occurrence) -> Shift {
    let midnight = |date: NaiveDate| WallTime::first_showing(rota.zone, date.and_time(NaiveTime::MIN));
    let (from, to) = match *when {
        When::Time { from, to } => (from, to),
        When::Days { from, to } => (midnight(from), midnight(to.succ_opt().unwrap_or(to))),
    };
    Shift { person: title.clone(), from, to }
}
