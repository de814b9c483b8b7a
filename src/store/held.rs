//! Rows in quarantine, as they are read: what they say of the data, and the differences that someone should look at.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    Context, StoreError, Tx,
    quality::{count, file_results, league_code},
    with_tx,
};
use crate::{
    domain::{HeldDifference, HeldKind, LeagueCode},
    metrics::{ChangedResults, FileResults, SelfPlayed},
};

#[derive(sqlx::FromRow)]
struct Raw {
    source_file: String,
    line: i64,
    league_code: String,
    match_date: NaiveDate,
    home: String,
    away: String,
    kind: String,
    stored: String,
    told: String,
    quarantined_at: DateTime<Utc>,
}

impl TryFrom<Raw> for HeldDifference {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            file: raw.source_file.into(),
            line: count(raw.line)?,
            league: league_code(&raw.league_code)?,
            date: raw.match_date,
            home: raw.home.into(),
            away: raw.away.into(),
            kind: raw
                .kind
                .parse::<HeldKind>()
                .map_err(|error| StoreError::unreadable("kind of a held row", error))?,
            stored: raw.stored.into(),
            told: raw.told.into(),
            held_at: raw.quarantined_at,
        })
    }
}

/// Rows that would change a played match, the latest match first.
///
/// # Errors
/// When the database cannot be read.
pub async fn held_differences(tx: &mut Tx, limit: i64) -> Result<Vec<HeldDifference>, StoreError> {
    const SQL: &str = "SELECT source_file, line, league_code, match_date, home, away, kind, stored, told, \
                       quarantined_at FROM quarantine WHERE stored IS NOT NULL \
                       ORDER BY match_date DESC, source_file, line LIMIT $1";
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(limit).fetch_all(c).await).doing("read the held differences")?;
    rows.into_iter().map(HeldDifference::try_from).collect()
}

/// Those of one file, by line.
///
/// # Errors
/// When the database cannot be read.
pub async fn held_differences_of(tx: &mut Tx, source_file: &str) -> Result<Vec<HeldDifference>, StoreError> {
    const SQL: &str = "SELECT source_file, line, league_code, match_date, home, away, kind, stored, told, \
                       quarantined_at FROM quarantine WHERE stored IS NOT NULL AND source_file = $1 ORDER BY line";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).bind(source_file).fetch_all(c).await)
        .doing("read a file's held differences")?;
    rows.into_iter().map(HeldDifference::try_from).collect()
}

/// Files that told fewer results of a season in their last load than before.
///
/// # Errors
/// When the database cannot be read.
pub async fn shrunken_files(tx: &mut Tx) -> Result<Vec<FileResults>, StoreError> {
    Ok(file_results(tx)
        .await?
        .into_iter()
        .filter(|file| file.last < file.most)
        .collect())
}

/// Lets go of a file's differences, and of how many results it once told. Returns of how many seasons it told more.
///
/// # Errors
/// When the database cannot be written.
pub async fn forget_held(tx: &mut Tx, source_file: &str) -> Result<u64, StoreError> {
    const DIFFERENCES: &str = "DELETE FROM quarantine WHERE source_file = $1 AND stored IS NOT NULL";
    const SHRUNKEN: &str =
        "UPDATE file_results SET most_told = last_told WHERE source_file = $1 AND last_told < most_told";
    with_tx!(&mut *tx, c => sqlx::query(DIFFERENCES).bind(source_file).execute(c).await.map(drop))
        .doing("let go of a file's held differences")?;
    with_tx!(tx, c => sqlx::query(SHRUNKEN).bind(source_file).execute(c).await.map(|done| done.rows_affected()))
        .doing("let go of a file's former length")
}

/// Each loaded league's rows that would change played matches.
pub(super) async fn changed_results(tx: &mut Tx) -> Result<Vec<(LeagueCode, ChangedResults)>, StoreError> {
    const SQL: &str = "SELECT l.code, COUNT(q.id), \
                       MIN(CAST(q.match_date AS TEXT) || ' ' || q.home || ' ' || q.away || ', stored ' || q.stored || ', told ' || q.told) \
                       FROM leagues l LEFT JOIN quarantine q ON q.league_code = l.code AND q.stored IS NOT NULL \
                       GROUP BY l.code ORDER BY l.code";
    let rows: Vec<(String, i64, Option<String>)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("count the held differences")?;
    rows.into_iter()
        .map(|(code, rows, example)| {
            let changed = ChangedResults {
                rows: count(rows)?,
                example: example.unwrap_or_default(),
            };
            Ok((league_code(&code)?, changed))
        })
        .collect()
}

/// Each loaded league's rows in which a team plays itself, and those of no loaded league.
pub(super) async fn self_played(tx: &mut Tx) -> Result<Vec<(Option<LeagueCode>, SelfPlayed)>, StoreError> {
    const OF_LEAGUES: &str = "SELECT l.code, COUNT(q.id), MIN(q.reason) FROM leagues l \
                              LEFT JOIN quarantine q ON q.league_code = l.code AND q.kind = 'self_play' \
                              GROUP BY l.code ORDER BY l.code";
    const OTHERS: &str = "SELECT q.league_code, COUNT(*), MIN(q.reason) FROM quarantine q \
                          WHERE q.kind = 'self_play' AND NOT EXISTS \
                          (SELECT 1 FROM leagues l WHERE l.code = q.league_code) GROUP BY q.league_code";
    let mut told = Vec::new();
    for sql in [OF_LEAGUES, OTHERS] {
        let rows: Vec<(Option<String>, i64, Option<String>)> =
            with_tx!(&mut *tx, c => sqlx::query_as(sql).fetch_all(c).await)
                .doing("count the teams that play themselves")?;
        for (code, rows, example) in rows {
            let facts = SelfPlayed {
                rows: count(rows)?,
                example: example.unwrap_or_default(),
            };
            told.push((code.as_deref().map(league_code).transpose()?, facts));
        }
    }
    Ok(told)
}
