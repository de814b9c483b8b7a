//! How long to wait after failures.

use std::time::Duration;

/// After the first failure.
const FIRST: Duration = Duration::from_secs(2);

/// Doubles with each failure up to `longest`, then shortened by up to a quarter, by `share` of `0..1`: clients that lost a
/// server together do not come back together.
pub(super) fn backoff(failures: u32, longest: Duration, share: f64) -> Duration {
    let doubled = FIRST.saturating_mul(2_u32.saturating_pow(failures.saturating_sub(1).min(20)));
    doubled.min(longest).mul_f64(1.0 - share.clamp(0.0, 1.0) / 4.0)
}

/// A share of `0..1` that differs from process to process and from moment to moment.
pub(super) fn share_of(wall: chrono::DateTime<chrono::Utc>) -> f64 {
    f64::from(wall.timestamp_subsec_nanos() / 1_000 % 1_000) / 1_000.0
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const LONGEST: Duration = Duration::from_mins(5);

    #[test]
    fn doubles() {
        let seconds: Vec<u64> = (1..=9).map(|n| backoff(n, LONGEST, 0.0).as_secs()).collect();
        assert_eq!(seconds, [2, 4, 8, 16, 32, 64, 128, 256, 300]);
    }

    proptest! {
        #[test]
        fn is_capped_and_never_zero(failures in 0_u32.., share in 0.0..1.0) {
            let wait = backoff(failures, LONGEST, share);
            prop_assert!(wait <= LONGEST && wait >= FIRST.mul_f64(0.75));
            prop_assert!(wait >= backoff(failures.saturating_sub(1), LONGEST, share));
        }
    }
}
