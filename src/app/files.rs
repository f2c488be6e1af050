//! The files that the console was made of: when they are looked at again, and what comes of it.

use std::time::Duration;

use crate::desk::rota::Rota;
use crate::desk::text::SafeLine;

use super::effect::{Effect, Reread};
use super::event::{Because, FilesRead};
use super::notice::Notice;
use super::now::Now;
use super::state::App;

/// How often it is looked whether one changed.
const EVERY: Duration = Duration::from_mins(1);

/// Whether they are being looked at, and when they are next.
#[derive(Clone, Copy, Debug, Default)]
pub struct Files {
    is_reading: bool,
    next: Option<Duration>,
}

impl Files {
    /// Looks whether something changed, once a minute; the first time a minute after the start.
    pub(super) fn due(&mut self, now: Now) -> Option<Effect> {
        let next = *self.next.get_or_insert(now.mono + EVERY);
        if self.is_reading || now.mono < next {
            return None;
        }
        self.is_reading = true;
        self.next = Some(now.mono + EVERY);
        Some(Effect::ReadFiles(Reread::IfChanged))
    }
}

impl App {
    pub(super) fn files_unchanged(&mut self) -> Vec<Effect> {
        self.files.is_reading = false;
        Vec::new()
    }

    /// Takes in what was read. Of a rota that became broken the old one stays, and a person is told why.
    pub(super) fn files_read(&mut self, read: FilesRead, now: Now) -> Vec<Effect> {
        let FilesRead { because, keymap, library, signatures, on_call, rotas } = read;
        self.files.is_reading = false;
        let broken = rotas.iter().filter_map(Rota::why_broken).cloned().collect::<Vec<_>>();
        let old = std::mem::take(&mut self.settings.rotas);
        self.settings.rotas = rotas.into_iter().map(|new| better(&old, new)).collect();
        self.settings.keymap = keymap;
        self.settings.library = library;
        self.settings.signatures = signatures;
        self.settings.on_call = on_call;
        // Keys that were begun may mean something else by now.
        self.begun.clear();
        match (because, broken.split_first()) {
            (Because::NewDay, _) => {}
            (_, Some((why, more))) => {
                self.notices.tell(Notice::FilesRefused { why: why.clone(), more: more.len() }, now);
            }
            (_, None) => self.notices.tell(Notice::FilesRead, now),
        }
        Vec::new()
    }

    /// What was there before stays.
    pub(super) fn files_refused(&mut self, why: SafeLine, more: usize, now: Now) -> Vec<Effect> {
        self.files.is_reading = false;
        self.notices.tell(Notice::FilesRefused { why, more }, now);
        Vec::new()
    }
}

/// The new rota, but for a broken one of which an old one is known.
fn better(old: &[Rota], new: Rota) -> Rota {
    let known = old.iter().find(|old| old.name() == new.name() && old.why_broken().is_none());
    match (new.why_broken(), known) {
        (Some(_), Some(known)) => known.clone(),
        _ => new,
    }
}
