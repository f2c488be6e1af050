//! The zone data that what is owed was computed with.

use std::sync::Arc;

use crate::desk::sla::ZonesRelease;
use crate::server::error::ServerError;

use super::{Store, read_meta};

impl Store {
    /// Computes anew what is owed where the zone data is newer than when that was done last, so that consoles hear of
    /// every due that is another one. Answers how many are.
    ///
    /// With older data than that nothing is touched: what was right stays. Whoever serves is told of it.
    pub async fn follow_zones(&self, ours: &ZonesRelease) -> Result<u32, ServerError> {
        let is_known = |theirs: &str| theirs.parse::<ZonesRelease>().is_ok_and(|theirs| theirs >= *ours);
        if is_known(&self.meta().await?.tzdata) {
            return Ok(0);
        }
        let mut writing = self.write().await?;
        // Another process may have done it meanwhile.
        let before = read_meta(&mut writing.transaction).await?.tzdata;
        if is_known(&before) {
            return Ok(0);
        }
        let desk = Arc::clone(writing.desk());
        let moved = writing.reschedule(&desk).await?;
        sqlx::query("UPDATE meta SET tzdata = ?")
            .bind(ours.to_string())
            .execute(&mut *writing.transaction)
            .await?;
        if !before.is_empty() || moved > 0 {
            // Consoles read the rules again, and with them the release.
            sqlx::query("UPDATE meta SET desk_version = desk_version + 1")
                .execute(&mut *writing.transaction)
                .await?;
        }
        writing.commit().await?;
        Ok(moved)
    }
}
