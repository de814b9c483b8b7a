//! What the finished stages of a run left, so that a run whose worker died goes on where it was.

use chrono::{DateTime, Utc};

use super::{Context, Held, Lease, StoreError, Tx, still_held, with_tx};
use crate::domain::Stage;

/// What a finished stage left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Checkpoint {
    /// The stage.
    pub stage: Stage,
    /// SHA-256, hexadecimal, of the hash of the stage before and of the content.
    pub content_hash: String,
    /// JSON.
    pub content: String,
}

/// The checkpoint of one stage of a run; none where the stage was not finished, or the run is over.
///
/// # Errors
/// When the query fails.
pub async fn checkpoint(tx: &mut Tx, run: i64, stage: Stage) -> Result<Option<Checkpoint>, StoreError> {
    const SQL: &str = "SELECT content_hash, content FROM training_checkpoints \
         WHERE run_id = $1 AND stage = $2 AND content IS NOT NULL";
    let row: Option<(String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(run).bind(stage.as_str()).fetch_optional(c).await)
            .doing("load a checkpoint of a training run")?;
    Ok(row.map(|(content_hash, content)| Checkpoint {
        stage,
        content_hash,
        content,
    }))
}

/// Keeps a checkpoint, where the run is still held.
///
/// # Errors
/// When a query fails.
pub async fn write_checkpoint(
    tx: &mut Tx,
    lease: &Lease,
    checkpoint: &Checkpoint,
    at: DateTime<Utc>,
) -> Result<Held, StoreError> {
    const SQL: &str = "INSERT INTO training_checkpoints (run_id, stage, attempt, at, content_hash, content) \
         VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (run_id, stage) DO UPDATE SET attempt = excluded.attempt, \
         at = excluded.at, content_hash = excluded.content_hash, content = excluded.content";
    let held = still_held(tx, lease).await?;
    if held != Held::Lost {
        with_tx!(tx, c => sqlx::query(SQL).bind(lease.run).bind(checkpoint.stage.as_str()).bind(lease.attempt).bind(at)
            .bind(&checkpoint.content_hash).bind(&checkpoint.content).execute(c).await.map(drop))
        .doing("keep a checkpoint of a training run")?;
    }
    Ok(held)
}

/// Forgets the checkpoints of a run: it begins anew.
///
/// # Errors
/// When the query fails.
pub async fn forget_checkpoints(tx: &mut Tx, run: i64) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM training_checkpoints WHERE run_id = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(run).execute(c).await.map(drop)).doing("forget the checkpoints of a run")
}
