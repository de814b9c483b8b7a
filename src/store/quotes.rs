//! What each bookmaker quoted, added up by match day: of a million odds a drift evaluation reads a row for each day.

use chrono::NaiveDate;

use super::{Context, StoreError, Tx, odds::bookmaker, quality::count, with_tx};
use crate::metrics::{Moments, drift::DayQuotes};

#[derive(sqlx::FromRow)]
struct Raw {
    match_date: NaiveDate,
    bookmaker: String,
    quoted: i64,
    overround: f64,
    overround_squared: f64,
    moved: i64,
    movement: f64,
    movement_squared: f64,
}

impl TryFrom<Raw> for DayQuotes {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            day: raw.match_date,
            bookmaker: bookmaker(&raw.bookmaker)?,
            overround: Moments {
                n: count(raw.quoted)?,
                sum: raw.overround,
                sum_sq: raw.overround_squared,
            },
            movement: Moments {
                n: count(raw.moved)?,
                sum: raw.movement,
                sum_sq: raw.movement_squared,
            },
        })
    }
}

/// What the bookmakers beside the average quoted for a league's played matches of its last season and the two before it.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn quotes_of_league(tx: &mut Tx, league_id: i64) -> Result<Vec<DayQuotes>, StoreError> {
    // `booked` and `closed` are the sums of the inverse odds, by which they are divided into probabilities.
    const SQL: &str = "SELECT match_date, bookmaker, COUNT(*) AS quoted, SUM(booked - 1) AS overround, \
         SUM((booked - 1) * (booked - 1)) AS overround_squared, COUNT(moved) AS moved, \
         COALESCE(SUM(moved), 0.0) AS movement, COALESCE(SUM(moved * moved), 0.0) AS movement_squared FROM \
         (SELECT match_date, bookmaker, booked, 0.5 * (ABS(1 / (closed * closing_home) - 1 / (booked * home)) \
         + ABS(1 / (closed * closing_draw) - 1 / (booked * draw)) \
         + ABS(1 / (closed * closing_away) - 1 / (booked * away))) AS moved FROM \
         (SELECT m.match_date, e.bookmaker, e.home, e.draw, e.away, 1 / e.home + 1 / e.draw + 1 / e.away AS booked, \
         c.home AS closing_home, c.draw AS closing_draw, c.away AS closing_away, \
         1 / c.home + 1 / c.draw + 1 / c.away AS closed \
         FROM matches m JOIN odds e ON e.match_id = m.id AND e.timing = 'early' AND e.bookmaker <> 'average' \
         LEFT JOIN odds c ON c.match_id = m.id AND c.bookmaker = e.bookmaker AND c.timing = 'closing' \
         WHERE m.league_id = $1 AND m.home_goals IS NOT NULL AND m.season >= \
         (SELECT max(season) - 2 FROM matches WHERE league_id = $1 AND home_goals IS NOT NULL)) quotes) moves \
         GROUP BY match_date, bookmaker ORDER BY match_date, bookmaker";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).bind(league_id).fetch_all(c).await)
        .doing("add up what bookmakers quoted")?;
    rows.into_iter().map(DayQuotes::try_from).collect()
}

#[cfg(test)]
mod tests;
