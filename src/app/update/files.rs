//! Reading the files again that the console was made of, and taking over what they say.

use crate::app::model::notice::Notice;
use crate::app::model::state::App;
use crate::app::protocol::effect::Effect;
use crate::app::protocol::event::{Because, FilesRead};
use crate::app::protocol::now::Now;
use crate::desk::rota::Rota;
use crate::desk::text::SafeLine;

impl App {
    pub(in crate::app) fn files_unchanged(&mut self) -> Vec<Effect> {
        self.files.is_reading = false;
        Vec::new()
    }

    /// Takes in what was read. Of a rota that became broken the old one stays, and a person is told why.
    pub(in crate::app) fn files_read(&mut self, read: FilesRead, now: Now) -> Vec<Effect> {
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
    pub(in crate::app) fn files_refused(&mut self, why: SafeLine, more: usize, now: Now) -> Vec<Effect> {
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
