//! Asking a run to stop.

use chrono::{DateTime, Utc};

use crate::store::{Context, StoreError, Tx, with_tx};

/// What a request to cancel came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Cancelled {
    /// It waited and is cancelled.
    AtOnce,
    /// It runs; its worker is asked to stop.
    Requested,
    /// It was over already.
    Over,
    /// There is no such run.
    Unknown,
}

/// Asks to stop a run.
///
/// # Errors
/// When the query fails.
pub async fn cancel(tx: &mut Tx, run: i64, by: &str, at: DateTime<Utc>) -> Result<Cancelled, StoreError> {
    const QUEUED: &str = "UPDATE training_runs SET state = 'cancelled', finished_at = $2, message = 'cancelled by ' || $3 \
         WHERE id = $1 AND state = 'queued' RETURNING id";
    const RUNNING: &str =
        "UPDATE training_runs SET cancel_requested = TRUE WHERE id = $1 AND state = 'running' RETURNING id";
    const KNOWN: &str = "SELECT id FROM training_runs WHERE id = $1";
    let queued: Option<i64> =
        with_tx!(&mut *tx, c => sqlx::query_scalar(QUEUED).bind(run).bind(at).bind(by).fetch_optional(c).await)
            .doing("cancel a training run")?;
    if queued.is_some() {
        return Ok(Cancelled::AtOnce);
    }
    let running: Option<i64> = with_tx!(&mut *tx, c => sqlx::query_scalar(RUNNING).bind(run).fetch_optional(c).await)
        .doing("cancel a training run")?;
    if running.is_some() {
        return Ok(Cancelled::Requested);
    }
    let known: Option<i64> =
        with_tx!(tx, c => sqlx::query_scalar(KNOWN).bind(run).fetch_optional(c).await).doing("find a training run")?;
    Ok(if known.is_some() {
        Cancelled::Over
    } else {
        Cancelled::Unknown
    })
}
