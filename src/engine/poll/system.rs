//! Are the parts of the system up?

use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::NaiveTime;

use super::{
    Poll, Polled,
    feature_store::{counts, feature_store},
    workers::worker_processes,
};
use crate::{
    domain::SafeText,
    engine::{
        Database, Sections, System, Worker,
        board::Board,
        judge::{RegistryFacts, registry},
        poller::{Answer, settle},
    },
    features::FeatureStore,
    registry::Probe,
    store::{self, Db, StoreError},
    training::Clock,
};

/// Audit entries that are shown.
const AUDIT: i64 = 50;

/// Failures in a row that are no hiccup: the third comes minutes after the first.
const KEEPS_FAILING: u32 = 3;

/// Asks the parts, and remembers when the engine was opened.
#[derive(Debug)]
pub(in crate::engine) struct SystemPoll {
    pub(in crate::engine) db: Db,
    pub(in crate::engine) clock: Clock,
    pub(in crate::engine) features: FeatureStore,
    pub(in crate::engine) board: Arc<Board>,
    pub(in crate::engine) opened: Instant,
    pub(in crate::engine) mlflow: Option<Probe>,
    /// There is a receiver of alerts.
    pub(in crate::engine) tells_alerts: bool,
}

impl Poll for SystemPoll {
    type Value = System;

    async fn poll(&mut self) -> Result<Polled<System>, StoreError> {
        let mut tx = self.db.read().await?;
        let asked = Instant::now();
        let facts = store::database_facts(&mut tx).await?;
        let latency = asked.elapsed();
        let midnight = self.clock.today().and_time(NaiveTime::MIN).and_utc();
        let lookups = counts(&mut tx, self.clock.now()).await?;
        let now = store::now(&mut tx).await?;
        let workers = store::liveness(&mut tx, now).await?;
        let value = System {
            uptime_s: self.opened.elapsed().as_secs(),
            database: Database {
                backend: facts.backend.into(),
                version: SafeText::new(&facts.version),
                location: self.db.location().into(),
                latency_ms: milliseconds(latency),
                size_bytes: facts.size_bytes,
            },
            feature_store: feature_store(&self.features, &lookups).await,
            registry: registry(&RegistryFacts {
                mlflow: self.mlflow.as_ref().map(|probe| (probe.location(), probe.reading())),
                database: self.db.location(),
                versions: store::count_models(&mut tx).await?,
                outbox: store::outbox_state(&mut tx).await?,
                aliases: store::alias_records(&mut tx).await?,
                workers: workers.alive,
            }),
            alert_outbox: if self.tells_alerts {
                Some(store::alert_outbox_state(&mut tx, now).await?)
            } else {
                None
            },
            worker: Worker {
                alive: workers.alive,
                last_heartbeat_at: workers.last_heartbeat_at,
            },
            workers: worker_processes(&mut tx, now).await?,
            model_version: store::champion(&mut tx).await?.map(|champion| champion.version),
            predictions_today: store::count_live_since(&mut tx, midnight).await?,
            matchday: store::matchday(&mut tx, self.clock.now()).await?,
            lost_leases: store::lost_leases(&mut tx, now).await?,
            failing_downloads: store::failing_downloads(&mut tx, KEEPS_FAILING, now).await?,
            counts: store::counts(&mut tx).await?,
            response_time_ms: self.board.response_time(),
            api: self.board.api_traffic(),
            audit: store::audit_records(&mut tx, AUDIT).await?,
        };
        Ok(Polled { value, is_empty: false })
    }

    fn place(sections: &mut Sections, answer: Answer<System>) {
        settle(&mut sections.system, answer);
    }
}

/// Milliseconds to the microsecond.
pub(in crate::engine) fn milliseconds(duration: Duration) -> f64 {
    (duration.as_secs_f64() * 1e6).round() / 1e3
}
