//! The database's clock, by which leases are counted.

use chrono::{DateTime, SubsecRound, Utc};

use super::{Context, StoreError, Tx};

/// What time it is for everyone who uses this database, to the microsecond. A SQLite file is used on one machine; there it
/// is that machine's clock.
///
/// # Errors
/// When the query fails.
pub async fn now(tx: &mut Tx) -> Result<DateTime<Utc>, StoreError> {
    match tx {
        Tx::Sqlite(_) => Ok(Utc::now().trunc_subsecs(6)),
        // Not the start of the transaction, which may have waited for a lock.
        Tx::Postgres(tx) => sqlx::query_scalar("SELECT clock_timestamp()")
            .fetch_one(&mut **tx)
            .await
            .doing("tell the time"),
    }
}
