//! Registered models, their versions and aliases.

use serde::Deserialize;
use serde_json::json;

use super::{Done, Mlflow, RunInfo, Tag};
use crate::registry::MlflowError;

/// The tag that holds our name of a version.
pub(in crate::registry) const VERSION_TAG: &str = "touchline.version";
/// Where in the artifacts of a run its model is.
pub(in crate::registry) const MODEL_FOLDER: &str = "model";

#[derive(Debug, Deserialize)]
struct VersionAnswer {
    model_version: Version,
}

#[derive(Debug, Default, Deserialize)]
struct Versions {
    #[serde(default)]
    model_versions: Vec<Version>,
}

/// A version as MLflow knows it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(in crate::registry) struct Version {
    /// MLflow's number of it.
    #[serde(rename = "version")]
    pub(in crate::registry) number: String,
    #[serde(default)]
    tags: Vec<Tag>,
}

impl Version {
    /// Our name of it, else MLflow's number.
    pub(in crate::registry) fn name(&self) -> String {
        self.tags
            .iter()
            .find(|tag| tag.key == VERSION_TAG)
            .map_or_else(|| format!("version {}", self.number), |tag| tag.value.clone())
    }
}

impl Mlflow {
    /// Makes the registered model where it does not exist.
    pub(in crate::registry) async fn ensure_model(&self) -> Result<(), MlflowError> {
        let body = json!({ "name": self.model });
        let made: Result<Done, _> = self
            .client
            .post("make the registered model", "registered-models/create", &body)
            .await;
        match made {
            Err(error) if error.code() == Some("RESOURCE_ALREADY_EXISTS") => Ok(()),
            other => other.map(|Done {}| ()),
        }
    }

    /// The version that was made of a run. Making one is not idempotent: look before.
    pub(in crate::registry) async fn version_of_run(&self, run: &RunInfo) -> Result<Option<Version>, MlflowError> {
        let filter = format!("name='{}' and run_id='{}'", self.model, run.run_id);
        self.find_version(&filter).await
    }

    /// The version with all of these tags.
    pub(in crate::registry) async fn version_with(&self, tags: &[Tag]) -> Result<Option<Version>, MlflowError> {
        let tags = tags
            .iter()
            .map(|tag| format!(" and tags.\"{}\" = '{}'", tag.key, tag.value));
        let filter = format!("name='{}'{}", self.model, tags.collect::<String>());
        self.find_version(&filter).await
    }

    async fn find_version(&self, filter: &str) -> Result<Option<Version>, MlflowError> {
        let query = [("filter", filter), ("max_results", "1")];
        let Versions { model_versions } = self
            .client
            .get("find a model version", "model-versions/search", &query)
            .await?;
        Ok(model_versions.into_iter().next())
    }

    /// Makes a version of a run.
    pub(in crate::registry) async fn create_version(
        &self,
        run: &RunInfo,
        description: &str,
        tags: &[Tag],
    ) -> Result<(), MlflowError> {
        let body = json!({
            "name": self.model,
            // `runs:/ID/model` is refused: the source must lie in the run's own artifacts.
            "source": format!("{}/{MODEL_FOLDER}", run.artifact_uri),
            "run_id": run.run_id,
            "description": description,
            "tags": tags,
        });
        let _made: VersionAnswer = self
            .client
            .post("make a model version", "model-versions/create", &body)
            .await?;
        Ok(())
    }

    /// Where an alias points to; none where it is not set, or the model does not exist.
    pub(in crate::registry) async fn alias(&self, alias: &str) -> Result<Option<Version>, MlflowError> {
        let query = [("name", self.model.as_str()), ("alias", alias)];
        let answer: Result<VersionAnswer, _> = self
            .client
            .get("read an alias", "registered-models/alias", &query)
            .await;
        match answer {
            Ok(VersionAnswer { model_version }) => Ok(Some(model_version)),
            Err(MlflowError::Refused { code, said, .. })
                if code == "RESOURCE_DOES_NOT_EXIST"
                    || (code == "INVALID_PARAMETER_VALUE" && said.contains("not found")) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }

    /// Points an alias to a version. The last who does so wins.
    pub(in crate::registry) async fn set_alias(&self, alias: &str, version: &Version) -> Result<(), MlflowError> {
        let body = json!({ "name": self.model, "alias": alias, "version": version.number });
        let Done {} = self
            .client
            .post("set an alias", "registered-models/alias", &body)
            .await?;
        Ok(())
    }

    /// Takes an alias away; one that is not set stays so.
    pub(in crate::registry) async fn delete_alias(&self, alias: &str) -> Result<(), MlflowError> {
        let body = json!({ "name": self.model, "alias": alias });
        self.client
            .delete("take an alias away", "registered-models/alias", &body)
            .await
    }
}
