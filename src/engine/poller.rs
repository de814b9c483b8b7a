//! The loops that keep the board up to date: one for each section, with its own pace, time-out and backoff, so that a slow
//! or failing one holds up no other.

use std::{
    future::Future,
    sync::Arc,
    time::{Duration, Instant},
};

use chrono::TimeDelta;
use tokio::sync::Notify;

use super::{
    Fetched,
    board::Board,
    poll::{Poll, Polled},
};
use crate::{
    config,
    domain::{SafeText, with_causes},
    store::StoreError,
    training::Clock,
};

/// The longest pause after failures.
const LONGEST_BACKOFF: Duration = Duration::from_secs(30);

/// How polls are paced.
#[derive(Debug, Clone)]
pub(super) struct Pace {
    pub(super) settings: config::Engine,
    pub(super) board: Arc<Board>,
    pub(super) refresh: Arc<Notify>,
    /// From when turns are counted.
    pub(super) opened: Instant,
}

/// What one poll answered, with the time it took.
pub(super) struct Answer<T> {
    pub(super) result: Result<Polled<T>, SafeText>,
    pub(super) took: Duration,
    pub(super) next_attempt: chrono::DateTime<chrono::Utc>,
}

impl<T> Answer<T> {
    /// The answer for two sections that are read together.
    pub(super) fn split<A, B>(self, cut: impl FnOnce(T) -> (A, B)) -> (Answer<A>, Answer<B>) {
        let Self {
            result,
            took,
            next_attempt,
        } = self;
        let (first, second) = match result {
            Ok(Polled { value, is_empty }) => {
                let (a, b) = cut(value);
                (Ok(Polled { value: a, is_empty }), Ok(Polled { value: b, is_empty }))
            }
            Err(error) => (Err(error.clone()), Err(error)),
        };
        (
            Answer {
                result: first,
                took,
                next_attempt,
            },
            Answer {
                result: second,
                took,
                next_attempt,
            },
        )
    }
}

impl Pace {
    /// Asks once, within the time-out.
    pub(super) async fn ask<T>(
        &self,
        failures: u32,
        poll: impl Future<Output = Result<Polled<T>, StoreError>>,
    ) -> Answer<T> {
        let started = Instant::now();
        let limit = Duration::from_millis(self.settings.poll_timeout_ms);
        let result = match tokio::time::timeout(limit, poll).await {
            Ok(Ok(polled)) => Ok(polled),
            Ok(Err(error)) => Err(SafeText::from(with_causes(&error))),
            Err(_elapsed) => Err(SafeText::from(format!("no answer within {} ms", limit.as_millis()))),
        };
        let pause = backoff(failures + 1, self.idle());
        let next_attempt = Clock::wall() + TimeDelta::from_std(pause).unwrap_or_default();
        Answer {
            result,
            took: started.elapsed(),
            next_attempt,
        }
    }

    /// Waits for the next turn: the pace while all is well, the backoff after failures, or a request to refresh.
    pub(super) async fn wait(&self, failures: u32) {
        let pause = match failures {
            0 if self.is_busy() => self.to_next_turn(Duration::from_millis(self.settings.poll_busy_ms)),
            0 => self.to_next_turn(self.idle()),
            failures => backoff(failures, self.idle()),
        };
        tokio::select! {
            () = tokio::time::sleep(pause) => {}
            () = self.refresh.notified() => {}
        }
    }

    /// The sections of an engine take their turns at the same moments: what reads the picture is woken once for all of them.
    fn to_next_turn(&self, pace: Duration) -> Duration {
        let into_turn = self.opened.elapsed().as_nanos() % pace.as_nanos().max(1);
        pace.saturating_sub(Duration::from_nanos(u64::try_from(into_turn).unwrap_or(0)))
    }

    const fn idle(&self) -> Duration {
        Duration::from_millis(self.settings.poll_idle_ms)
    }

    fn is_busy(&self) -> bool {
        let snapshot = self.board.subscribe().borrow().clone();
        snapshot
            .sections
            .training
            .value
            .as_ref()
            .is_some_and(|training| training.running.is_some())
    }
}

/// Doubles from the pace up to half a minute. The jitter, up to a fifth, keeps many monitors from asking in step.
fn backoff(failures: u32, pace: Duration) -> Duration {
    let doubled = pace.saturating_mul(2_u32.saturating_pow(failures.min(10)));
    let capped = doubled.min(LONGEST_BACKOFF);
    let jitter = f64::from(Clock::wall().timestamp_subsec_nanos() % 1_000) / 5_000.0;
    capped.mul_f64(1.0 - jitter)
}

/// Puts an answer into its section.
pub(super) fn settle<T>(section: &mut Fetched<T>, answer: Answer<T>) {
    let wall = Clock::wall();
    *section = match answer.result {
        Ok(Polled { value, is_empty: true }) => Fetched::empty(value, wall, answer.took),
        Ok(Polled { value, is_empty: false }) => Fetched::fresh(value, wall, answer.took),
        Err(error) => std::mem::replace(section, Fetched::loading()).failed(error, answer.took, answer.next_attempt),
    };
}

/// Asks for ever.
pub(super) async fn poll_forever<P: Poll>(pace: Pace, mut poll: P) {
    let mut failures = 0;
    loop {
        let answer = pace.ask(failures, poll.poll()).await;
        failures = if answer.result.is_ok() { 0 } else { failures + 1 };
        let took = answer.result.is_ok().then_some(answer.took);
        pace.board.update(took, |sections| P::place(sections, answer));
        pace.wait(failures).await;
    }
}
