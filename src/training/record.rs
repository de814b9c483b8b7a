//! What a training leaves behind beside its model version: how its fits climbed, and what MLflow is to be told of it.

use std::collections::HashMap;

use super::{clock::Clock, publish::Trained};
use crate::{
    domain::LeagueCode,
    registry::{self, Evaluation},
    store::{self, Curves, NewModel, StoreError, Tx},
};

/// Writes it, in the transaction of what it tells of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recorder {
    /// There is an MLflow to be told.
    pub(super) mirrored: bool,
}

impl Recorder {
    /// A worker has taken the run.
    pub(super) async fn began(self, tx: &mut Tx, run: i64) -> Result<(), StoreError> {
        if let (true, Some(run)) = (self.mirrored, store::run(tx, run).await?) {
            registry::tell(tx, &registry::beginning(&run), Clock::wall()).await?;
        }
        Ok(())
    }

    /// The run has come to a model version.
    pub(super) async fn published(
        self,
        tx: &mut Tx,
        run: i64,
        model: &NewModel,
        trained: &Trained,
    ) -> Result<(), StoreError> {
        store::write_curves(tx, run, &trained.curves).await?;
        if let (true, Some(run)) = (self.mirrored, store::run(tx, run).await?) {
            let evaluation = by_league_and_week(trained);
            let steps = registry::ending(&run, &trained.curves, Some((model, &evaluation)));
            registry::tell(tx, &steps, Clock::wall()).await?;
        }
        Ok(())
    }

    /// The run has come to nothing.
    pub(super) async fn came_to_nothing(self, tx: &mut Tx, run: i64, curves: &Curves) -> Result<(), StoreError> {
        store::write_curves(tx, run, curves).await?;
        if let (true, Some(run)) = (self.mirrored, store::run(tx, run).await?) {
            registry::tell(tx, &registry::ending(&run, curves, None), Clock::wall()).await?;
        }
        Ok(())
    }
}

fn by_league_and_week(trained: &Trained) -> Evaluation {
    let leagues: HashMap<i64, &LeagueCode> = trained
        .data
        .leagues
        .iter()
        .flat_map(|league| league.match_ids.iter().map(|id| (*id, &league.code)))
        .collect();
    let mut evaluation = Evaluation::new();
    for evaluated in &trained.evaluation.forecasts {
        if let Some(league) = leagues.get(&evaluated.match_id) {
            let weekly = evaluation.entry((*league).clone()).or_default();
            weekly.add(evaluated.day, &evaluated.forecast, evaluated.score);
        }
    }
    evaluation
}
