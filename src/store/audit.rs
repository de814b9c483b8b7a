//! Who did what: the row is written before the deed, its outcome after.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::SafeText;

/// An action about to be done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditEntry<'a> {
    /// When, on the wall clock (UTC).
    pub at: DateTime<Utc>,
    /// `user@host`.
    pub actor: &'a str,
    /// Where the SSH connection comes from.
    pub ssh_origin: Option<&'a str>,
    /// What.
    pub action: &'a str,
    /// On what.
    pub target: &'a str,
}

/// An action that was written down.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct AuditRecord {
    /// Row; later ones have higher numbers.
    pub id: i64,
    /// When it was asked for, on the wall clock (UTC).
    pub at: DateTime<Utc>,
    /// `user@host`.
    pub actor: SafeText,
    /// Where the SSH connection comes from.
    pub ssh_origin: Option<SafeText>,
    /// What.
    pub action: SafeText,
    /// On what.
    pub target: SafeText,
    /// `done` or `not done`; none of one that is not finished, or whose program ended before it was.
    pub outcome: Option<SafeText>,
    /// What was done, or why not.
    pub detail: Option<SafeText>,
    /// When its outcome was written down, on the wall clock (UTC); none of old entries too.
    pub finished_at: Option<DateTime<Utc>>,
}

/// Writes an action down before it is done.
///
/// # Errors
/// When the query fails; the action must not be done then.
pub async fn begin_audit(tx: &mut Tx, entry: &AuditEntry<'_>) -> Result<i64, StoreError> {
    const SQL: &str =
        "INSERT INTO audit_entries (at, actor, ssh_origin, action, target) VALUES ($1, $2, $3, $4, $5) RETURNING id";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(entry.at).bind(entry.actor).bind(entry.ssh_origin)
        .bind(entry.action).bind(entry.target).fetch_one(c).await)
    .doing("write the audit entry")
}

/// Writes down what came of it.
///
/// # Errors
/// When the query fails.
pub async fn end_audit(tx: &mut Tx, id: i64, outcome: &str, detail: &str, at: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE audit_entries SET outcome = $2, detail = $3, finished_at = $4 WHERE id = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(outcome).bind(detail).bind(at).execute(c).await.map(drop))
        .doing("write the outcome of an action")?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    at: DateTime<Utc>,
    actor: String,
    ssh_origin: Option<String>,
    action: String,
    target: String,
    outcome: Option<String>,
    detail: Option<String>,
    finished_at: Option<DateTime<Utc>>,
}

/// The last actions, the latest first.
///
/// # Errors
/// When the query fails.
pub async fn audit_records(tx: &mut Tx, limit: i64) -> Result<Vec<AuditRecord>, StoreError> {
    const SQL: &str = "SELECT id, at, actor, ssh_origin, action, target, outcome, detail, finished_at \
         FROM audit_entries ORDER BY id DESC LIMIT $1";
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(limit).fetch_all(c).await).doing("read the audit entries")?;
    Ok(rows.into_iter().map(AuditRecord::from).collect())
}

impl From<Raw> for AuditRecord {
    fn from(raw: Raw) -> Self {
        Self {
            id: raw.id,
            at: raw.at,
            actor: raw.actor.into(),
            ssh_origin: raw.ssh_origin.map(SafeText::from),
            action: raw.action.into(),
            target: raw.target.into(),
            outcome: raw.outcome.map(SafeText::from),
            detail: raw.detail.map(SafeText::from),
            finished_at: raw.finished_at,
        }
    }
}
