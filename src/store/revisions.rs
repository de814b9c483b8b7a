//! Counters that tell a poller in one row whether what it read before still holds, however long the history is.

use super::{Context, StoreError, Tx, with_tx};

/// What a revision counts the changes of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Subject {
    /// Leagues, teams, matches, odds, sources.
    Matches,
    /// Score tallies, predictions and the champion.
    Tallies,
}

impl Subject {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Matches => "matches",
            Self::Tallies => "tallies",
        }
    }
}

/// Tells pollers of a change; belongs into the transaction that makes it.
///
/// # Errors
/// When the query fails.
pub async fn bump_revision(tx: &mut Tx, subject: Subject) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO revisions (subject, revision) VALUES ($1, 1) \
         ON CONFLICT (subject) DO UPDATE SET revision = revisions.revision + 1";
    with_tx!(tx, c => sqlx::query(SQL).bind(subject.as_str()).execute(c).await.map(drop)).doing("count a change")?;
    Ok(())
}

/// How often it changed.
///
/// # Errors
/// When the query fails.
pub async fn revision(tx: &mut Tx, subject: Subject) -> Result<i64, StoreError> {
    const SQL: &str = "SELECT revision FROM revisions WHERE subject = $1";
    let revision: Option<i64> =
        with_tx!(tx, c => sqlx::query_scalar(SQL).bind(subject.as_str()).fetch_optional(c).await)
            .doing("load a revision")?;
    Ok(revision.unwrap_or(0))
}
