//! Why a first response was late, and by whose doing.

use serde::{Deserialize, Serialize};

/// Whose doing it was.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    #[default]
    Desk,
    Customer,
    /// The specialists, or whoever publishes databases.
    Specialists,
    /// A carrier, a supplier, an act of God.
    Elsewhere,
    /// Somebody says that it was none; the clock says that it was.
    Contested,
}

impl Cause {
    pub const ALL: [Self; 5] =
        [Self::Desk, Self::Customer, Self::Specialists, Self::Elsewhere, Self::Contested];
}
