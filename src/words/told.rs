//! What the console tells in passing, and why something was not done.

use crate::app::model::lack::Lack;
use crate::app::model::level::Level;
use crate::app::model::notice::Notice;
use crate::app::protocol::event::{Elsewhere, Failure, NotSaved, Refused};
use crate::app::protocol::no_token::NoToken;
use crate::app::protocol::trouble::{Fault, Trouble};
use crate::desk::rules::refusal::Refusal;
use crate::desk::text::SafeLine;
use crate::desk::ticket::names::TicketId;

use super::Words;

impl Words {
    pub fn level(&self, level: Level) -> &str {
        self.say(match level {
            Level::Info => "level-info",
            Level::Warning => "level-warning",
            Level::Error => "level-error",
        })
    }

    /// Returns a notice as one sentence.
    #[expect(clippy::too_many_lines, reason = "one arm per notice")]
    pub fn notice(&self, notice: &Notice) -> String {
        let of = |id: &str, ticket: &TicketId| self.say_with(id, &[("ticket", ticket.local.as_str().into())]);
        let counted = |id: &str, first: &TicketId, count: usize| {
            self.say_with(id, &[("first", first.local.as_str().into()), ("count", count.into())])
        };
        match notice {
            Notice::Delivered { ticket, deed } => {
                self.of_deed("notice-delivered", ticket, self.deed(*deed), "")
            }
            Notice::DeliveredInPart { ticket, deed, why } => {
                self.of_deed("notice-delivered-in-part", ticket, self.deed(*deed), why.shown())
            }
            Notice::TakenBy { ticket, name } => self.of_deed("notice-taken-by", ticket, name.shown(), ""),
            Notice::Lacking { backend, lack } => self.say_with(
                "notice-lacking",
                &[("backend", backend.as_str().into()), ("why", self.lack(*lack).into())],
            ),
            Notice::NoFiles { ticket } => of("notice-no-files", ticket),
            Notice::FileSaved { path } => {
                self.say_with("notice-file-saved", &[("path", path.shown().into())])
            }
            Notice::FileNotSaved { name, why } => {
                let why = match why {
                    NotSaved::Backend(why) => self.failure(why),
                    NotSaved::Disk(why) => why.shown().to_owned(),
                };
                self.say_with("notice-file-not-saved", &[("name", name.shown().into()), ("why", why.into())])
            }
            Notice::NoLinks { ticket } => of("notice-no-links", ticket),
            Notice::LinkOpened { place } => {
                self.say_with("notice-link-opened", &[("place", place.shown().into())])
            }
            Notice::FilesRead => self.say("notice-files-read").to_owned(),
            Notice::FilesRefused { why, more } => self
                .say_with("notice-files-refused", &[("why", why.shown().into()), ("more", (*more).into())]),
            Notice::LinkNotOpened { place, why } => self.say_with(
                "notice-link-not-opened",
                &[("place", place.shown().into()), ("why", why.shown().into())],
            ),
            Notice::RuleSaysNo { ticket, deed, why } => {
                self.of_deed("notice-rule-says-no", ticket, self.deed(*deed), &self.refusal(why))
            }
            Notice::BackendSaysNo { ticket, deed, why } => {
                self.of_deed("notice-backend-says-no", ticket, self.deed(*deed), &self.refused(why))
            }
            Notice::StillOnItsWay { ticket, deed } => {
                self.of_deed("notice-still-on-its-way", ticket, self.deed(*deed), "")
            }
            Notice::PerhapsTaken { ticket, deed } => {
                self.of_deed("notice-perhaps-taken", ticket, self.deed(*deed), "")
            }
            Notice::ChangedInDoubt { ticket, deed } => {
                self.of_deed("notice-changed-in-doubt", ticket, self.deed(*deed), "")
            }
            Notice::Missing { ticket, deed } => self.of_deed("notice-missing", ticket, self.deed(*deed), ""),
            Notice::MayComeLate { ticket, deed } => {
                self.of_deed("notice-may-come-late", ticket, self.deed(*deed), "")
            }
            Notice::SaidBesides { ticket, deed } => {
                self.of_deed("notice-said-besides", ticket, self.deed(*deed), "")
            }
            Notice::WordsAsNote { ticket } => of("notice-words-as-note", ticket),
            Notice::NothingNew => self.say("notice-nothing-new").to_owned(),
            Notice::NewsNotRead { ticket } => of("notice-news-not-read", ticket),
            Notice::MoreIsNew { ticket } => of("notice-more-is-new", ticket),
            Notice::NotConfirmed { ticket } => of("notice-not-confirmed", ticket),
            Notice::Unresolved { name } => {
                self.say_with("notice-unresolved", &[("name", name.shown().into())])
            }
            Notice::NothingUnresolved => self.say("notice-nothing-unresolved").to_owned(),
            Notice::NothingToQuote { ticket } => of("notice-nothing-to-quote", ticket),
            Notice::AnotherPerson { backend, was, is } => self.say_with(
                "notice-another-person",
                &[
                    ("backend", backend.as_str().into()),
                    ("was", self.person(was).into()),
                    ("is", self.person(is).into()),
                ],
            ),
            Notice::OthersWait { things, author, me } => self.say_with(
                "notice-others-wait",
                &[
                    ("things", (*things).into()),
                    ("author", self.person(author).into()),
                    ("me", self.person(me).into()),
                ],
            ),
            Notice::OfAnother { ticket, author, me } => self.say_with(
                "notice-of-another",
                &[
                    ("ticket", ticket.local.as_str().into()),
                    ("author", self.person(author).into()),
                    ("me", self.person(me).into()),
                ],
            ),
            Notice::AnotherStore { backend, actions } => self.say_with(
                "notice-another-store",
                &[("backend", backend.as_str().into()), ("actions", (*actions).into())],
            ),
            Notice::Restored { backend, drafts } => self.say_with(
                "notice-restored",
                &[("backend", backend.as_str().into()), ("drafts", (*drafts).into())],
            ),
            Notice::HeldSinceRestore { backend, actions } => self.say_with(
                "notice-held-since-restore",
                &[("backend", backend.as_str().into()), ("actions", (*actions).into())],
            ),
            Notice::LostByRestore { backend, actions } => self.say_with(
                "notice-lost-by-restore",
                &[("backend", backend.as_str().into()), ("actions", (*actions).into())],
            ),
            Notice::OtherZoneData { backend, theirs, ours } => self.say_with(
                "notice-other-zones",
                &[
                    ("backend", backend.as_str().into()),
                    ("theirs", theirs.to_string().into()),
                    ("ours", ours.to_string().into()),
                ],
            ),
            Notice::NoCustomersOfMine => self.say("notice-no-customers-of-mine").to_owned(),
            Notice::Held { ticket, deed } => self.of_deed("notice-held", ticket, self.deed(*deed), ""),
            Notice::NotRecorded { ticket, deed, why } => {
                self.of_deed("notice-not-recorded", ticket, self.deed(*deed), &self.trouble(why))
            }
            Notice::StoreFailed { why } => {
                self.say_with("notice-store-failed", &[("why", self.trouble(why).into())])
            }
            Notice::DraftNotKept { ticket, why } => {
                self.of_deed("notice-draft-not-kept", ticket, "", &self.trouble(why))
            }
            Notice::Unreadable { rows } => self.say_with("notice-unreadable", &[("rows", (*rows).into())]),
            Notice::StoreWorks => self.say("notice-store-works").to_owned(),
            Notice::DraftsRestored { drafts } => {
                self.say_with("notice-drafts-restored", &[("drafts", (*drafts).into())])
            }
            Notice::DraftReopened { ticket } => of("notice-draft-reopened", ticket),
            Notice::OutboxResumed { actions } => {
                self.say_with("notice-outbox-resumed", &[("actions", (*actions).into())])
            }
            Notice::ThreadMoved { ticket } => of("notice-thread-moved", ticket),
            Notice::DraftKept { ticket } => of("notice-draft-kept", ticket),
            Notice::FormKept { ticket } => of("notice-form-kept", ticket),
            Notice::DraftDiscarded { ticket } => of("notice-draft-discarded", ticket),
            Notice::NothingToTakeBack => self.say("notice-nothing-to-take-back").to_owned(),
            Notice::NothingInBulk => self.say("notice-nothing-in-bulk").to_owned(),
            Notice::MarksGone { count } => self.say_with("notice-marks-gone", &[("count", (*count).into())]),
            Notice::BulkDone { deed, done, not } => self.say_with(
                "notice-bulk-done",
                &[("deed", self.deed(*deed).into()), ("done", (*done).into()), ("not", (*not).into())],
            ),
            Notice::NothingNext { ticket } => of("notice-nothing-next", ticket),
            Notice::NoHash { ticket } => of("notice-no-hash", ticket),
            Notice::NoTicket => self.say("notice-no-ticket").to_owned(),
            Notice::NobodyHere { backend } => {
                self.say_with("notice-nobody-here", &[("backend", backend.as_str().into())])
            }
            Notice::NoManagersYet { backend } => {
                self.say_with("notice-no-managers-yet", &[("backend", backend.as_str().into())])
            }
            Notice::PasteIgnored => self.say("notice-paste-ignored").to_owned(),
            Notice::TextTooLong { most } => {
                self.say_with("notice-text-too-long", &[("most", (*most).into())])
            }
            Notice::TokenRefused { backend } => {
                self.say_with("notice-token-refused", &[("backend", backend.as_str().into())])
            }
            Notice::BackendFailed { backend, why } => self.say_with(
                "notice-backend-failed",
                &[("backend", backend.as_str().into()), ("why", self.failure(why).into())],
            ),
            Notice::TicketsUnreadable { backend, first, count } => self.say_with(
                "notice-tickets-unreadable",
                &[
                    ("backend", backend.as_str().into()),
                    ("first", first.shown().into()),
                    ("count", (*count).into()),
                    ("others", count.saturating_sub(1).into()),
                ],
            ),
            Notice::NotSeen { backend, unseen } => self.not_seen(backend, unseen),
            Notice::StartedOver { backend } => {
                self.say_with("notice-started-over", &[("backend", backend.as_str().into())])
            }
            Notice::DetailFailed { ticket, why } => {
                self.of_deed("notice-detail-failed", ticket, "", &self.failure(why))
            }
            Notice::Departed { ticket, why } => self.departed(ticket, why),
            Notice::ClockOff { backend, ahead } => self.clock_off(backend, *ahead),
            Notice::CriticalArrived { first, count } => counted("notice-critical-arrived", first, *count),
            Notice::AtRisk { first, count } => counted("notice-at-risk", first, *count),
            Notice::NearlyDue { first, count } => counted("notice-nearly-due", first, *count),
            Notice::Breached { first, count } => counted("notice-breached", first, *count),
            Notice::Overdue { first, count } => counted("notice-overdue", first, *count),
            Notice::WhileAway { arrived, breached, at_risk } => {
                self.summed("notice-while-away", *arrived, *breached, *at_risk)
            }
            Notice::AfterQuiet { arrived, breached, at_risk } => {
                self.summed("notice-after-quiet", *arrived, *breached, *at_risk)
            }
            Notice::HighArrived { first, count } => counted("notice-high-arrived", first, *count),
            Notice::Unseen { first, count } => counted("notice-unseen", first, *count),
            Notice::AlarmsSeen { count } => {
                self.say_with("notice-alarms-seen", &[("count", (*count).into())])
            }
            Notice::AlarmsSnoozed { count, left } => self.snoozed(*count, *left),
            Notice::NoAlarm => self.say("notice-no-alarm").to_owned(),
            Notice::WarnFailed { through, why } => self.say_with(
                "notice-warn-failed",
                &[("channel", self.channel_of_warnings(*through).into()), ("why", why.shown().into())],
            ),
            Notice::Copied => self.say("notice-copied").to_owned(),
            Notice::CopyFailed { why } => self.say_with("notice-copy-failed", &[("why", why.shown().into())]),
            Notice::EditorFailed { why } => {
                self.say_with("notice-editor-failed", &[("why", why.shown().into())])
            }
            Notice::EditorFailedLate { why } => {
                self.say_with("notice-editor-failed-late", &[("why", why.shown().into())])
            }
            Notice::SavedByEditor { ticket } => of("notice-saved-by-editor", ticket),
            Notice::WordsInFile { path } => {
                self.say_with("notice-words-in-file", &[("path", path.shown().into())])
            }
            Notice::StoreMadeAnew => self.say("notice-store-made-anew").to_owned(),
            Notice::WaitsElsewhere(there) => self.elsewhere("notice-waits-elsewhere", *there),
            Notice::Asked { backends } => self.say_with("notice-asked", &[("backends", (*backends).into())]),
            Notice::NothingUrgent => self.say("notice-nothing-urgent").to_owned(),
        }
    }

    /// Says what another console of the same person has not sent, and which console it is.
    pub fn elsewhere(&self, id: &str, there: Elsewhere) -> String {
        let process = match there.process {
            Some(process) => self.say_with("elsewhere-process", &[("process", process.to_string().into())]),
            None => self.say("elsewhere-unknown").to_owned(),
        };
        self.say_with(id, &[("actions", there.actions.into()), ("process", process.into())])
    }

    fn of_deed(&self, id: &str, ticket: &TicketId, deed: &str, why: &str) -> String {
        let variables =
            [("ticket", ticket.local.as_str().into()), ("deed", deed.into()), ("why", why.into())];
        self.say_with(id, &variables)
    }

    /// Returns what is wrong with the local store, where, and what helps.
    pub fn trouble(&self, trouble: &Trouble) -> String {
        let fault = match &trouble.fault {
            Fault::Full => self.say("trouble-full"),
            Fault::ReadOnly => self.say("trouble-read-only"),
            Fault::NotAllowed => self.say("trouble-not-allowed"),
            Fault::NoDirectory => self.say("trouble-no-directory"),
            Fault::Damaged => self.say("trouble-damaged"),
            Fault::Newer => self.say("trouble-newer"),
            Fault::Busy => self.say("trouble-busy"),
            Fault::Other(why) => why.shown(),
        };
        if trouble.place.is_blank() {
            return fault.to_owned();
        }
        self.say_with("trouble-there", &[("place", trouble.place.shown().into()), ("fault", fault.into())])
    }

    /// Returns why the desk's rules say no.
    pub fn refusal(&self, why: &Refusal) -> String {
        match why {
            Refusal::TicketMoved { .. } => self.say("refusal-ticket-moved").to_owned(),
            Refusal::EmptyText => self.say("refusal-empty-text").to_owned(),
            Refusal::NoQualifiedResponse => self.say("refusal-no-qualified-response").to_owned(),
            Refusal::NoPublicMessage => self.say("refusal-no-public-message").to_owned(),
            Refusal::WrongStatus { status } => {
                self.say_with("refusal-wrong-status", &[("status", self.status(*status).into())])
            }
            Refusal::AlreadyTheirs => self.say("refusal-already-theirs").to_owned(),
            Refusal::AlreadyAcknowledged => self.say("refusal-already-acknowledged").to_owned(),
            Refusal::UnknownManager { manager } => {
                self.say_with("refusal-unknown-manager", &[("manager", manager.as_str().into())])
            }
            Refusal::UnknownContact { contact } => {
                self.say_with("refusal-unknown-contact", &[("contact", contact.as_str().into())])
            }
            Refusal::NotYetHappened => self.say("refusal-not-yet-happened").to_owned(),
            Refusal::PromiseInThePast => self.say("refusal-promise-in-the-past").to_owned(),
            Refusal::NoSuchPromise => self.say("refusal-no-such-promise").to_owned(),
            Refusal::AlreadyEscalated => self.say("refusal-already-escalated").to_owned(),
            Refusal::NotEscalated => self.say("refusal-not-escalated").to_owned(),
            Refusal::NotHandedOver => self.say("refusal-not-handed-over").to_owned(),
            Refusal::NotMergeable => self.say("refusal-not-mergeable").to_owned(),
            Refusal::TooManyContacts { limit } => {
                self.say_with("refusal-too-many-contacts", &[("limit", (*limit).into())])
            }
            Refusal::ContactExists { contact } => {
                self.say_with("refusal-contact-exists", &[("contact", contact.as_str().into())])
            }
            Refusal::NothingBreached => self.say("refusal-nothing-breached").to_owned(),
            Refusal::NobodyUnknown => self.say("refusal-nobody-unknown").to_owned(),
            Refusal::ContractEndsBeforeItStarts => self.say("refusal-contract-dates").to_owned(),
            Refusal::FilesATicket => self.say("refusal-files-a-ticket").to_owned(),
            Refusal::NoSignatureRequest => self.say("refusal-no-signature-request").to_owned(),
            Refusal::WrongStep { step } => {
                self.say_with("refusal-wrong-step", &[("step", self.step(*step).into())])
            }
            Refusal::RequestRejected => self.say("refusal-request-rejected").to_owned(),
            Refusal::OldDatabases { in_use, latest } => {
                let variables = [("old", in_use.shown().into()), ("latest", latest.shown().into())];
                self.say_with("refusal-old-databases", &variables)
            }
            Refusal::LatestDatabasesUnknown => self.say("refusal-latest-databases-unknown").to_owned(),
            Refusal::UnknownDatabases { version } => {
                self.say_with("refusal-unknown-databases", &[("version", version.shown().into())])
            }
            Refusal::NoReason => self.say("refusal-no-reason").to_owned(),
            Refusal::NotForSpecialists => self.say("refusal-not-for-specialists").to_owned(),
            Refusal::AdviceInThePast => self.say("refusal-advice-in-the-past").to_owned(),
            Refusal::NoSuchAdvice => self.say("refusal-no-such-advice").to_owned(),
            Refusal::AdviceOpen => self.say("refusal-advice-open").to_owned(),
            Refusal::SameSeverity => self.say("refusal-same-severity").to_owned(),
            Refusal::FixedByWhatShowedIt { version } => {
                self.say_with("refusal-fixed-by-what-showed-it", &[("version", version.shown().into())])
            }
            Refusal::FixOlderThanDetection { version, seen } => {
                let variables = [("version", version.shown().into()), ("seen", seen.shown().into())];
                self.say_with("refusal-fix-older-than-detection", &variables)
            }
            Refusal::LetterNamesOther { named, stated } => {
                let variables = [("named", named.shown().into()), ("stated", stated.shown().into())];
                self.say_with("refusal-letter-names-other", &variables)
            }
            Refusal::AdviceAgainstVerdict => self.say("refusal-advice-against-verdict").to_owned(),
            Refusal::CallNotOver => self.say("refusal-call-not-over").to_owned(),
            Refusal::NobodyWasReached => self.say("refusal-nobody-was-reached").to_owned(),
            Refusal::AskedAndNotInformed => self.say("refusal-asked-and-not-informed").to_owned(),
            Refusal::AsksAndResolves => self.say("refusal-asks-and-resolves").to_owned(),
            Refusal::AddressTaken { contact } => {
                self.say_with("refusal-address-taken", &[("contact", contact.as_str().into())])
            }
        }
    }

    /// Returns what a backend cannot do, and why.
    pub fn lack(&self, lack: Lack) -> &str {
        self.say(match lack {
            Lack::Interim => "lack-interim",
            Lack::Waiting => "lack-waiting",
            Lack::Files => "lack-files",
            Lack::Voiding => "lack-voiding",
            Lack::Filing => "lack-filing",
            Lack::Contracts => "lack-contracts",
            Lack::Steps => "lack-steps",
            Lack::Place => "lack-place",
        })
    }

    /// Returns how somebody is called; who has no name is somebody whose token speaks for nobody.
    pub fn person(&self, name: &SafeLine) -> String {
        if name.is_blank() { self.say("person-unnamed").to_owned() } else { name.shown().to_owned() }
    }

    /// Returns why a backend did not accept an action.
    pub fn refused(&self, why: &Refused) -> String {
        match why {
            Refused::ByRule(refusal) => self.refusal(refusal),
            Refused::TakenBy(by) => self.say_with("refused-taken-by", &[("name", by.as_str().into())]),
            Refused::NotOffered => self.say("refused-not-offered").to_owned(),
            Refused::NotAllowed => self.say("refused-not-allowed").to_owned(),
            Refused::OtherLife => self.say("refused-other-life").to_owned(),
            Refused::TicketNotFound => self.say("refused-ticket-not-found").to_owned(),
            Refused::TakenInOtherWords => self.say("refused-in-other-words").to_owned(),
            Refused::Other { code, title } => self.say_with(
                "refused-other",
                &[("code", code.as_str().into()), ("title", title.shown().into())],
            ),
        }
    }

    /// Returns why there is no token to show, and the way out.
    pub fn no_token(&self, why: &NoToken) -> String {
        let with = |id, name, value: &SafeLine| self.say_with(id, &[(name, value.shown().into())]);
        match why {
            NoToken::NotInEnvironment { name } => with("no-token-environment", "name", name),
            NoToken::FileUnreadable { path, why } => self.say_with(
                "no-token-unreadable",
                &[("path", path.shown().into()), ("why", why.shown().into())],
            ),
            NoToken::ReadByOthers { path } => with("no-token-read-by-others", "path", path),
            NoToken::CommandFailed { why } => with("no-token-command", "why", why),
            NoToken::NotInKeyring { account } => with("no-token-not-in-keyring", "account", account),
            NoToken::NoKeyring { why } => with("no-token-no-keyring", "why", why),
            NoToken::NotOne => self.say("no-token-not-one").to_owned(),
        }
    }

    /// Returns why a backend did not answer as it should.
    pub fn failure(&self, why: &Failure) -> String {
        match why {
            Failure::Unreachable => self.say("failure-unreachable").to_owned(),
            Failure::AnswerLost => self.say("failure-answer-lost").to_owned(),
            Failure::NoToken(why) => self.no_token(why),
            Failure::NotAllowed => self.say("failure-not-allowed").to_owned(),
            Failure::AskWho => self.say("failure-ask-who").to_owned(),
            Failure::Forbidden => self.say("failure-forbidden").to_owned(),
            Failure::NotFound => self.say("failure-not-found").to_owned(),
            Failure::CursorUnknown => self.say("failure-cursor-unknown").to_owned(),
            Failure::TooManyRequests { .. } => self.say("failure-too-many-requests").to_owned(),
            Failure::ServerFault { status, .. } => {
                self.say_with("failure-server-fault", &[("status", (*status).into())])
            }
            Failure::Unintelligible(what) => {
                self.say_with("failure-unintelligible", &[("what", what.shown().into())])
            }
        }
    }
}
