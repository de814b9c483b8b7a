use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

/// Saturdays and Sundays from mid-August to mid-May, with a winter break from 22 December to 10 January.
fn seasons(first: i32, last: i32) -> Vec<NaiveDate> {
    let in_season = |d: &NaiveDate| {
        use chrono::Datelike;
        let md = (d.month(), d.day());
        let weekend = d.weekday().number_from_monday() >= 6;
        weekend && (md >= (8, 12) || md <= (5, 18)) && !(md >= (12, 22) || md <= (1, 10))
    };
    let start = NaiveDate::from_ymd_opt(first, 8, 1).unwrap();
    start
        .iter_days()
        .take_while(|d| *d < NaiveDate::from_ymd_opt(last + 1, 7, 1).unwrap())
        .filter(in_season)
        .collect()
}

fn judge(events: &[NaiveDate], fixtures: &[NaiveDate], now: &str) -> Freshness {
    freshness(&FreshnessInput {
        events,
        fixtures,
        now: at(now),
        warn_after_s: 36 * 3600,
        error_after_s: 96 * 3600,
    })
}

fn until(events: &[NaiveDate], last: &str) -> Vec<NaiveDate> {
    events.iter().copied().filter(|d| *d <= day(last)).collect()
}

#[test]
fn weekly_data_in_mid_season_passes() {
    let events = until(&seasons(2020, 2023), "2023-10-15");
    for now in [
        "2023-10-16T09:00:00Z",
        "2023-10-18T09:00:00Z",
        "2023-10-21T23:00:00Z",
        "2023-10-24T08:00:00Z",
    ] {
        let f = judge(&events, &[], now);
        assert_eq!(f.status, FreshnessStatus::Pass, "{now} {f:?}");
    }
    let f = judge(&events, &[], "2023-10-18T09:00:00Z");
    assert_eq!(f.next_expected, Some(day("2023-10-21")));
    assert_eq!(
        f.reason,
        "complete up to 2023-10-15: the next match is expected on 2023-10-21"
    );
}

#[test]
fn a_missing_round_warns_and_then_is_an_error() {
    let events = until(&seasons(2020, 2023), "2023-10-15");
    let f = judge(&events, &[], "2023-10-25T12:00:00Z");
    assert_eq!(
        (f.status, f.due_on, f.overdue_s),
        (FreshnessStatus::Warn, Some(day("2023-10-23")), Some(36 * 3600))
    );
    assert_eq!(
        f.reason,
        "nothing after 2023-10-15: matches up to 2023-10-23 are overdue by 36 h"
    );
    assert_eq!(
        judge(&events, &[], "2023-10-28T00:00:00Z").status,
        FreshnessStatus::Error
    );
}

#[test]
fn data_that_ends_in_january_is_an_error_in_november() {
    let events = until(&seasons(2016, 2025), "2026-01-25");
    let f = judge(&events, &[], "2026-11-24T08:00:00Z");
    assert_eq!((f.status, f.due_on), (FreshnessStatus::Error, Some(day("2026-02-02"))));
}

#[test]
fn breaks_are_idle_and_say_when_they_end() {
    let events = until(&seasons(2019, 2023), "2023-05-14");
    let f = judge(&events, &[], "2023-07-01T08:00:00Z");
    assert_eq!((f.status, f.overdue_s), (FreshnessStatus::Idle, None), "{f:?}");
    let next = f.next_expected.unwrap();
    assert!((day("2023-08-08")..=day("2023-08-20")).contains(&next), "{next}");
    assert!(
        f.reason
            .starts_with("a break since 2023-05-14: the next match is expected on 2023-08-")
    );
    let events = until(&seasons(2019, 2023), "2023-12-17");
    let f = judge(&events, &[], "2023-12-30T08:00:00Z");
    assert_eq!(f.status, FreshnessStatus::Idle, "{f:?}");
    assert!((day("2024-01-06")..=day("2024-01-20")).contains(&f.next_expected.unwrap()));
}

#[test]
fn known_fixtures_decide() {
    let events = until(&seasons(2020, 2023), "2023-10-15");
    let fixtures = [day("2023-10-20"), day("2023-10-29")];
    let f = judge(&events, &fixtures, "2023-10-20T22:00:00Z");
    assert_eq!(
        (f.status, f.overdue_s, f.next_expected),
        (FreshnessStatus::Pass, None, Some(day("2023-10-20")))
    );
    let f = judge(&events, &fixtures, "2023-10-21T10:00:00Z");
    assert_eq!((f.status, f.overdue_s), (FreshnessStatus::Pass, Some(10 * 3600)));
    assert_eq!(
        f.reason,
        "complete up to 2023-10-15; matches up to 2023-10-20 may still arrive"
    );
    assert_eq!(
        judge(&events, &fixtures, "2023-10-22T12:00:00Z").status,
        FreshnessStatus::Warn
    );
    // One match of an earlier round was postponed; the source has been heard of since.
    let postponed = [day("2023-10-08"), day("2023-10-21")];
    assert_eq!(judge(&events, &postponed, "2023-10-18T12:00:00Z").overdue_s, None);
}

#[test]
fn without_history_only_age_speaks() {
    let events = [day("2023-10-14")];
    assert_eq!(
        judge(&events, &[], "2023-10-20T12:00:00Z").status,
        FreshnessStatus::Pass
    );
    let f = judge(&events, &[], "2023-11-20T12:00:00Z");
    assert_eq!(f.status, FreshnessStatus::Idle);
    assert_eq!(
        f.reason,
        "a break since 2023-10-14: when the next match is expected is not known"
    );
    let never = judge(&[], &[day("2023-10-21")], "2023-10-20T12:00:00Z");
    assert_eq!(
        (never.status, never.next_expected),
        (FreshnessStatus::Never, Some(day("2023-10-21")))
    );
}

proptest! {
    /// Waiting never makes a source fresher, as long as nothing arrives.
    #[test]
    fn age_only_grows(last in 0_usize..280, hours in 0_i64..20_000, more in 0_i64..2_000) {
        let all = seasons(2020, 2023);
        let events = &all[..=last.min(all.len() - 1)];
        let start = end_of(*events.last().unwrap());
        let judge = |hours| freshness(&FreshnessInput {
            events,
            fixtures: &[],
            now: start + TimeDelta::hours(hours),
            warn_after_s: 36 * 3600,
            error_after_s: 96 * 3600,
        });
        let (earlier, later) = (judge(hours), judge(hours + more));
        prop_assert!(earlier.overdue_s <= later.overdue_s);
        if earlier.status == FreshnessStatus::Error {
            prop_assert_eq!(later.status, FreshnessStatus::Error);
        }
    }
}
