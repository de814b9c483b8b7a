//! From rows to series.

use std::collections::HashMap;

use crate::{
    domain::{LeagueCode, Odds, Origin},
    metrics::drift::{LeagueSeries, MadeBy, SettledForecast},
    model::Devig,
    store::{self, SettledRow, StoreError, Tx},
    training::ChampionParameters,
};

/// The series of every league that the champion serves, by code. A league without settled forecasts has an empty one.
///
/// # Errors
/// When a query fails or a row is unreadable.
pub(super) async fn league_series(tx: &mut Tx, champion: i64) -> Result<Vec<LeagueSeries>, StoreError> {
    let (_, text) = store::model_parameters(tx, champion).await?;
    let served = ChampionParameters::from_json(&text)?.leagues;
    let specifications = numbered(store::specifications(tx).await?);
    let mut all = Vec::with_capacity(served.len());
    for league in store::leagues(tx).await? {
        if served.contains_key(&league.code) {
            let rows = store::settled_of_league(tx, league.id, champion).await?;
            let quotes = store::quotes_of_league(tx, league.id).await?;
            all.push(series(league.code, rows, &specifications).with_quotes(quotes));
        }
    }
    Ok(all)
}

/// Numbers the specifications by their text: versions that only refit the same one share its number.
fn numbered(specifications: Vec<(i64, String)>) -> HashMap<i64, u32> {
    let mut numbers = HashMap::<String, u32>::new();
    specifications
        .into_iter()
        .map(|(model, text)| {
            let next = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
            (model, *numbers.entry(text).or_insert(next))
        })
        .collect()
}

fn series(code: LeagueCode, rows: Vec<SettledRow>, specifications: &HashMap<i64, u32>) -> LeagueSeries {
    let matches = rows.into_iter().filter_map(|row| {
        let made_by = match row.origin {
            Origin::Live => MadeBy::Champion {
                model: row.model_id,
                specification: specifications.get(&row.model_id).copied().unwrap_or(u32::MAX),
            },
            Origin::WalkForward => MadeBy::WalkForward,
            // Never of record.
            Origin::Shadow => return None,
        };
        Some(SettledForecast {
            day: row.day,
            season: row.season,
            forecast: row.forecast,
            score: row.score,
            made_by,
            overround: row.early.map(Odds::overround),
            closing: row.closing.map(|odds| Devig::default().apply(odds).probabilities),
        })
    });
    LeagueSeries::new(code, matches.collect())
}
