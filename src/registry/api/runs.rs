//! Runs.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::{Done, Mlflow};
use crate::registry::MlflowError;

/// A name and a value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tag {
    /// Its name.
    pub key: String,
    /// What it says.
    pub value: String,
}

/// One point of a metric. The same point told twice is kept once.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// Its name; a `/` in it makes a group on the screens of MLflow.
    pub key: String,
    /// Its value, finite.
    pub value: f64,
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// Iteration.
    pub step: i64,
}

/// What a run was fitted on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dataset {
    /// Its name.
    pub name: String,
    /// At most 36 characters.
    pub digest: String,
    /// Facts for people, JSON.
    pub profile: String,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum RunStatus {
    /// It came to a model version.
    Finished,
    /// It came to nothing.
    Failed,
    /// An operator stopped it.
    Killed,
}

/// A run as MLflow knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(in crate::registry) struct RunInfo {
    pub(in crate::registry) run_id: String,
    #[serde(default)]
    pub(in crate::registry) artifact_uri: String,
    #[serde(default)]
    lifecycle_stage: String,
}

impl RunInfo {
    fn is_deleted(&self) -> bool {
        self.lifecycle_stage == "deleted"
    }
}

#[derive(Debug, Deserialize)]
struct RunAnswer {
    run: Run,
}

#[derive(Debug, Deserialize)]
struct Run {
    info: RunInfo,
}

#[derive(Debug, Default, Deserialize)]
struct Runs {
    #[serde(default)]
    runs: Vec<Run>,
}

impl Mlflow {
    /// The run with all of these tags: of several the oldest; none where there is none. A deleted one counts as there.
    pub(in crate::registry) async fn find_run(
        &self,
        experiment: &str,
        tags: &[Tag],
    ) -> Result<Option<RunInfo>, MlflowError> {
        let filter: Vec<String> = tags
            .iter()
            .map(|tag| format!("tags.\"{}\" = '{}'", tag.key, tag.value))
            .collect();
        let body = json!({
            "experiment_ids": [experiment],
            "filter": filter.join(" and "),
            "run_view_type": "ALL",
            "max_results": 1,
            "order_by": ["attributes.start_time ASC"],
        });
        let Runs { runs } = self.client.post("find the run", "runs/search", &body).await?;
        Ok(runs.into_iter().next().map(|run| run.info))
    }

    /// As [`Mlflow::find_run`], but a deleted run is as good as none.
    pub(in crate::registry) async fn find_live_run(
        &self,
        experiment: &str,
        tags: &[Tag],
    ) -> Result<Option<RunInfo>, MlflowError> {
        let found = self.find_run(experiment, tags).await?;
        Ok(found.filter(|run| !run.is_deleted()))
    }

    /// Begins a run.
    pub(in crate::registry) async fn create_run(
        &self,
        experiment: &str,
        name: &str,
        started_at: DateTime<Utc>,
        tags: &[Tag],
    ) -> Result<RunInfo, MlflowError> {
        let body = json!({
            "experiment_id": experiment,
            "run_name": name,
            "start_time": started_at.timestamp_millis(),
            "tags": tags,
        });
        let RunAnswer { run } = self.client.post("begin a run", "runs/create", &body).await?;
        Ok(run.info)
    }

    /// Tells of metrics, parameters and tags: at most 1,000, 100 and 100 of them.
    pub(in crate::registry) async fn log_batch(
        &self,
        run: &RunInfo,
        metrics: &[Metric],
        params: &[Tag],
        tags: &[Tag],
    ) -> Result<(), MlflowError> {
        let body = json!({ "run_id": run.run_id, "metrics": metrics, "params": params, "tags": tags });
        let Done {} = self.client.post("log to a run", "runs/log-batch", &body).await?;
        Ok(())
    }

    /// Tells of the data that a run was fitted on.
    pub(in crate::registry) async fn log_dataset(&self, run: &RunInfo, dataset: &Dataset) -> Result<(), MlflowError> {
        let source = json!({ "tags": { "mlflow.source.type": "LOCAL", "mlflow.source.name": "touchline" } });
        let body = json!({
            "run_id": run.run_id,
            "datasets": [{
                "dataset": {
                    "name": dataset.name,
                    "digest": dataset.digest,
                    // Of the kinds that MLflow's own client can read back, "code" is the one that needs no address.
                    "source_type": "code",
                    "source": source.to_string(),
                    "profile": dataset.profile,
                },
                "tags": [{ "key": "mlflow.data.context", "value": "training" }],
            }],
        });
        let Done {} = self
            .client
            .post("log the data set of a run", "runs/log-inputs", &body)
            .await?;
        Ok(())
    }

    /// Ends a run under its final name.
    pub(in crate::registry) async fn finish_run(
        &self,
        run: &RunInfo,
        status: RunStatus,
        ended_at: DateTime<Utc>,
        name: &str,
    ) -> Result<(), MlflowError> {
        let body = json!({
            "run_id": run.run_id,
            "status": status,
            "end_time": ended_at.timestamp_millis(),
            "run_name": name,
        });
        let Done {} = self.client.post("end a run", "runs/update", &body).await?;
        Ok(())
    }
}
