//! A league's last matches with what was said of them: what an operator looks at, one by one.

use chrono::NaiveDate;

use super::{
    Context, StoreError, Tx,
    predictions::{ForecastRow, forecast_columns, parse_origin},
    record::of_record,
    with_tx,
};
use crate::domain::{Forecast, ModelVersion, Origin, SafeText, Score};

/// A match that is over, with its prediction of record.
#[derive(Debug, Clone, PartialEq)]
pub struct ForecastMatch {
    /// Its day.
    pub day: NaiveDate,
    /// Home team.
    pub home: SafeText,
    /// Away team.
    pub away: SafeText,
    /// How it ended.
    pub score: Score,
    /// What was said.
    pub forecast: Forecast,
    /// By which model version.
    pub version: ModelVersion,
    /// Made before the match or afterwards.
    pub origin: Origin,
}

#[derive(sqlx::FromRow)]
struct Raw {
    match_date: NaiveDate,
    home_name: String,
    away_name: String,
    home_goals: i64,
    away_goals: i64,
    version: String,
    origin: String,
    #[sqlx(flatten)]
    forecast: ForecastRow,
}

/// The last settled matches of a league, the latest first. The order is an index's, so that the cost is that of `limit` rows
/// however long the history is.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn last_settled_matches(
    tx: &mut Tx,
    league_id: i64,
    champion: i64,
    limit: i64,
) -> Result<Vec<ForecastMatch>, StoreError> {
    const SQL: &str = concat!(
        "SELECT m.match_date, h.name AS home_name, a.name AS away_name, m.home_goals, m.away_goals, v.version, p.origin, ",
        forecast_columns!(),
        " FROM matches m JOIN predictions p ON p.match_id = m.id JOIN models v ON v.id = p.model_id \
         JOIN teams h ON h.id = m.home_team_id JOIN teams a ON a.id = m.away_team_id \
         WHERE m.league_id = $1 AND m.home_goals IS NOT NULL AND p.settled_at IS NOT NULL AND ",
        of_record!(),
        " ORDER BY m.match_date DESC, m.id DESC LIMIT $3"
    );
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(league_id).bind(champion).bind(limit).fetch_all(c).await)
            .doing("load a league's last matches")?;
    rows.into_iter().map(ForecastMatch::try_from).collect()
}

impl TryFrom<Raw> for ForecastMatch {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let goals = |goals: i64| u8::try_from(goals).map_err(|_range| StoreError::unreadable("score", goals));
        Ok(Self {
            day: raw.match_date,
            home: raw.home_name.into(),
            away: raw.away_name.into(),
            score: Score {
                home: goals(raw.home_goals)?,
                away: goals(raw.away_goals)?,
            },
            forecast: raw.forecast.try_into()?,
            version: ModelVersion::new(raw.version).map_err(|e| StoreError::unreadable("model version", e))?,
            origin: parse_origin(&raw.origin)?,
        })
    }
}
