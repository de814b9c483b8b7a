//! Score tallies: one row for each model, origin, league and day. The cost of judging a window is the number of its days.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;

use super::{Context, StoreError, Tx, bound::from_day, predictions::parse_origin, with_tx};
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

/// Rows of one statement; see the limits beside `ROWS_AT_ONCE` of the matches. A training settles thousands of days, and a
/// server may be a network away.
const ROWS_AT_ONCE: usize = 500;

/// Adds what was settled to what is there. The transaction must be one of [`Db::write`](super::Db::write): what is added to
/// must not change meanwhile.
///
/// # Errors
/// When a query fails or a row is unreadable.
pub async fn add_to_tallies(tx: &mut Tx, more: &BTreeMap<TallyKey, Tally>) -> Result<(), StoreError> {
    let all: Vec<(&TallyKey, &Tally)> = more.iter().collect();
    for chunk in all.chunks(ROWS_AT_ONCE) {
        let mut stored = stored_tallies(tx, chunk).await?;
        let mut sums = Vec::with_capacity(chunk.len());
        for (key, more) in chunk {
            let mut sum = stored.remove(key).unwrap_or_default();
            sum += *more;
            let text = serde_json::to_string(&sum).map_err(|e| StoreError::unreadable("score tally", e))?;
            sums.push((*key, text));
        }
        with_tx!(&mut *tx, c => {
            let mut query =
                sqlx::QueryBuilder::new("INSERT INTO score_tallies (model_id, origin, league_id, day, tally) ");
            query.push_values(&sums, |mut row, (key, text)| {
                row.push_bind(key.model_id).push_bind(key.origin.as_str()).push_bind(key.league_id).push_bind(key.day)
                    .push_bind(text.as_str());
            });
            query.push(" ON CONFLICT (model_id, origin, league_id, day) DO UPDATE SET tally = excluded.tally");
            query.build().execute(c).await.map(drop)
        })
        .doing("write the score tallies")?;
    }
    Ok(())
}

async fn stored_tallies(tx: &mut Tx, keys: &[(&TallyKey, &Tally)]) -> Result<HashMap<TallyKey, Tally>, StoreError> {
    type Row = (i64, String, i64, NaiveDate, String);
    let rows: Vec<Row> = with_tx!(tx, c => {
        let mut query = sqlx::QueryBuilder::new(
            "SELECT model_id, origin, league_id, day, tally FROM score_tallies WHERE (model_id, origin, league_id, day) IN (",
        );
        query.push_values(keys, |mut row, (key, _)| {
            row.push_bind(key.model_id).push_bind(key.origin.as_str()).push_bind(key.league_id).push_bind(key.day);
        });
        query.push(")");
        query.build_query_as().fetch_all(c).await
    })
    .doing("load the score tallies")?;
    rows.into_iter()
        .map(|(model_id, origin, league_id, day, text)| {
            let origin = parse_origin(&origin)?;
            let key = TallyKey {
                model_id,
                origin,
                league_id,
                day,
            };
            Ok((key, parse(&text)?))
        })
        .collect()
}

/// The tallies of record from a day on, the oldest first: live ones of every model that was champion, and the champion's
/// walk-forward for matches without a live prediction.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn tallies_since(tx: &mut Tx, champion: i64, from: NaiveDate) -> Result<Vec<DayTally>, StoreError> {
    const SQL: &str = "SELECT l.code, t.day, t.origin, t.tally FROM score_tallies t JOIN leagues l ON l.id = t.league_id \
         WHERE (t.origin = 'live' OR (t.origin = 'walk_forward' AND t.model_id = $1)) AND t.day >= $2 ORDER BY t.day, l.code";
    let rows: Vec<(String, NaiveDate, String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(champion).bind(from_day(from)).fetch_all(c).await)
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
    const SQL: &str = "SELECT max(day) FROM score_tallies WHERE origin = 'live' \
         OR (origin = 'walk_forward' AND model_id = $1)";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(champion).fetch_one(c).await).doing("find the last settled day")
}

fn parse(text: &str) -> Result<Tally, StoreError> {
    serde_json::from_str(text).map_err(|e| StoreError::unreadable("score tally", e))
}
