//! The paired skill as it has run: the picture beside the verdict, not a test of its own.

use chrono::NaiveDate;
use serde::Serialize;

use super::{FEWEST_MATCHES, WINDOW_MATCHES};
use crate::metrics::Moments;

/// The paired skill as it stood after one match day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RunningSkill {
    /// The match day.
    pub day: NaiveDate,
    /// Mean log loss of the model minus the market's over the last matches with odds; above 0 the market is better.
    pub mean: f64,
    /// Its standard error, matches taken as independent.
    pub se: f64,
    /// Matches, at most [`WINDOW_MATCHES`].
    pub n: u64,
}

/// Mean and standard error of the last [`WINDOW_MATCHES`] paired losses after every match day, from the day on that has
/// [`FEWEST_MATCHES`]. The losses are those of matches with odds, the oldest first, those of one day together.
#[must_use]
pub fn running_skill(losses: &[(NaiveDate, f64)]) -> Vec<RunningSkill> {
    let mut end = 0;
    losses
        .chunk_by(|(one, _), (next, _)| one == next)
        .filter_map(|matches| {
            end += matches.len();
            let window = losses.get(end.saturating_sub(WINDOW_MATCHES)..end)?;
            let moments: Moments = window.iter().map(|(_, loss)| *loss).collect();
            (window.len() >= FEWEST_MATCHES).then_some(RunningSkill {
                day: matches.first()?.0,
                mean: moments.mean()?,
                se: moments.standard_error()?,
                n: moments.n,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use chrono::Days;
    use proptest::prelude::*;

    use super::*;

    fn day(n: usize) -> NaiveDate {
        NaiveDate::from_ymd_opt(2023, 8, 11).unwrap() + Days::new(n as u64)
    }

    /// Ten matches a day, all of them as bad as their day.
    fn days(worth: &[f64]) -> Vec<(NaiveDate, f64)> {
        let of_day = |(n, loss): (usize, &f64)| std::iter::repeat_n((day(n), *loss), 10);
        worth.iter().enumerate().flat_map(of_day).collect()
    }

    #[test]
    fn a_point_for_each_day_once_there_are_enough_matches() {
        let points = running_skill(&days(&[0.0, 0.3, 0.6, 0.9]));
        let told: Vec<_> = points.iter().map(|point| (point.day, point.n)).collect();
        assert_eq!(told, [(day(2), 30), (day(3), 40)]);
        assert!((points[0].mean - 0.3).abs() < 1e-12);
        // Ten each of -0.3, 0 and 0.3 about the mean: a variance of 1.8 / 29.
        assert!((points[0].se - (1.8_f64 / 29.0 / 30.0).sqrt()).abs() < 1e-12);
    }

    #[test]
    fn what_lies_before_the_window_is_forgotten() {
        let mut worth = vec![5.0; 3];
        worth.extend([0.1; 8]);
        let last = running_skill(&days(&worth)).pop().unwrap();
        assert_eq!((last.n, last.se), (80, 0.0));
        assert!((last.mean - 0.1).abs() < 1e-12);
    }

    proptest! {
        #[test]
        fn a_day_is_not_changed_by_days_after_it(
            losses in prop::collection::vec((0_usize..40, -2.0_f64..2.0), 0..200),
            cut in 0_usize..40,
        ) {
            let mut losses: Vec<(NaiveDate, f64)> = losses.into_iter().map(|(n, loss)| (day(n), loss)).collect();
            losses.sort_by_key(|(day, _)| *day);
            let before: Vec<(NaiveDate, f64)> = losses.iter().copied().filter(|(of, _)| *of <= day(cut)).collect();
            let whole = running_skill(&losses);
            let part = running_skill(&before);
            prop_assert_eq!(&whole[..part.len()], &part[..]);
        }
    }
}
