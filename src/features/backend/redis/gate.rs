//! Spaces out attempts on a server that failed.

use std::time::{Duration, Instant};

use super::Patience;
use crate::features::{Attempts, FeatureError};

/// Closed after a failure, for a pause that doubles with each further one until something is answered again.
#[derive(Debug)]
pub(super) struct Gate {
    patience: Patience,
    attempts: u64,
    closed: Option<Closed>,
}

#[derive(Debug)]
struct Closed {
    cause: FeatureError,
    pause: Duration,
    until: Instant,
}

impl Gate {
    pub(super) const fn new(patience: Patience) -> Self {
        Self {
            patience,
            attempts: 0,
            closed: None,
        }
    }

    pub(super) fn attempts(&self, now: Instant) -> Attempts {
        Attempts {
            made: self.attempts,
            next_in: self
                .closed
                .as_ref()
                .map(|closed| closed.until.saturating_duration_since(now)),
        }
    }

    /// The number of this attempt, or how long to wait before the next.
    pub(super) fn pass(&mut self, now: Instant) -> Result<u64, FeatureError> {
        if let Some(closed) = self.closed.as_ref().filter(|closed| closed.until > now) {
            return Err(FeatureError::Paused {
                cause: Box::new(closed.cause.clone()),
                retry_in: closed.until - now,
            });
        }
        self.attempts += 1;
        Ok(self.attempts)
    }

    pub(super) fn open(&mut self) {
        self.closed = None;
    }

    pub(super) fn close(&mut self, cause: &FeatureError, now: Instant) {
        let Patience {
            first_pause,
            longest_pause,
            ..
        } = self.patience;
        let pause = self
            .closed
            .as_ref()
            .map_or(first_pause, |closed| (2 * closed.pause).min(longest_pause));
        self.closed = Some(Closed {
            cause: cause.clone(),
            pause,
            until: now + pause,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pauses_double_up_to_the_longest_and_begin_anew_after_an_answer() {
        let patience = Patience {
            first_pause: Duration::from_secs(1),
            longest_pause: Duration::from_secs(5),
            ..Patience::default()
        };
        let cause = FeatureError::OtherServer {
            address: "redis://cache".to_owned(),
        };
        let mut gate = Gate::new(patience);
        let mut now = Instant::now();
        let mut pauses = Vec::new();
        for _ in 0..4 {
            assert!(gate.pass(now).is_ok());
            gate.close(&cause, now);
            let Err(FeatureError::Paused { retry_in, .. }) = gate.pass(now) else {
                panic!("it is closed")
            };
            pauses.push(retry_in.as_secs());
            now += retry_in;
        }
        assert_eq!((pauses, gate.attempts(now).made), (vec![1, 2, 4, 5], 4));
        gate.open();
        gate.close(&cause, now);
        let said = gate.pass(now).unwrap_err();
        assert!(said.to_string().ends_with(" (next attempt in 1 s)"), "{said}");
        assert_eq!(said.cause(), &cause);
    }
}
