//! What a training leaves behind beside its model version: how its fits climbed, and what MLflow is to be told of it.

use std::collections::HashMap;

use super::{
    clock::Clock,
    stages::{
        published::published,
        register::{Candidate, Registered},
    },
};
use crate::{
    domain::{LeagueCode, Run, RunKind},
    registry::{self, Evaluation},
    store::{self, Curves, StoreError, Tx},
};

/// Writes it, in the transaction of what it tells of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Recorder {
    /// There is an MLflow to be told.
    pub(super) mirrored: bool,
}

impl Recorder {
    /// The run, where MLflow is to be told of it: it is told of trainings.
    async fn told(self, tx: &mut Tx, run: i64) -> Result<Option<Run>, StoreError> {
        if !self.mirrored {
            return Ok(None);
        }
        Ok(store::run(tx, run).await?.filter(|run| run.kind == RunKind::Train))
    }

    /// A worker has taken the run.
    pub(super) async fn began(self, tx: &mut Tx, run: i64) -> Result<(), StoreError> {
        if let Some(run) = self.told(tx, run).await? {
            registry::tell(tx, &registry::beginning(&run), Clock::wall()).await?;
        }
        Ok(())
    }

    /// The run has come to a model version.
    pub(super) async fn registered(
        self,
        tx: &mut Tx,
        run: i64,
        registered: &Registered,
        candidate: &Candidate<'_>,
    ) -> Result<(), StoreError> {
        let curves = &candidate.fitted.curves;
        store::write_curves(tx, run, curves).await?;
        if let Some(run) = self.told(tx, run).await? {
            let (model, _) = store::registered_model(tx, registered.id).await?;
            let evaluation = by_league_and_week(candidate);
            let steps = registry::ending(&run, curves, Some((&model, &evaluation)));
            registry::tell(tx, &steps, Clock::wall()).await?;
        }
        Ok(())
    }

    /// The run has come to nothing.
    pub(super) async fn came_to_nothing(self, tx: &mut Tx, run: i64, curves: &Curves) -> Result<(), StoreError> {
        store::write_curves(tx, run, curves).await?;
        if let Some(run) = self.told(tx, run).await? {
            registry::tell(tx, &registry::ending(&run, curves, None), Clock::wall()).await?;
        }
        Ok(())
    }
}

fn by_league_and_week(candidate: &Candidate<'_>) -> Evaluation {
    let leagues: HashMap<i64, &LeagueCode> = candidate
        .extracted
        .data
        .leagues
        .iter()
        .flat_map(|league| league.match_ids.iter().map(|id| (*id, &league.code)))
        .collect();
    let mut evaluation = Evaluation::new();
    for evaluated in published(&candidate.walks.candidate) {
        if let Some(league) = leagues.get(&evaluated.match_id) {
            let weekly = evaluation.entry((*league).clone()).or_default();
            weekly.add(evaluated.day, &evaluated.forecast, evaluated.score);
        }
    }
    evaluation
}
