//! What only one process does at a time. All times here are wall-clock times.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, with_tx};

/// Takes or lengthens the lease `name`; false where another owner holds it.
///
/// # Errors
/// When the query fails.
pub async fn hold_lease(
    tx: &mut Tx,
    name: &str,
    owner: &str,
    wall: DateTime<Utc>,
    length: TimeDelta,
) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO leases (name, owner, expires_at) VALUES ($1, $2, $3) \
         ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires_at = excluded.expires_at \
         WHERE leases.owner = excluded.owner OR leases.expires_at < $4 RETURNING owner";
    let held: Option<String> = with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(name).bind(owner).bind(wall + length).bind(wall).fetch_optional(c).await)
    .doing("take a lease")?;
    Ok(held.is_some())
}

/// Who holds the lease `name`, or held it when it ran out.
///
/// # Errors
/// When the query fails.
pub async fn lease_holder(tx: &mut Tx, name: &str) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT owner FROM leases WHERE name = $1";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(name).fetch_optional(c).await).doing("find the holder of a lease")
}

/// Who holds the lease `name` at `now`.
///
/// # Errors
/// When the query fails.
pub async fn lease_in_force(tx: &mut Tx, name: &str, now: DateTime<Utc>) -> Result<Option<String>, StoreError> {
    const SQL: &str = "SELECT owner FROM leases WHERE name = $1 AND expires_at >= $2";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(name).bind(now).fetch_optional(c).await)
        .doing("find the holder of a lease")
}

/// Gives the lease `name` back, where `owner` holds it.
///
/// # Errors
/// When the query fails.
pub async fn release_lease(tx: &mut Tx, name: &str, owner: &str) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM leases WHERE name = $1 AND owner = $2";
    with_tx!(tx, c => sqlx::query(SQL).bind(name).bind(owner).execute(c).await.map(drop)).doing("give a lease back")?;
    Ok(())
}
