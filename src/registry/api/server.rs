//! Is it there, and does it let us in?

use serde::Deserialize;

use super::Mlflow;
use crate::registry::MlflowError;

const DOING: &str = "say its version";

#[derive(Debug, Deserialize)]
struct ServerInfo {
    #[expect(dead_code, reason = "an answer without it is of another program")]
    store_type: Option<String>,
}

impl Mlflow {
    /// The version of the server, once it has shown that it is MLflow and lets us read. `/version` and `/health` answer
    /// anyone, whatever the `Host` header and the credentials, and so prove nothing of the calls that matter.
    ///
    /// # Errors
    /// When nothing answers, something else does, or MLflow does not let us in.
    pub async fn version(&self) -> Result<String, MlflowError> {
        let answer = self.client.text(DOING, "version").await?;
        let version = answer.body.trim().to_owned();
        let plausible = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '+');
        if version.is_empty() || version.len() > 40 || !version.chars().all(plausible) {
            return Err(self.client.not_mlflow(&answer));
        }
        self.is_known_as_mlflow().await?;
        self.find_experiment().await?;
        Ok(version)
    }

    /// Servers before 3.6 have no such call; another program answers it with something else.
    async fn is_known_as_mlflow(&self) -> Result<(), MlflowError> {
        match self.client.text(DOING, "api/3.0/mlflow/server-info").await {
            Ok(answer) => match serde_json::from_str::<ServerInfo>(&answer.body) {
                Ok(_known) => Ok(()),
                Err(_another) => Err(self.client.not_mlflow(&answer)),
            },
            Err(MlflowError::NotMlflow { .. } | MlflowError::Refused { .. }) => Ok(()),
            Err(error) => Err(error),
        }
    }
}
