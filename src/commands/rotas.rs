//! The rotas of a configuration, with the shifts of the calendar files that it names.

use std::path::{Path, PathBuf};

use chrono::{Days, NaiveDate};

use crate::config::{FileAt, Problem, RotaConfig, Wrong};
use crate::desk::rota::{Rota, Shift};
use crate::desk::sla::WallTime;
use crate::io::{clock, places};
use crate::words::Words;

use super::ics::{self, Occurrence, When};
use super::settings::{Mistakes, unreadable};

/// Shifts are read from a month back to two years ahead: the console is started anew before that.
const BACK: Days = Days::new(31);
const AHEAD: Days = Days::new(731);

/// Makes the rotas; `path` is the configuration, beside which the files are.
pub fn load(rotas: &[RotaConfig], path: &Path, words: impl Fn() -> Words) -> Result<Vec<Rota>, Mistakes> {
    let (mut made, mut mistakes) = (Vec::new(), Mistakes::new());
    for rota in rotas {
        let shifts = rota.ics.as_ref().map(|file| shifts(rota, file, path, &words));
        match shifts.transpose() {
            Ok(shifts) => {
                // What the configuration writes wins over the file.
                let shifts: Vec<Shift> = shifts.into_iter().flatten().chain(rota.overrides.clone()).collect();
                made.push(Rota::new(rota.name.clone(), rota.rotation.clone(), &shifts));
            }
            Err(mistake) => mistakes.push(*mistake),
        }
    }
    if mistakes.is_empty() { Ok(made) } else { Err(mistakes) }
}

fn shifts(
    rota: &RotaConfig,
    file: &FileAt,
    path: &Path,
    words: impl Fn() -> Words,
) -> Result<Vec<Shift>, Box<(PathBuf, Wrong)>> {
    let named = places::beside(Some(path), &file.path);
    let text = places::read(&named).map_err(|why| {
        let problem = unreadable(&named, &why).problem;
        Box::new((path.to_owned(), Wrong::new(file.line, file.key.as_str(), problem)))
    })?;
    let today = clock::wall().date_naive();
    let from = today.checked_sub_days(BACK).unwrap_or(NaiveDate::MIN);
    let to = today.checked_add_days(AHEAD).unwrap_or(NaiveDate::MAX);
    let read = ics::read(&text, rota.zone, from, to).map_err(|refused| {
        let problem = Problem::Rule { message: refused.why.in_words(&words()) };
        Box::new((named.clone(), Wrong::new(Some(refused.line), "", problem)))
    })?;
    Ok(read.into_iter().map(|occurrence| shift(rota, occurrence)).collect())
}

/// Whole days are shifts from midnight to midnight in the rota's zone.
fn shift(rota: &RotaConfig, Occurrence { title, when }: Occurrence) -> Shift {
    let midnight =
        |date: NaiveDate| WallTime::first_showing(rota.zone, date.and_time(chrono::NaiveTime::MIN));
    let (from, to) = match when {
        When::Time { from, to } => (from, to),
        When::Days { from, to } => (midnight(from), midnight(to.succ_opt().unwrap_or(to))),
    };
    Shift { person: title, from, to }
}
