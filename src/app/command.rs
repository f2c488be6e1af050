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
        }
    };
}

commands! {
    Down, Up, PageDown, PageUp, First, Last,
    NextPane, PreviousPane, ToCustomers, ToQueue,
    Open, Close,
    ToggleMine, ToggleResolved, NextCustomer, PreviousCustomer, NextUrgent,
    Filter, ClearFilter,
    Acknowledge, Take, Assign, Respond, RespondAndResolve, Note, WaitForCustomer, Resolve, Reopen,
    NextTab, PreviousTab,
    Send, OpenEditor, Discard,
    /// Leaves the text as it is, and keeps it for the next time.
    Leave,
    ShowOutbox, SendNow, EditAgain,
    CopyId, CopyText,
    Refresh, Palette, Help, DismissNotice, Suspend, Redraw, Quit,
    /// Takes the marked answer of a choice.
    Choose,
    Cancel,
}
