//! Is MLflow there? Asked beside the monitor, so that a server that hangs holds up nothing.

use std::time::{Duration, Instant};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::{sync::watch, time::timeout};
use tokio_util::task::AbortOnDropHandle;

use super::{Mlflow, MlflowError};
use crate::{
    backoff::{Backoff, share_of},
    config,
    domain::{SafeText, with_causes},
};

/// A monitor asks for little and needs it soon.
const LIMIT: Duration = Duration::from_secs(2);
/// Between two questions while all is well.
const PACE: Duration = Duration::from_secs(15);
/// Between two questions to a server that is down.
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(2),
    longest: Duration::from_mins(1),
};

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
    pub fn start(settings: &config::Mlflow, changed: impl Fn() + Send + 'static) -> Self {
        let (sender, readings) = watch::channel(None);
        let settings = settings.clone();
        let location = settings.url.as_str().trim_end_matches('/').to_owned();
        let asking = tokio::spawn(async move {
            match Mlflow::new(&settings) {
                Ok(mlflow) => ask_forever(&mlflow.within(LIMIT), &sender, changed).await,
                Err(error) => {
                    sender.send_replace(Some(Reading::now(Err(error), Duration::ZERO, BACKOFF.longest)));
                    changed();
                }
            }
        });
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

impl Reading {
    fn now(answer: Result<String, MlflowError>, latency: Duration, pause: Duration) -> Self {
        Self {
            answer: answer.map(SafeText::from).map_err(|error| with_causes(&error).into()),
            latency,
            next_attempt_at: Utc::now() + TimeDelta::from_std(pause).unwrap_or(TimeDelta::zero()),
        }
    }
}

async fn ask_forever(mlflow: &Mlflow, readings: &watch::Sender<Option<Reading>>, changed: impl Fn() + Send) {
    let mut failures = 0_u32;
    loop {
        let asked = Instant::now();
        let answer = ask(mlflow).await;
        failures = if answer.is_ok() { 0 } else { failures.saturating_add(1) };
        let pause = match failures {
            0 => PACE,
            failures => BACKOFF.after(failures, share_of(Utc::now())),
        };
        let before = readings.borrow().clone();
        let was_well = before.as_ref().is_some_and(|before| before.answer.is_ok());
        // One lost answer is no news; the next, seconds later, decides.
        if !(was_well && failures == 1) {
            let reading = Reading::now(answer, asked.elapsed(), pause);
            let is_news = before.is_none_or(|before| before.answer != reading.answer);
            readings.send_replace(Some(reading));
            if is_news {
                changed();
            }
        }
        tokio::time::sleep(pause).await;
    }
}

/// All requests of a question together have as long as one.
async fn ask(mlflow: &Mlflow) -> Result<String, MlflowError> {
    timeout(LIMIT, mlflow.version()).await.unwrap_or_else(|_elapsed| {
        Err(MlflowError::Late {
            location: mlflow.location(),
            limit: LIMIT,
        })
    })
}
