//! The register and promote stages: one transaction, so that a crash leaves the old champion or the new one, never none,
//! never two, and never a version without its forecasts.

use std::collections::BTreeMap;

use chrono::{DateTime, Datelike, NaiveTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    data::DataSet, evaluate::Evaluation, forecast::forecasts, job::TrainError, record::Recorder, settle::settle,
};
use crate::{
    domain::{BlendVerdict, LeagueCode, ModelVersion, Origin, PromotionKind, RunScores, RunState},
    model::{LeagueParameters, Publishers, Specification},
    store::{self, Curves, Ending, Held, Lease, NewModel, NewPrediction, Promotion, StoreError, Subject, Tx},
};

/// Parameters of every league that a model version serves.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChampionParameters {
    /// By league.
    pub leagues: BTreeMap<LeagueCode, LeagueParameters>,
    /// From the model's own probabilities to what is published.
    #[serde(default)]
    pub publishers: Publishers,
    /// What the pool with the market came to in the evaluation that it was learnt from.
    #[serde(default)]
    pub blend: Option<BlendVerdict>,
}

impl ChampionParameters {
    /// Reads them from the registry.
    ///
    /// # Errors
    /// When the text is not what a registration wrote.
    pub fn from_json(text: &str) -> Result<Self, StoreError> {
        serde_json::from_str(text).map_err(|e| StoreError::unreadable("set of model parameters", e))
    }
}

/// A finished training that is not published yet.
#[derive(Debug)]
pub(super) struct Trained {
    pub(super) specification: Specification,
    pub(super) data: DataSet,
    pub(super) parameters: ChampionParameters,
    pub(super) matches: u64,
    pub(super) evaluation: Evaluation,
    pub(super) scores: Option<RunScores>,
    pub(super) summary: String,
    pub(super) curves: Curves,
}

impl Trained {
    /// Why it becomes champion: what it was fitted on, and what it scored.
    fn promotion_reason(&self) -> String {
        match &self.scores {
            Some(scores) => format!(
                "trained: {}; walk-forward log loss {:.4}, n {}",
                self.summary, scores.log_loss, scores.n
            ),
            None => format!("trained: {}", self.summary),
        }
    }
}

/// Registers, promotes, forecasts the coming fixtures and ends the run. The caller commits.
pub(super) async fn publish(
    tx: &mut Tx,
    lease: &Lease,
    trained: &Trained,
    recorder: Recorder,
    now: DateTime<Utc>,
) -> Result<ModelVersion, TrainError> {
    let before = store::champion(tx).await?;
    let parameters = match (&lease.league, &before) {
        (Some(_), Some(champion)) => with_leagues_of(tx, champion.id, &trained.parameters).await?,
        _ => trained.parameters.clone(),
    };
    let version = next_version(tx, now).await?;
    let model = new_model(&version, trained, &parameters, now)?;
    let model_id = store::register_model(tx, &model).await?;
    write_walk_forward(tx, model_id, trained).await?;
    if let (Some(_), Some(champion)) = (&lease.league, &before) {
        store::inherit_walk_forwards(tx, champion.id, model_id).await?;
    }
    let reason = trained.promotion_reason();
    let promotion = Promotion {
        kind: PromotionKind::Promote,
        model_id,
        previous_id: before.as_ref().map(|champion| champion.id),
        requested_by: &format!("training #{}", lease.run),
        reason: &reason,
        at: now,
    };
    store::promote_model(tx, &promotion).await?;
    store::drop_walk_forwards_but(tx, [Some(model_id), promotion.previous_id]).await?;
    settle(tx, now).await?;
    let coming = forecasts(&trained.data, &parameters, model_id, now);
    let forecast = store::insert_predictions(tx, &coming).await?;
    store::bump_revision(tx, Subject::Tallies).await?;
    let blend = trained.evaluation.blend.map(|blend| format!("; {}", blend.sentence()));
    let ending = Ending {
        state: RunState::Succeeded,
        message: format!(
            "{version} promoted: {}, {forecast} coming fixtures forecast{}",
            trained.summary,
            blend.unwrap_or_default()
        ),
        model_id: Some(model_id),
        scores: trained.scores,
    };
    match store::finish(tx, lease, &ending, now).await? {
        Held::Yes { .. } => {
            store::add_event(tx, lease, now, None, &ending.message).await?;
            recorder.published(tx, lease.run, &model, trained).await?;
            Ok(version)
        }
        Held::Lost => Err(TrainError::LeaseLost),
    }
}

/// The champion's parameters with the refitted leagues in their places: its calibration and its pool were learnt from all
/// leagues and stay.
async fn with_leagues_of(
    tx: &mut Tx,
    champion: i64,
    refitted: &ChampionParameters,
) -> Result<ChampionParameters, StoreError> {
    let (_, text) = store::model_parameters(tx, champion).await?;
    let mut parameters = ChampionParameters::from_json(&text)?;
    parameters.leagues.extend(refitted.leagues.clone());
    Ok(parameters)
}

/// `dc-2026w47.1`: the first version trained in ISO week 47 of 2026.
async fn next_version(tx: &mut Tx, now: DateTime<Utc>) -> Result<ModelVersion, StoreError> {
    let week = now.iso_week();
    let prefix = format!("dc-{}w{:02}.", week.year(), week.week());
    let number = store::count_versions_with_prefix(tx, &prefix).await? + 1;
    ModelVersion::new(format!("{prefix}{number}")).map_err(|e| StoreError::unreadable("model version", e))
}

fn new_model(
    version: &ModelVersion,
    trained: &Trained,
    parameters: &ChampionParameters,
    now: DateTime<Utc>,
) -> Result<NewModel, StoreError> {
    let json = |what, value: Result<String, serde_json::Error>| value.map_err(|e| StoreError::unreadable(what, e));
    Ok(NewModel {
        version: version.clone(),
        specification: json("specification", serde_json::to_string(&trained.specification))?,
        parameters: json("set of model parameters", serde_json::to_string(parameters))?,
        data_hash: trained.data.hash.clone(),
        code_version: env!("CARGO_PKG_VERSION").to_owned(),
        // Nothing in a fit is drawn at random.
        seed: 0,
        leagues: u32::try_from(parameters.leagues.len()).unwrap_or(u32::MAX),
        matches: trained.matches,
        scores: json("set of scores", serde_json::to_string(&trained.scores))?,
        trained_at: now,
    })
}

/// Keeps the walk-forward forecasts of matches that no live forecast exists for: each match is scored once.
async fn write_walk_forward(tx: &mut Tx, model_id: i64, trained: &Trained) -> Result<(), StoreError> {
    let live = store::matches_with_live_prediction(tx).await?;
    let rows: Vec<NewPrediction> = trained
        .evaluation
        .forecasts
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
    Ok(())
}
