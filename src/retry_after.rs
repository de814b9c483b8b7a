//! How long a server asks to be left alone.

use chrono::{DateTime, TimeDelta, Utc};
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// However long a pause is asked for.
const LONGEST: TimeDelta = TimeDelta::days(1);

/// `Retry-After`, in seconds or as a date (RFC 9110, 10.2.3): the moment that it names, at most a day away; none where there is
/// none, or one that cannot be read.
pub(crate) fn retry_after(headers: &HeaderMap, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
    let text = headers.get(RETRY_AFTER)?.to_str().ok()?.trim();
    let asked = match text.parse::<u64>() {
        Ok(seconds) => now + TimeDelta::seconds(i64::try_from(seconds).map_or(86_400, |seconds| seconds.min(86_400))),
        Err(_date) => DateTime::parse_from_rfc2822(text).ok()?.with_timezone(&Utc),
    };
    Some(asked.clamp(now, now + LONGEST))
}

#[cfg(test)]
mod tests {
    use reqwest::header::HeaderValue;

    use super::*;

    #[test]
    fn a_pause_is_read_in_both_forms_and_bounded() {
        let now: DateTime<Utc> = "2025-11-24T12:00:00Z".parse().unwrap();
        let seconds = |text: &'static str| {
            let headers = HeaderMap::from_iter([(RETRY_AFTER, HeaderValue::from_static(text))]);
            retry_after(&headers, now).map(|until| (until - now).num_seconds())
        };
        assert_eq!(seconds("120"), Some(120));
        assert_eq!(seconds("Mon, 24 Nov 2025 12:01:30 GMT"), Some(90));
        assert_eq!(
            seconds("Mon, 24 Nov 2025 11:00:00 GMT"),
            Some(0),
            "a date that has passed"
        );
        assert_eq!(seconds("Fri, 24 Nov 2045 12:00:00 GMT"), Some(86_400));
        assert_eq!(seconds("99999999999999999999"), None);
        assert_eq!(seconds("18446744073709551615"), Some(86_400));
        assert_eq!(seconds("soon"), None);
        assert_eq!(seconds("-5"), None);
    }
}
