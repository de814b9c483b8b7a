//! What became of the files that are downloaded, by their addresses. All times here are wall-clock times.

use std::collections::HashMap;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::LeagueCode;

/// Addresses of one SELECT: SQLite takes 32,766 parameters, PostgreSQL 65,535.
const ADDRESSES_AT_ONCE: usize = 1_000;

/// A file that is downloaded, and how that went last.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow)]
pub struct Download {
    /// Its address.
    pub url: String,
    /// `season` or `fixtures`.
    pub kind: String,
    /// Codes of the leagues of which rows are taken, in order, separated by commas.
    pub leagues: String,
    /// Name that the server gave to the body that was loaded last.
    pub etag: Option<String>,
    /// When it was changed, as the server wrote it.
    pub last_modified: Option<String>,
    /// Hash of its bytes; none before the first body.
    pub content_hash: Option<String>,
    /// Its length; 0 before the first.
    #[sqlx(try_from = "i64")]
    pub bytes: u64,
    /// Its rows; 0 before the first.
    #[sqlx(try_from = "i64")]
    pub rows_read: u64,
    /// When it came.
    pub fetched_at: Option<DateTime<Utc>>,
    /// When an answer last came that was no failure.
    pub checked_at: Option<DateTime<Utc>>,
    /// HTTP status of the last answer; 0 where none came.
    #[sqlx(try_from = "i64")]
    pub status: u16,
    /// Why the last attempt failed; none where it did not.
    pub error: Option<String>,
    /// Failures in a row.
    #[sqlx(try_from = "i64")]
    pub failures: u32,
    /// Not asked for again by itself before this.
    pub not_before: Option<DateTime<Utc>>,
}

/// What is known of the downloads from these addresses; nothing of one that was never asked for.
///
/// # Errors
/// When the database cannot be read.
pub async fn downloads(tx: &mut Tx, urls: &[String]) -> Result<HashMap<String, Download>, StoreError> {
    let mut known = HashMap::new();
    for chunk in urls.chunks(ADDRESSES_AT_ONCE) {
        let rows: Vec<Download> = with_tx!(&mut *tx, c => {
            let mut query = sqlx::QueryBuilder::new("SELECT * FROM downloads WHERE url IN (");
            let mut list = query.separated(", ");
            for url in chunk {
                list.push_bind(url);
            }
            query.push(")");
            query.build_query_as().fetch_all(c).await
        })
        .doing("read what became of downloads")?;
        known.extend(rows.into_iter().map(|row| (row.url.clone(), row)));
    }
    Ok(known)
}

/// Keeps what became of a download, in place of what was known of it.
///
/// # Errors
/// When the database cannot be written.
pub async fn record_download(tx: &mut Tx, download: &Download) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO downloads (url, kind, leagues, etag, last_modified, content_hash, bytes, rows_read, \
         fetched_at, checked_at, status, error, failures, not_before) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14) ON CONFLICT (url) DO UPDATE SET \
         kind = excluded.kind, leagues = excluded.leagues, etag = excluded.etag, \
         last_modified = excluded.last_modified, content_hash = excluded.content_hash, bytes = excluded.bytes, \
         rows_read = excluded.rows_read, fetched_at = excluded.fetched_at, checked_at = excluded.checked_at, \
         status = excluded.status, error = excluded.error, failures = excluded.failures, \
         not_before = excluded.not_before";
    let count = |n: u64| i64::try_from(n).unwrap_or(i64::MAX);
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(&download.url)
        .bind(&download.kind)
        .bind(&download.leagues)
        .bind(&download.etag)
        .bind(&download.last_modified)
        .bind(&download.content_hash)
        .bind(count(download.bytes))
        .bind(count(download.rows_read))
        .bind(download.fetched_at)
        .bind(download.checked_at)
        .bind(i64::from(download.status))
        .bind(&download.error)
        .bind(i64::from(download.failures))
        .bind(download.not_before)
        .execute(c)
        .await
        .map(drop))
    .doing("keep what became of a download")
}

/// A download that keeps failing.
#[derive(Debug, Clone, PartialEq, Eq, sqlx::FromRow, serde::Serialize)]
pub struct FailingDownload {
    /// `season` or `fixtures`.
    pub kind: String,
    /// Codes of its leagues, separated by commas.
    pub leagues: String,
    /// Failures in a row.
    #[sqlx(try_from = "i64")]
    pub failures: u32,
    /// Why it failed last.
    pub error: String,
}

/// Downloads that failed so often in a row and are still asked for, the worst first. One that nobody asks for any more is past
/// its next look for a day.
///
/// # Errors
/// When the database cannot be read.
pub async fn failing_downloads(
    tx: &mut Tx,
    failures: u32,
    wall: DateTime<Utc>,
) -> Result<Vec<FailingDownload>, StoreError> {
    const SQL: &str = "SELECT kind, leagues, failures, error FROM downloads \
         WHERE failures >= $1 AND error IS NOT NULL AND not_before > $2 ORDER BY failures DESC, url";
    with_tx!(tx, c => sqlx::query_as(SQL)
        .bind(i64::from(failures)).bind(wall - TimeDelta::days(1)).fetch_all(c).await)
    .doing("find the downloads that keep failing")
}

/// When a season file of each league was last looked at with success, new or not.
///
/// # Errors
/// When the database cannot be read.
pub async fn last_checks(tx: &mut Tx) -> Result<HashMap<LeagueCode, DateTime<Utc>>, StoreError> {
    const SQL: &str = "SELECT leagues, MAX(checked_at) FROM downloads \
         WHERE kind = 'season' AND checked_at IS NOT NULL GROUP BY leagues";
    let rows: Vec<(String, DateTime<Utc>)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read when sources were looked at")?;
    let readable = |(code, at): (String, DateTime<Utc>)| {
        let code = LeagueCode::new(&code).map_err(|error| StoreError::unreadable("league code", error))?;
        Ok((code, at))
    };
    rows.into_iter().map(readable).collect()
}
