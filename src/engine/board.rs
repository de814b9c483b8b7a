//! Where the pollers put what they read, and from where the snapshot is published.

use std::{
    collections::VecDeque,
    sync::{Arc, Mutex, PoisonError},
    time::Duration,
};

use tokio::sync::watch;

use super::{
    Access, ClockReading, Fetched, Replay, ResponseTime, SCHEMA, Sections, Snapshot,
    judge::{AlertBook, heed_freshness, overall},
    poll::milliseconds,
};
use crate::{domain::SafeText, training::Clock};

/// Polls whose time is remembered.
const REMEMBERED: usize = 512;

/// The sections as they were last read.
#[derive(Debug)]
pub(super) struct Board {
    profile: SafeText,
    access: Access,
    clock: Clock,
    inner: Mutex<Inner>,
    snapshots: watch::Sender<Arc<Snapshot>>,
}

#[derive(Debug)]
struct Inner {
    sections: Sections,
    alerts: AlertBook,
    response_times: VecDeque<Duration>,
}

impl Board {
    pub(super) fn new(profile: SafeText, access: Access, clock: Clock) -> Self {
        let inner = Inner {
            sections: Sections {
                model_health: Fetched::loading(),
                league_drift: Fetched::loading(),
                data_freshness: Fetched::loading(),
                data_quality: Fetched::loading(),
                training: Fetched::loading(),
                system: Fetched::loading(),
                alerts: Fetched::loading(),
            },
            alerts: AlertBook::default(),
            response_times: VecDeque::with_capacity(REMEMBERED),
        };
        let first = snapshot(&inner.sections, &profile, &access, &clock);
        Self {
            profile,
            access,
            clock,
            inner: Mutex::new(inner),
            snapshots: watch::Sender::new(Arc::new(first)),
        }
    }

    pub(super) fn subscribe(&self) -> watch::Receiver<Arc<Snapshot>> {
        self.snapshots.subscribe()
    }

    /// Takes a poll's result up and publishes a new snapshot.
    pub(super) fn update(&self, took: Option<Duration>, change: impl FnOnce(&mut Sections)) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        change(&mut inner.sections);
        if let Some(took) = took {
            if inner.response_times.len() == REMEMBERED {
                inner.response_times.pop_front();
            }
            inner.response_times.push_back(took);
        }
        let wall = Clock::wall();
        let Inner { sections, alerts, .. } = &mut *inner;
        sections.alerts = Fetched::fresh(alerts.update(sections, wall), wall, Duration::ZERO);
        let snapshot = snapshot(&inner.sections, &self.profile, &self.access, &self.clock);
        self.snapshots.send_replace(Arc::new(snapshot));
    }

    /// How long the last polls took.
    pub(super) fn response_time(&self) -> ResponseTime {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let mut times: Vec<Duration> = inner.response_times.iter().copied().collect();
        times.sort_unstable();
        let quantile = |share: f64| {
            let last = times.len().checked_sub(1)?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "an index into 512 times"
            )]
            let index = (share * last as f64).round() as usize;
            times.get(index).copied().map(milliseconds)
        };
        ResponseTime {
            p50: quantile(0.50),
            p95: quantile(0.95),
            n: times.len() as u64,
        }
    }
}

fn snapshot(sections: &Sections, profile: &SafeText, access: &Access, clock: &Clock) -> Snapshot {
    // What was read stays as it was read; only the picture draws conclusions from one section for another.
    let mut sections = sections.clone();
    if let (Some(health), Some(sources)) = (&mut sections.model_health.value, &sections.data_freshness.value) {
        heed_freshness(health, sources);
    }
    let alerts = sections.alerts.value.as_deref().unwrap_or_default();
    let (status, headline) = overall(&sections, alerts);
    Snapshot {
        schema: SCHEMA,
        as_of: Clock::wall(),
        clock: ClockReading {
            now: clock.now(),
            replay: clock.replay().map(|replay| Replay {
                days_per_second: if replay.paused {
                    0.0
                } else {
                    f64::from(replay.days_per_second)
                },
                paused: replay.paused,
                progress: replay.progress,
                finished: replay.finished,
            }),
        },
        profile: profile.clone(),
        access: access.clone(),
        overall: status,
        headline,
        sections,
    }
}
