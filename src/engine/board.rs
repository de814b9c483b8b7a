//! Where the pollers put what they read, and from where the snapshot is published.

use std::{
    sync::{Arc, Mutex, PoisonError},
    time::{Duration, Instant},
};

use tokio::sync::watch;

use super::{
    Access, Alert, ApiTraffic, ClockReading, Fetched, Replay, ResponseTime, SCHEMA, SectionState, Sections, Snapshot,
    alert_keeper::Known,
    api_meter::ApiMeter,
    judge::{AlertBook, heed_freshness, overall},
    poller::{Answer, settle},
    response_times::ResponseTimes,
};
use crate::{domain::SafeText, training::Clock};

/// The sections as they were last read.
#[derive(Debug)]
pub(super) struct Board {
    profile: SafeText,
    access: Access,
    clock: Clock,
    opened: Instant,
    inner: Mutex<Inner>,
    /// Apart from the sections: a request does not wait for a snapshot that is put together.
    api: Mutex<Option<ApiMeter>>,
    snapshots: watch::Sender<Arc<Snapshot>>,
}

#[derive(Debug)]
struct Inner {
    sections: Sections,
    alerts: AlertBook,
    /// How the reading of what the database knows of the alerts went; its value is in `alerts`.
    known_alerts: Fetched<()>,
    response_times: ResponseTimes,
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
            known_alerts: Fetched::loading(),
            response_times: ResponseTimes::default(),
        };
        let first = snapshot(&inner.sections, &profile, &access, &clock);
        Self {
            profile,
            access,
            clock,
            opened: Instant::now(),
            inner: Mutex::new(inner),
            api: Mutex::default(),
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
            inner.response_times.add(took, self.opened.elapsed());
        }
        let wall = Clock::wall();
        let Inner {
            sections,
            alerts,
            known_alerts,
            ..
        } = &mut *inner;
        sections.alerts = alerts_now(alerts.update(sections, wall), known_alerts, wall);
        let snapshot = snapshot(&inner.sections, &self.profile, &self.access, &self.clock);
        self.snapshots.send_replace(Arc::new(snapshot));
    }

    /// Takes up what the database knows of the alerts.
    pub(super) fn learn(&self, answer: Answer<Known>) {
        let (known, reading) = answer.split(|known| (known, ()));
        {
            let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
            if let Ok(known) = known.result {
                inner.alerts.learn(known.value.episodes, known.value.silences);
            }
            settle(&mut inner.known_alerts, reading);
        }
        self.update(None, |_sections| {});
    }

    /// The alerts of now, and whether every section has been read: an alert that is missing before may only not be seen yet.
    pub(super) fn alerts(&self) -> (Vec<Alert>, bool) {
        let inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        let alerts = inner.sections.alerts.value.clone().unwrap_or_default();
        (alerts, inner.sections.are_read())
    }

    /// An API is served from now on, or has answered.
    pub(super) fn meter(&self, count: impl FnOnce(&mut ApiMeter)) {
        let mut api = self.api.lock().unwrap_or_else(PoisonError::into_inner);
        count(api.get_or_insert_default());
    }

    /// What the API has answered; none where none is served.
    pub(super) fn api_traffic(&self) -> Option<ApiTraffic> {
        let api = self.api.lock().unwrap_or_else(PoisonError::into_inner);
        api.as_ref().map(ApiMeter::read)
    }

    /// How long the last polls took.
    pub(super) fn response_time(&self) -> ResponseTime {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.response_times.read(self.opened.elapsed())
    }
}

/// Alerts are told whether or not the database can say since when they fire.
fn alerts_now(alerts: Vec<Alert>, known: &Fetched<()>, wall: chrono::DateTime<chrono::Utc>) -> Fetched<Vec<Alert>> {
    Fetched {
        state: match known.state {
            SectionState::Failed => SectionState::Stale,
            state => state,
        },
        as_of: Some(wall),
        latency: known.latency,
        error: known.error.clone(),
        next_attempt: known.next_attempt,
        value: Some(alerts),
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
