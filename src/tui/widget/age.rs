//! Times in few words. They are coarse on purpose: a word that does not change is not sent again.

use chrono::{DateTime, Utc};

const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;
const YEAR: i64 = 365 * DAY;

/// How long ago, in a sentence: `now` under ten seconds, then `20 s ago`, `3 min ago`, `31 h ago`, `2 d ago`.
pub(crate) fn age(now: DateTime<Utc>, then: DateTime<Utc>) -> String {
    let seconds = (now - then).num_seconds();
    if seconds < 10 {
        "now".to_owned()
    } else {
        format!("{} ago", duration(seconds))
    }
}

/// How long ago, where a title says so already: `now`, then `20 s`, `3 min`, `31 h`, `2 d`.
pub(crate) fn since(now: DateTime<Utc>, then: DateTime<Utc>) -> String {
    let seconds = (now - then).num_seconds();
    if seconds < 10 {
        "now".to_owned()
    } else {
        duration(seconds)
    }
}

/// How long until then: `soon` under ten seconds.
pub(crate) fn until(now: DateTime<Utc>, then: DateTime<Utc>) -> String {
    let seconds = (then - now).num_seconds();
    if seconds < 10 {
        "soon".to_owned()
    } else {
        format!("in {}", duration(seconds))
    }
}

/// A span of seconds, in tens of seconds, minutes, hours up to two days, days up to two years, or years.
pub(crate) fn duration(seconds: i64) -> String {
    match seconds.max(0) {
        s if s < MINUTE => format!("{} s", s / 10 * 10),
        s if s < HOUR => format!("{} min", s / MINUTE),
        s if s < 2 * DAY => format!("{} h", s / HOUR),
        s if s < 2 * YEAR => format!("{} d", s / DAY),
        s => format!("{} y", s / YEAR),
    }
}

/// Seconds to the end of something, rounded up, exact under a minute.
#[expect(clippy::cast_possible_truncation, reason = "clamped to a week before the cast")]
pub(crate) fn seconds(seconds: f64) -> String {
    let whole = seconds.ceil().clamp(0.0, 604_800.0) as i64;
    if whole < MINUTE {
        format!("{whole} s")
    } else {
        duration(whole)
    }
}

#[cfg(test)]
mod tests {
    use chrono::TimeDelta;

    use super::*;

    #[test]
    fn coarse_words() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(900);
        for (ago, word) in [
            (-5, "now"),
            (9, "now"),
            (10, "10 s ago"),
            (59, "50 s ago"),
            (60, "1 min ago"),
            (3_599, "59 min ago"),
            (3_600, "1 h ago"),
            (47 * 3_600, "47 h ago"),
            (48 * 3_600, "2 d ago"),
            (800 * 86_400, "2 y ago"),
        ] {
            assert_eq!(age(now, now - TimeDelta::seconds(ago)), word);
        }
        assert_eq!(until(now, now + TimeDelta::seconds(4)), "soon");
        assert_eq!(until(now, now + TimeDelta::days(3)), "in 3 d");
        assert_eq!(
            (seconds(5.2), seconds(f64::NAN), seconds(-1.0)),
            ("6 s".into(), "0 s".into(), "0 s".into())
        );
    }
}
