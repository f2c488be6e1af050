//! The deadline that the backend itself reckons, beside ours where it differs, and why it does.

use crate::app::protocol::event::{TheirDue, TheirReason};
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::TicketId;

use super::screen::Screen;

/// The instant, or that there is none.
pub fn due(screen: &Screen<'_>, id: &TicketId, theirs: &TheirDue) -> String {
    let now = screen.app.desk_now(&id.backend, screen.now);
    let at = theirs.at.map(|at| screen.words.instant_with_zone(at, now, screen.zone));
    at.unwrap_or_else(|| screen.say("their-none").to_owned())
}

/// The reason, in a sentence.
pub fn why(screen: &Screen<'_>, theirs: &TheirDue) -> String {
    let level = |id: &str, level: &SafeLine| screen.words.say_with(id, &[("level", level.shown().into())]);
    match &theirs.why {
        TheirReason::OwnLevel(name) => level("their-own-level", name),
        TheirReason::NotRunning(name) => level("their-not-running", name),
        TheirReason::SetByHand => screen.say("their-by-hand").to_owned(),
        TheirReason::SetOverLevel(name) => level("their-over-level", name),
        TheirReason::OwnRule => screen.say("their-own-rule").to_owned(),
        TheirReason::NoLevel => screen.say("their-no-level").to_owned(),
        TheirReason::LaterMessage => screen.say("their-later").to_owned(),
    }
}

/// Both on one line, as far as the ticket was read.
pub fn line(screen: &Screen<'_>, id: &TicketId) -> Option<String> {
    let theirs = screen.app.details.get(id)?.their_due.as_ref()?;
    let level = |id: &str, level: &SafeLine| screen.words.say_with(id, &[("level", level.shown().into())]);
    let why = match &theirs.why {
        TheirReason::OwnLevel(name) => level("their-short-own-level", name),
        TheirReason::NotRunning(name) => level("their-short-not-running", name),
        TheirReason::SetByHand | TheirReason::SetOverLevel(_) => screen.say("their-short-by-hand").to_owned(),
        TheirReason::OwnRule => screen.say("their-short-own-rule").to_owned(),
        TheirReason::NoLevel => screen.say("their-short-no-level").to_owned(),
        TheirReason::LaterMessage => screen.say("their-short-later").to_owned(),
    };
    let backend = id.backend.as_str().into();
    let at = theirs.at.map(|at| screen.instant(at, &id.backend));
    Some(match at {
        Some(at) => screen
            .words
            .say_with("ticket-their-due", &[("backend", backend), ("at", at.into()), ("why", why.into())]),
        None => screen.words.say_with("ticket-their-none", &[("backend", backend), ("why", why.into())]),
    })
}
