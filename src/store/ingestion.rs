//! What became of each file: its log, and its rows in quarantine.

use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{HeldKind, LeagueCode, Season};

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
    /// Why, as a word.
    pub kind: HeldKind,
    /// Why, in words.
    pub reason: &'a str,
    /// Of a row that would change a played match, how.
    pub difference: Option<Difference<'a>>,
    /// The beginning of the row.
    pub content: &'a str,
}

/// What is stored of a played match, and what a row tells of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference<'a> {
    /// The day that the row tells.
    pub date: NaiveDate,
    /// Home team.
    pub home: &'a str,
    /// Away team.
    pub away: &'a str,
    /// What is stored.
    pub stored: &'a str,
    /// What the row tells.
    pub told: &'a str,
}

/// What a file told of a league.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileLoad<'a> {
    /// The file.
    pub source_file: &'a str,
    /// The league.
    pub league: &'a LeagueCode,
    /// Its rows.
    pub read: usize,
    /// Of these, those in quarantine.
    pub quarantined: usize,
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

/// Puts a file's rows in quarantine in place of those of its last import, and of those under `bare_name`: the name of a
/// file of which nothing could be read, or that was loaded before files were named by what they tell.
///
/// # Errors
/// When the database cannot be written.
pub async fn replace_quarantine(
    tx: &mut Tx,
    source_file: &str,
    bare_name: &str,
    rows: &[QuarantineRow<'_>],
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    const DELETE: &str = "DELETE FROM quarantine WHERE source_file IN ($1, $2)";
    with_tx!(&mut *tx, c => sqlx::query(DELETE).bind(source_file).bind(bare_name).execute(c).await.map(drop))
        .doing("clear a quarantine")?;
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        with_tx!(&mut *tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "INSERT INTO quarantine (source_file, line, league_code, kind, reason, content, quarantined_at, \
                 match_date, home, away, stored, told) ",
            );
            query.push_values(chunk, |mut tuple, row| {
                tuple
                    .push_bind(source_file)
                    .push_bind(i64::from(row.line))
                    .push_bind(row.league.map(LeagueCode::as_str))
                    .push_bind(row.kind.as_str())
                    .push_bind(row.reason)
                    .push_bind(row.content)
                    .push_bind(now)
                    .push_bind(row.difference.as_ref().map(|it| it.date))
                    .push_bind(row.difference.as_ref().map(|it| it.home))
                    .push_bind(row.difference.as_ref().map(|it| it.away))
                    .push_bind(row.difference.as_ref().map(|it| it.stored))
                    .push_bind(row.difference.as_ref().map(|it| it.told));
            });
            query.build().execute(c).await.map(drop)
        })
        .doing("put rows in quarantine")?;
    }
    Ok(())
}

/// Keeps what a file told of a league, in place of what it told before.
///
/// # Errors
/// When the database cannot be written.
pub async fn record_file_load(tx: &mut Tx, load: &FileLoad<'_>, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO file_loads (source_file, league_code, loaded_at, rows_read, quarantined) \
                       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (source_file, league_code) DO UPDATE SET \
                       loaded_at = excluded.loaded_at, rows_read = excluded.rows_read, \
                       quarantined = excluded.quarantined";
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(load.source_file)
        .bind(load.league.as_str())
        .bind(now)
        .bind(i64::try_from(load.read).unwrap_or(i64::MAX))
        .bind(i64::try_from(load.quarantined).unwrap_or(i64::MAX))
        .execute(c)
        .await
        .map(drop))
    .doing("note what a file told of a league")
}

/// Keeps how many results of a season a file told. Answers how many it told at most, now or before.
///
/// # Errors
/// When the database cannot be written.
pub async fn record_file_results(
    tx: &mut Tx,
    source_file: &str,
    league: &LeagueCode,
    season: Season,
    results: usize,
) -> Result<usize, StoreError> {
    const SQL: &str = "INSERT INTO file_results (source_file, league_code, season, last_told, most_told) \
                       VALUES ($1, $2, $3, $4, $4) ON CONFLICT (source_file, league_code, season) DO UPDATE SET \
                       last_told = excluded.last_told, most_told = CASE WHEN excluded.last_told > file_results.most_told \
                       THEN excluded.last_told ELSE file_results.most_told END RETURNING most_told";
    let most: i64 = with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(source_file)
        .bind(league.as_str())
        .bind(i64::from(season.start_year()))
        .bind(i64::try_from(results).unwrap_or(i64::MAX))
        .fetch_one(c)
        .await)
    .doing("note what a file told of a season")?;
    Ok(usize::try_from(most).unwrap_or(results))
}
