//! A league's settled predictions of record, in order: what its drift is judged on.

use chrono::NaiveDate;

use super::{
    Context, StoreError, Tx,
    predictions::{ForecastRow, forecast_columns, parse_origin},
    record::of_record,
    with_tx,
};
use crate::domain::{Forecast, Odds, Origin, Score, Season};

/// One settled prediction of record.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SettledRow {
    /// By which model version.
    pub model_id: i64,
    /// Made before the match or afterwards.
    pub origin: Origin,
    /// Season of the match.
    pub season: Season,
    /// Its day.
    pub day: NaiveDate,
    /// What was said.
    pub forecast: Forecast,
    /// How it ended.
    pub score: Score,
    /// The average early odds.
    pub early: Option<Odds>,
    /// The average closing odds.
    pub closing: Option<Odds>,
}

#[derive(sqlx::FromRow)]
struct Raw {
    model_id: i64,
    origin: String,
    season: i64,
    match_date: NaiveDate,
    home_goals: i64,
    away_goals: i64,
    early_home: Option<f64>,
    early_draw: Option<f64>,
    early_away: Option<f64>,
    closing_home: Option<f64>,
    closing_draw: Option<f64>,
    closing_away: Option<f64>,
    #[sqlx(flatten)]
    forecast: ForecastRow,
}

/// The settled predictions of record of a league's last season and the two before it, the oldest first. Of the bookmakers only
/// the average is looked up: it is the first of their order of preference, and one look-up for each match costs less than four.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn settled_of_league(tx: &mut Tx, league_id: i64, champion: i64) -> Result<Vec<SettledRow>, StoreError> {
    const SQL: &str = concat!(
        "SELECT p.model_id, p.origin, m.season, m.match_date, m.home_goals, m.away_goals, \
         e.home AS early_home, e.draw AS early_draw, e.away AS early_away, \
         c.home AS closing_home, c.draw AS closing_draw, c.away AS closing_away, ",
        forecast_columns!(),
        " FROM matches m JOIN predictions p ON p.match_id = m.id \
         LEFT JOIN odds e ON e.match_id = m.id AND e.bookmaker = 'average' AND e.timing = 'early' \
         LEFT JOIN odds c ON c.match_id = m.id AND c.bookmaker = 'average' AND c.timing = 'closing' \
         WHERE m.league_id = $1 AND p.settled_at IS NOT NULL AND m.season >= \
         (SELECT max(season) - 2 FROM matches WHERE league_id = $1 AND home_goals IS NOT NULL) \
         AND ",
        of_record!(),
        " ORDER BY m.match_date, m.id"
    );
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).bind(league_id).bind(champion).fetch_all(c).await)
        .doing("load a league's settled predictions")?;
    rows.into_iter().map(SettledRow::try_from).collect()
}

impl TryFrom<Raw> for SettledRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let goals = |goals: i64| u8::try_from(goals).map_err(|_range| StoreError::unreadable("score", goals));
        let season = i32::try_from(raw.season).map_err(|_range| StoreError::unreadable("season", raw.season))?;
        Ok(Self {
            model_id: raw.model_id,
            origin: parse_origin(&raw.origin)?,
            season: Season::starting(season),
            day: raw.match_date,
            forecast: raw.forecast.try_into()?,
            score: Score {
                home: goals(raw.home_goals)?,
                away: goals(raw.away_goals)?,
            },
            early: odds(raw.early_home, raw.early_draw, raw.early_away),
            closing: odds(raw.closing_home, raw.closing_draw, raw.closing_away),
        })
    }
}

/// Odds that are none are not there.
fn odds(home: Option<f64>, draw: Option<f64>, away: Option<f64>) -> Option<Odds> {
    Odds::new(home?, draw?, away?).ok()
}
