//! What became of each file: its log, and its rows in quarantine.

use chrono::{DateTime, Utc};
use serde::Serialize;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::LeagueCode;

/// Rows of one INSERT; see the limits beside `ROWS_AT_ONCE` of the matches.
const ROWS_AT_ONCE: usize = 400;

/// What became of a file's rows: `read` is the sum of the others.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct RowCounts {
    /// Rows with any cell filled, below the header.
    pub read: usize,
    /// New matches.
    pub inserted: usize,
    /// Stored matches of which the file says something new.
    pub updated: usize,
    /// Stored matches of which it says nothing new.
    pub unchanged: usize,
    /// Rows that were held.
    pub quarantined: usize,
}

impl std::ops::AddAssign for RowCounts {
    fn add_assign(&mut self, other: Self) {
        self.read += other.read;
        self.inserted += other.inserted;
        self.updated += other.updated;
        self.unchanged += other.unchanged;
        self.quarantined += other.quarantined;
    }
}

/// What became of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IngestionLog<'a> {
    /// The file.
    pub source_file: &'a str,
    /// Hash of its bytes.
    pub content_hash: &'a str,
    /// When its load began (UTC).
    pub at: DateTime<Utc>,
    /// `loaded`, `unchanged` or `refused`.
    pub state: &'static str,
    /// Its rows.
    pub counts: RowCounts,
    /// Why the file was refused.
    pub error: Option<String>,
}

/// A row that could not go in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarantineRow<'a> {
    /// Line in the file, from 1.
    pub line: u32,
    /// Its league, where it could be read.
    pub league: Option<&'a LeagueCode>,
    /// Why.
    pub reason: &'a str,
    /// The beginning of the row.
    pub content: &'a str,
}

/// Keeps what became of a file.
///
/// # Errors
/// When the database cannot be written.
pub async fn log_ingestion(tx: &mut Tx, log: &IngestionLog<'_>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO ingestion_logs (source_file, content_hash, started_at, state, rows_read, \
                       inserted, updated, unchanged, quarantined, error) \
                       VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(log.source_file)
        .bind(log.content_hash)
        .bind(log.at)
        .bind(log.state)
        .bind(count(log.counts.read))
        .bind(count(log.counts.inserted))
        .bind(count(log.counts.updated))
        .bind(count(log.counts.unchanged))
        .bind(count(log.counts.quarantined))
        .bind(log.error.as_deref())
        .execute(c)
        .await
        .map(drop))
    .doing("log an import")
}

/// Puts a file's rows in quarantine in place of those of its last import.
///
/// # Errors
/// When the database cannot be written.
pub async fn replace_quarantine(
    tx: &mut Tx,
    source_file: &str,
    rows: &[QuarantineRow<'_>],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM quarantine WHERE source_file = $1";
    with_tx!(tx, c => sqlx::query(DELETE).bind(source_file).execute(c).await.map(drop)).doing("clear a quarantine")?;
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        with_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO quarantine (source_file, line, league_code, reason, content, quarantined_at) ",
            );
            query.push_values(chunk, |mut tuple, row| {
                tuple
                    .push_bind(source_file)
                    .push_bind(i64::from(row.line))
                    .push_bind(row.league.map(LeagueCode::as_str))
                    .push_bind(row.reason)
                    .push_bind(row.content)
                    .push_bind(now);
            });
            query.build().execute(c).await.map(drop)
        })
        .doing("put rows in quarantine")?;
    }
    Ok(())
}
