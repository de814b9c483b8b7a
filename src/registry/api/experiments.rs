//! The experiment that runs belong to.

use serde::Deserialize;
use serde_json::json;

use super::Mlflow;
use crate::registry::MlflowError;

#[derive(Debug, Deserialize)]
struct Experiment {
    experiment_id: String,
    #[serde(default)]
    lifecycle_stage: String,
}

#[derive(Debug, Deserialize)]
struct ExperimentAnswer {
    experiment: Experiment,
}

impl Mlflow {
    /// The number of our experiment; none where it does not exist yet.
    pub(super) async fn find_experiment(&self) -> Result<Option<String>, MlflowError> {
        const DOING: &str = "find the experiment";
        let query = [("experiment_name", self.experiment.as_str())];
        let answer: Result<ExperimentAnswer, _> = self.client.get(DOING, "experiments/get-by-name", &query).await;
        match answer {
            Ok(ExperimentAnswer { experiment }) if experiment.lifecycle_stage == "deleted" => {
                let name = self.experiment.clone();
                Err(MlflowError::ExperimentDeleted { name })
            }
            Ok(ExperimentAnswer { experiment }) => Ok(Some(experiment.experiment_id)),
            Err(error) if error.code() == Some("RESOURCE_DOES_NOT_EXIST") => Ok(None),
            Err(error) => Err(error),
        }
    }

    /// The number of our experiment, made where it does not exist.
    pub(in crate::registry) async fn experiment(&self) -> Result<String, MlflowError> {
        if let Some(id) = self.find_experiment().await? {
            return Ok(id);
        }
        let body = json!({ "name": self.experiment });
        let made: Result<Experiment, _> = self
            .client
            .post("make the experiment", "experiments/create", &body)
            .await;
        match made {
            Ok(experiment) => Ok(experiment.experiment_id),
            // Another was faster, or the answer to an earlier request was lost.
            Err(error) if error.code() == Some("RESOURCE_ALREADY_EXISTS") => self.find_experiment().await?.ok_or(error),
            Err(error) => Err(error),
        }
    }
}
