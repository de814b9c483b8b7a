//! Why the feature store did not answer.

use std::time::Duration;

/// Why the feature store did not answer. No message holds a password. It can be told again, so what caused it is text.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum FeatureError {
    /// The configured address makes no client.
    #[error(
        "the address of Redis ({address}) cannot be used ({cause}): correct `redis` of the profile, or TOUCHLINE_REDIS"
    )]
    Address {
        /// Without its secrets.
        address: String,
        /// What is wrong with it.
        cause: String,
    },
    /// Nothing can be reached there.
    #[error("Redis does not answer at {address} ({cause}): is it running, and are host and port right?")]
    Unreachable {
        /// Without its secrets.
        address: String,
        /// What the network said.
        cause: String,
    },
    /// Something is there, but it says nothing.
    #[error("Redis does not answer at {address} within {} ms", limit.as_millis())]
    Silent {
        /// Without its secrets.
        address: String,
        /// How long it was waited for.
        limit: Duration,
    },
    /// It asks for a password, or for another one.
    #[error(
        "Redis at {address} {found}: put the user and password into the address, redis://USER:PASSWORD@HOST, percent-encoded"
    )]
    Password {
        /// Without its secrets.
        address: String,
        /// What it said.
        found: &'static str,
    },
    /// It is another kind of server.
    #[error(
        "what answers at {address} does not speak the protocol of Redis: is it another kind of server, or one that wants \
         TLS (rediss://)?"
    )]
    OtherServer {
        /// Without its secrets.
        address: String,
    },
    /// No encrypted connection came about.
    #[error(
        "no TLS connection with {address} ({cause}): does Redis take TLS on this port (else redis://), and is its \
         certificate trusted here?"
    )]
    Tls {
        /// Without its secrets.
        address: String,
        /// What failed.
        cause: String,
    },
    /// It answered that it cannot.
    #[error("Redis at {address} refused: {cause}")]
    Refused {
        /// Without its secrets.
        address: String,
        /// Why.
        cause: String,
    },
    /// It failed before and is left alone for a while.
    #[error("{cause} (next attempt in {} s)", retry_in.as_secs().max(1))]
    Paused {
        /// How it failed.
        cause: Box<Self>,
        /// When it is asked again.
        retry_in: Duration,
    },
}

impl FeatureError {
    /// The failure itself, without when it is tried again.
    #[must_use]
    pub fn cause(&self) -> &Self {
        match self {
            Self::Paused { cause, .. } => cause.cause(),
            other => other,
        }
    }
}
