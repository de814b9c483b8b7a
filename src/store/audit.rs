//! Who did what: the row is written before the deed, its outcome after.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};

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
pub async fn end_audit(tx: &mut Tx, id: i64, outcome: &str, detail: &str) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE audit_entries SET outcome = $2, detail = $3 WHERE id = $1";
    with_tx!(tx, c => sqlx::query(SQL).bind(id).bind(outcome).bind(detail).execute(c).await.map(drop))
        .doing("write the outcome of an action")?;
    Ok(())
}
