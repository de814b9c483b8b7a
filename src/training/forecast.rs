//! Forecasts of coming fixtures, made by the champion and published before the match.

mod ingredients;

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use ingredients::Ingredients;

use super::{job::TrainError, stages::extract::observations_of};
use crate::{
    domain::{Forecast, Origin, Probabilities},
    features::FeatureStore,
    model::{Observation, Prediction, Publisher, climatology},
    store::{self, ChampionInForce, ComingMatch, Db, NewPrediction, StoreError, Tx},
};

/// Promotions in a row that a forecast gives way to.
const TRIES: u32 = 3;

/// Forecasts every coming fixture that the champion has not forecast yet. Returns how many were new; none without a
/// champion.
///
/// Strengths and odds are read through the feature store, and from the database where the store has not exactly what the
/// database says now: the forecasts are the same either way. The lookups are counted in the transaction that publishes.
///
/// # Errors
/// When a query fails or the champion's parameters are unreadable.
pub async fn forecast_coming(db: &Db, features: &FeatureStore, now: DateTime<Utc>) -> Result<u64, TrainError> {
    for _ in 0..TRIES {
        let mut tx = db.read().await?;
        let Some(work) = Work::find(&mut tx, now).await? else {
            return Ok(0);
        };
        let ingredients = Ingredients::gather(&mut tx, features, &work.champion, &work.fixtures, now).await?;
        let forecasts = work.forecasts(&mut tx, &ingredients).await?;
        drop(tx);
        let mut tx = db.write().await?;
        store::add_feature_lookups(&mut tx, now, &ingredients.tally).await?;
        let still = store::champion_in_force(&mut tx).await?;
        let new = if still.as_ref() == Some(&work.champion) {
            Some(store::insert_predictions(&mut tx, &forecasts).await?)
        } else {
            None
        };
        tx.commit().await?;
        if let Some(new) = new {
            return Ok(new);
        }
    }
    // Each new champion has forecast what was coming when it was promoted.
    Ok(0)
}

/// The same within a transaction that changes the champion, from the database alone: nothing may wait for a network there.
pub(super) async fn forecast_within(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, TrainError> {
    let Some(work) = Work::find(tx, now).await? else {
        return Ok(0);
    };
    let ingredients = Ingredients::from_database(tx, &work.champion, &work.fixtures).await?;
    let forecasts = work.forecasts(tx, &ingredients).await?;
    Ok(store::insert_predictions(tx, &forecasts).await?)
}

/// Fixtures that the champion has not forecast yet.
struct Work {
    champion: ChampionInForce,
    fixtures: Vec<ComingMatch>,
    now: DateTime<Utc>,
}

impl Work {
    async fn find(tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<Self>, StoreError> {
        let Some(champion) = store::champion_in_force(tx).await? else {
            return Ok(None);
        };
        let fixtures = store::matches_to_forecast(tx, champion.id, now).await?;
        Ok((!fixtures.is_empty()).then_some(Self {
            champion,
            fixtures,
            now,
        }))
    }

    /// None of a fixture whose league the model does not know.
    async fn forecasts(&self, tx: &mut Tx, of: &Ingredients<'_>) -> Result<Vec<NewPrediction>, StoreError> {
        let past = observations(tx, &self.fixtures).await?;
        let forecast = |fixture: &ComingMatch| {
            let past = past.get(&fixture.league_id).map_or(&[][..], Vec::as_slice);
            Some(NewPrediction {
                match_id: fixture.id,
                model_id: self.champion.id,
                origin: Origin::Live,
                forecast: forecast(
                    &of.publisher,
                    of.predict(fixture)?,
                    of.market(fixture),
                    climatology(past, self.now.date_naive(), fixture.season),
                ),
                made_at: self.now,
            })
        };
        Ok(self.fixtures.iter().filter_map(forecast).collect())
    }
}

/// Past matches of the fixtures' leagues, by row of the league.
async fn observations(tx: &mut Tx, fixtures: &[ComingMatch]) -> Result<HashMap<i64, Vec<Observation>>, StoreError> {
    let leagues: BTreeSet<i64> = fixtures.iter().map(|fixture| fixture.league_id).collect();
    let mut past = HashMap::new();
    for league in leagues {
        past.insert(league, observations_of(tx, league).await?);
    }
    Ok(past)
}

fn forecast(
    publisher: &Publisher,
    model: Prediction,
    market: Option<Probabilities>,
    climatology: Probabilities,
) -> Forecast {
    Forecast {
        published: publisher.publish(model.probabilities, market),
        model: model.probabilities,
        market,
        climatology,
        expected_goals: model.expected_goals,
    }
}
