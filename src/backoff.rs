//! How long to wait after failures.

use std::time::Duration;

/// How long to wait after failures in a row.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Backoff {
    /// After the first.
    pub(crate) first: Duration,
    /// However many there were.
    pub(crate) longest: Duration,
}

impl Backoff {
    /// Doubles with each failure up to the longest, then shortened by up to a quarter, by `share` of `0..1`: clients that lost
    /// a server together do not come back together.
    pub(crate) fn after(self, failures: u32, share: f64) -> Duration {
        let times = 2_u32.saturating_pow(failures.saturating_sub(1).min(20));
        let doubled = self.first.saturating_mul(times);
        doubled.min(self.longest).mul_f64(1.0 - share.clamp(0.0, 1.0) / 4.0)
    }
}

/// A share of `0..1` that differs from process to process and from moment to moment.
pub(crate) fn share_of(wall: chrono::DateTime<chrono::Utc>) -> f64 {
    f64::from(wall.timestamp_subsec_nanos() / 1_000 % 1_000) / 1_000.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const BACKOFF: Backoff = Backoff {
        first: Duration::from_secs(2),
        longest: Duration::from_mins(5),
    };

    #[test]
    fn doubles() {
        let seconds: Vec<u64> = (1..=9).map(|n| BACKOFF.after(n, 0.0).as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300]);
    }

    proptest! {
        #[test]
        fn is_capped_and_never_zero(failures in 0_u32.., share in 0.0..1.0) {
            let wait = BACKOFF.after(failures, share);
            prop_assert!(wait <= BACKOFF.longest && wait >= BACKOFF.first.mul_f64(0.75));
            prop_assert!(wait >= BACKOFF.after(failures.saturating_sub(1), share));
        }
    }
}
