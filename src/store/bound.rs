//! Bounds of a range of days.

use chrono::NaiveDate;

/// A day to begin from, as both databases take it: "from the beginning" is often said by [`NaiveDate::MIN`], and PostgreSQL
/// knows no day before 4713 BC.
pub(super) fn from_day(day: NaiveDate) -> NaiveDate {
    NaiveDate::from_ymd_opt(1, 1, 1).map_or(day, |earliest| day.max(earliest))
}
