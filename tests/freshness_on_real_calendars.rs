//! Freshness against the calendars of real leagues, with data that arrives as it should and with data that stops.

use crate::football_data;
use chrono::{Days, NaiveDate};
use football_data::LeagueData;
use touchline::{
    domain::FreshnessStatus,
    metrics::{Freshness, FreshnessInput, freshness},
};

const LEAGUES: [&str; 5] = ["E0", "D1", "SP1", "B1", "SC0"];

fn calendar(league: &str) -> Option<Vec<NaiveDate>> {
    let mut days: Vec<_> = LeagueData::load(league, 2016, 2025)?
        .observations
        .iter()
        .map(|o| o.date)
        .collect();
    days.dedup();
    Some(days)
}

/// At noon of a day, with no known fixtures and everything up to `last`.
fn judge(days: &[NaiveDate], last: NaiveDate, noon_of: NaiveDate) -> Freshness {
    freshness(&FreshnessInput {
        events: &days[..days.partition_point(|day| *day <= last)],
        fixtures: &[],
        now: noon_of.and_hms_opt(12, 0, 0).unwrap().and_utc(),
        warn_after_s: 36 * 3600,
        error_after_s: 96 * 3600,
    })
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

#[test]
fn complete_data_raises_no_alarm() {
    let (mut looks, mut alarms) = (0, 0);
    for league in LEAGUES {
        let Some(days) = calendar(league) else { return };
        for today in day("2022-08-01").iter_days().take_while(|d| *d < day("2026-01-15")) {
            // No past season told of the winter world cup.
            if (day("2022-11-13")..day("2023-01-31")).contains(&today) {
                continue;
            }
            let f = judge(&days, today.checked_sub_days(Days::new(1)).unwrap(), today);
            looks += 1;
            if matches!(f.status, FreshnessStatus::Warn | FreshnessStatus::Error) {
                alarms += 1;
                println!("{league} {today} {:?}: {}", f.status, f.reason);
            }
        }
    }
    println!("{alarms} alarms in {looks} daily looks");
    assert!(alarms * 100 < looks, "{alarms} of {looks}");
}

#[test]
fn data_that_stopped_is_found() {
    for league in LEAGUES {
        let Some(days) = calendar(league) else { return };
        let stopped = day("2025-09-30");
        let found = stopped
            .iter_days()
            .find(|today| judge(&days, stopped, *today).status == FreshnessStatus::Warn);
        let after = found.unwrap() - stopped;
        println!("{league}: warns after {} days", after.num_days());
        assert!((8..=22).contains(&after.num_days()));
        assert_eq!(judge(&days, stopped, day("2025-11-24")).status, FreshnessStatus::Error);
        assert_eq!(
            judge(&days, day("2026-02-01"), day("2026-11-24")).status,
            FreshnessStatus::Error
        );
    }
}

#[test]
fn a_summer_is_a_break() {
    for league in LEAGUES {
        let Some(days) = calendar(league) else { return };
        let f = judge(&days, day("2025-06-20"), day("2025-06-21"));
        assert_eq!(f.status, FreshnessStatus::Idle, "{league} {}", f.reason);
        let next = f.next_expected.unwrap();
        assert!(
            (day("2025-07-20")..day("2025-09-01")).contains(&next),
            "{league} {next}"
        );
    }
}
