use std::collections::BTreeSet;

use chrono::{LocalResult, NaiveDate, NaiveTime, TimeZone};
use proptest::prelude::*;

use super::*;

const LONDON: Tz = Tz::Europe__London;
const NEW_YORK: Tz = Tz::America__New_York;

fn calendar(expression: &str, zone: Tz, misfire_hours: i64) -> Calendar {
    Calendar::new(expression.parse().unwrap(), zone, TimeDelta::hours(misfire_hours))
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

fn next(expression: &str, zone: Tz, now: &str) -> DateTime<Utc> {
    calendar(expression, zone, 24).next_after(at(now)).unwrap()
}

fn due(expression: &str, zone: Tz, now: &str) -> Option<String> {
    calendar(expression, zone, 24).due_at(at(now)).map(|slot| slot.name)
}

#[test]
fn tuesday_at_four_is_read_off_the_local_clock() {
    let weekly = "0 4 * * 2";
    assert_eq!(next(weekly, LONDON, "2026-11-20T12:00:00"), at("2026-11-24T04:00:00"));
    assert_eq!(next(weekly, LONDON, "2026-11-24T04:00:00"), at("2026-12-01T04:00:00"));
    assert_eq!(
        next(weekly, LONDON, "2026-11-24T03:59:59.999"),
        at("2026-11-24T04:00:00")
    );
    assert_eq!(next(weekly, LONDON, "2026-06-20T12:00:00"), at("2026-06-23T03:00:00"));
    assert_eq!(next(weekly, NEW_YORK, "2026-11-20T12:00:00"), at("2026-11-24T09:00:00"));
}

#[test]
fn a_slot_is_due_from_its_occurrence_until_it_is_let_go() {
    let weekly = "0 4 * * 2";
    assert_eq!(due(weekly, LONDON, "2026-11-24T03:59:59"), None);
    for now in ["2026-11-24T04:00:00", "2026-11-24T04:00:00.5", "2026-11-25T03:59:59"] {
        assert_eq!(due(weekly, LONDON, now).as_deref(), Some("2026-W48"), "{now}");
    }
    assert_eq!(due(weekly, LONDON, "2026-11-25T04:00:00"), None);
}

#[test]
fn weeks_are_those_of_iso_8601() {
    assert_eq!(
        due("0 4 * * 5", LONDON, "2027-01-01T05:00:00").as_deref(),
        Some("2026-W53")
    );
    // Monday in Auckland is still Sunday, and another week, in UTC.
    let monday = calendar("0 4 * * 1", Tz::Pacific__Auckland, 24)
        .due_at(at("2026-11-22T20:00:00"))
        .unwrap();
    assert_eq!(
        (monday.at, monday.name.as_str()),
        (at("2026-11-22T15:00:00"), "2026-W48")
    );
}

#[test]
fn what_comes_more_than_once_a_week_is_named_by_day_and_time() {
    assert_eq!(
        due("0 4 * * 2,5", LONDON, "2026-11-24T05:00:00").as_deref(),
        Some("2026-W48-2T04:00")
    );
    assert_eq!(
        due("*/30 * * * *", LONDON, "2026-11-24T05:31:00").as_deref(),
        Some("2026-W48-2T05:30")
    );
    assert_eq!(
        due("0 4 1 * *", LONDON, "2026-12-01T05:00:00").as_deref(),
        Some("2026-W49")
    );
}

#[test]
fn an_hour_that_does_not_exist_is_made_up_for_at_its_end() {
    // London left out 01:00 to 02:00 on 29 March 2026, New York 02:00 to 03:00 on 8 March.
    assert_eq!(
        next("30 1 * * *", LONDON, "2026-03-28T12:00:00"),
        at("2026-03-29T01:00:00")
    );
    assert_eq!(
        next("30 1 * * *", LONDON, "2026-03-29T01:00:00"),
        at("2026-03-30T00:30:00")
    );
    assert_eq!(
        next("30 2 * * 0", NEW_YORK, "2026-03-07T12:00:00"),
        at("2026-03-08T07:00:00")
    );
    assert_eq!(due("30 2 * * 0", NEW_YORK, "2026-03-08T06:59:59"), None);
    assert_eq!(
        due("30 2 * * 0", NEW_YORK, "2026-03-08T07:00:00").as_deref(),
        Some("2026-W10")
    );
    assert_eq!(
        due("30 2 * * 0", NEW_YORK, "2026-03-09T06:30:00").as_deref(),
        Some("2026-W10")
    );
}

#[test]
fn an_hour_that_comes_twice_fires_once() {
    // London had 01:00 to 02:00 twice on 25 October 2026, New York on 1 November.
    for (expression, zone, first, second) in [
        ("30 1 * * 0", LONDON, "2026-10-25T00:30:00", "2026-10-25T01:30:00"),
        ("30 1 * * 0", NEW_YORK, "2026-11-01T05:30:00", "2026-11-01T06:30:00"),
        ("30 1,13 * * 0", LONDON, "2026-10-25T00:30:00", "2026-10-25T01:30:00"),
    ] {
        let before = at(first) - TimeDelta::hours(3);
        let calendar = calendar(expression, zone, 24);
        assert_eq!(calendar.next_after(before), Some(at(first)), "{expression}");
        let once = calendar.due_at(at(first)).unwrap();
        assert_eq!(once.at, at(first));
        assert_eq!(
            calendar.due_at(at(second)).unwrap().name,
            once.name,
            "{expression} {zone}"
        );
    }
}

/// A daily or weekly expression of one time of day, as its parts.
#[derive(Debug, Clone, Copy)]
struct Simple {
    minute: u32,
    hour: u32,
    weekday: Option<u32>,
    zone: Tz,
}

impl Simple {
    fn calendar(self, misfire: TimeDelta) -> Calendar {
        let day = self.weekday.map_or_else(|| "*".to_owned(), |day| day.to_string());
        let expression = format!("{} {} * * {day}", self.minute, self.hour);
        Calendar::new(expression.parse().unwrap(), self.zone, misfire)
    }

    /// Every occurrence between two days, found without a cron expression: the local time of each day, or where the
    /// clock leaves it out the first minute after it.
    fn occurrences(self, from: NaiveDate, to: NaiveDate) -> Vec<DateTime<Utc>> {
        let time = NaiveTime::from_hms_opt(self.hour, self.minute, 0).unwrap();
        let fits = |day: &NaiveDate| {
            self.weekday
                .is_none_or(|weekday| day.weekday().num_days_from_sunday() == weekday)
        };
        let resolve = |day: NaiveDate| {
            let minutes = (0..).map(|minutes| day.and_time(time) + TimeDelta::minutes(minutes));
            let found = minutes
                .map(|local| self.zone.from_local_datetime(&local))
                .find_map(LocalResult::earliest);
            found.map(|at| at.to_utc())
        };
        from.iter_days()
            .take_while(|day| *day <= to)
            .filter(fits)
            .filter_map(resolve)
            .collect()
    }
}

fn simple() -> impl Strategy<Value = Simple> {
    let zones = prop_oneof![Just(LONDON), Just(NEW_YORK), Just(Tz::UTC), Just(Tz::Asia__Kolkata)];
    (0_u32..60, 0_u32..5, proptest::option::of(0_u32..7), zones).prop_map(|(minute, hour, weekday, zone)| Simple {
        minute,
        hour,
        weekday,
        zone,
    })
}

fn expression() -> impl Strategy<Value = &'static str> {
    prop_oneof![
        Just("0 4 * * 2"),
        Just("30 1 * * *"),
        Just("30 2 * * 0"),
        Just("0 4 * * 2,5"),
        Just("15 1,2,14 * * *"),
        Just("*/20 * * * *"),
        Just("0 4 1 * *"),
    ]
}

/// Moments of two years, with more than their share in the nights in which clocks change.
fn moment() -> impl Strategy<Value = DateTime<Utc>> {
    let anywhere = 0_i64..63_072_000;
    let start = at("2026-01-01T00:00:00");
    let changes = prop_oneof![
        Just(at("2026-03-08T00:00:00")),
        Just(at("2026-03-28T18:00:00")),
        Just(at("2026-10-24T18:00:00")),
        Just(at("2026-11-01T00:00:00")),
    ];
    prop_oneof![
        anywhere.prop_map(move |seconds| start + TimeDelta::seconds(seconds)),
        (changes, 0_i64..43_200).prop_map(|(night, seconds)| night + TimeDelta::seconds(seconds)),
    ]
}

proptest! {
    #[test]
    fn occurrences_are_those_of_the_wall_clock(simple in simple(), now in moment()) {
        let calendar = simple.calendar(TimeDelta::days(8));
        let day = now.date_naive();
        let all = simple.occurrences(day - TimeDelta::days(9), day + TimeDelta::days(9));
        prop_assert_eq!(calendar.next_after(now), all.iter().copied().find(|at| *at > now));
        let due = calendar.due_at(now).map(|slot| slot.at);
        prop_assert_eq!(due, all.iter().copied().rfind(|at| *at <= now));
    }

    #[test]
    fn next_is_later_and_nothing_lies_between(expression in expression(), now in moment(), split in 0.0..1.0_f64) {
        for zone in [LONDON, NEW_YORK] {
            let calendar = calendar(expression, zone, 24);
            let next = calendar.next_after(now).unwrap();
            prop_assert!(next > now);
            #[expect(clippy::cast_possible_truncation, reason = "a share of a duration")]
            let between = now + TimeDelta::milliseconds(((next - now).num_milliseconds() as f64 * split) as i64);
            prop_assert_eq!(calendar.next_after(between.min(next - TimeDelta::milliseconds(1))), Some(next));
            prop_assert_eq!(calendar.due_at(next).map(|slot| slot.at), Some(next));
        }
    }

    /// Looks at arbitrary moments, each doing what is due and not done: no slot is done twice, none before it occurs or
    /// after it is let go, and none is lost that a look could still have reached as the latest.
    #[test]
    fn each_slot_within_reach_is_done_once(
        expression in expression(),
        start in moment(),
        gaps in proptest::collection::vec(prop_oneof![0_i64..120, 0_i64..7_200, 0_i64..1_209_600], 1..60),
    ) {
        for zone in [LONDON, NEW_YORK] {
            let calendar = calendar(expression, zone, 24);
            let (mut now, mut done) = (start, BTreeSet::new());
            for gap in &gaps {
                now += TimeDelta::seconds(*gap);
                let due = calendar.due_at(now);
                prop_assert_eq!(&due, &calendar.due_at(now), "a second look says the same");
                let reachable = latest_by_walking(&calendar, now);
                prop_assert_eq!(due.as_ref().map(|slot| slot.at), reachable);
                let Some(slot) = due else { continue };
                prop_assert!(slot.at <= now && now - slot.at < TimeDelta::hours(24));
                done.insert(slot);
            }
            let names: BTreeSet<&str> = done.iter().map(|slot| slot.name.as_str()).collect();
            let local: BTreeSet<_> = done.iter().map(|slot| slot.at.with_timezone(&zone).naive_local()).collect();
            prop_assert_eq!(names.len(), local.len(), "a name for each local time, and none for two");
        }
    }
}

/// The latest occurrence of the last day, found forwards.
fn latest_by_walking(calendar: &Calendar, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let mut latest = None;
    let mut from = now - TimeDelta::hours(24);
    while let Some(next) = calendar.next_after(from).filter(|next| *next <= now) {
        latest = Some(next);
        from = next;
    }
    latest
}
