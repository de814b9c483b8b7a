//! Taking one step of a run. Each looks for what an earlier try may have done.

use crate::registry::{
    Mlflow, MlflowError,
    api::{RunInfo, Stored, Tag},
    steps::RunStep,
};

/// What taking a step came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Taken {
    /// MLflow knows.
    Told,
    /// It cannot be told, and a next try would not change that; why.
    LeftOut(String),
}

/// The tags by which a run of ours is found: several databases may write to one server, and number their runs alike.
pub(in crate::registry) fn identity(installation: &str, run: i64) -> [Tag; 2] {
    let tag = |key: &str, value: String| Tag {
        key: key.to_owned(),
        value,
    };
    [
        tag("touchline.run_id", run.to_string()),
        tag(DATABASE_TAG, installation.to_owned()),
    ]
}

/// The tag that holds the name of the database.
pub(in crate::registry) const DATABASE_TAG: &str = "touchline.database";

/// Takes one step. `known` is the run as an earlier step found it; the answer is the run as the next step may know it.
pub(super) async fn take(
    mlflow: &Mlflow,
    installation: &str,
    run: i64,
    step: RunStep,
    known: Option<RunInfo>,
) -> Result<(Taken, Option<RunInfo>), MlflowError> {
    let identity = identity(installation, run);
    if let RunStep::Open { name, started_at, tags } = step {
        let experiment = mlflow.experiment().await?;
        if mlflow.find_run(&experiment, &identity).await?.is_some() {
            return Ok((Taken::Told, None));
        }
        let tags = [&identity[..], &tags].concat();
        let info = mlflow.create_run(&experiment, &name, started_at, &tags).await?;
        return Ok((Taken::Told, Some(info)));
    }
    let info = if let Some(info) = known {
        info
    } else {
        let experiment = mlflow.experiment().await?;
        let found = mlflow.find_live_run(&experiment, &identity).await?;
        found.ok_or(MlflowError::NoRun { run })?
    };
    let taken = add_to(mlflow, installation, &info, step).await?;
    Ok((taken, Some(info)))
}

async fn add_to(mlflow: &Mlflow, installation: &str, run: &RunInfo, step: RunStep) -> Result<Taken, MlflowError> {
    match step {
        RunStep::Open { .. } => {}
        RunStep::Log { metrics, params, tags } => mlflow.log_batch(run, &metrics, &params, &tags).await?,
        RunStep::LogDataset(dataset) => mlflow.log_dataset(run, &dataset).await?,
        RunStep::Upload {
            path,
            content_type,
            body,
        } => {
            if let Stored::No(reason) = mlflow.upload(run, &path, &content_type, body).await? {
                return Ok(Taken::LeftOut(format!("{path}: {reason}")));
            }
        }
        RunStep::Close { status, ended_at, name } => mlflow.finish_run(run, status, ended_at, &name).await?,
        RunStep::CreateVersion { description, mut tags } => {
            mlflow.ensure_model().await?;
            if mlflow.version_of_run(run).await?.is_none() {
                tags.push(Tag {
                    key: DATABASE_TAG.to_owned(),
                    value: installation.to_owned(),
                });
                mlflow.create_version(run, &description, &tags).await?;
            }
        }
    }
    Ok(Taken::Told)
}
