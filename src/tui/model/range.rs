use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

/// How far back charts and dated lists reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Range {
    /// All that the snapshot holds.
    #[default]
    Season,
    Week,
    Day,
    Hour,
}

impl Range {
    const ALL: [Self; 4] = [Self::Season, Self::Week, Self::Day, Self::Hour];

    /// The next shorter one, and after the shortest the whole season again.
    pub(crate) fn shorter(self) -> Self {
        self.moved(1)
    }

    /// The next longer one, and after the whole season the shortest.
    pub(crate) fn longer(self) -> Self {
        self.moved(Self::ALL.len() - 1)
    }

    /// In a title: `7 d`.
    pub(crate) const fn title(self) -> &'static str {
        match self {
            Self::Season => "season",
            Self::Week => "7 d",
            Self::Day => "1 d",
            Self::Hour => "1 h",
        }
    }

    /// In a sentence: `the last hour`.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Season => "the season",
            Self::Week => "the last 7 days",
            Self::Day => "the last day",
            Self::Hour => "the last hour",
        }
    }

    /// Where it begins; none where nothing is too old.
    pub(crate) fn begin(self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        let reach = match self {
            Self::Season => return None,
            Self::Week => TimeDelta::days(7),
            Self::Day => TimeDelta::days(1),
            Self::Hour => TimeDelta::hours(1),
        };
        Some(now - reach)
    }

    /// Whether a time lies in it, on the clock that says `now`.
    pub(crate) fn holds(self, at: DateTime<Utc>, now: DateTime<Utc>) -> bool {
        self.begin(now).is_none_or(|begin| at >= begin)
    }

    /// Whether a part of a day lies in it.
    pub(crate) fn holds_day(self, day: NaiveDate, now: DateTime<Utc>) -> bool {
        self.begin(now).is_none_or(|begin| day >= begin.date_naive())
    }

    fn moved(self, by: usize) -> Self {
        let here = Self::ALL.iter().position(|range| *range == self).unwrap_or(0);
        let there = Self::ALL.get((here + by) % Self::ALL.len());
        there.copied().unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn around_and_back() {
        let mut range = Range::Season;
        let mut seen = Vec::new();
        for _ in 0..4 {
            assert_eq!(range.shorter().longer(), range);
            range = range.shorter();
            seen.push(range.title());
        }
        assert_eq!(seen, ["7 d", "1 d", "1 h", "season"]);
    }

    #[test]
    fn the_first_moment_lies_in_it() {
        let now = DateTime::UNIX_EPOCH + TimeDelta::days(900);
        let ago = |seconds| now - TimeDelta::seconds(seconds);
        assert!(Range::Hour.holds(ago(3_600), now) && !Range::Hour.holds(ago(3_601), now));
        assert!(Range::Season.holds(DateTime::UNIX_EPOCH, now));
    }
}
