//! Which pane takes the keys.

use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Focus {
    /// Keys that mean the same in every pane that takes no text.
    Anywhere,
    Customers,
    #[default]
    Queue,
    Detail,
    Compose,
    Filter,
    Palette,
    Help,
    Outbox,
    /// A choice between a few answers, such as the kind of a response.
    Choice,
    /// A form with a few fields, such as a call.
    Form,
    /// What is new since a text was begun.
    News,
    /// One thing done to several tickets.
    Bulk,
    /// A question that is answered by typing.
    Confirm,
    /// The templates, and what was typed to find one.
    Templates,
    /// The page of a customer.
    Customer,
}

impl Focus {
    pub const ALL: [Self; 16] = [
        Self::Anywhere,
        Self::Customers,
        Self::Queue,
        Self::Detail,
        Self::Compose,
        Self::Filter,
        Self::Palette,
        Self::Help,
        Self::Outbox,
        Self::Choice,
        Self::Form,
        Self::News,
        Self::Bulk,
        Self::Confirm,
        Self::Templates,
        Self::Customer,
    ];

    /// Tells whether characters are text here, so that [`Focus::Anywhere`]'s keys do not count.
    pub fn takes_text(self) -> bool {
        matches!(
            self,
            Self::Compose | Self::Filter | Self::Palette | Self::Form | Self::Confirm | Self::Templates
        )
    }

    /// Returns the name that configuration knows it by.
    pub fn name(self) -> &'static str {
        match self {
            Self::Anywhere => "anywhere",
            Self::Customers => "customers",
            Self::Queue => "queue",
            Self::Detail => "detail",
            Self::Compose => "compose",
            Self::Filter => "filter",
            Self::Palette => "palette",
            Self::Help => "help",
            Self::Outbox => "outbox",
            Self::Choice => "choice",
            Self::Form => "form",
            Self::News => "news",
            Self::Bulk => "bulk",
            Self::Confirm => "confirm",
            Self::Templates => "templates",
            Self::Customer => "customer",
        }
    }
}
