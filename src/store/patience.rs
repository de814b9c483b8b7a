//! Trying again what failed for a passing reason.

use std::time::Duration;

use tokio::time::Instant;

use super::StoreError;

/// The first pause; each is twice the one before.
const FIRST: Duration = Duration::from_millis(100);
/// The longest pause of who must be done in time: soon enough for a lease of half a minute, seldom enough for a server that
/// is coming up.
const LONGEST: Duration = Duration::from_secs(2);
/// The longest pause of who has time.
const LONGEST_WITHOUT_END: Duration = Duration::from_secs(30);

/// How long one tries again what fails because the database is away for a moment.
#[derive(Debug)]
pub struct Patience {
    until: Option<Instant>,
    pause: Duration,
    longest: Duration,
}

impl Patience {
    /// Patience from now on.
    #[must_use]
    pub fn of(time: Duration) -> Self {
        Self {
            until: Some(Instant::now() + time),
            pause: FIRST,
            longest: LONGEST,
        }
    }

    /// Patience for ever.
    #[must_use]
    pub const fn without_end() -> Self {
        Self {
            until: None,
            pause: FIRST,
            longest: LONGEST_WITHOUT_END,
        }
    }

    /// Waits before another attempt; false when there should be none, because the failure will not pass by itself or the
    /// patience is over.
    pub async fn waits_after(&mut self, error: &StoreError) -> bool {
        let Some(pause) = self.pause_after(error, Instant::now()) else {
            return false;
        };
        tokio::time::sleep(pause).await;
        true
    }

    fn pause_after(&mut self, error: &StoreError, now: Instant) -> Option<Duration> {
        if !error.is_passing() || self.until.is_some_and(|until| now >= until) {
            return None;
        }
        let pause = self.pause;
        self.pause = (pause * 2).min(self.longest);
        Some(pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_does_not_storm() {
        let busy = StoreError::Query {
            what: "write",
            source: sqlx::Error::PoolTimedOut,
        };
        let mut patience = Patience::of(Duration::from_secs(30));
        let (mut now, mut attempts) = (Instant::now(), 0);
        while let Some(pause) = patience.pause_after(&busy, now) {
            now += pause;
            attempts += 1;
        }
        assert!((15..=25).contains(&attempts), "{attempts}");
    }

    #[test]
    fn what_does_not_pass_is_told_at_once() {
        let mut patience = Patience::of(Duration::from_secs(30));
        let wrong = StoreError::unreadable("league code", "?");
        assert_eq!(patience.pause_after(&wrong, Instant::now()), None);
    }
}
