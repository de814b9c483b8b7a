use std::collections::BTreeMap;

use chrono::{NaiveDate, Weekday};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};

use super::Moments;

/// Weeks below which an interval would claim more than it knows.
pub const FEWEST_WEEKS: usize = 10;
/// Means that are drawn for an interval.
const DRAWS: usize = 1_000;
/// One seed for every interval: the same matches give the same interval.
const SEED: u64 = 0x5eed;

/// A number per match, by week. Matches of one week share their fits and their news, so the mean's uncertainty comes from
/// weeks and not from matches.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Blocks {
    weeks: BTreeMap<NaiveDate, Moments>,
}

impl Blocks {
    /// Adds the value of a match.
    pub fn add(&mut self, day: NaiveDate, value: f64) {
        self.weeks
            .entry(day.week(Weekday::Mon).first_day())
            .or_default()
            .add(value);
    }

    /// Matches.
    #[must_use]
    pub fn n(&self) -> u64 {
        self.weeks.values().map(|week| week.n).sum()
    }

    /// Mean over matches; none of no match.
    #[must_use]
    pub fn mean(&self) -> Option<f64> {
        mean(self.weeks.values())
    }

    /// Percentile interval of the mean that holds 95 %: 1,000 times as many weeks are drawn with replacement (Efron and
    /// Tibshirani 1993). None of fewer than [`FEWEST_WEEKS`] weeks.
    #[must_use]
    pub fn interval(&self) -> Option<[f64; 2]> {
        if self.weeks.len() < FEWEST_WEEKS {
            return None;
        }
        let weeks: Vec<&Moments> = self.weeks.values().collect();
        let mut random = Xoshiro256PlusPlus::seed_from_u64(SEED);
        let mut draw = || {
            let picked = (0..weeks.len()).filter_map(|_| weeks.get(random.random_range(0..weeks.len())));
            mean(picked.copied())
        };
        let mut means: Vec<f64> = (0..DRAWS).filter_map(|_| draw()).collect();
        means.sort_unstable_by(f64::total_cmp);
        let tail = means.len() / 40;
        Some([*means.get(tail)?, *means.get(means.len().checked_sub(tail + 1)?)?])
    }
}

fn mean<'a>(weeks: impl Iterator<Item = &'a Moments>) -> Option<f64> {
    let (sum, n) = weeks.fold((0.0, 0), |(sum, n), week| (sum + week.sum, n + week.n));
    (n > 0).then(|| sum / n as f64)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn blocks(weeks: u64, seed: u64, value: impl Fn(u64, &mut Random) -> f64) -> Blocks {
        let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
        let mut random = Random(seed);
        let mut blocks = Blocks::default();
        for week in 0..weeks {
            for day in 0..7 {
                blocks.add(monday + chrono::Days::new(7 * week + day), value(week, &mut random));
            }
        }
        blocks
    }

    #[test]
    fn a_constant_has_no_uncertainty() {
        let blocks = blocks(20, 1, |_, _| 0.25);
        assert_eq!((blocks.n(), blocks.mean()), (140, Some(0.25)));
        assert_eq!(blocks.interval(), Some([0.25, 0.25]));
        assert_eq!(Blocks::default().mean(), None);
    }

    #[test]
    fn few_weeks_have_no_interval() {
        assert_eq!(blocks(9, 1, |_, random| random.unit()).interval(), None);
        assert!(blocks(10, 1, |_, random| random.unit()).interval().is_some());
    }

    #[test]
    fn independent_values_give_the_interval_of_the_normal_law() {
        let blocks = blocks(200, 2, |_, random| random.between(-1.0, 1.0));
        let [low, high] = blocks.interval().unwrap();
        // The standard error of 1,400 uniform values is (1/√3)/√1400 = 0.0154.
        let width = 2.0 * 1.96 * 0.01543;
        assert!((high - low - width).abs() < 0.15 * width, "{low} {high}");
        let mean = blocks.mean().unwrap();
        assert!(low < mean && mean < high);
        assert_eq!(blocks.interval(), Some([low, high]), "seeded");
    }

    #[test]
    fn values_that_a_week_shares_widen_it() {
        let shared = blocks(200, 3, |week, _| Random(week).between(-1.0, 1.0));
        let [low, high] = shared.interval().unwrap();
        // 200 values and not 1,400: √7 wider.
        let width = 2.0 * 1.96 * 0.01543 * 7.0_f64.sqrt();
        assert!((high - low - width).abs() < 0.2 * width, "{low} {high}");
    }

    #[test]
    fn holds_the_truth_about_nineteen_times_of_twenty() {
        let holds = |seed| {
            let [low, high] = blocks(60, seed, |_, random| random.between(-1.0, 1.0))
                .interval()
                .unwrap();
            low < 0.0 && 0.0 < high
        };
        let held = (0..200).filter(|seed| holds(1_000 + seed)).count();
        // 190 are expected with a standard deviation of 3.1; percentile intervals of 60 weeks hold slightly less.
        assert!((177..=199).contains(&held), "{held}");
    }
}
