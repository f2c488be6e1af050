//! The notices that are told, one at a time: which is shown, and which wait behind it.

use crate::app::model::level::Level;
use crate::app::model::notice::Notice;
use crate::app::protocol::now::Now;
use std::collections::VecDeque;
use std::time::Duration;

/// How many wait behind the one that is shown; older ones give way.
const MOST_WAITING: usize = 8;

/// One notice at a time, the others in a short queue behind it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Notices {
    shown: Option<(Notice, Duration)>,
    waiting: VecDeque<Notice>,
}

impl Notices {
    pub fn current(&self) -> Option<&Notice> {
        self.shown.as_ref().map(|(notice, _)| notice)
    }

    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Tells something: the answer to a key takes the place of what it follows, also of an alarm; an error waits its
    /// turn.
    pub fn tell(&mut self, notice: Notice, now: Now) {
        if self.current() == Some(&notice) || self.waiting.contains(&notice) {
            return;
        }
        match &self.shown {
            // What is done now is answered now; the alarm comes back after that.
            Some((shown, _)) if shown.is_alarm() && !notice.is_alarm() => {
                if let Some((before, _)) = self.shown.take() {
                    self.waiting.push_front(before);
                }
                self.show(notice, now);
            }
            Some((shown, _)) if shown.level() > notice.level() => {
                self.waiting.push_back(notice);
                if self.waiting.len() > MOST_WAITING {
                    self.waiting.pop_front();
                }
            }
            Some((shown, _)) if shown.level() > Level::Info => {
                let before = self.shown.take().map(|(before, _)| before);
                self.waiting.extend(before);
                self.show(notice, now);
            }
            _ => self.show(notice, now),
        }
    }

    fn show(&mut self, notice: Notice, now: Now) {
        let until = now.mono.saturating_add(notice.stays());
        self.shown = Some((notice, until));
    }

    /// Takes back what is not so any more.
    pub fn retract(&mut self, is_over: impl Fn(&Notice) -> bool, now: Now) {
        self.waiting.retain(|notice| !is_over(notice));
        if self.current().is_some_and(is_over) {
            self.dismiss(now);
        }
    }

    /// Takes the shown one away, and shows the next.
    pub fn dismiss(&mut self, now: Now) {
        self.shown = None;
        if let Some(next) = self.waiting.pop_front() {
            self.show(next, now);
        }
    }

    /// Lets time take away what was shown long enough; tells whether it did.
    pub fn pass(&mut self, now: Now) -> bool {
        let over = self.shown.as_ref().is_some_and(|(_, until)| now.mono >= *until);
        if over {
            self.dismiss(now);
        }
        over
    }
}
