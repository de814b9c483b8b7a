//! `[profiles.NAME.mlflow]`: the MLflow server that mirrors the registry.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{AddressError, Secret, SecretFileError, ServiceUrl, secret_file::secret};

/// Longest name of an experiment or a model that is taken; MLflow takes no alias or name beyond it.
const LONGEST_NAME: usize = 255;

/// `[profiles.NAME.mlflow]` of the configuration file, as written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct MlflowTable {
    /// Address of the server, without credentials; none leaves MLflow out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<ServiceUrl>,
    /// Experiment that runs are logged to; made where it does not exist.
    pub experiment: String,
    /// Registered model that versions belong to; made where it does not exist.
    pub model: String,
    /// Of HTTP Basic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// Of HTTP Basic.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password: Option<Secret>,
    /// A file that holds the password alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub password_file: Option<PathBuf>,
    /// Bearer token.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// A file that holds the token alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
}

impl Default for MlflowTable {
    fn default() -> Self {
        Self {
            url: None,
            experiment: "touchline".to_owned(),
            model: "touchline".to_owned(),
            username: None,
            password: None,
            password_file: None,
            token: None,
            token_file: None,
        }
    }
}

/// What `TOUCHLINE_MLFLOW` and `TOUCHLINE_MLFLOW_USERNAME`, `_PASSWORD`, `_TOKEN` say. There are no flags for them: every
/// process on the machine reads another's arguments.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct MlflowVariables {
    /// Address of the server.
    pub url: Option<ServiceUrl>,
    /// Of HTTP Basic.
    pub username: Option<String>,
    /// Of HTTP Basic.
    pub password: Option<Secret>,
    /// Bearer token.
    pub token: Option<Secret>,
}

impl MlflowVariables {
    /// Reads them through `variable`; an empty one counts as none.
    #[must_use]
    pub fn read(variable: impl Fn(&str) -> Option<String>) -> Self {
        let read = |name: &str| variable(name).filter(|value| !value.trim().is_empty());
        Self {
            url: read("TOUCHLINE_MLFLOW").map(|url| ServiceUrl::new(&url)),
            username: read("TOUCHLINE_MLFLOW_USERNAME"),
            password: read("TOUCHLINE_MLFLOW_PASSWORD").map(|secret| Secret::new(&secret)),
            token: read("TOUCHLINE_MLFLOW_TOKEN").map(|secret| Secret::new(&secret)),
        }
    }
}

/// An MLflow server, ready to be talked to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Mlflow {
    /// Its address, `http` or `https`, without credentials.
    pub url: Url,
    /// Experiment that runs are logged to.
    pub experiment: String,
    /// Registered model that versions belong to.
    pub model: String,
    /// How it knows us.
    pub credentials: Credentials,
}

/// How a server knows us: one way or none, never two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Credentials {
    /// It does not ask.
    None,
    /// HTTP Basic.
    Basic {
        /// The account.
        username: String,
        /// Its password.
        password: Secret,
    },
    /// A bearer token.
    Bearer(Secret),
}

/// Why the settings of MLflow make no sense.
#[derive(Debug, thiserror::Error)]
pub enum MlflowConfigError {
    /// The address is none.
    #[error("the address of MLflow (url, or TOUCHLINE_MLFLOW) cannot be used")]
    Address(#[source] AddressError),
    /// The address holds what must stand elsewhere.
    #[error("the address of MLflow holds a user or a password: put them under username and password-file")]
    CredentialsInAddress,
    /// Two ways at once.
    #[error(
        "MLflow has both a token and a username or password: keep one of the two; which one it would take is unclear"
    )]
    BothCredentials,
    /// Half a way.
    #[error("MLflow has {has} but no {lacks}: HTTP Basic needs both")]
    HalfCredentials {
        /// What is there.
        has: &'static str,
        /// What is not.
        lacks: &'static str,
    },
    /// A secret.
    #[error(transparent)]
    Secret(#[from] SecretFileError),
    /// A name that some server refuses.
    #[error("{key} = {name:?} of MLflow: 1 to 255 letters, digits, blanks or . _ -")]
    Name {
        /// `experiment` or `model`.
        key: &'static str,
        /// What it is.
        name: String,
    },
}

impl MlflowTable {
    /// Puts the variables over the table; none without an address.
    ///
    /// # Errors
    /// When the address is none, a file cannot be read, or credentials are half there or of two kinds.
    pub fn resolve(self, variables: MlflowVariables) -> Result<Option<Mlflow>, MlflowConfigError> {
        let Some(address) = variables.url.or(self.url) else {
            return Ok(None);
        };
        let password = match variables.password {
            Some(password) => Some(password),
            None => secret("MLflow", "password", self.password, self.password_file.as_deref())?,
        };
        let token = match variables.token {
            Some(token) => Some(token),
            None => secret("MLflow", "token", self.token, self.token_file.as_deref())?,
        };
        Ok(Some(Mlflow {
            url: server(&address)?,
            experiment: name("experiment", self.experiment)?,
            model: name("model", self.model)?,
            credentials: credentials(variables.username.or(self.username), password, token)?,
        }))
    }
}

/// The address with a path that further segments can follow.
fn server(address: &ServiceUrl) -> Result<Url, MlflowConfigError> {
    let mut url = address.check(&["http", "https"]).map_err(MlflowConfigError::Address)?;
    if address.has_password() || !url.username().is_empty() {
        return Err(MlflowConfigError::CredentialsInAddress);
    }
    url.set_query(None);
    url.set_fragment(None);
    if !url.path().ends_with('/') {
        url.set_path(&format!("{}/", url.path()));
    }
    Ok(url)
}

fn name(key: &'static str, name: String) -> Result<String, MlflowConfigError> {
    let accepted = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '.' | '_' | '-');
    let fits = (1..=LONGEST_NAME).contains(&name.len()) && name.chars().all(accepted) && !name.trim().is_empty();
    if fits {
        Ok(name)
    } else {
        Err(MlflowConfigError::Name { key, name })
    }
}

fn credentials(
    username: Option<String>,
    password: Option<Secret>,
    token: Option<Secret>,
) -> Result<Credentials, MlflowConfigError> {
    match (username, password, token) {
        (None, None, None) => Ok(Credentials::None),
        (None, None, Some(token)) => Ok(Credentials::Bearer(token)),
        (Some(username), Some(password), None) => Ok(Credentials::Basic { username, password }),
        (_, _, Some(_)) => Err(MlflowConfigError::BothCredentials),
        (Some(_), None, None) => Err(MlflowConfigError::HalfCredentials {
            has: "a username",
            lacks: "password",
        }),
        (None, Some(_), None) => Err(MlflowConfigError::HalfCredentials {
            has: "a password",
            lacks: "username",
        }),
    }
}

#[cfg(test)]
mod tests;
