//! Alerts that nobody is to be told of for a while. All times here are wall-clock times.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::SafeText;

/// A rule that is silenced.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Silence {
    /// The rule with its subject (`league-drift E2`), or without: then all its subjects.
    pub rule: SafeText,
    /// Until when.
    pub until: DateTime<Utc>,
    /// Who silenced it, `user@host`.
    pub by: SafeText,
    /// In the operator's words.
    pub reason: SafeText,
}

impl Silence {
    /// Whether it is about this rule.
    #[must_use]
    pub fn covers(&self, rule: &str) -> bool {
        let rest = rule.strip_prefix(self.rule.as_str());
        rest.is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
    }
}

/// Silences a rule, or lengthens or shortens its silence.
///
/// # Errors
/// When the query fails.
pub async fn silence_alerts(tx: &mut Tx, silence: &Silence) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO alert_silences (rule, until, silenced_by, reason) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (rule) DO UPDATE SET until = excluded.until, silenced_by = excluded.silenced_by, reason = excluded.reason";
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(silence.rule.as_str()).bind(silence.until).bind(silence.by.as_str()).bind(silence.reason.as_str())
        .execute(c).await.map(drop))
    .doing("silence an alert")
}

/// Silences in force, by rule.
///
/// # Errors
/// When the query fails.
pub async fn silences(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Silence>, StoreError> {
    const SQL: &str = "SELECT rule, until, silenced_by, reason FROM alert_silences WHERE until > $1 ORDER BY rule";
    let rows: Vec<(String, DateTime<Utc>, String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(now).fetch_all(c).await).doing("read the silences")?;
    let silence = |(rule, until, by, reason): (String, DateTime<Utc>, String, String)| Silence {
        rule: rule.into(),
        until,
        by: by.into(),
        reason: reason.into(),
    };
    Ok(rows.into_iter().map(silence).collect())
}

/// Ends a silence; false where there is none in force.
///
/// # Errors
/// When the query fails.
pub async fn end_silence(tx: &mut Tx, rule: &str, now: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM alert_silences WHERE rule = $1 AND until > $2";
    with_tx!(tx, c => sqlx::query(SQL).bind(rule).bind(now).execute(c).await.map(|done| done.rows_affected() > 0))
        .doing("end a silence")
}
