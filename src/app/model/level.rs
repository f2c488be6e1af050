//! How loud a notice is, and how long it stays.

use crate::app::model::notice::Notice;
use std::time::Duration;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    Info,
    Warning,
    Error,
}

impl Notice {
    pub fn level(&self) -> Level {
        match self {
            Self::Delivered { .. }
            | Self::OutboxResumed { .. }
            | Self::DraftKept { .. }
            | Self::FormKept { .. }
            | Self::DraftsRestored { .. }
            | Self::DraftReopened { .. }
            | Self::StoreWorks
            | Self::DraftDiscarded { .. }
            | Self::NothingNext { .. }
            | Self::NoHash { .. }
            | Self::NoTicket
            | Self::NothingInBulk
            | Self::BulkDone { not: 0, .. }
            | Self::NothingNew
            | Self::NothingUnresolved
            | Self::NothingToQuote { .. }
            | Self::NothingToTakeBack
            | Self::PasteIgnored
            | Self::StartedOver { .. }
            | Self::Copied
            | Self::FilesRead
            | Self::AlarmsSeen { .. }
            | Self::AlarmsSnoozed { .. }
            | Self::NoAlarm
            | Self::Asked { .. }
            | Self::NothingUrgent
            | Self::NoFiles { .. }
            | Self::FileSaved { .. }
            | Self::NoLinks { .. }
            | Self::LinkOpened { .. }
            | Self::NoCustomersOfMine => Level::Info,
            Self::RuleSaysNo { .. }
            | Self::Unreadable { .. }
            | Self::MarksGone { .. }
            | Self::BulkDone { .. }
            | Self::Held { .. }
            | Self::NobodyHere { .. }
            | Self::TakenBy { .. }
            | Self::Lacking { .. }
            | Self::FileNotSaved { .. }
            | Self::LinkNotOpened { .. }
            | Self::NoManagersYet { .. }
            | Self::TextTooLong { .. }
            | Self::BackendFailed { .. }
            | Self::OtherZoneData { .. }
            | Self::TicketsUnreadable { .. }
            | Self::NotSeen { .. }
            | Self::DetailFailed { .. }
            | Self::Departed { .. }
            | Self::ClockOff { .. }
            | Self::AnotherStore { .. }
            | Self::AnotherPerson { .. }
            | Self::OthersWait { .. }
            | Self::OfAnother { .. }
            | Self::Restored { .. }
            | Self::HeldSinceRestore { .. }
            | Self::LostByRestore { .. }
            | Self::StillOnItsWay { .. }
            | Self::PerhapsTaken { .. }
            | Self::ChangedInDoubt { .. }
            | Self::Missing { .. }
            | Self::MayComeLate { .. }
            | Self::SaidBesides { .. }
            | Self::WordsAsNote { .. }
            | Self::NewsNotRead { .. }
            | Self::MoreIsNew { .. }
            | Self::Unresolved { .. }
            | Self::NotConfirmed { .. }
            | Self::CriticalArrived { .. }
            | Self::HighArrived { .. }
            | Self::WarnFailed { .. }
            | Self::AtRisk { .. }
            | Self::NearlyDue { .. }
            | Self::ThreadMoved { .. }
            | Self::Overdue { .. }
            | Self::CopyFailed { .. }
            | Self::FilesRefused { .. }
            | Self::EditorFailed { .. }
            | Self::EditorFailedLate { .. }
            | Self::SavedByEditor { .. }
            | Self::WaitsElsewhere(_) => Level::Warning,
            Self::BackendSaysNo { .. }
            | Self::DeliveredInPart { .. }
            | Self::NotRecorded { .. }
            | Self::StoreFailed { .. }
            | Self::DraftNotKept { .. }
            | Self::WordsInFile { .. }
            | Self::StoreMadeAnew
            | Self::TokenRefused { .. }
            | Self::Breached { .. }
            | Self::Unseen { .. }
            | Self::AfterQuiet { .. }
            | Self::WhileAway { .. } => Level::Error,
        }
    }

    /// Whether it tells of a warning: the desk's doing, not the answer to something that was done here.
    pub fn is_alarm(&self) -> bool {
        matches!(
            self,
            Self::CriticalArrived { .. }
                | Self::HighArrived { .. }
                | Self::AtRisk { .. }
                | Self::NearlyDue { .. }
                | Self::Breached { .. }
                | Self::Overdue { .. }
                | Self::WhileAway { .. }
                | Self::AfterQuiet { .. }
                | Self::Unseen { .. }
        )
    }

    /// How long it stays, once it is seen.
    pub(in crate::app) fn stays(&self) -> Duration {
        match self.level() {
            Level::Info => Duration::from_secs(5),
            Level::Warning => Duration::from_secs(12),
            Level::Error => Duration::from_secs(30),
        }
    }
}
