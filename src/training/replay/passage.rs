use std::time::Duration;

use super::super::clock::ReplayReading;

/// Between two looks at the clock, which the viewer may stop or speed up at any time.
pub(super) const GLANCE: Duration = Duration::from_millis(50);
/// Days that count as none: a rest that rounds to no nanosecond of waiting would never pass.
const NO_TIME: f64 = 1e-6;

/// Replayed days that have to pass before the next thing happens.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Passage {
    days: f64,
}

impl Passage {
    pub(super) const HALF_A_DAY: Self = Self { days: 0.5 };

    pub(super) fn is_over(self) -> bool {
        self.days <= NO_TIME
    }

    /// How long to wait until the next look at the clock, and what has still to pass after it.
    pub(super) fn step(self, clock: &ReplayReading) -> (Duration, Self) {
        if clock.paused {
            return (GLANCE, self);
        }
        let days_per_second = f64::from(clock.days_per_second.max(1));
        let wait = GLANCE.min(Duration::from_secs_f64(self.days / days_per_second));
        let days = self.days - days_per_second * wait.as_secs_f64();
        (wait, Self { days })
    }
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;
    use proptest::prelude::*;

    use super::*;

    fn clock(days_per_second: u32, paused: bool) -> ReplayReading {
        ReplayReading {
            now: DateTime::UNIX_EPOCH,
            days_per_second,
            paused,
            progress: 0.0,
            finished: false,
        }
    }

    /// The time that half a day takes, or none when it does not pass within its due number of looks.
    fn half_a_day_takes(days_per_second: u32) -> Option<Duration> {
        let due = 0.5 / f64::from(days_per_second) / GLANCE.as_secs_f64();
        let (mut passage, mut waited) = (Passage::HALF_A_DAY, Duration::ZERO);
        let mut looks = 0.0;
        while !passage.is_over() {
            if looks > due.ceil() {
                return None;
            }
            let (wait, rest) = passage.step(&clock(days_per_second, false));
            (passage, waited, looks) = (rest, waited + wait, looks + 1.0);
        }
        Some(waited)
    }

    /// At these speeds the looks do not add up to half a day in floating point, and a rest of 1e-17 days is left.
    #[test]
    fn half_a_day_passes_at_the_slowest_speeds() {
        assert!(half_a_day_takes(1).is_some());
        assert!(half_a_day_takes(2).is_some());
    }

    #[test]
    fn nothing_passes_while_the_clock_stands() {
        assert_eq!(
            Passage::HALF_A_DAY.step(&clock(64, true)),
            (GLANCE, Passage::HALF_A_DAY)
        );
    }

    proptest! {
        #[test]
        fn half_a_day_takes_what_the_speed_says(days_per_second in 1u32..=1000) {
            let took = half_a_day_takes(days_per_second);
            prop_assert!(took.is_some(), "it never passes");
            let expected = 0.5 / f64::from(days_per_second);
            prop_assert!((took.unwrap().as_secs_f64() - expected).abs() < 1e-5);
        }
    }
}
