//! What the sources delivered, and when.

use std::collections::HashMap;

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::{
    domain::{LeagueCode, SourceKind},
    metrics::Arrival,
};

/// One source: the results or the odds of one league.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceRow {
    /// What it delivers.
    pub kind: SourceKind,
    /// Number of its league in the database.
    pub league_id: i64,
    /// Its league.
    pub league: LeagueCode,
    /// The day of the last match with a score, or with odds.
    pub last_event_on: Option<NaiveDate>,
    /// When a file of it was last loaded (UTC).
    pub last_loaded_at: Option<DateTime<Utc>>,
    /// Matches with a score, or with odds.
    pub rows: u64,
    /// Rows of the league in quarantine.
    pub quarantined: u64,
}

#[derive(sqlx::FromRow)]
struct Raw {
    kind: String,
    league_id: i64,
    code: String,
    last_event_on: Option<NaiveDate>,
    last_loaded_at: Option<DateTime<Utc>>,
    rows: i64,
    quarantined: i64,
}

impl TryFrom<Raw> for SourceRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let count = |n: i64| u64::try_from(n).map_err(|_range| StoreError::unreadable("number of rows", n));
        Ok(Self {
            kind: raw
                .kind
                .parse()
                .map_err(|error| StoreError::unreadable("source", error))?,
            league_id: raw.league_id,
            league: LeagueCode::new(&raw.code).map_err(|error| StoreError::unreadable("league code", error))?,
            last_event_on: raw.last_event_on,
            last_loaded_at: raw.last_loaded_at,
            rows: count(raw.rows)?,
            quarantined: count(raw.quarantined)?,
        })
    }
}

/// All sources, by league code, results before odds.
///
/// # Errors
/// When the database cannot be read.
pub async fn data_sources(tx: &mut Tx) -> Result<Vec<SourceRow>, StoreError> {
    const SQL: &str = "SELECT s.kind, s.league_id, l.code, s.last_event_on, s.last_loaded_at, s.rows, \
                       (SELECT CAST(COUNT(*) AS BIGINT) FROM quarantine q WHERE q.league_code = l.code) AS quarantined \
                       FROM data_sources s JOIN leagues l ON l.id = s.league_id ORDER BY l.code, s.kind DESC";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read the data sources")?;
    rows.into_iter().map(SourceRow::try_from).collect()
}

/// The days on which a source told of something: those of a league's matches with a score, or with odds. Each once, in
/// order.
///
/// # Errors
/// When the database cannot be read.
pub async fn event_days(tx: &mut Tx, league_id: i64, kind: SourceKind) -> Result<Vec<NaiveDate>, StoreError> {
    const RESULTS: &str = "SELECT DISTINCT match_date FROM matches \
                           WHERE league_id = $1 AND home_goals IS NOT NULL ORDER BY match_date";
    const ODDS: &str = "SELECT DISTINCT m.match_date FROM matches m WHERE m.league_id = $1 \
                        AND EXISTS (SELECT 1 FROM odds o WHERE o.match_id = m.id) ORDER BY m.match_date";
    let sql = match kind {
        SourceKind::Results => RESULTS,
        SourceKind::Odds => ODDS,
    };
    with_tx!(tx, c => sqlx::query_scalar(sql).bind(league_id).fetch_all(c).await).doing("read the days of a source")
}

/// Notes that a file of a source was loaded and brought `new_rows` matches that had no score, or no odds, before.
///
/// # Errors
/// When the database cannot be written.
pub async fn record_load(
    tx: &mut Tx,
    league_id: i64,
    kind: SourceKind,
    new_rows: usize,
    now: DateTime<Utc>,
) -> Result<(), StoreError> {
    // The last day is the first row of an index read backwards; counting the rows anew would read them all for each file.
    const RESULTS: &str = "SELECT match_date FROM matches WHERE league_id = $1 AND home_goals IS NOT NULL \
                           ORDER BY match_date DESC LIMIT 1";
    const ODDS: &str = "SELECT m.match_date FROM matches m WHERE m.league_id = $1 \
                        AND EXISTS (SELECT 1 FROM odds o WHERE o.match_id = m.id) ORDER BY m.match_date DESC LIMIT 1";
    const SQL: &str = "INSERT INTO data_sources (kind, league_id, last_event_on, last_loaded_at, rows) \
                       VALUES ($1, $2, $3, $4, $5) ON CONFLICT (kind, league_id) DO UPDATE SET \
                       last_event_on = excluded.last_event_on, last_loaded_at = excluded.last_loaded_at, \
                       rows = data_sources.rows + excluded.rows";
    const ARRIVAL: &str = "INSERT INTO source_arrivals (kind, league_id, event_on, arrived_at) VALUES ($1, $2, $3, $4) \
                           ON CONFLICT (kind, league_id, event_on) DO NOTHING";
    let latest = match kind {
        SourceKind::Results => RESULTS,
        SourceKind::Odds => ODDS,
    };
    let last_event_on: Option<NaiveDate> =
        with_tx!(&mut *tx, c => sqlx::query_scalar(latest).bind(league_id).fetch_optional(c).await)
            .doing("find the last day of a source")?;
    if let Some(day) = last_event_on {
        with_tx!(&mut *tx, c => sqlx::query(ARRIVAL)
            .bind(kind.as_str())
            .bind(league_id)
            .bind(day)
            .bind(now)
            .execute(c)
            .await
            .map(drop))
        .doing("note when a day arrived")?;
    }
    with_tx!(tx, c => sqlx::query(SQL)
        .bind(kind.as_str())
        .bind(league_id)
        .bind(last_event_on)
        .bind(now)
        .bind(i64::try_from(new_rows).unwrap_or(i64::MAX))
        .execute(c)
        .await
        .map(drop))
    .doing("note what a source delivered")
}

/// When each source was first heard of up to which day, in order.
///
/// # Errors
/// When the database cannot be read.
pub async fn arrivals(tx: &mut Tx) -> Result<HashMap<(SourceKind, i64), Vec<Arrival>>, StoreError> {
    const SQL: &str = "SELECT kind, league_id, event_on, arrived_at FROM source_arrivals ORDER BY event_on";
    let rows: Vec<(String, i64, NaiveDate, DateTime<Utc>)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read when the sources' days arrived")?;
    let mut arrivals: HashMap<_, Vec<Arrival>> = HashMap::new();
    for (kind, league_id, event_on, arrived_at) in rows {
        let kind: SourceKind = kind.parse().map_err(|error| StoreError::unreadable("source", error))?;
        arrivals
            .entry((kind, league_id))
            .or_default()
            .push(Arrival { event_on, arrived_at });
    }
    Ok(arrivals)
}
