//! Words on their way to the disk: written beside the store if it does not take them, or not in time.

use std::time::Duration;

use tokio::sync::oneshot;
use tokio::time::timeout;

use crate::app::protocol::draft::Draft;
use crate::app::protocol::filled::Filled;
use crate::app::protocol::origin::Origin;
use crate::desk::ticket::change::Action;
use crate::desk::ticket::names::ActionId;

use super::drafts::Unsent;
use super::rescue::Rescued;
use super::{Asked, LocalStore, Place, Recording, Request};

/// How long words wait for the store before they are written beside it: somebody may have told us to leave.
const PATIENCE: Duration = Duration::from_millis(1500);

/// What an answer waits for.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Waits {
    /// That the words are on the disk, wherever.
    ForTheDisk,
    ForTheStore,
}

impl LocalStore {
    /// Writes an action down, or anew in its own place; it is on the disk when this answers.
    pub fn record(&self, action: Action, adds: Option<u32>, origin: Origin, place: Place) -> Asked<()> {
        self.record_all(vec![Recording { action, adds, origin, place }])
    }

    /// Writes several actions down, all or none of them.
    pub fn record_all(&self, made: Vec<Recording>) -> Asked<()> {
        let words = made.iter().filter_map(|Recording { action, origin, place, .. }| {
            let words = || {
                let words = action.change.words();
                Draft::of_words(action.id, &action.ticket, words, action.seen, origin)
            };
            let draft = Draft::of(action, origin).or_else(words)?;
            Some(Rescued::new(Unsent::Text(draft), place))
        });
        let words = words.collect();
        let asked = self.ask(move |answer| Request::Record { made, answer });
        self.watch(asked, words, Waits::ForTheStore)
    }

    /// Keeps a text as it is now, in the place of those that it holds as well. An action of the same name is taken
    /// back: it goes only when it is recorded again.
    pub fn keep_draft(&self, draft: Draft, instead_of: Vec<ActionId>, place: Place) -> Asked<()> {
        // At once, and whatever the store answers: what is written anew does not go in its old words.
        self.withheld.take_back(draft.id);
        let words = vec![Rescued::new(Unsent::Text(draft.clone()), &place)];
        let asked =
            self.ask(move |answer| Request::KeepDraft { draft: Box::new(draft), instead_of, place, answer });
        self.watch(asked, words, Waits::ForTheDisk)
    }

    /// Keeps a form as it is filled in now; for the rest, as a text.
    pub fn keep_form(&self, form: Filled, place: Place) -> Asked<()> {
        self.withheld.take_back(form.id);
        let words = vec![Rescued::new(Unsent::Form(form.clone()), &place)];
        let asked = self.ask(move |answer| Request::KeepForm { form: Box::new(form), place, answer });
        self.watch(asked, words, Waits::ForTheDisk)
    }

    pub fn forget_draft(&self, id: ActionId) -> Asked<()> {
        self.withheld.take_back(id);
        self.rescue.is_done(id, self.rescue.turn());
        self.ask(move |answer| Request::ForgetDraft { id, answer })
    }

    /// Writes words beside the store if it does not take them, or not in time.
    fn watch(&self, mut asked: Asked<()>, words: Vec<Rescued>, waits: Waits) -> Asked<()> {
        let (answer, answered) = oneshot::channel();
        let (rescue, turn) = (self.rescue.clone(), self.rescue.turn());
        self.runtime.spawn(async move {
            let write = || words.iter().try_for_each(|words| rescue.write(words, turn));
            let mut answer = Some(answer);
            let mut tell = |outcome| answer.take().map(|answer| answer.send(outcome).is_ok());
            let outcome = match timeout(PATIENCE, &mut asked).await {
                Ok(outcome) => outcome,
                Err(_late) => {
                    let written = write();
                    if let Err(why) = &written {
                        tracing::warn!(%why, "words could not be written beside the store");
                    }
                    if written.is_ok() && waits == Waits::ForTheDisk {
                        tell(Ok(()));
                    }
                    asked.await
                }
            };
            if outcome.is_ok() {
                for words in &words {
                    rescue.is_done(words.unsent.id(), turn);
                }
            } else if let Err(why) = write() {
                tracing::debug!(%why, "words could not be written beside the store either");
            }
            tell(outcome);
        });
        Asked(answered)
    }
}
