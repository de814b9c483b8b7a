//! Odds.

use std::collections::HashMap;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{Bookmaker, Odds, OddsTiming};

/// Rows of one statement; see the limits beside `ROWS_AT_ONCE` of the matches.
const ROWS_AT_ONCE: usize = 800;

/// Odds of one match.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct OddsRow {
    /// Number of the match.
    pub match_id: i64,
    /// Whose.
    pub bookmaker: Bookmaker,
    /// When they were taken.
    pub timing: OddsTiming,
    /// Decimal odds.
    pub odds: Odds,
}

#[derive(sqlx::FromRow)]
struct Raw {
    match_id: i64,
    bookmaker: String,
    timing: String,
    home: f64,
    draw: f64,
    away: f64,
}

impl TryFrom<Raw> for OddsRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        let timing = [OddsTiming::Early, OddsTiming::Closing]
            .into_iter()
            .find(|known| known.as_str() == raw.timing);
        Ok(Self {
            match_id: raw.match_id,
            bookmaker: bookmaker(&raw.bookmaker)?,
            timing: timing.ok_or_else(|| StoreError::unreadable("time of odds", raw.timing))?,
            odds: Odds::new(raw.home, raw.draw, raw.away)
                .map_err(|error| StoreError::unreadable("triple of odds", error))?,
        })
    }
}

pub(super) fn bookmaker(name: &str) -> Result<Bookmaker, StoreError> {
    let mut known = Bookmaker::PRIORITY.into_iter();
    known
        .find(|known| known.as_str() == name)
        .ok_or_else(|| StoreError::unreadable("bookmaker", name))
}

/// The market's early odds for each match of a league that has any: of the first bookmaker of [`Bookmaker::PRIORITY`]
/// with odds for it. The maximum, which is no bookmaker's book, serves only where nothing else is.
///
/// # Errors
/// When the database cannot be read.
pub async fn market_odds(tx: &mut Tx, league_id: i64) -> Result<HashMap<i64, Odds>, StoreError> {
    // The order of `Bookmaker::PRIORITY`, which a test holds it to: only one row a match leaves the database.
    const SQL: &str = "SELECT o.match_id, o.bookmaker, o.timing, o.home, o.draw, o.away \
                       FROM matches m JOIN odds o ON o.match_id = m.id \
                       WHERE m.league_id = $1 AND o.timing = 'early' AND o.bookmaker = \
                       (SELECT p.bookmaker FROM odds p WHERE p.match_id = m.id AND p.timing = 'early' \
                       ORDER BY CASE p.bookmaker WHEN 'average' THEN 0 WHEN 'pinnacle' THEN 1 WHEN 'bet365' THEN 2 \
                       ELSE 3 END LIMIT 1)";
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(league_id).fetch_all(c).await).doing("read a league's odds")?;
    rows.into_iter()
        .map(|raw| OddsRow::try_from(raw).map(|row| (row.match_id, row.odds)))
        .collect()
}

/// All odds of some matches.
///
/// # Errors
/// When the database cannot be read.
pub async fn odds_of_matches(tx: &mut Tx, ids: &[i64]) -> Result<Vec<OddsRow>, StoreError> {
    let mut found = Vec::new();
    for chunk in ids.chunks(ROWS_AT_ONCE) {
        let rows: Vec<Raw> = with_tx!(tx, c => {
            let mut query = sqlx::QueryBuilder::new(
                "SELECT match_id, bookmaker, timing, home, draw, away FROM odds WHERE match_id IN (",
            );
            let mut list = query.separated(", ");
            for id in chunk {
                list.push_bind(*id);
            }
            list.push_unseparated(")");
            query.build_query_as().fetch_all(c).await
        })
        .doing("read the stored odds")?;
        for raw in rows {
            found.push(raw.try_into()?);
        }
    }
    Ok(found)
}

/// Adds odds, or puts them in place of older ones of the same bookmaker and time.
///
/// # Errors
/// When the database cannot be written.
pub async fn upsert_odds(tx: &mut Tx, rows: &[OddsRow]) -> Result<(), StoreError> {
    for chunk in rows.chunks(ROWS_AT_ONCE) {
        with_tx!(tx, c => {
            let mut query =
                sqlx::QueryBuilder::new("INSERT INTO odds (match_id, bookmaker, timing, home, draw, away) ");
            query.push_values(chunk, |mut tuple, row| {
                let [home, draw, away] = row.odds.to_array();
                tuple
                    .push_bind(row.match_id)
                    .push_bind(row.bookmaker.as_str())
                    .push_bind(row.timing.as_str())
                    .push_bind(home)
                    .push_bind(draw)
                    .push_bind(away);
            });
            query.push(
                " ON CONFLICT (match_id, bookmaker, timing) \
                 DO UPDATE SET home = excluded.home, draw = excluded.draw, away = excluded.away",
            );
            query.build().execute(c).await.map(drop)
        })
        .doing("add odds")?;
    }
    Ok(())
}
