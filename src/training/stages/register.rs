//! The register stage: the model version, its walk-forward forecasts and what the gate said, in one transaction.

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    calibrate::Walks, evaluate::Evaluation, extract::Extracted, fit::Fitted, published::published, validate::Validated,
};
use crate::{
    domain::{ModelVersion, Origin, Stage},
    store::{self, NewDecision, NewModel, NewPrediction, Patience, StoreError, Tx},
    training::{
        checkpoint::Chain,
        job::{Job, TrainError},
        settle::settle,
        worker::BEARS,
    },
};

/// What the stages before came to.
#[derive(Debug, Clone, Copy)]
pub(in crate::training) struct Candidate<'a> {
    pub(in crate::training) extracted: &'a Extracted,
    pub(in crate::training) validated: &'a Validated,
    pub(in crate::training) fitted: &'a Fitted,
    pub(in crate::training) walks: &'a Walks,
    pub(in crate::training) evaluation: &'a Evaluation,
}

/// The version in the registry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::training) struct Registered {
    pub(in crate::training) id: i64,
    pub(in crate::training) version: ModelVersion,
}

/// Registers it once, whatever the connection does.
pub(super) async fn register(
    chain: &mut Chain<'_>,
    job: &Job<'_>,
    candidate: &Candidate<'_>,
) -> Result<Registered, TrainError> {
    let mut patience = Patience::of(BEARS);
    loop {
        match once(chain, job, candidate).await {
            Err(TrainError::Store(error)) if patience.waits_after(&error).await => {
                // A connection that breaks between a commit and its answer leaves open whether it was done.
                if let Some(found) = chain.look_up(Stage::Register).await? {
                    return Ok(found);
                }
            }
            done => return done,
        }
    }
}

async fn once(chain: &Chain<'_>, job: &Job<'_>, candidate: &Candidate<'_>) -> Result<Registered, TrainError> {
    let mut tx = job.db.write().await?;
    let writing = async { Ok(write(&mut tx, job, candidate).await?) };
    let registered = job.reporter.unless_stopped(writing).await?;
    chain.commit(tx, Stage::Register, &registered).await?;
    Ok(registered)
}

/// Registers a challenger. What was challenger with the same specification is archived: this one is newer.
async fn write(tx: &mut Tx, job: &Job<'_>, candidate: &Candidate<'_>) -> Result<Registered, StoreError> {
    let now = job.clock.now();
    let version = next_version(tx, now).await?;
    let model = new_model(&version, candidate, now)?;
    store::archive_challengers(tx, &model.specification).await?;
    let id = store::register_model(tx, &model).await?;
    store::note_model(tx, job.lease, id).await?;
    store::write_decision(
        tx,
        &NewDecision {
            at: now,
            run_id: Some(job.lease.run),
            model_id: id,
            champion_id: candidate.extracted.incumbent.as_ref().map(|incumbent| incumbent.id),
            decision: &candidate.evaluation.decision,
            data_hash: &model.data_hash,
            seed: model.seed,
        },
    )
    .await?;
    write_walk_forward(tx, id, candidate).await?;
    settle(tx, now).await?;
    Ok(Registered { id, version })
}

/// `dc-2026w47.1`: the first version trained in ISO week 47 of 2026.
async fn next_version(tx: &mut Tx, now: DateTime<Utc>) -> Result<ModelVersion, StoreError> {
    let week = now.iso_week();
    let prefix = format!("dc-{}w{:02}.", week.year(), week.week());
    let number = store::count_versions_with_prefix(tx, &prefix).await? + 1;
    ModelVersion::new(format!("{prefix}{number}")).map_err(|e| StoreError::unreadable("model version", e))
}

fn new_model(version: &ModelVersion, candidate: &Candidate<'_>, now: DateTime<Utc>) -> Result<NewModel, StoreError> {
    let json = |what, value: Result<String, serde_json::Error>| value.map_err(|e| StoreError::unreadable(what, e));
    let (extracted, evaluation) = (candidate.extracted, candidate.evaluation);
    Ok(NewModel {
        version: version.clone(),
        specification: json("specification", serde_json::to_string(&extracted.specification))?,
        parameters: json("set of model parameters", serde_json::to_string(&evaluation.parameters))?,
        data_hash: extracted.data.hash.clone(),
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        // Nothing in a fit is drawn at random.
        seed: 0,
        leagues: u32::try_from(evaluation.parameters.leagues.len()).unwrap_or(u32::MAX),
        matches: candidate.validated.matches,
        scores: json("set of scores", serde_json::to_string(&evaluation.scores))?,
        trained_at: now,
    })
}

/// Keeps the walk-forward forecasts of matches that no live forecast exists for: each match is scored once. Those of
/// versions that nothing is held against any more go.
async fn write_walk_forward(tx: &mut Tx, model_id: i64, candidate: &Candidate<'_>) -> Result<(), StoreError> {
    let live = store::matches_with_live_prediction(tx).await?;
    let rows: Vec<NewPrediction> = published(&candidate.walks.candidate)
        .iter()
        .filter(|evaluated| !live.contains(&evaluated.match_id))
        .map(|evaluated| NewPrediction {
            match_id: evaluated.match_id,
            model_id,
            origin: Origin::WalkForward,
            forecast: evaluated.forecast,
            made_at: evaluated.as_of.and_time(NaiveTime::MIN).and_utc(),
        })
        .collect();
    store::insert_predictions(tx, &rows).await?;
    if let Some(incumbent) = candidate.extracted.part_of() {
        store::inherit_walk_forwards(tx, incumbent.id, model_id).await?;
    }
    store::drop_idle_walk_forwards(tx).await
}
