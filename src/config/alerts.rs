//! `[alerts]`: who is told of alerts.

use std::path::PathBuf;

use serde::{Deserialize, Serialize};
use url::Url;

use super::{AddressError, Secret, SecretFileError, ServiceUrl, secret_file::secret};

/// `[alerts]` of the configuration file, as written.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields, default)]
pub struct AlertsTable {
    /// Address that alerts are posted to, in the form of Alertmanager's webhook, version 4; none tells nobody.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub webhook: Option<ServiceUrl>,
    /// Bearer token of the receiver.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token: Option<Secret>,
    /// A file that holds the token alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub token_file: Option<PathBuf>,
    /// Address under which the runbooks are kept, without the name of a page.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub runbooks: Option<Url>,
}

/// A receiver of alerts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Webhook {
    /// Its address. It may hold a secret in its path: no message tells it.
    pub url: Url,
    /// Bearer token.
    pub token: Option<Secret>,
    /// Where the runbooks are kept.
    pub runbooks: Option<Url>,
}

/// Why a receiver cannot be told.
#[derive(Debug, thiserror::Error)]
pub enum AlertsConfigError {
    /// The address is none.
    #[error("the webhook of [alerts] cannot be used")]
    Address(#[source] AddressError),
    /// The token.
    #[error(transparent)]
    Token(#[from] SecretFileError),
}

impl AlertsTable {
    /// Puts the variables `TOUCHLINE_ALERT_WEBHOOK` and `TOUCHLINE_ALERT_WEBHOOK_TOKEN` over the table.
    #[must_use]
    pub fn with_variables(self, webhook: Option<ServiceUrl>, token: Option<Secret>) -> Self {
        let token_file = self.token_file.filter(|_| token.is_none());
        Self {
            webhook: webhook.or(self.webhook),
            token: token.or(self.token),
            token_file,
            runbooks: self.runbooks,
        }
    }

    /// The receiver, if there is one.
    ///
    /// # Errors
    /// When its address is none, or the token's file cannot be read.
    pub fn resolve(&self) -> Result<Option<Webhook>, AlertsConfigError> {
        let Some(address) = &self.webhook else {
            return Ok(None);
        };
        Ok(Some(Webhook {
            url: address.check(&["http", "https"]).map_err(AlertsConfigError::Address)?,
            token: secret("[alerts]", "token", self.token.clone(), self.token_file.as_deref())?,
            runbooks: self.runbooks.clone(),
        }))
    }
}
