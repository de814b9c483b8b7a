//! `touchline worker`: takes trainings from the queue.

use std::{ffi::OsString, fs::File, process::ExitCode, time::Duration};

use color_eyre::eyre::{Result, WrapErr};
use tokio_util::sync::CancellationToken;
use touchline::{
    config::Settings,
    domain::with_causes,
    engine::{SoleWorker, WorkerCommand},
    features::FeatureStore,
    registry::Mlflow,
    store::{self, Db, OpenMode, StoreError},
    training::{Clock, DriftJudge, Until, Worker, worker_id},
};

use super::{
    arguments::{self, Global},
    signals::stop_on_signals,
};

pub(super) async fn run(settings: &Settings, options: &arguments::Worker) -> Result<ExitCode> {
    if options.detached {
        detach()?;
    }
    let until = match options {
        arguments::Worker { once: true, .. } => Until::QueueEmpty,
        arguments::Worker { detached: true, .. } => {
            Until::Idle(Duration::from_secs(settings.training.worker_idle_seconds))
        }
        _ => Until::Stopped,
    };
    let ended = work(settings, options.detached, until).await;
    if let Err(error) = &ended {
        tracing::error!("the worker ends: {}", with_causes(error.as_ref()));
    }
    ended.map(|()| ExitCode::SUCCESS)
}

async fn work(settings: &Settings, detached: bool, until: Until) -> Result<()> {
    let db = Db::open_as(&settings.database, OpenMode::ReadWrite, &settings.application).await?;
    let stop = CancellationToken::new();
    // A first signal lets the run in hand go, to be taken up by another worker.
    stop_on_signals(&stop)?;
    let worker = here(db, settings)?;
    tracing::info!("worker {} begins", worker.id);
    let taken = if detached {
        alone(&worker, until, &stop).await?
    } else {
        worker.run(until, &stop).await?
    };
    tracing::info!("worker {} ends after {taken} trainings", worker.id);
    Ok(())
}

/// Works as the only detached worker of this host, until it is idle and nothing is left that may need one.
async fn alone(worker: &Worker, until: Until, stop: &CancellationToken) -> Result<u64, StoreError> {
    let mut taken = 0;
    while let Some(right) = SoleWorker::take(&worker.db, &worker.id).await? {
        taken += worker.run(until, stop).await?;
        right.give_back().await?;
        // Whoever asked while this worker was leaving saw it alive and started no other; and a run that another one holds
        // is left to nobody when that one dies.
        if stop.is_cancelled() || !some_run_is_live(&worker.db).await? {
            return Ok(taken);
        }
    }
    tracing::info!(
        "another detached worker lives on this host: worker {} is not needed",
        worker.id
    );
    Ok(taken)
}

async fn some_run_is_live(db: &Db) -> Result<bool, StoreError> {
    let mut tx = db.read().await?;
    Ok(!store::live_runs(&mut tx).await?.is_empty())
}

/// Leaves the session of whoever started this process, and tells so by the end of standard input.
fn detach() -> Result<()> {
    // Fails where this process leads a session already; then it is detached as it is.
    let _leads_already = rustix::process::setsid();
    let nothing = File::open("/dev/null").wrap_err("cannot open /dev/null")?;
    rustix::stdio::dup2_stdin(&nothing).wrap_err("cannot let go of standard input")
}

/// A worker in this process, on the wall clock.
///
/// # Errors
/// When no client for the configured MLflow can be made.
pub(super) fn here(db: Db, settings: &Settings) -> Result<Worker> {
    Ok(Worker {
        db,
        clock: Clock::System,
        settings: settings.training,
        features: FeatureStore::open(&settings.profile, settings.redis.as_ref()),
        judge: DriftJudge::default(),
        mlflow: settings.mlflow.as_ref().map(Mlflow::new).transpose()?,
        freshness: settings.freshness.clone(),
        id: worker_id(),
        sources: settings.sources.clone(),
        schedule: Some(settings.schedule.clone()),
        drill: super::drill::from_environment(),
    })
}

/// How the monitor starts a worker that outlives it: this program, on the same database. Its address goes by the
/// environment, which only the same user can read; arguments are for everyone.
pub(super) fn detached(settings: &Settings, global: &Global) -> Result<WorkerCommand> {
    let mut arguments: Vec<OsString> = vec!["worker".into(), "--detached".into()];
    arguments.extend(["--profile".into(), settings.profile.clone().into()]);
    if let Some(config) = &global.config {
        arguments.extend(["--config".into(), config.clone().into()]);
    }
    Ok(WorkerCommand {
        program: std::env::current_exe()?,
        arguments,
        database: settings.database.clone(),
        output: settings.log_folder.join("worker.out"),
    })
}
