//! What each thing means on screen: code names meanings, theme files name colours.

macro_rules! meanings {
    ($($(#[$doc:meta])* $variant:ident = $name:literal),+ $(,)?) => {
        /// What a style stands for.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub enum Meaning { $($(#[$doc])* $variant),+ }

        impl Meaning {
            /// All, with the names that theme files use.
            pub const ALL: &'static [(Self, &'static str)] = &[$((Self::$variant, $name)),+];
        }
    };
}

meanings! {
    /// Ordinary text.
    Text = "text",
    /// What is there but need not be read first.
    Muted = "muted",
    /// A name of a field or a column.
    Label = "label",
    Title = "title",
    Frame = "frame",
    FrameFocused = "frame_focused",
    Selected = "selected",
    /// The selected line of a pane that does not take the keys.
    SelectedElsewhere = "selected_elsewhere",
    /// The name of the program on the status line.
    Brand = "brand",
    /// The whole status line and the footer.
    Bar = "bar",
    /// A key in the footer and in help.
    Key = "key",
    Breached = "breached",
    AtRisk = "at_risk",
    /// Owed, and not at risk yet.
    DueSoon = "due_soon",
    /// The business clock stands still.
    Resting = "resting",
    Answered = "answered",
    Waiting = "waiting",
    Critical = "critical",
    High = "high",
    Medium = "medium",
    Low = "low",
    /// A call that the customer owes.
    Call = "call",
    /// What a customer can read.
    Public = "public",
    /// What only the desk can read.
    Internal = "internal",
    /// Our side of a conversation.
    Ours = "ours",
    /// An action that the backend has not accepted yet.
    Unsent = "unsent",
    Live = "live",
    Stale = "stale",
    Offline = "offline",
    Demonstration = "demonstration",
    Information = "information",
    Warning = "warning",
    Error = "error",
    /// Where the text goes that is being written.
    Cursor = "cursor",
}
