//! Times of the requests that an HTTP API answers.

use std::{
    collections::{BTreeMap, VecDeque},
    time::Duration,
};

use super::{ApiTraffic, BUCKETS_S, RouteTimes, response_times::quantile};

/// Requests whose time is remembered.
const REMEMBERED: usize = 4096;

/// A request that was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Answered {
    /// `GET`, `POST`, or `other`.
    pub method: &'static str,
    /// Template of its route, or `other`: never its path, of which there is no end.
    pub route: &'static str,
    /// HTTP status.
    pub status: u16,
}

/// What was answered so far.
#[derive(Debug, Default)]
pub(super) struct ApiMeter {
    routes: BTreeMap<Answered, Times>,
    last: VecDeque<Duration>,
}

#[derive(Debug, Default)]
struct Times {
    sum: Duration,
    /// By the first bound that is not exceeded; the last one is for those beyond all bounds.
    counts: [u64; BUCKETS_S.len() + 1],
}

impl ApiMeter {
    pub(super) fn add(&mut self, answered: Answered, took: Duration) {
        if self.last.len() == REMEMBERED {
            self.last.pop_front();
        }
        self.last.push_back(took);
        let times = self.routes.entry(answered).or_default();
        times.sum += took;
        let bucket = BUCKETS_S.partition_point(|bound| *bound < took.as_secs_f64());
        if let Some(count) = times.counts.get_mut(bucket) {
            *count += 1;
        }
    }

    pub(super) fn read(&self) -> ApiTraffic {
        let mut last: Vec<Duration> = self.last.iter().copied().collect();
        last.sort_unstable();
        let routes: Vec<RouteTimes> = self.routes.iter().map(|(of, times)| times.read(*of)).collect();
        ApiTraffic {
            requests: routes.iter().map(|route| route.count).sum(),
            p50_ms: quantile(&last, 0.50),
            p95_ms: quantile(&last, 0.95),
            p99_ms: quantile(&last, 0.99),
            routes,
        }
    }
}

impl Times {
    fn read(&self, of: Answered) -> RouteTimes {
        let mut below = 0;
        let cumulative = self.counts.iter().take(BUCKETS_S.len()).map(|count| {
            below += count;
            below
        });
        RouteTimes {
            method: of.method.into(),
            route: of.route.into(),
            status: of.status,
            buckets: cumulative.collect(),
            count: self.counts.iter().sum(),
            sum_s: self.sum.as_secs_f64(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_cumulative_and_a_bound_belongs_to_its_bucket() {
        let mut meter = ApiMeter::default();
        let health = Answered {
            method: "GET",
            route: "/health",
            status: 200,
        };
        for ms in [1, 5, 6, 11_000] {
            meter.add(health, Duration::from_millis(ms));
        }
        let read = meter.read();
        let [route] = read.routes.as_slice() else {
            panic!("{read:?}")
        };
        assert_eq!((read.requests, route.count), (4, 4));
        assert_eq!(route.buckets[..3], [2, 3, 3]);
        assert_eq!(route.buckets.last(), Some(&3), "11 s lies beyond all bounds");
        assert!((route.sum_s - 11.012).abs() < 1e-9, "{}", route.sum_s);
        assert_eq!(read.p99_ms, Some(11_000.0));
    }
}
