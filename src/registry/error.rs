//! Why MLflow did not do what it was asked, and what an operator does about it.

use std::time::Duration;

/// Why MLflow did not do what it was asked. No message holds a secret: addresses have none, and what a server says is
/// cleaned and cut.
#[derive(Debug, thiserror::Error)]
pub enum MlflowError {
    /// The client could not be made.
    #[error("cannot make a client for MLflow")]
    Client(#[source] reqwest::Error),
    /// Nothing answers.
    #[error("MLflow does not answer at {location}: is it running, and are the address and the network right?")]
    Unreachable {
        /// The address.
        location: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// It takes too long.
    #[error("MLflow at {location} gave no answer within {} s", limit.as_secs_f64())]
    Late {
        /// The address.
        location: String,
        /// How long it had.
        limit: Duration,
    },
    /// It fails, or is overloaded.
    #[error("MLflow failed to {doing} (HTTP {status}): {said}")]
    Failing {
        /// What it was asked, as a verb phrase.
        doing: &'static str,
        /// HTTP status.
        status: u16,
        /// What it said.
        said: String,
    },
    /// It does not take the name by which it was called.
    #[error(
        "MLflow refuses to be called {host}: start it with --allowed-hosts {host}, or set MLFLOW_SERVER_ALLOWED_HOSTS"
    )]
    HostRefused {
        /// The `Host` header.
        host: String,
    },
    /// It takes the request for one of a web page.
    #[error(
        "MLflow blocks the request as cross-origin, though none of ours names an origin: a proxy on the way adds one; \
         remove it there, or allow it with --cors-allowed-origins"
    )]
    OriginRefused,
    /// It does not know the account.
    #[error(
        "MLflow takes no request without the right credentials: set username and password-file, or token-file, of [profiles.NAME.mlflow]"
    )]
    Unauthorized,
    /// The account may not.
    #[error(
        "the account at MLflow may not {doing}: give it EDIT on the experiment and on the registered model ({said})"
    )]
    Forbidden {
        /// What it was asked, as a verb phrase.
        doing: &'static str,
        /// What it said.
        said: String,
    },
    /// Something else answers.
    #[error("what answers at {location} is no MLflow server ({found}): check host, port and path")]
    NotMlflow {
        /// The address.
        location: String,
        /// What it looks like.
        found: String,
    },
    /// It understood, and will say the same of the same request for ever.
    #[error("MLflow refused to {doing}: {said} ({code})")]
    Refused {
        /// What it was asked, as a verb phrase.
        doing: &'static str,
        /// Its word for the reason.
        code: String,
        /// What it said.
        said: String,
    },
    /// The experiment was deleted there.
    #[error(
        "the experiment {name} is deleted in MLflow: restore it with `mlflow experiments restore`, or configure another"
    )]
    ExperimentDeleted {
        /// Its name.
        name: String,
    },
    /// The run is not there, or was deleted there.
    #[error("MLflow has no run of training #{run}: it was refused, or deleted there")]
    NoRun {
        /// Our number of it.
        run: i64,
    },
    /// A step that a newer program wrote.
    #[error("a step of the outbox cannot be read; a newer touchline may have written it")]
    UnknownStep(#[source] serde_json::Error),
    /// An artifact cannot be written.
    #[error("cannot write the artifact {path}")]
    Artifact {
        /// Its path.
        path: String,
        /// The cause.
        #[source]
        source: std::io::Error,
    },
}

impl MlflowError {
    /// The same request will be refused for ever, so that nothing is won by repeating it.
    #[must_use]
    pub const fn is_permanent(&self) -> bool {
        matches!(self, Self::Refused { .. } | Self::NoRun { .. } | Self::UnknownStep(_))
    }

    /// MLflow's word for the reason of a refusal.
    #[must_use]
    pub(super) fn code(&self) -> Option<&str> {
        match self {
            Self::Refused { code, .. } => Some(code),
            _ => None,
        }
    }
}
