//! Forecasts of coming fixtures, made by the champion and published before the match.

use chrono::{DateTime, Utc};

use super::{
    data::{DataSet, LeagueData},
    job::TrainError,
    publish::ChampionParameters,
};
use crate::{
    domain::{Forecast, Origin},
    model::{Devig, climatology},
    store::{self, NewPrediction, Tx},
};

/// Forecasts every coming fixture that the champion has not forecast yet. Returns how many were new; none without a
/// champion.
///
/// # Errors
/// When a query fails or the champion's parameters are unreadable.
pub async fn forecast_coming(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, TrainError> {
    let Some(champion) = store::champion(tx).await? else {
        return Ok(0);
    };
    let (_, parameters) = store::model_parameters(tx, champion.id).await?;
    let parameters = ChampionParameters::from_json(&parameters)?;
    let data = DataSet::extract_coming(tx, now).await?;
    let forecasts = forecasts(&data, &parameters, champion.id, now);
    Ok(store::insert_predictions(tx, &forecasts).await?)
}

/// The forecasts of one model version for the fixtures of `data`.
pub(super) fn forecasts(
    data: &DataSet,
    parameters: &ChampionParameters,
    model_id: i64,
    now: DateTime<Utc>,
) -> Vec<NewPrediction> {
    data.leagues
        .iter()
        .flat_map(|league| forecasts_of_league(league, parameters, model_id, now))
        .collect()
}

fn forecasts_of_league(
    league: &LeagueData,
    parameters: &ChampionParameters,
    model_id: i64,
    now: DateTime<Utc>,
) -> Vec<NewPrediction> {
    let publisher = parameters.publishers.latest();
    let Some(parameters) = parameters.leagues.get(&league.code) else {
        return Vec::new();
    };
    league
        .fixtures
        .iter()
        .map(|fixture| {
            let model = parameters.predict(fixture.home, fixture.away);
            let odds = league.odds.get(&fixture.match_id);
            let market = odds.map(|odds| Devig::default().apply(*odds).probabilities);
            NewPrediction {
                match_id: fixture.match_id,
                model_id,
                origin: Origin::Live,
                forecast: Forecast {
                    published: publisher.publish(model.probabilities, market),
                    model: model.probabilities,
                    market,
                    climatology: climatology(&league.observations, now.date_naive(), fixture.season),
                    expected_goals: model.expected_goals,
                },
                made_at: now,
            }
        })
        .collect()
}
