//! Is MLflow there? Asked beside the monitor, so that a server that hangs holds up nothing.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::sync::watch;
use tokio_util::task::AbortOnDropHandle;

use super::{
    Mlflow, MlflowError,
    backoff::{backoff, share_of},
};
use crate::domain::SafeText;

/// A monitor asks for little and needs it soon.
const LIMIT: Duration = Duration::from_secs(2);
/// Between two questions while all is well.
const PACE: Duration = Duration::from_secs(15);
/// Between two questions to a server that is down for long.
const LONGEST_BACKOFF: Duration = Duration::from_secs(60);

/// What the last question came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reading {
    /// The server's version, or why it cannot be used.
    pub answer: Result<SafeText, SafeText>,
    /// How long it took.
    pub latency: Duration,
    /// When it is asked again, on the wall clock (UTC).
    pub next_attempt_at: DateTime<Utc>,
}

/// Asks again and again; the last one dropped ends it.
#[derive(Debug)]
pub struct Probe {
    location: String,
    readings: watch::Receiver<Option<Reading>>,
    _asking: AbortOnDropHandle<()>,
}

impl Probe {
    /// Begins to ask; `changed` is called when the server is there after it was not, and the other way round. Must be
    /// called within a runtime.
    #[must_use]
    pub fn start(mlflow: &Mlflow, changed: impl Fn() + Send + 'static) -> Self {
        let (sender, readings) = watch::channel(None);
        let mlflow = mlflow.within(LIMIT);
        let location = mlflow.location();
        let asking = tokio::spawn(ask_forever(mlflow, sender, changed));
        Self {
            location,
            readings,
            _asking: AbortOnDropHandle::new(asking),
        }
    }

    /// Where the server is, without any secret.
    #[must_use]
    pub fn location(&self) -> &str {
        &self.location
    }

    /// The latest answer; none before the first.
    #[must_use]
    pub fn reading(&self) -> Option<Reading> {
        self.readings.borrow().clone()
    }
}

async fn ask_forever(mlflow: Mlflow, readings: watch::Sender<Option<Reading>>, changed: impl Fn() + Send) {
    let mut failures = 0_u32;
    loop {
        let asked = Instant::now();
        let answer = within(LIMIT, &mlflow).await;
        failures = if answer.is_ok() { 0 } else { failures.saturating_add(1) };
        let wall = Utc::now();
        let pause = match failures {
            0 => PACE,
            failures => backoff(failures, LONGEST_BACKOFF, share_of(wall)),
        };
        let reading = Reading {
            answer,
            latency: asked.elapsed(),
            next_attempt_at: wall + TimeDelta::from_std(pause).unwrap_or(TimeDelta::zero()),
        };
        let before = readings.send_replace(Some(reading.clone()));
        if before.is_none_or(|before| before.answer != reading.answer) {
            changed();
        }
        tokio::time::sleep(pause).await;
    }
}

/// All requests of a question together have this long.
async fn within(limit: Duration, mlflow: &Mlflow) -> Result<SafeText, SafeText> {
    let late = MlflowError::Late {
        location: mlflow.location(),
        limit,
    };
    match tokio::time::timeout(limit, mlflow.version()).await {
        Ok(Ok(version)) => Ok(version.into()),
        Ok(Err(error)) => Err(crate::domain::with_causes(&error).into()),
        Err(_elapsed) => Err(late.to_string().into()),
    }
}
