//! What a registry outside this database is still to be told, in order. All times here are wall-clock times.
//!
//! Steps are written in the transaction that they tell of, and taken by one deliverer. Two transactions may number their
//! steps in one order and commit in the other: only the steps of one transaction have an order among themselves.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};

/// A step that waits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OutboxEntry {
    /// Its place in the order.
    pub id: i64,
    /// What to do, as JSON.
    pub payload: String,
    /// How often it was tried.
    pub attempts: u32,
    /// Not before; none is at once.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// How the outbox stands.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct OutboxState {
    /// Steps that wait.
    pub pending: u64,
    /// Since when the oldest of them waits.
    pub oldest_pending_at: Option<DateTime<Utc>>,
    /// Why the first of them was not taken.
    pub last_error: Option<String>,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTime<Utc>>,
    /// Steps that were refused for good and set aside.
    pub parked: u64,
    /// Why the last of these was refused.
    pub last_refusal: Option<String>,
}

/// A name for this database that no other has.
///
/// # Errors
/// When the query fails.
pub async fn installation(tx: &mut Tx) -> Result<String, StoreError> {
    with_tx!(tx, c => sqlx::query_scalar("SELECT id FROM installation").fetch_one(c).await)
        .doing("read the name of this database")
}

/// Adds a step behind all others. `step` is its word, `payload` its JSON.
///
/// # Errors
/// When the query fails.
pub async fn add_to_outbox(tx: &mut Tx, step: &str, payload: &str, wall: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO outbox (step, payload, enqueued_at, attempts) VALUES ($1, $2, $3, 0)";
    with_tx!(tx, c => sqlx::query(SQL).bind(step).bind(payload).bind(wall).execute(c).await.map(drop))
        .doing("write a step into the outbox")?;
    Ok(())
}

/// The step whose turn it is.
///
/// # Errors
/// When the query fails.
pub async fn next_in_outbox(tx: &mut Tx) -> Result<Option<OutboxEntry>, StoreError> {
    const SQL: &str = "SELECT id, payload, attempts, next_attempt_at FROM outbox WHERE parked_at IS NULL \
         ORDER BY id LIMIT 1";
    let row: Option<(i64, String, i64, Option<DateTime<Utc>>)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await).doing("read the next step of the outbox")?;
    Ok(row.map(|(id, payload, attempts, next_attempt_at)| OutboxEntry {
        id,
        payload,
        attempts: u32::try_from(attempts).unwrap_or(u32::MAX),
        next_attempt_at,
    }))
}

/// A step was taken.
///
/// # Errors
/// When the query fails.
pub async fn remove_from_outbox(tx: &mut Tx, id: i64) -> Result<(), StoreError> {
    with_tx!(tx, c => sqlx::query("DELETE FROM outbox WHERE id = $1").bind(id).execute(c).await.map(drop))
        .doing("remove a step from the outbox")?;
    Ok(())
}

/// A step could not be taken now.
///
/// # Errors
/// When the query fails.
pub async fn postpone_in_outbox(
    tx: &mut Tx,
    id: i64,
    error: &str,
    next_attempt_at: DateTime<Utc>,
) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET attempts = attempts + 1, last_error = $2, next_attempt_at = $3 WHERE id = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(error).bind(next_attempt_at).execute(c).await.map(drop))
        .doing("postpone a step of the outbox")?;
    Ok(())
}

/// A step was refused for good: the others go on without it.
///
/// # Errors
/// When the query fails.
pub async fn park_in_outbox(tx: &mut Tx, id: i64, error: &str, wall: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET attempts = attempts + 1, last_error = $2, next_attempt_at = NULL, parked_at = $3 \
         WHERE id = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(error).bind(wall).execute(c).await.map(drop))
        .doing("set a step of the outbox aside")?;
    Ok(())
}

/// Lets every step have its turn at once, those that were set aside too: a server or a program may have been repaired.
///
/// # Errors
/// When the query fails.
pub async fn retry_outbox(tx: &mut Tx) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE outbox SET next_attempt_at = NULL, parked_at = NULL \
         WHERE next_attempt_at IS NOT NULL OR parked_at IS NOT NULL";
    with_tx!(tx, c => sqlx::query(SQL).execute(c).await.map(drop)).doing("retry the outbox")?;
    Ok(())
}

/// How the outbox stands.
///
/// # Errors
/// When the query fails.
pub async fn outbox_state(tx: &mut Tx) -> Result<OutboxState, StoreError> {
    const COUNTS: &str = "SELECT CAST(count(*) FILTER (WHERE parked_at IS NULL) AS BIGINT), \
         min(enqueued_at) FILTER (WHERE parked_at IS NULL), \
         CAST(count(*) FILTER (WHERE parked_at IS NOT NULL) AS BIGINT) FROM outbox";
    const HEAD: &str = "SELECT last_error, next_attempt_at FROM outbox WHERE parked_at IS NULL ORDER BY id LIMIT 1";
    const REFUSAL: &str =
        "SELECT last_error FROM outbox WHERE parked_at IS NOT NULL ORDER BY parked_at DESC, id DESC LIMIT 1";
    let (pending, oldest_pending_at, parked): (i64, Option<DateTime<Utc>>, i64) =
        with_tx!(&mut *tx, c => sqlx::query_as(COUNTS).fetch_one(c).await).doing("count the steps of the outbox")?;
    let head: Option<(Option<String>, Option<DateTime<Utc>>)> =
        with_tx!(&mut *tx, c => sqlx::query_as(HEAD).fetch_optional(c).await)
            .doing("read the trouble of the outbox")?;
    let refusal: Option<Option<String>> =
        with_tx!(tx, c => sqlx::query_scalar(REFUSAL).fetch_optional(c).await).doing("read what was refused")?;
    let (last_error, next_attempt_at) = head.unwrap_or_default();
    Ok(OutboxState {
        pending: u64::try_from(pending).unwrap_or(0),
        oldest_pending_at,
        last_error,
        next_attempt_at,
        parked: u64::try_from(parked).unwrap_or(0),
        last_refusal: refusal.flatten(),
    })
}

#[cfg(test)]
mod tests;
