//! What the receiver of alerts is still to be told. All times here are wall-clock times.
//!
//! Of each rule one notice waits, the latest: after a long silence a receiver is told how things are, once, and not how they came
//! to be. A notice that changes while it is on its way has another version, and stays.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::Severity;

/// What a receiver is to be told of an alert.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// Name of the rule with its subject.
    pub rule: String,
    /// The gravest that it has been.
    pub severity: Severity,
    /// What is or was wrong.
    pub sentence: String,
    /// When it began.
    pub since: DateTime<Utc>,
    /// When it was over; none while it fires.
    pub ended_at: Option<DateTime<Utc>>,
    /// Rises with every change of the notice.
    pub version: i64,
    /// How often it was tried to tell.
    pub attempts: u32,
}

/// How the outbox stands.
#[derive(Debug, Clone, PartialEq, Eq, Default, serde::Serialize)]
pub struct AlertOutboxState {
    /// Notices that wait.
    pub pending: u64,
    /// Since when the oldest of them waits.
    pub oldest_pending_at: Option<DateTime<Utc>>,
    /// Why the last attempt failed; never holds a secret.
    pub last_error: Option<String>,
    /// When it is tried again.
    pub next_attempt_at: Option<DateTime<Utc>>,
}

/// What ended is told for so long; what still fires is never forgotten.
const NEWS: TimeDelta = TimeDelta::days(7);

/// No silence covers the rule of `alert_outbox` at `$1`.
macro_rules! not_silenced {
    () => {
        "NOT EXISTS (SELECT 1 FROM alert_silences AS s WHERE s.until > $1 AND (s.rule = alert_outbox.rule \
         OR substr(alert_outbox.rule, 1, length(s.rule) + 1) = s.rule || ' '))"
    };
}

/// Puts the latest of a rule into the outbox. It keeps the pause that a receiver asked for, or that its silence costs it.
///
/// # Errors
/// When a query fails.
pub async fn add_notice(tx: &mut Tx, notice: &Notice, wall: DateTime<Utc>) -> Result<(), StoreError> {
    const FORGET: &str = "DELETE FROM alert_outbox WHERE status = 'resolved' AND changed_at < $1";
    const SQL: &str = "INSERT INTO alert_outbox \
         (rule, status, severity, sentence, since, ended_at, version, enqueued_at, changed_at) \
         VALUES ($1, $2, $3, $4, $5, $6, 1, $7, $7) \
         ON CONFLICT (rule) DO UPDATE SET status = excluded.status, severity = excluded.severity, \
         sentence = excluded.sentence, since = excluded.since, ended_at = excluded.ended_at, \
         version = alert_outbox.version + 1, changed_at = excluded.changed_at";
    with_tx!(&mut *tx, c => sqlx::query(FORGET).bind(wall - NEWS).execute(c).await.map(drop))
        .doing("forget old notices")?;
    let status = if notice.ended_at.is_some() {
        "resolved"
    } else {
        "firing"
    };
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(&notice.rule).bind(status).bind(notice.severity.as_str()).bind(&notice.sentence).bind(notice.since)
        .bind(notice.ended_at).bind(wall).execute(c).await.map(drop))
    .doing("write a notice of an alert")
}

#[derive(sqlx::FromRow)]
struct Raw {
    rule: String,
    severity: String,
    sentence: String,
    since: DateTime<Utc>,
    ended_at: Option<DateTime<Utc>>,
    version: i64,
    attempts: i64,
}

/// All notices that wait, the oldest first, where it is their turn: a pause is the receiver's, whatever is new. Those of silenced
/// rules wait for the end of the silence.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn due_notices(tx: &mut Tx, wall: DateTime<Utc>, most: i64) -> Result<Vec<Notice>, StoreError> {
    const SQL: &str = concat!(
        "SELECT rule, severity, sentence, since, ended_at, version, attempts FROM alert_outbox \
         WHERE NOT EXISTS (SELECT 1 FROM alert_outbox AS waiting WHERE waiting.next_attempt_at > $1) AND ",
        not_silenced!(),
        " ORDER BY enqueued_at, rule LIMIT $2"
    );
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).bind(wall).bind(most).fetch_all(c).await)
        .doing("read the notices that are due")?;
    let notice = |raw: Raw| {
        Ok(Notice {
            severity: raw
                .severity
                .parse()
                .map_err(|error| StoreError::unreadable("severity of a notice", error))?,
            rule: raw.rule,
            sentence: raw.sentence,
            since: raw.since,
            ended_at: raw.ended_at,
            version: raw.version,
            attempts: u32::try_from(raw.attempts).unwrap_or(u32::MAX),
        })
    };
    rows.into_iter().map(notice).collect()
}

/// A notice was told, unless it has changed meanwhile: then the change is told next.
///
/// # Errors
/// When the query fails.
pub async fn remove_notice(tx: &mut Tx, notice: &Notice) -> Result<(), StoreError> {
    const SQL: &str = "DELETE FROM alert_outbox WHERE rule = $1 AND version = $2";
    with_tx!(tx, c => sqlx::query(SQL).bind(&notice.rule).bind(notice.version).execute(c).await.map(drop))
        .doing("remove a notice that was told")
}

/// No notice could be told: all wait.
///
/// # Errors
/// When the query fails.
pub async fn postpone_notices(tx: &mut Tx, error: &str, until: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE alert_outbox SET attempts = attempts + 1, last_error = $1, next_attempt_at = $2";
    with_tx!(tx, c => sqlx::query(SQL).bind(error).bind(until).execute(c).await.map(drop)).doing("postpone the notices")
}

/// How the outbox stands; what is silenced is not waited for.
///
/// # Errors
/// When a query fails.
pub async fn alert_outbox_state(tx: &mut Tx, wall: DateTime<Utc>) -> Result<AlertOutboxState, StoreError> {
    const COUNTS: &str = concat!(
        "SELECT CAST(count(*) AS BIGINT), min(enqueued_at), max(next_attempt_at), max(last_error) FROM alert_outbox WHERE ",
        not_silenced!()
    );
    type Row = (i64, Option<DateTime<Utc>>, Option<DateTime<Utc>>, Option<String>);
    let (pending, oldest_pending_at, next_attempt_at, last_error): Row =
        with_tx!(tx, c => sqlx::query_as(COUNTS).bind(wall).fetch_one(c).await).doing("count the notices")?;
    Ok(AlertOutboxState {
        pending: u64::try_from(pending).unwrap_or(0),
        oldest_pending_at,
        last_error,
        next_attempt_at,
    })
}
