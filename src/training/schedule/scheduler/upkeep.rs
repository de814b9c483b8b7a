//! What keeps predictions up to date between trainings: sources asked, results settled, fixtures forecast.

use std::collections::BTreeSet;

use chrono::{DateTime, TimeDelta, Utc};

use super::{Asked, BY_SCHEDULE, Scheduler, ask};
use crate::{
    domain::{LeagueCode, RunKind},
    store::{self, NewRun, StoreError, Tx},
    training::ChampionParameters,
};

/// A kind of run rests this long after it succeeded: what it left undone it may not be able to do.
const REST: TimeDelta = TimeDelta::minutes(1);
/// And this long after it came to nothing.
const REST_AFTER_FAILURE: TimeDelta = TimeDelta::minutes(15);

/// The leagues that a model version forecasts.
pub(super) type KnownLeagues = BTreeSet<LeagueCode>;

impl Scheduler {
    pub(super) async fn ask_for_upkeep(
        &mut self,
        tx: &mut Tx,
        now: DateTime<Utc>,
        sources_due: bool,
    ) -> Result<Vec<Asked>, StoreError> {
        let due = [
            (RunKind::Fetch, sources_due),
            (RunKind::Settle, store::is_settling_due(tx).await?),
            (RunKind::Forecast, self.is_forecast_due(tx, now).await?),
        ];
        let mut asked = Vec::new();
        for (kind, due) in due {
            if due && !store::ran_lately(tx, kind, now - REST, now - REST_AFTER_FAILURE).await? {
                asked.extend(ask(tx, &NewRun::new(kind, BY_SCHEDULE, now)).await?);
            }
        }
        Ok(asked)
    }

    /// A fixture counts where the model knows its league, as in the forecast itself: others would be asked for without
    /// end.
    async fn is_forecast_due(&mut self, tx: &mut Tx, now: DateTime<Utc>) -> Result<bool, StoreError> {
        let missing = store::leagues_to_forecast(tx, now).await?;
        self.known
            .retain(|known, _| missing.iter().any(|(model, _)| model == known));
        for (model, league) in &missing {
            if !self.known.contains_key(model) {
                self.known.insert(*model, known_leagues(tx, *model).await?);
            }
            if self.known.get(model).is_some_and(|known| known.contains(league)) {
                return Ok(true);
            }
        }
        Ok(false)
    }
}

/// None of a model that cannot be read: it forecasts nothing either.
async fn known_leagues(tx: &mut Tx, model: i64) -> Result<KnownLeagues, StoreError> {
    let (_, text) = store::model_parameters(tx, model).await?;
    Ok(ChampionParameters::from_json(&text)
        .map(|parameters| parameters.leagues.into_keys().collect())
        .unwrap_or_default())
}
