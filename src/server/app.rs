//! What handlers share.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use axum::body::Bytes;
use sha2::{Digest, Sha256};
use tokio::sync::Semaphore;
use tokio_util::sync::CancellationToken;

use crate::{
    config::Serve,
    domain::SafeText,
    engine::{Engine, Snapshot},
};

/// How an API is served.
#[derive(Debug, Clone)]
pub struct Options {
    /// Address, token and bounds.
    pub serve: Serve,
    /// Host on which the program runs, for the audit.
    pub host: SafeText,
}

/// Listeners to events at a time.
const LISTENERS: usize = 64;

/// What handlers share. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct App {
    pub(super) engine: Engine,
    pub(super) host: SafeText,
    /// Other machines can reach it.
    pub(super) exposed: bool,
    /// SHA-256 of the token; none where nobody may write.
    pub(super) token: Option<[u8; 32]>,
    pub(super) timeout: Duration,
    /// Places of requests.
    pub(super) places: Arc<Semaphore>,
    /// Places of those who listen to events.
    pub(super) listeners: Arc<Semaphore>,
    /// The end of the program.
    pub(super) stop: CancellationToken,
    pub(super) snapshot_body: Arc<Rendered>,
    pub(super) metrics_body: Arc<Rendered>,
}

impl App {
    pub(super) fn new(engine: Engine, options: &Options, stop: CancellationToken) -> Self {
        engine.serves_api();
        let serve = &options.serve;
        Self {
            engine,
            host: options.host.clone(),
            exposed: serve.is_exposed(),
            token: serve
                .token
                .as_ref()
                .map(|token| Sha256::digest(token.expose().as_bytes()).into()),
            timeout: Duration::from_secs(serve.timeout_seconds),
            places: Arc::new(Semaphore::new(serve.requests)),
            listeners: Arc::new(Semaphore::new(LISTENERS)),
            stop,
            snapshot_body: Arc::default(),
            metrics_body: Arc::default(),
        }
    }
}

/// A body that is made once for each snapshot, however many ask for it.
#[derive(Debug, Default)]
pub(super) struct Rendered(Mutex<Option<(Arc<Snapshot>, Bytes)>>);

impl Rendered {
    /// The body of a snapshot. Of several that ask at once one makes it, and the others wait for that.
    pub(super) fn of<E>(
        &self,
        snapshot: &Arc<Snapshot>,
        make: impl FnOnce(&Snapshot) -> Result<String, E>,
    ) -> Result<Bytes, E> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((of, body)) = &*last
            && Arc::ptr_eq(of, snapshot)
        {
            return Ok(body.clone());
        }
        let body = Bytes::from(make(snapshot)?);
        *last = Some((Arc::clone(snapshot), body.clone()));
        Ok(body)
    }
}
