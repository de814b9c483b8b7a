//! The calls that are made, and no others: typed requests, typed answers.

mod artifacts;
mod experiments;
mod models;
mod runs;
mod server;

pub(super) use artifacts::Stored;
pub(super) use models::{VERSION_TAG, Version};
pub(super) use runs::RunInfo;
pub use runs::{Dataset, Metric, RunStatus, Tag};

use std::time::Duration;

use super::{MlflowError, client::Client};
use crate::config;

/// One server, with the experiment and the registered model that are ours. Clones share its connections.
#[derive(Debug, Clone)]
pub struct Mlflow {
    client: Client,
    experiment: String,
    model: String,
}

impl Mlflow {
    /// Makes a client; nothing is sent yet.
    ///
    /// # Errors
    /// When the TLS of the system cannot be used.
    pub fn new(settings: &config::Mlflow) -> Result<Self, MlflowError> {
        Ok(Self {
            client: Client::new(settings.url.clone(), settings.credentials.clone())?,
            experiment: settings.experiment.clone(),
            model: settings.model.clone(),
        })
    }

    /// Where the server is, without any secret.
    #[must_use]
    pub fn location(&self) -> String {
        self.client.location()
    }

    /// The same server, with another time-out for each request.
    #[must_use]
    pub fn within(&self, limit: Duration) -> Self {
        Self {
            client: self.client.within(limit),
            ..self.clone()
        }
    }
}

/// An answer that says nothing but yes.
#[derive(Debug, serde::Deserialize)]
struct Done {}
