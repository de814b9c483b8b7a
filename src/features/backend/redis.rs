//! Redis. It may be down when the program starts, and come and go while it runs.
//!
//! The client's own connection manager is not used: it reconnects by itself, so attempts could be neither counted nor
//! spaced out, and it takes a refused password for final. Here a connection is made when one is needed; after a failure
//! Redis is left alone for a pause that doubles, and whoever asks meanwhile is told so without delay.

mod gate;
mod message;
mod script;

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

use redis::{AsyncConnectionConfig, Client, FromRedisValue, Pipeline, RedisError, aio::MultiplexedConnection, pipe};
use tokio::time::timeout;

use gate::Gate;
use message::Address;

use super::{Attempts, Backend, KeyedRecord, Pulse, Reply, Written};
use crate::{
    config::ServiceUrl,
    features::{FeatureError, Fields},
};

/// Commands in one pipeline: far more than a forecast needs, and few enough to be answered well within the limit.
const AT_ONCE: usize = 500;
/// Keys that one step of a scan looks at.
const SCAN_STEP: usize = 500;

/// How long Redis is waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Patience {
    /// For a connection, with its encryption and password.
    pub connect: Duration,
    /// For the answer to a pipeline.
    pub answer: Duration,
    /// Pause after a first failure; it doubles with each further one.
    pub first_pause: Duration,
    /// The longest pause.
    pub longest_pause: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self {
            connect: Duration::from_millis(1_000),
            answer: Duration::from_millis(1_000),
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(30),
        }
    }
}

/// A Redis server.
pub struct Redis {
    address: Address,
    client: Result<Client, FeatureError>,
    patience: Patience,
    gate: Mutex<Gate>,
    connection: tokio::sync::Mutex<Option<MultiplexedConnection>>,
}

impl Redis {
    /// A server at an address. Nothing is sent before something is asked.
    #[must_use]
    pub fn new(url: &ServiceUrl, patience: Patience) -> Self {
        let address = Address::new(url);
        // One TLS provider for all services; whoever is first installs it, and all of them install the same.
        let _already = rustls::crypto::ring::default_provider().install_default();
        let client = match url.check(&["redis", "rediss"]) {
            Ok(_) => Client::open(url.expose()).map_err(|error| address.unusable(&error)),
            Err(error) => Err(address.unusable(&error)),
        };
        Self {
            address,
            client,
            patience,
            gate: Mutex::new(Gate::new(patience)),
            connection: tokio::sync::Mutex::new(None),
        }
    }

    /// Sends commands in one go, and reads all their answers.
    async fn ask<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T, FeatureError> {
        let mut connection = self.connection().await?;
        let answer = timeout(self.patience.answer, commands.query_async(&mut connection)).await;
        let error = match answer {
            Ok(Ok(value)) => {
                self.gate().open();
                return Ok(value);
            }
            Ok(Err(error)) => self.address.explain(&error),
            Err(_elapsed) => self.address.silent(self.patience.answer),
        };
        // What Redis itself refuses (a full memory, a missing permission) leaves the connection as good as it was.
        if !matches!(error, FeatureError::Refused { .. }) {
            *self.connection.lock().await = None;
            self.gate().close(&error, Instant::now());
        }
        Err(error)
    }

    /// The open connection, or a new one. While one caller connects the others wait, and share what comes of it.
    async fn connection(&self) -> Result<MultiplexedConnection, FeatureError> {
        let mut slot = self.connection.lock().await;
        if let Some(connection) = &*slot {
            return Ok(connection.clone());
        }
        let client = self.client.as_ref().map_err(FeatureError::clone)?;
        self.gate().pass(Instant::now())?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.patience.connect))
            .set_response_timeout(Some(self.patience.answer));
        let connecting = client.get_multiplexed_async_connection_with_config(&config);
        let error = match timeout(self.patience.connect, connecting).await {
            Ok(Ok(connection)) => {
                *slot = Some(connection.clone());
                return Ok(connection);
            }
            Ok(Err(error)) => self.address.explain(&error),
            Err(_elapsed) => self.address.silent(self.patience.connect),
        };
        self.gate().close(&error, Instant::now());
        Err(error)
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }

    async fn read_all(&self, keys: &[String]) -> Result<Vec<Option<Fields>>, FeatureError> {
        let mut found = Vec::with_capacity(keys.len());
        for keys in keys.chunks(AT_ONCE) {
            let mut commands = pipe();
            for key in keys {
                commands.cmd("HGETALL").arg(key);
            }
            let hashes: Vec<Fields> = self.ask(&commands).await?;
            // Redis answers with an empty hash where there is none.
            found.extend(hashes.into_iter().map(|hash| (!hash.is_empty()).then_some(hash)));
        }
        Ok(found)
    }

    async fn write_all(&self, records: &[KeyedRecord]) -> Result<Written, FeatureError> {
        let mut written = Written::default();
        for records in records.chunks(AT_ONCE) {
            let codes: Vec<i64> = self.ask(&script::write_newer(records)).await?;
            for code in codes {
                written += script::meaning(code);
            }
        }
        Ok(written)
    }

    /// `SCAN` goes through the keys step by step, and stops nobody else meanwhile as `KEYS` would.
    async fn scan(&self, prefix: &str) -> Result<Vec<String>, FeatureError> {
        let mut keys = Vec::new();
        let mut cursor = "0".to_owned();
        loop {
            let mut step = pipe();
            step.cmd("SCAN").arg(&cursor).arg("MATCH").arg(format!("{prefix}*"));
            step.arg("COUNT").arg(SCAN_STEP);
            let ((next, found),): ((String, Vec<String>),) = self.ask(&step).await?;
            keys.extend(found);
            if next == "0" {
                // A key may be told twice.
                keys.sort_unstable();
                keys.dedup();
                return Ok(keys);
            }
            cursor = next;
        }
    }

    async fn feel_pulse(&self) -> Result<Pulse, FeatureError> {
        let mut commands = pipe();
        commands.cmd("PING").ignore().cmd("INFO").arg("server");
        // The first question may have to connect.
        drop(self.connection().await?);
        let asked = Instant::now();
        let (info,): (String,) = self.ask(&commands).await?;
        let version = info.lines().find_map(|line| line.strip_prefix("redis_version:"));
        Ok(Pulse {
            latency: Some(asked.elapsed()),
            version: version.map(|version| version.trim().to_owned()),
        })
    }
}

impl Backend for Redis {
    fn name(&self) -> &'static str {
        "redis"
    }

    fn read<'a>(&'a self, keys: &'a [String]) -> Reply<'a, Vec<Option<Fields>>> {
        Box::pin(self.read_all(keys))
    }

    fn write<'a>(&'a self, records: &'a [KeyedRecord]) -> Reply<'a, Written> {
        Box::pin(self.write_all(records))
    }

    fn keys<'a>(&'a self, prefix: &'a str) -> Reply<'a, Vec<String>> {
        Box::pin(self.scan(prefix))
    }

    fn pulse(&self) -> Reply<'_, Pulse> {
        Box::pin(self.feel_pulse())
    }

    fn attempts(&self) -> Attempts {
        self.gate().attempts(Instant::now())
    }
}

impl fmt::Debug for Redis {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client prints its password.
        f.debug_struct("Redis")
            .field("address", &self.address)
            .finish_non_exhaustive()
    }
}

/// What a failure of the client says, causes included.
fn said(error: &RedisError) -> String {
    crate::domain::with_causes(error)
}
