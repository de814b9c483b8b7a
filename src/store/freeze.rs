//! A champion that only people change.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::SafeText;

/// Who forbade automatic changes of champion, when and why.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Freeze {
    /// When (engine clock).
    pub at: DateTime<Utc>,
    /// `user@host`.
    pub by: SafeText,
    /// In the operator's words.
    pub reason: SafeText,
}

impl Freeze {
    /// Who and why, for a sentence: `the champion is frozen by ana@ops: a cup week`.
    #[must_use]
    pub fn sentence(&self) -> String {
        format!("the champion is frozen by {}: {}", self.by, self.reason)
    }
}

/// The freeze in force, if there is one.
///
/// # Errors
/// When the query fails.
pub async fn champion_freeze(tx: &mut Tx) -> Result<Option<Freeze>, StoreError> {
    const SQL: &str = "SELECT frozen_at, frozen_by, reason FROM champion_freeze";
    let row: Option<(DateTime<Utc>, String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await).doing("look whether the champion is frozen")?;
    Ok(row.map(|(at, by, reason)| Freeze {
        at,
        by: SafeText::new(&by),
        reason: SafeText::new(&reason),
    }))
}

/// Freezes the champion; false where it is frozen already, by whomever.
///
/// # Errors
/// When the query fails.
pub async fn freeze_champion(tx: &mut Tx, by: &str, reason: &str, at: DateTime<Utc>) -> Result<bool, StoreError> {
    const SQL: &str = "INSERT INTO champion_freeze (id, frozen_at, frozen_by, reason) VALUES (1, $1, $2, $3) \
         ON CONFLICT (id) DO NOTHING";
    let written = with_tx!(tx, c => sqlx::query(SQL).bind(at).bind(by).bind(reason).execute(c).await
        .map(|done| done.rows_affected()));
    written.doing("freeze the champion").map(|rows| rows > 0)
}

/// Thaws the champion; false where it was not frozen.
///
/// # Errors
/// When the query fails.
pub async fn thaw_champion(tx: &mut Tx) -> Result<bool, StoreError> {
    const SQL: &str = "DELETE FROM champion_freeze";
    let written = with_tx!(tx, c => sqlx::query(SQL).execute(c).await.map(|done| done.rows_affected()));
    written.doing("thaw the champion").map(|rows| rows > 0)
}
