//! One training run, from its lease to its ending.

use chrono::{DateTime, NaiveDate, Utc};

use super::{
    clock::Clock,
    data::DataSet,
    evaluate::{Publishing, evaluate},
    fit_leagues::{LeagueFit, fit_leagues},
    progress::Reporter,
    publish::{ChampionParameters, Trained, publish},
    record::Recorder,
    worker::BEARS,
};
use crate::{
    config,
    domain::{LeagueCode, ModelVersion, RunState, Stage},
    model::{ModelError, Specification, SpecificationError, Strength},
    store::{self, Db, Lease, Patience, StoreError, Tx},
};

/// Why a training did not come to a model version.
#[derive(Debug, thiserror::Error)]
pub enum TrainError {
    /// The database failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The configured specification makes no model.
    #[error("the configured specification makes no model")]
    Specification(#[from] SpecificationError),
    /// There is nothing to learn from.
    #[error("no league has enough matches to fit ({found}): import results with `touchline import PATH`")]
    NoData {
        /// What there is.
        found: String,
    },
    /// A league could not be fitted.
    #[error("league {league} could not be fitted; the champion stays")]
    Model {
        /// The league.
        league: LeagueCode,
        /// The cause.
        #[source]
        source: ModelError,
    },
    /// An operator stopped it.
    #[error("cancelled by an operator")]
    Cancelled,
    /// Another worker has the run.
    #[error("another worker took over the run")]
    LeaseLost,
    /// The computing thread died.
    #[error("the training stopped unexpectedly: {0}")]
    Died(String),
}

impl TryFrom<&config::Training> for Specification {
    type Error = SpecificationError;

    fn try_from(training: &config::Training) -> Result<Self, SpecificationError> {
        Self::default()
            .with_half_life_days(training.half_life_days)?
            .with_ridge(training.ridge)?
            .with_rho_bound(training.rho_bound)?
            .with_estimated_promoted_prior(training.promoted_estimate)
            .with_promoted_prior(Strength {
                attack: training.promoted_attack,
                defence: training.promoted_defence,
            })
    }
}

/// Runs all stages. Nothing is written before the last of them, which is one transaction.
pub(super) async fn train(
    db: &Db,
    clock: &Clock,
    settings: &config::Training,
    lease: &Lease,
    reporter: &Reporter,
    recorder: Recorder,
) -> Result<ModelVersion, TrainError> {
    let specification = Specification::try_from(settings)?;
    reporter.stage(Stage::Extract, 0, "reads matches and odds");
    let now = clock.now();
    let mut patience = Patience::of(BEARS);
    let (data, publishing) = loop {
        match extract(db, settings, lease, now).await {
            Err(error) if patience.waits_after(&error).await => {}
            done => break done?,
        }
    };
    let trained = compute(
        specification,
        data,
        now.date_naive(),
        settings.evaluate_seasons,
        publishing,
        reporter.clone(),
    )
    .await?;
    reporter.stage(
        Stage::Register,
        0,
        "writes the model version and its walk-forward forecasts",
    );
    if reporter.stop_requested() {
        return Err(TrainError::Cancelled);
    }
    let mut patience = Patience::of(BEARS);
    loop {
        match publish_once(db, lease, &trained, recorder, clock.now()).await {
            Err(TrainError::Store(error)) if patience.waits_after(&error).await => {}
            Err(TrainError::LeaseLost) => return published_before(db, lease).await,
            done => return done,
        }
    }
}

async fn extract(
    db: &Db,
    settings: &config::Training,
    lease: &Lease,
    now: DateTime<Utc>,
) -> Result<(DataSet, Publishing), StoreError> {
    let mut tx = db.read().await?;
    let data = DataSet::extract(&mut tx, lease.league.as_ref(), now).await?;
    Ok((data, publishing(&mut tx, settings, lease).await?))
}

async fn publish_once(
    db: &Db,
    lease: &Lease,
    trained: &Trained,
    recorder: Recorder,
    now: DateTime<Utc>,
) -> Result<ModelVersion, TrainError> {
    let mut tx = db.write().await?;
    let version = publish(&mut tx, lease, trained, recorder, now).await?;
    tx.commit().await?;
    Ok(version)
}

/// A connection that breaks between a commit and its answer leaves open whether the commit was done. If it was, the second
/// attempt finds the run over; then this attempt's own success is what ended it.
async fn published_before(db: &Db, lease: &Lease) -> Result<ModelVersion, TrainError> {
    let mut tx = db.read().await?;
    let run = store::run(&mut tx, lease.run).await?;
    let own = run.filter(|run| run.state == RunState::Succeeded && run.attempt == lease.attempt);
    own.and_then(|run| run.model_version).ok_or(TrainError::LeaseLost)
}

/// A single league is published as the champion publishes all of them; without a champion, or for all leagues, it is learnt.
async fn publishing(tx: &mut Tx, settings: &config::Training, lease: &Lease) -> Result<Publishing, StoreError> {
    let floor = settings.blend_floor;
    let champion = store::champion(tx).await?;
    let (Some(_), Some(champion)) = (&lease.league, champion) else {
        return Ok(Publishing::Learn { floor });
    };
    let (_, text) = store::model_parameters(tx, champion.id).await?;
    Ok(Publishing::Inherit(ChampionParameters::from_json(&text)?.publishers))
}

/// Fits and evaluates on the thread pool; the runtime's threads stay free for heartbeats.
async fn compute(
    specification: Specification,
    data: DataSet,
    today: NaiveDate,
    seasons: u32,
    publishing: Publishing,
    reporter: Reporter,
) -> Result<Trained, TrainError> {
    let work = move || {
        reporter.stage(Stage::Fit, data.leagues.len(), "fits each league");
        let fits = fit_leagues(&specification, &data.leagues, today, &reporter)?;
        let (mut parameters, matches, summary) = summarise(fits)?;
        reporter.stage(
            Stage::Evaluate,
            data.leagues.len(),
            "walks forward through past seasons, week by week",
        );
        let evaluation = evaluate(&specification, &data.leagues, seasons, publishing, &reporter)?;
        let scores = evaluation.run_scores();
        parameters.publishers = evaluation.publishers.clone();
        parameters.blend = evaluation.blend;
        Ok(Trained {
            specification,
            data,
            parameters,
            matches,
            evaluation,
            scores,
            summary,
            curves: reporter.curves(),
        })
    };
    tokio::task::spawn_blocking(work)
        .await
        .map_err(|error| TrainError::Died(error.to_string()))?
}

fn summarise(fits: Vec<LeagueFit>) -> Result<(ChampionParameters, u64, String), TrainError> {
    let mut parameters = ChampionParameters::default();
    let mut total = 0;
    let mut left_out = Vec::new();
    for fit in fits {
        match fit {
            LeagueFit::Fitted { code, fit, matches } => {
                total += matches as u64;
                parameters.leagues.insert(code, fit.parameters);
            }
            LeagueFit::TooFew { code, matches } => left_out.push(format!("{code} {matches}")),
        }
    }
    let left_out = left_out.join(", ");
    if parameters.leagues.is_empty() {
        let found = if left_out.is_empty() {
            "no matches".to_owned()
        } else {
            left_out
        };
        return Err(TrainError::NoData { found });
    }
    let mut summary = format!("{} leagues on {total} matches", parameters.leagues.len());
    if !left_out.is_empty() {
        summary = format!("{summary} (too few matches: {left_out})");
    }
    Ok((parameters, total, summary))
}
