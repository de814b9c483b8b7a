//! Forecasts of coming fixtures: the champion's, published before the match, and those of the versions that shadow it.

mod ingredients;

use std::{
    collections::{BTreeSet, HashMap},
    time::Instant,
};

use chrono::{DateTime, Utc};

use ingredients::Ingredients;

use super::{
    job::TrainError,
    shadow::{self, Shadow},
    stages::extract::observations_of,
};
use crate::{
    boxed::Boxed,
    domain::{Forecast, Origin, Probabilities},
    features::FeatureStore,
    model::{Observation, Prediction, Publisher, climatology},
    store::{self, ComingMatch, Db, NewPrediction, StoreError, Tx},
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
#[must_use]
pub fn forecast_coming<'a>(
    db: &'a Db,
    features: &'a FeatureStore,
    now: DateTime<Utc>,
) -> Boxed<'a, Result<u64, TrainError>> {
    Box::pin(async move {
        for _ in 0..TRIES {
            let mut tx = db.read().await?;
            let Some(champion) = store::champion_in_force(&mut tx).await? else {
                return Ok(0);
            };
            let begun = Instant::now();
            let Some(work) = Work::find(&mut tx, champion.id, Origin::Live, now).await? else {
                return Ok(0);
            };
            let ingredients = Ingredients::gather(&mut tx, features, &champion, &work.fixtures, now).await?;
            let forecasts = work.forecasts(&mut tx, &ingredients).await?;
            drop(tx);
            let mut tx = db.write().await?;
            store::add_feature_lookups(&mut tx, now, &ingredients.tally).await?;
            let still = store::champion_in_force(&mut tx).await?;
            let new = if still.as_ref() == Some(&champion) {
                let new = store::insert_predictions(&mut tx, &forecasts).await?;
                store::count_forecast_round(&mut tx, begun.elapsed()).await?;
                shadow_within(&mut tx, now).await?;
                Some(new)
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
    })
}

/// The same within a transaction that changes the champion, from the database alone: nothing may wait for a network there.
pub(super) async fn forecast_within(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, TrainError> {
    match store::champion(tx).await? {
        Some(champion) => Ok(from_database(tx, champion.id, Origin::Live, now).await?),
        None => Ok(0),
    }
}

/// Lets every version that shadows the champion forecast the coming fixtures that it has not forecast yet, within a
/// transaction that publishes the champion's. What they say is kept and told to nobody. Returns how many were new.
///
/// A shadow whose parameters cannot be read is left out: it must not keep the champion from being served.
pub(super) async fn shadow_within(tx: &mut Tx, now: DateTime<Utc>) -> Result<u64, TrainError> {
    let mut new = 0;
    for Shadow { id, version } in shadow::shadows(tx, now).await? {
        match from_database(tx, id, Origin::Shadow, now).await {
            Ok(made) => new += made,
            Err(error @ StoreError::Unreadable { .. }) => tracing::warn!("{version} does not shadow: {error}"),
            Err(error) => return Err(error.into()),
        }
    }
    Ok(new)
}

async fn from_database(tx: &mut Tx, model_id: i64, origin: Origin, now: DateTime<Utc>) -> Result<u64, StoreError> {
    let Some(work) = Work::find(tx, model_id, origin, now).await? else {
        return Ok(0);
    };
    let ingredients = Ingredients::from_database(tx, model_id, &work.fixtures).await?;
    let forecasts = work.forecasts(tx, &ingredients).await?;
    store::insert_predictions(tx, &forecasts).await
}

/// Fixtures that a version has not forecast yet.
struct Work {
    model_id: i64,
    origin: Origin,
    fixtures: Vec<ComingMatch>,
    now: DateTime<Utc>,
}

impl Work {
    async fn find(tx: &mut Tx, model_id: i64, origin: Origin, now: DateTime<Utc>) -> Result<Option<Self>, StoreError> {
        let fixtures = store::matches_to_forecast(tx, model_id, origin, now).await?;
        Ok((!fixtures.is_empty()).then_some(Self {
            model_id,
            origin,
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
                model_id: self.model_id,
                origin: self.origin,
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
