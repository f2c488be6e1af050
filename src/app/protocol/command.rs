//! What a key means: the single table of commands. Imperative.

use serde::{Deserialize, Serialize};

macro_rules! commands {
    ($($(#[$doc:meta])* $variant:ident),+ $(,)?) => {
        /// Each has a configuration name (kebab-case) and a help sentence `help-<name>` in every language.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(rename_all = "kebab-case")]
        pub enum Command { $($(#[$doc])* $variant),+ }

        impl Command {
            /// All, in the order in which help lists them.
            pub const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As they are called here.
            const VARIANTS: &'static [&'static str] = &[$(stringify!($variant)),+];
        }
    };
}

commands! {
    Down, Up, PageDown, PageUp, First, Last,
    NextPane, PreviousPane, ToCustomers, ToQueue,
    Open, Close,
    ToggleMine, ToggleResolved, NextCustomer, PreviousCustomer, NextUrgent,
    Filter, ClearFilter,
    ToggleMark, MarkRange, MarkAll, ClearMarks, ShowBulk, RetryFailed,
    Acknowledge, Take, Assign, Respond, RespondAndResolve, Note, WaitForCustomer, Resolve, Reopen,
    LogCall, FileTicket, Escalate, HandOver, Merge, Void, ExplainBreach, NameSender, CorrectContract, ToggleForgotten, ToggleSignatures, NextStep, ChangeSeverity, Promise, SettlePromise,
    NextTab, PreviousTab, NextTicket, PreviousTicket,
    /// Of a form.
    NextField, PreviousField,
    /// Moves of the cursor in a text; up and down are those of every pane.
    Left, Right, WordLeft, WordRight, LineStart, LineEnd,
    NewLine, DeleteBack, DeleteForward, DeleteWord, DeleteToLineStart, DeleteToLineEnd, Undo, Redo,
    Send, OpenEditor, Discard,
    /// Prepared text: what is often written, what the customer said, who writes; and what is left to fill in.
    PickTemplate, Quote, Sign, NextVariable, SwitchLanguage,
    /// Leaves the text as it is, and keeps it for the next time.
    Leave,
    /// Takes back what was sent last, before it goes.
    TakeBack,
    ShowNews,
    /// Who gets the text that is written.
    ShowReaders,
    /// Who is on call, which calls are owed, who is shut: weekends and holidays.
    ShowWatch,
    ShowCustomer,
    ShowOutbox, SendNow, EditAgain,
    CopyId, CopyText, CopyHash,
    /// Saves a file that came with the open ticket.
    SaveFile,
    /// Opens a link of the open ticket, once its target was seen.
    OpenLink,
    Refresh, Palette, Help, DismissNotice,
    /// Says that all alarms were heard; does nothing to any ticket.
    AcknowledgeAlarms, SnoozeAlarms,
    Suspend, Redraw, Quit,
    /// Takes the marked answer of a choice.
    Choose,
    Cancel,
}

impl Command {
    /// Returns the name that configuration and the palette know it by.
    pub fn name(self) -> String {
        kebab(Self::VARIANTS[self as usize]).collect()
    }

    /// Tells whether it means something by itself, so that it can be called by name.
    pub fn is_of_the_palette(self) -> bool {
        !matches!(
            self,
            Self::Down
                | Self::Up
                | Self::PageDown
                | Self::PageUp
                | Self::First
                | Self::Last
                | Self::Left
                | Self::Right
                | Self::WordLeft
                | Self::WordRight
                | Self::LineStart
                | Self::LineEnd
                | Self::NewLine
                | Self::DeleteBack
                | Self::DeleteForward
                | Self::DeleteWord
                | Self::DeleteToLineStart
                | Self::DeleteToLineEnd
                | Self::Undo
                | Self::Redo
                | Self::Send
                | Self::OpenEditor
                | Self::PickTemplate
                | Self::Quote
                | Self::Sign
                | Self::NextVariable
                | Self::NextField
                | Self::PreviousField
                | Self::SwitchLanguage
                | Self::Discard
                | Self::Leave
                | Self::SendNow
                | Self::ShowNews
                | Self::ShowReaders
                | Self::RetryFailed
                | Self::EditAgain
                | Self::Palette
                | Self::Choose
                | Self::Cancel
                | Self::Close
        )
    }

    /// Tells whether it leaves a text as it is.
    pub(in crate::app) fn only_moves(self) -> bool {
        matches!(
            self,
            Self::Left
                | Self::Right
                | Self::WordLeft
                | Self::WordRight
                | Self::LineStart
                | Self::LineEnd
                | Self::NextField
                | Self::PreviousField
        )
    }

    /// Finds the command of a configuration name.
    pub fn named(name: &str) -> Option<Self> {
        let at = Self::VARIANTS.iter().position(|variant| kebab(variant).eq(name.chars()))?;
        Self::ALL.get(at).copied()
    }
}

fn kebab(camel: &str) -> impl Iterator<Item = char> {
    camel.char_indices().flat_map(|(at, character)| {
        let hyphen = (at > 0 && character.is_ascii_uppercase()).then_some('-');
        hyphen.into_iter().chain([character.to_ascii_lowercase()])
    })
}
