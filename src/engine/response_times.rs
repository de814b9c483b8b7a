//! How long this engine's own polls take: the last ones, and by minute.

use std::{collections::VecDeque, time::Duration};

use super::{ResponseTime, poll::milliseconds};

/// Polls whose time is remembered.
const REMEMBERED: usize = 512;
/// Minutes of history.
const MINUTES: usize = 60;

/// Times of polls, in memory.
#[derive(Debug, Default)]
pub(super) struct ResponseTimes {
    last: VecDeque<Duration>,
    /// Of the minute that is not over.
    current: Vec<Duration>,
    /// Number of that minute since the engine was opened.
    minute: u64,
    /// p95 of the minutes before it, the oldest first; none of those in which nothing was polled.
    over: VecDeque<Option<f64>>,
}

impl ResponseTimes {
    /// A poll took `took`; the engine has been open for `open`.
    pub(super) fn add(&mut self, took: Duration, open: Duration) {
        self.turn_to(open);
        if self.last.len() == REMEMBERED {
            self.last.pop_front();
        }
        self.last.push_back(took);
        self.current.push(took);
    }

    /// What they come to now.
    pub(super) fn read(&mut self, open: Duration) -> ResponseTime {
        self.turn_to(open);
        let mut last: Vec<Duration> = self.last.iter().copied().collect();
        last.sort_unstable();
        let before = MINUTES - 1 - self.over.len();
        let history = std::iter::repeat_n(None, before).chain(self.over.iter().copied());
        ResponseTime {
            p50: quantile(&last, 0.50),
            p95: quantile(&last, 0.95),
            n: last.len() as u64,
            history: history.chain([p95(&self.current)]).collect(),
        }
    }

    /// Closes the minutes that are over.
    fn turn_to(&mut self, open: Duration) {
        let now = open.as_secs() / 60;
        for _minute in (self.minute..now).take(MINUTES) {
            if self.over.len() == MINUTES - 1 {
                self.over.pop_front();
            }
            self.over.push_back(p95(&self.current));
            self.current.clear();
        }
        self.minute = self.minute.max(now);
    }
}

fn p95(times: &[Duration]) -> Option<f64> {
    let mut sorted = times.to_vec();
    sorted.sort_unstable();
    quantile(&sorted, 0.95)
}

/// The nearest rank, in milliseconds.
pub(super) fn quantile(sorted: &[Duration], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "an index into as many times as fit into a minute"
    )]
    let index = (share * last as f64).round() as usize;
    sorted.get(index).copied().map(milliseconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    const MS: fn(u64) -> Duration = Duration::from_millis;
    const SECONDS: fn(u64) -> Duration = Duration::from_secs;

    #[test]
    fn each_minute_has_its_own_p95_and_a_gap_where_nothing_was_polled() {
        let mut times = ResponseTimes::default();
        for ms in 1..=100 {
            times.add(MS(ms), SECONDS(5));
        }
        times.add(MS(7), SECONDS(3 * 60 + 1));
        let read = times.read(SECONDS(3 * 60 + 2));
        assert_eq!((read.history.len(), read.n), (MINUTES, 101));
        assert_eq!(read.history[MINUTES - 5..], [None, Some(95.0), None, None, Some(7.0)]);
    }

    #[test]
    fn an_hour_of_silence_leaves_only_the_last_polls() {
        let mut times = ResponseTimes::default();
        times.add(MS(3), SECONDS(0));
        let read = times.read(SECONDS(100 * 60));
        assert!(read.history.iter().all(Option::is_none), "{:?}", read.history);
        assert_eq!((read.history.len(), read.p50, read.n), (MINUTES, Some(3.0), 1));
    }
}
