//! Why a file was not downloaded, and what an operator does about it.

use std::time::Duration;

use chrono::{DateTime, Utc};

use crate::{ingest::IngestError, store::StoreError};

/// Why a file was not downloaded. What was stored before stays as it was. Addresses hold no secret.
#[derive(Debug, thiserror::Error)]
pub enum FetchError {
    /// The client could not be made.
    #[error("cannot make a client for downloads")]
    Client(#[source] reqwest::Error),
    /// Nothing answers.
    #[error("cannot reach {url}: is the network there, and is the address under [sources] right?")]
    Unreachable {
        /// The file.
        url: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// It takes too long.
    #[error("{url} did not come within {} s: try again later, or raise timeout-seconds under [sources]", limit.as_secs_f64())]
    Late {
        /// The file.
        url: String,
        /// How long it had.
        limit: Duration,
    },
    /// It leads from one address to another without end, or out of an encrypted connection.
    #[error("{url} redirects in a circle, too often, or from https to http: set the right address under [sources]")]
    Redirects {
        /// The file.
        url: String,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// It is not there, and should be.
    #[error("{url} is not there (HTTP {status}): check the league's code, the season and the address under [sources]")]
    NotFound {
        /// The file.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// The server is overloaded, or wants fewer requests.
    #[error("the server of {url} asks for a pause (HTTP {status}){}", until.map(until_when).unwrap_or_default())]
    Pause {
        /// The file.
        url: String,
        /// HTTP status.
        status: u16,
        /// Until when, where it said so.
        until: Option<DateTime<Utc>>,
    },
    /// The server fails.
    #[error("the server of {url} fails (HTTP {status}): try again later")]
    Failing {
        /// The file.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// The server does not give it to us, or says something that makes no sense.
    #[error(
        "the server of {url} refuses (HTTP {status}): check the address under [sources], and what is on the way to it"
    )]
    Refused {
        /// The file.
        url: String,
        /// HTTP status.
        status: u16,
    },
    /// Something else came in its place.
    #[error(
        "{url} sent {found} in place of matches: check the address under [sources], and whether a login or a proxy is \
         on the way to it"
    )]
    NotMatches {
        /// The file.
        url: String,
        /// What it looks like.
        found: &'static str,
    },
    /// No file of matches is as large.
    #[error("{url} is larger than {limit_mib} MiB, no file of matches is: check the address under [sources]")]
    TooLarge {
        /// The file.
        url: String,
        /// The limit.
        limit_mib: u64,
    },
    /// The connection broke.
    #[error("{url} broke off after {received}{} bytes; nothing of it was used: try again later", announced.map(of_bytes).unwrap_or_default())]
    BrokenOff {
        /// The file.
        url: String,
        /// Bytes that came.
        received: usize,
        /// Bytes that were announced.
        announced: Option<u64>,
        /// The cause.
        #[source]
        source: reqwest::Error,
    },
    /// It has lost all its matches.
    #[error("{url} tells of no match any more, and of {before} the last time; what is stored is kept")]
    Emptied {
        /// The file.
        url: String,
        /// Rows that it had.
        before: u64,
    },
    /// It came, and could not be imported.
    #[error(transparent)]
    Import(#[from] IngestError),
    /// The database failed before anything was asked for.
    #[error("cannot read what became of earlier downloads")]
    Store(#[from] StoreError),
    /// The task that downloaded died.
    #[error("the downloads stopped unexpectedly: {0}")]
    Died(String),
}

impl FetchError {
    /// HTTP status of the answer; 0 where none came.
    pub(super) const fn status(&self) -> u16 {
        match self {
            Self::NotFound { status, .. }
            | Self::Pause { status, .. }
            | Self::Failing { status, .. }
            | Self::Refused { status, .. } => *status,
            Self::NotMatches { .. }
            | Self::TooLarge { .. }
            | Self::BrokenOff { .. }
            | Self::Emptied { .. }
            | Self::Import(_) => 200,
            Self::Client(_)
            | Self::Unreachable { .. }
            | Self::Late { .. }
            | Self::Redirects { .. }
            | Self::Store(_)
            | Self::Died(_) => 0,
        }
    }
}

fn until_when(until: DateTime<Utc>) -> String {
    format!(" until {}", until.format("%Y-%m-%d %H:%M:%S UTC"))
}

fn of_bytes(announced: u64) -> String {
    format!(" of {announced}")
}
