//! What fires, for every monitor alike: since when, and who has seen it. All times here are wall-clock times.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{SafeText, Severity};

/// An alert from its beginning on, while it fires.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Episode {
    /// Row.
    pub id: i64,
    /// Name of the rule with its subject: `league-drift E2`.
    pub rule: String,
    /// The gravest that it has been.
    pub severity: Severity,
    /// When it was first seen to fire.
    pub since: DateTime<Utc>,
    /// When a monitor last said that it still fires.
    pub seen_at: DateTime<Utc>,
    /// Who has seen it as grave as it is.
    pub acknowledged: Option<Acknowledged>,
    /// It is over, and stays until someone has acknowledged it.
    pub latched: Option<Latched>,
}

/// An alert that is over and that nobody has seen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Latched {
    /// When it was over.
    pub over_at: DateTime<Utc>,
    /// What it said last.
    pub sentence: SafeText,
}

/// Who has seen an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Acknowledged {
    /// `user@host`.
    pub by: SafeText,
    /// When.
    pub at: DateTime<Utc>,
}

/// Alerts that are over are remembered for so long.
const HISTORY: TimeDelta = TimeDelta::days(90);

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    rule: String,
    severity: String,
    since: DateTime<Utc>,
    seen_at: DateTime<Utc>,
    acknowledged_by: Option<String>,
    acknowledged_at: Option<DateTime<Utc>>,
    over_at: Option<DateTime<Utc>>,
    sentence: Option<String>,
}

impl TryFrom<Raw> for Episode {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            id: raw.id,
            rule: raw.rule,
            severity: raw
                .severity
                .parse()
                .map_err(|e| StoreError::unreadable("severity of an alert", e))?,
            since: raw.since,
            seen_at: raw.seen_at,
            acknowledged: raw
                .acknowledged_by
                .zip(raw.acknowledged_at)
                .map(|(by, at)| Acknowledged { by: by.into(), at }),
            latched: raw.over_at.map(|over_at| Latched {
                over_at,
                sentence: raw.sentence.unwrap_or_default().into(),
            }),
        })
    }
}

/// The alerts that fire, by rule.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn open_alerts(tx: &mut Tx) -> Result<Vec<Episode>, StoreError> {
    const SQL: &str = "SELECT id, rule, severity, since, seen_at, acknowledged_by, acknowledged_at, over_at, sentence FROM alerts \
         WHERE cleared_at IS NULL ORDER BY rule";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read the alerts")?;
    rows.into_iter().map(Episode::try_from).collect()
}

/// An alert begins. False where nothing changes, since another monitor has said so already.
///
/// # Errors
/// When the query fails.
pub async fn begin_alert(
    tx: &mut Tx,
    rule: &str,
    severity: Severity,
    since: DateTime<Utc>,
    now: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO alerts (rule, severity, since, seen_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (rule) WHERE cleared_at IS NULL DO NOTHING";
    with_tx!(tx, c => sqlx::query(SQL).bind(rule).bind(severity.as_str()).bind(since).bind(now).execute(c).await
        .map(|done| done.rows_affected() > 0))
    .doing("write down that an alert begins")
}

/// An alert is graver than it was: whoever acknowledged it has not seen this.
///
/// # Errors
/// When the query fails.
pub async fn raise_alert(tx: &mut Tx, id: i64, severity: Severity) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE alerts SET severity = $2, acknowledged_by = NULL, acknowledged_at = NULL \
         WHERE id = $1 AND severity <> $2";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(severity.as_str()).execute(c).await.map(|done| done.rows_affected() > 0))
        .doing("write down that an alert is graver")
}

/// An alert still fires.
///
/// # Errors
/// When the query fails.
pub async fn see_alert(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alerts SET seen_at = $2 WHERE id = $1 AND seen_at < $2";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(now).execute(c).await.map(drop))
        .doing("write down that an alert still fires")
}

/// An alert is over, and with it its acknowledgement; what was over long ago is forgotten.
///
/// # Errors
/// When a query fails.
pub async fn clear_alert(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const CLEAR: &str = "UPDATE alerts SET cleared_at = $2 WHERE id = $1 AND cleared_at IS NULL";
    const FORGET: &str = "DELETE FROM alerts WHERE cleared_at < $1";
    let first = with_tx!(&mut *tx, c => sqlx::query(CLEAR).bind(id).bind(now).execute(c).await
        .map(|done| done.rows_affected() > 0))
    .doing("write down that an alert is over")?;
    with_tx!(tx, c => sqlx::query(FORGET).bind(now - HISTORY).execute(c).await.map(drop)).doing("forget old alerts")?;
    Ok(first)
}

/// An alert is over that nobody has acknowledged: it stays until someone has.
///
/// # Errors
/// When the query fails.
pub async fn latch_alert(tx: &mut Tx, id: i64, sentence: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE alerts SET over_at = $2, sentence = $3 \
         WHERE id = $1 AND cleared_at IS NULL AND acknowledged_by IS NULL AND over_at IS NULL";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(now).bind(sentence).execute(c).await.map(|done| done.rows_affected() > 0))
        .doing("write down that an alert is over and was not seen")
}

/// An alert that was over fires again.
///
/// # Errors
/// When the query fails.
pub async fn unlatch_alert(tx: &mut Tx, id: i64, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE alerts SET over_at = NULL, seen_at = $2 WHERE id = $1 AND over_at IS NOT NULL";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(now).execute(c).await.map(|done| done.rows_affected() > 0))
        .doing("write down that an alert fires again")
}

/// Someone has seen an alert that fires, or one that is over and waits for that, which ends it. False where it does not fire, or someone else was first.
///
/// # Errors
/// When the query fails.
pub async fn acknowledge_alert(tx: &mut Tx, rule: &str, by: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "UPDATE alerts SET acknowledged_by = $2, acknowledged_at = $3, \
         cleared_at = CASE WHEN over_at IS NULL THEN NULL ELSE $3 END \
         WHERE rule = $1 AND cleared_at IS NULL AND acknowledged_by IS NULL";
    let written = with_tx!(tx, c => sqlx::query(SQL).bind(rule).bind(by).bind(at).execute(c).await
        .map(|done| done.rows_affected()));
    written.doing("acknowledge an alert").map(|rows| rows > 0)
}
