//! What was known of the world when what is owed was computed: zone data and public holidays.

use std::sync::Arc;

use crate::desk::sla::{ZonesRelease, holidays_digest};
use crate::server::error::ServerError;

use super::{Meta, Store, read_meta};

impl Store {
    /// Computes anew what is owed where zone data is newer than when that was done last, or public holidays are others,
    /// so that consoles hear of every due that is another one. Answers how many are.
    ///
    /// With older zone data nothing is touched: what was right stays. Whoever serves is told of it.
    pub async fn follow_laws(&self, ours: &ZonesRelease) -> Result<u32, ServerError> {
        if is_known(&self.meta().await?, ours) {
            return Ok(0);
        }
        let mut writing = self.write().await?;
        // Another process may have done it meanwhile.
        let before = read_meta(&mut writing.transaction).await?;
        if is_known(&before, ours) {
            return Ok(0);
        }
        let desk = Arc::clone(writing.desk());
        let moved = writing.reschedule(&desk).await?;
        sqlx::query("UPDATE meta SET tzdata = ?, holidays = ?")
            .bind(ours.to_string())
            .bind(holidays_digest())
            .execute(&mut *writing.transaction)
            .await?;
        if !before.tzdata.is_empty() || moved > 0 {
            // Consoles read the rules again, and with them the release.
            sqlx::query("UPDATE meta SET desk_version = desk_version + 1")
                .execute(&mut *writing.transaction)
                .await?;
        }
        writing.commit().await?;
        Ok(moved)
    }
}

/// Whether what is owed was computed with all that is known here, or with more.
fn is_known(meta: &Meta, ours: &ZonesRelease) -> bool {
    match meta.tzdata.parse::<ZonesRelease>() {
        Ok(theirs) if theirs > *ours => true,
        Ok(theirs) => theirs == *ours && meta.holidays == holidays_digest(),
        Err(_never_computed) => false,
    }
}
