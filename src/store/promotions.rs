//! Who became champion, over whom, by whose hand and why.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, counters::add_to_counter, with_tx};
use crate::domain::{Counter, ModelVersion, PromotionKind};

/// A change of champion.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promotion<'a> {
    /// Forwards or back.
    pub kind: PromotionKind,
    /// The new champion.
    pub model_id: i64,
    /// The champion before.
    pub previous_id: Option<i64>,
    /// `user@host`, or the run that did it.
    pub requested_by: &'a str,
    /// Why, in words.
    pub reason: &'a str,
    /// When (engine clock).
    pub at: DateTime<Utc>,
}

/// Makes a version the champion, archives the one before, and writes down why. The version's forecasts of matches to come are
/// the published ones from now on.
///
/// # Errors
/// When a query fails; then nothing of the transaction may be committed.
pub async fn promote_model(tx: &mut Tx, promotion: &Promotion<'_>) -> Result<(), StoreError> {
    const ARCHIVE: &str = "UPDATE models SET status = 'archived' WHERE status = 'champion' AND id <> $1";
    const PROMOTE: &str = "UPDATE models SET status = 'champion', promoted_at = $2 WHERE id = $1 RETURNING id";
    // Of a match that has begun, what was published before stays: its result may only be late.
    const PUBLISH: &str = "UPDATE predictions SET published_at = $2 WHERE model_id = $1 AND origin = 'live' \
         AND settled_at IS NULL AND EXISTS (SELECT 1 FROM matches m WHERE m.id = predictions.match_id \
         AND (m.kick_off > $2 OR (m.kick_off IS NULL AND m.match_date > $3)))";
    const RECORD: &str = "INSERT INTO promotions (at, model_id, previous_id, kind, requested_by, reason) \
         VALUES ($1, $2, $3, $4, $5, $6)";
    let (id, at) = (promotion.model_id, promotion.at);
    with_tx!(&mut *tx, c => sqlx::query(ARCHIVE).bind(id).execute(c).await.map(drop)).doing("archive the champion")?;
    let _promoted: i64 = with_tx!(&mut *tx, c => sqlx::query_scalar(PROMOTE).bind(id).bind(at).fetch_one(c).await)
        .doing("promote a model version")?;
    with_tx!(&mut *tx, c => sqlx::query(PUBLISH).bind(id).bind(at).bind(at.date_naive()).execute(c).await.map(drop))
        .doing("publish the forecasts of the new champion")?;
    with_tx!(&mut *tx, c => sqlx::query(RECORD).bind(at).bind(id).bind(promotion.previous_id).bind(promotion.kind.as_str())
        .bind(promotion.requested_by).bind(promotion.reason).execute(c).await.map(drop))
    .doing("write down a promotion")?;
    // An operator has a host; a gate has the number of its run.
    let by = if promotion.requested_by.contains('@') {
        "operator"
    } else {
        "gate"
    };
    add_to_counter(tx, Counter::Promotions, by, promotion.kind.as_str(), 1).await
}

/// The version that was champion before `model_id` was promoted: where a rollback leads. Rollbacks do not count, so that one
/// after another leads further back, not to and fro.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn predecessor(tx: &mut Tx, model_id: i64) -> Result<Option<(i64, ModelVersion)>, StoreError> {
    const SQL: &str = "SELECT m.id, m.version FROM promotions p JOIN models m ON m.id = p.previous_id \
         WHERE p.model_id = $1 AND p.kind = 'promote' ORDER BY p.id DESC LIMIT 1";
    let row: Option<(i64, String)> = with_tx!(tx, c => sqlx::query_as(SQL).bind(model_id).fetch_optional(c).await)
        .doing("find the champion before this one")?;
    row.map(|(id, version)| {
        Ok((
            id,
            ModelVersion::new(version).map_err(|e| StoreError::unreadable("model version", e))?,
        ))
    })
    .transpose()
}

/// When a version with the specification of `model_id` was last taken back, if none has been promoted since.
///
/// # Errors
/// When the query fails.
pub async fn taken_back_at(tx: &mut Tx, model_id: i64) -> Result<Option<DateTime<Utc>>, StoreError> {
    const SQL: &str = "SELECT max(p.at) FROM promotions p JOIN models x ON x.id = p.previous_id \
         JOIN models c ON c.id = $1 AND c.specification = x.specification WHERE p.kind = 'rollback' \
         AND NOT EXISTS (SELECT 1 FROM promotions q JOIN models y ON y.id = q.model_id \
         WHERE q.id > p.id AND q.kind = 'promote' AND y.specification = c.specification)";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(model_id).fetch_one(c).await)
        .doing("find whether a specification was taken back")
}
