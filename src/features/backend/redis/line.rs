//! The line to Redis: connected when something is asked, left alone for a while after it failed.
//!
//! The client's own connection manager is not used: it reconnects by itself, so attempts could be neither counted nor
//! spaced out, and it takes a refused password for final.

use std::{
    fmt,
    sync::{Mutex, MutexGuard, PoisonError},
    time::Instant,
};

use redis::{AsyncConnectionConfig, Client, FromRedisValue, Pipeline, RedisError, aio::MultiplexedConnection};
use tokio::time::timeout;

use super::{gate::Gate, message::Address, patience::Patience};
use crate::{
    config::ServiceUrl,
    features::{Attempts, FeatureError},
};

/// A line that is made when it is needed, and that all callers share.
pub(super) struct Line {
    address: Address,
    client: Result<Client, FeatureError>,
    patience: Patience,
    gate: Mutex<Gate>,
    open: tokio::sync::Mutex<Option<Connection>>,
}

#[derive(Clone)]
struct Connection {
    /// Which of the attempts it came from.
    attempt: u64,
    link: MultiplexedConnection,
}

impl Line {
    pub(super) fn new(url: &ServiceUrl, patience: Patience) -> Self {
        let address = Address::new(url);
        crate::install_crypto();
        let client = match url.check(&["redis", "rediss"]) {
            Ok(_) => Client::open(url.expose()).map_err(|error| address.unusable(&error)),
            Err(error) => Err(address.unusable(&error)),
        };
        Self {
            address,
            client,
            patience,
            gate: Mutex::new(Gate::new(patience)),
            open: tokio::sync::Mutex::new(None),
        }
    }

    pub(super) fn attempts(&self) -> Attempts {
        self.gate().attempts(Instant::now())
    }

    /// Sends commands in one go, and reads all their answers. A connection that was open and has been closed by the other
    /// side, after a restart or long silence, is replaced once; every command here may be sent twice.
    pub(super) async fn ask<T: FromRedisValue>(&self, commands: &Pipeline) -> Result<T, FeatureError> {
        let mut is_second = false;
        loop {
            let (mut connection, was_open) = self.connection().await?;
            let answer = timeout(self.patience.answer, commands.query_async(&mut connection.link)).await;
            let error = match answer {
                Ok(Ok(value)) => {
                    self.gate().open();
                    return Ok(value);
                }
                Ok(Err(error)) => {
                    if was_open && !is_second && error.is_connection_dropped() {
                        self.hang_up(&connection).await;
                        is_second = true;
                        continue;
                    }
                    self.explain(&error)
                }
                Err(_elapsed) => self.address.silent(self.patience.answer),
            };
            // What Redis itself refuses (a full memory, a missing permission) leaves the line as good as it was.
            if !matches!(error, FeatureError::Refused { .. }) {
                self.hang_up(&connection).await;
                self.gate().close(&error, Instant::now());
            }
            return Err(error);
        }
    }

    /// The open connection, or a new one, and whether it was open. While one caller connects the others wait, and share
    /// what comes of it.
    async fn connection(&self) -> Result<(Connection, bool), FeatureError> {
        let mut open = self.open.lock().await;
        if let Some(connection) = &*open {
            return Ok((connection.clone(), true));
        }
        let client = self.client.as_ref().map_err(FeatureError::clone)?;
        let attempt = self.gate().pass(Instant::now())?;
        let config = AsyncConnectionConfig::new()
            .set_connection_timeout(Some(self.patience.connect))
            .set_response_timeout(Some(self.patience.answer));
        let connecting = client.get_multiplexed_async_connection_with_config(&config);
        let error = match timeout(self.patience.connect, connecting).await {
            Ok(Ok(link)) => {
                let connection = Connection { attempt, link };
                *open = Some(connection.clone());
                return Ok((connection, false));
            }
            Ok(Err(error)) => self.explain(&error),
            Err(_elapsed) => self.address.silent(self.patience.connect),
        };
        self.gate().close(&error, Instant::now());
        Err(error)
    }

    /// Gives a connection up, unless another caller has replaced it already.
    async fn hang_up(&self, broken: &Connection) {
        let mut open = self.open.lock().await;
        if open
            .as_ref()
            .is_some_and(|connection| connection.attempt == broken.attempt)
        {
            *open = None;
        }
    }

    fn explain(&self, error: &RedisError) -> FeatureError {
        self.address.explain(error, self.patience.answer)
    }

    fn gate(&self) -> MutexGuard<'_, Gate> {
        self.gate.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The client would print its password.
        self.address.fmt(f)
    }
}
