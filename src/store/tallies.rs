//! Score tallies: one row for each model, origin, league and day. The cost of judging a window is the number of its days.

use chrono::NaiveDate;

use super::{Context, StoreError, Tx, predictions::parse_origin, with_tx};
use crate::{
    domain::{LeagueCode, Origin},
    metrics::Tally,
};

/// Where a tally belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct TallyKey {
    /// Model version.
    pub model_id: i64,
    /// Made before the matches or afterwards.
    pub origin: Origin,
    /// League.
    pub league_id: i64,
    /// Day of the matches.
    pub day: NaiveDate,
}

/// What was settled of one league on one day.
#[derive(Debug, Clone, PartialEq)]
pub struct DayTally {
    /// League.
    pub league: LeagueCode,
    /// Day of the matches.
    pub day: NaiveDate,
    /// Made before the matches or afterwards.
    pub origin: Origin,
    /// The sums.
    pub tally: Tally,
}

/// Adds what was settled to what is there.
///
/// # Errors
/// When a query fails or a row is unreadable.
pub async fn add_to_tally(tx: &mut Tx, key: &TallyKey, more: &Tally) -> Result<(), StoreError> {
    const SELECT: &str =
        "SELECT tally FROM score_tallies WHERE model_id = $1 AND origin = $2 AND league_id = $3 AND day = $4";
    const UPSERT: &str = "INSERT INTO score_tallies (model_id, origin, league_id, day, tally) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT (model_id, origin, league_id, day) DO UPDATE SET tally = excluded.tally";
    let stored: Option<String> = with_tx!(&mut *tx, c => sqlx::query_scalar(SELECT)
        .bind(key.model_id).bind(key.origin.as_str()).bind(key.league_id).bind(key.day).fetch_optional(c).await)
    .doing("load a score tally")?;
    let mut sum = stored.map(|text| parse(&text)).transpose()?.unwrap_or_default();
    sum += more;
    let text = serde_json::to_string(&sum).map_err(|e| StoreError::unreadable("score tally", e))?;
    with_tx!(tx, c => sqlx::query(UPSERT)
        .bind(key.model_id).bind(key.origin.as_str()).bind(key.league_id).bind(key.day).bind(text).execute(c).await)
    .doing("write a score tally")?;
    Ok(())
}

/// The tallies of record from a day on, the oldest first: live ones of every model that was champion, and the champion's
/// walk-forward for matches without a live prediction.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn tallies_since(tx: &mut Tx, champion: i64, from: NaiveDate) -> Result<Vec<DayTally>, StoreError> {
    const SQL: &str = "SELECT l.code, t.day, t.origin, t.tally FROM score_tallies t JOIN leagues l ON l.id = t.league_id \
         WHERE (t.origin = 'live' OR t.model_id = $1) AND t.day >= $2 ORDER BY t.day, l.code";
    let rows: Vec<(String, NaiveDate, String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(champion).bind(from).fetch_all(c).await)
            .doing("load the score tallies")?;
    rows.into_iter()
        .map(|(code, day, origin, text)| {
            Ok(DayTally {
                league: LeagueCode::new(&code).map_err(|e| StoreError::unreadable("league code", e))?,
                day,
                origin: parse_origin(&origin)?,
                tally: parse(&text)?,
            })
        })
        .collect()
}

/// The last day on which anything of record was settled.
///
/// # Errors
/// When the query fails.
pub async fn last_settled_day(tx: &mut Tx, champion: i64) -> Result<Option<NaiveDate>, StoreError> {
    const SQL: &str = "SELECT max(day) FROM score_tallies WHERE origin = 'live' OR model_id = $1";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(champion).fetch_one(c).await).doing("find the last settled day")
}

fn parse(text: &str) -> Result<Tally, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::unreadable("score tally", e))
}
