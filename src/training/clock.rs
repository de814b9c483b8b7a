//! Two clocks: the wall's, for leases and polls, and the engine's, in which matches, forecasts and runs are dated. They
//! differ only while the demo replays a past season.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, SubsecRound, Utc};

/// The engine's clock.
#[derive(Debug, Clone)]
pub enum Clock {
    /// The wall clock.
    System,
    /// A past season on fast forward.
    Replay(ReplayClock),
}

impl Clock {
    /// The wall clock, to the microsecond: what PostgreSQL keeps.
    #[must_use]
    pub fn wall() -> DateTime<Utc> {
        Utc::now().trunc_subsecs(6)
    }

    /// Now, as matches, forecasts and runs are dated.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        match self {
            Self::System => Self::wall(),
            Self::Replay(clock) => clock.read().now,
        }
    }

    /// The day of [`Clock::now`].
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }

    /// How the replay stands, if there is one.
    #[must_use]
    pub fn replay(&self) -> Option<ReplayReading> {
        match self {
            Self::System => None,
            Self::Replay(clock) => Some(clock.read()),
        }
    }
}

/// How a replay stands.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ReplayReading {
    /// The replayed time.
    pub now: DateTime<Utc>,
    /// Replayed days for each second.
    pub days_per_second: u32,
    /// Time stands still.
    pub paused: bool,
    /// Share that is over, `0..=1`.
    pub progress: f64,
    /// Nothing more will happen.
    pub finished: bool,
}

/// A clock that its driver moves. Clones share it.
#[derive(Debug, Clone)]
pub struct ReplayClock(Arc<Mutex<ReplayReading>>);

impl ReplayClock {
    /// A clock that stands at `start`.
    #[must_use]
    pub fn new(start: DateTime<Utc>, days_per_second: u32) -> Self {
        Self(Arc::new(Mutex::new(ReplayReading {
            now: start,
            days_per_second,
            paused: false,
            progress: 0.0,
            finished: false,
        })))
    }

    /// How it stands.
    #[must_use]
    pub fn read(&self) -> ReplayReading {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Changes it.
    pub fn update(&self, change: impl FnOnce(&mut ReplayReading)) {
        change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
