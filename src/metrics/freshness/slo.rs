//! How often a source was fresh: the share of daily checks over four weeks.
//!
//! The checks are made afterwards, from when each day's matches arrived. Checks that a program writes down as it goes
//! would be missing exactly where nothing ran, and those made right after a load would always be fresh.

use chrono::{DateTime, Days, NaiveDate, NaiveTime, TimeDelta, Utc};
use serde::Serialize;

use super::end_of;

/// Daily checks that are looked back on.
const WINDOW_DAYS: u64 = 28;

/// Share of the checks that should be fresh.
const TARGET: f64 = 0.99;

/// A step forward of a source: from `arrived_at` on it was known up to `event_on`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Arrival {
    /// The last day of which the source then told.
    pub event_on: NaiveDate,
    /// When it did (UTC).
    pub arrived_at: DateTime<Utc>,
}

/// What is known of one source.
#[derive(Debug, Clone, Copy)]
pub struct SloInput<'a> {
    /// Days of the league's matches that the source told of, sorted, each once.
    pub events: &'a [NaiveDate],
    /// Its steps forward, in order.
    pub arrivals: &'a [Arrival],
    /// The first day on which something was due that has not arrived yet.
    pub missing: Option<NaiveDate>,
    /// Now.
    pub now: DateTime<Utc>,
    /// Seconds after the end of a day from which its absence makes a check late.
    pub warn_after_s: i64,
}

/// Share of daily checks that were fresh.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Slo {
    /// Fresh checks by all checks, `0..=1`.
    pub share: f64,
    /// Checks, one a day: 28, or fewer where the source is on record for less.
    pub days: u32,
    /// What `share` should be.
    pub target: f64,
}

/// Looks back on the checks of the last 28 midnights (UTC); none where the source was on record at none of them.
///
/// A check is late when a day had ended for longer than `warn_after_s` whose matches had not arrived. In a break nothing
/// is late.
#[must_use]
pub fn freshness_slo(input: &SloInput<'_>) -> Option<Slo> {
    let first = input.arrivals.first()?.arrived_at;
    let late = late_spans(input);
    let midnights = (0..WINDOW_DAYS).filter_map(|back| {
        let day = input.now.date_naive().checked_sub_days(Days::new(back))?;
        Some(day.and_time(NaiveTime::MIN).and_utc())
    });
    let (mut days, mut fresh) = (0_u32, 0_u32);
    for check in midnights.take_while(|check| *check >= first) {
        days += 1;
        fresh += u32::from(!late.iter().any(|(from, to)| (*from..*to).contains(&check)));
    }
    (days > 0).then(|| Slo {
        share: f64::from(fresh) / f64::from(days),
        days,
        target: TARGET,
    })
}

/// When the source was late. Of the days that a step brought, the first was missing the longest.
fn late_spans(input: &SloInput<'_>) -> Vec<(DateTime<Utc>, DateTime<Utc>)> {
    let late_from = |day: NaiveDate| end_of(day) + TimeDelta::seconds(input.warn_after_s);
    let steps = input.arrivals.iter().zip(input.arrivals.iter().skip(1));
    let mut late: Vec<_> = steps
        .filter_map(|(before, step)| {
            let next = input.events.partition_point(|day| *day <= before.event_on);
            let first_brought = *input.events.get(next)?;
            Some((late_from(first_brought), step.arrived_at))
        })
        .collect();
    late.extend(input.missing.map(|day| (late_from(day), DateTime::<Utc>::MAX_UTC)));
    late
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn slo(arrivals: &[(&str, &str)], missing: Option<&str>) -> Option<Slo> {
        let events: Vec<_> = ["2023-09-16", "2023-09-23", "2023-09-30", "2023-10-07", "2023-10-21"]
            .map(day)
            .to_vec();
        let arrivals: Vec<_> = arrivals
            .iter()
            .map(|(event_on, arrived_at)| Arrival {
                event_on: day(event_on),
                arrived_at: arrived_at.parse().unwrap(),
            })
            .collect();
        freshness_slo(&SloInput {
            events: &events,
            arrivals: &arrivals,
            missing: missing.map(day),
            now: "2023-10-25T12:00:00Z".parse().unwrap(),
            warn_after_s: 36 * 3600,
        })
    }

    #[test]
    fn every_round_in_time_is_all_fresh() {
        let arrivals = [
            ("2023-09-16", "2023-09-17T08:00:00Z"),
            ("2023-09-23", "2023-09-24T08:00:00Z"),
            ("2023-09-30", "2023-10-01T08:00:00Z"),
            ("2023-10-07", "2023-10-08T08:00:00Z"),
            ("2023-10-21", "2023-10-22T08:00:00Z"),
        ];
        let slo = slo(&arrivals, None).unwrap();
        assert_eq!((slo.share, slo.days, slo.target), (1.0, 28, 0.99));
    }

    #[test]
    fn only_the_window_counts() {
        // The matches of 23 September came on 1 October with those of the 30th: the window begins on 28 September.
        let arrivals = [
            ("2023-09-16", "2023-09-17T08:00:00Z"),
            ("2023-09-30", "2023-10-01T08:00:00Z"),
            ("2023-10-21", "2023-10-09T08:00:00Z"),
        ];
        let slo = slo(&arrivals, None).unwrap();
        assert_eq!(
            (slo.share, slo.days),
            (24.0 / 28.0, 28),
            "late on 28, 29, 30 September and 1 October"
        );
    }

    #[test]
    fn a_round_that_comes_late_counts_each_day() {
        // Due until the end of 7 October, late from noon of the 9th, in on the 12th: the midnights of 10, 11 and 12 October.
        let arrivals = [
            ("2023-09-30", "2023-09-20T08:00:00Z"),
            ("2023-10-07", "2023-10-12T08:00:00Z"),
            ("2023-10-21", "2023-10-22T08:00:00Z"),
        ];
        let slo = slo(&arrivals, None).unwrap();
        assert!((slo.share - 25.0 / 28.0).abs() < 1e-12 && slo.days == 28, "{slo:?}");
    }

    #[test]
    fn what_is_missing_now_is_late_too() {
        let arrivals = [("2023-10-07", "2023-10-08T08:00:00Z")];
        let slo = slo(&arrivals, Some("2023-10-21")).unwrap();
        assert_eq!(slo.days, 17, "on record since 8 October");
        assert!(
            (slo.share - 15.0 / 17.0).abs() < 1e-12,
            "late on 24 and 25 October: {slo:?}"
        );
    }

    proptest! {
        /// A share is a share of at most 28 checks, and what comes later is never fresher.
        #[test]
        fn later_is_never_fresher(gaps in proptest::collection::vec((1_u64..15, 0_i64..400), 2..12), delay in 0_i64..200) {
            let mut date = day("2023-09-01");
            let (mut events, mut in_time, mut late) = (Vec::new(), Vec::new(), Vec::new());
            for (index, (gap, hours)) in gaps.into_iter().enumerate() {
                date = date + Days::new(gap);
                events.push(date);
                let arrived_at = end_of(date) + TimeDelta::hours(hours);
                in_time.push(Arrival { event_on: date, arrived_at });
                // The first step begins the record: it is the same in both.
                let delay = TimeDelta::hours(if index == 0 { 0 } else { delay });
                late.push(Arrival { event_on: date, arrived_at: arrived_at + delay });
            }
            let judge = |arrivals: &[Arrival]| freshness_slo(&SloInput {
                events: &events,
                arrivals,
                missing: None,
                now: end_of(date) + TimeDelta::days(20),
                warn_after_s: 36 * 3600,
            });
            if let Some((early, late)) = judge(&in_time).zip(judge(&late)) {
                prop_assert!((0.0..=1.0).contains(&late.share) && late.days <= 28);
                prop_assert_eq!(early.days, late.days);
                prop_assert!(late.share <= early.share);
            }
        }
    }

    #[test]
    fn without_a_record_there_is_no_share() {
        assert_eq!(slo(&[], None), None);
        assert_eq!(
            slo(&[("2023-10-21", "2023-10-25T08:00:00Z")], None),
            None,
            "loaded after the last midnight"
        );
    }
}
