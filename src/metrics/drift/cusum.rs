//! S1: a CUSUM of the standardised paired Brier score, which finds a broken pipeline within days.
//!
//! `S ← max(0, S + z − ½)` with `z = (paired − θ)/sd` (Page 1954). It is best for a shift of one standard deviation; a
//! pipeline that swaps home and away shifts by more than two. Slower ones (k = 0.25, 0.1) find small faults no sooner.
//! The Brier score is taken since it is bounded: of log loss a single surprise could raise an alarm.

use chrono::{Days, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{paired, pool::Reference, seeded::Draws, series::SettledForecast};

/// Share of league-seasons without a fault in which the threshold is reached.
pub const FALSE_ALARM_RATE: f64 = 0.0028;

/// Drift below this many standard deviations is let pass.
pub(super) const SLACK: f64 = 0.5;
/// Seasons drawn for a threshold: 56 of them exceed it, so that its rate is known to 13 %.
const SEASONS: usize = 20_000;
/// An alarm stands while the threshold was reached within this many days, so that no look between two rounds misses it.
const ALARM_DAYS: u64 = 7;

/// How a CUSUM stands.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Cusum {
    /// After the last match, `0..=threshold`.
    pub value: f64,
    /// An alarm is raised where it is reached.
    pub threshold: f64,
    /// The last day on which it was reached.
    pub reached_on: Option<NaiveDate>,
    /// It was reached within the last week of matches.
    pub alarm: bool,
    /// Its highest value on each match day.
    pub points: Vec<CusumPoint>,
}

/// A CUSUM on one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct CusumPoint {
    /// Day.
    pub day: NaiveDate,
    /// Highest value after one of its matches.
    pub value: f64,
}

impl Cusum {
    /// Runs over the matches with odds.
    ///
    /// The sum stops at its threshold: it has said all it can, and a repaired pipeline is seen as repaired after a week
    /// instead of after as many matches as it was broken for.
    pub(super) fn run(watch: &[SettledForecast], reference: &Reference, threshold: f64) -> Self {
        Self::over(steps(watch, reference), watch.last().map(|m| m.day), threshold)
    }

    /// Runs over standardised differences in the order of their days; `last` is the last match day, with odds or without.
    pub(super) fn over(steps: impl Iterator<Item = (NaiveDate, f64)>, last: Option<NaiveDate>, threshold: f64) -> Self {
        let mut cusum = Self {
            value: 0.0,
            threshold,
            reached_on: None,
            alarm: false,
            points: Vec::new(),
        };
        for (day, z) in steps {
            cusum.value = step(cusum.value, z).min(threshold);
            if cusum.value >= threshold {
                cusum.reached_on = Some(day);
            }
            cusum.note(day);
        }
        cusum.alarm = cusum
            .reached_on
            .is_some_and(|on| Some(on + Days::new(ALARM_DAYS)) > last);
        cusum
    }

    fn note(&mut self, day: NaiveDate) {
        let value = self.value;
        match self.points.last_mut() {
            Some(point) if point.day == day => point.value = point.value.max(value),
            _ => self.points.push(CusumPoint { day, value }),
        }
    }
}

/// The matches with odds, each with its day and its standardised difference.
pub(super) fn steps(watch: &[SettledForecast], reference: &Reference) -> impl Iterator<Item = (NaiveDate, f64)> {
    watch
        .iter()
        .filter_map(|m| Some((m.day, standardised(paired::model_brier(m)?, reference))))
}

pub(super) fn step(sum: f64, z: f64) -> f64 {
    (sum + z - SLACK).max(0.0)
}

fn standardised(paired: f64, reference: &Reference) -> f64 {
    // A model that copies the market has no spread; then any difference at all is many standard deviations.
    (paired - reference.mean) / reference.sd.max(1e-9)
}

/// What a threshold is calibrated on.
#[derive(Debug, Clone, PartialEq)]
pub struct ThresholdInput {
    /// Standardised paired differences of the baseline.
    pub(super) z: Vec<f64>,
    /// Matches of a season.
    pub(super) season: usize,
    /// Error of the reference mean in standard deviations.
    pub(super) mean_error: f64,
}

impl ThresholdInput {
    /// From paired differences that are normal for a league.
    #[must_use]
    pub fn new(paired: impl IntoIterator<Item = f64>, reference: &Reference, season: usize) -> Self {
        let mean_error = reference.se / reference.sd.max(1e-9);
        let z: Vec<f64> = paired.into_iter().map(|d| standardised(d, reference)).collect();
        let centre = z.iter().sum::<f64>() / z.len().max(1) as f64;
        Self {
            // Drawn towards other leagues, the reference mean is not the sample's; a season without a fault is.
            z: z.into_iter().map(|z| z - centre).collect(),
            season,
            mean_error,
        }
    }

    /// Tells inputs apart, for keeping thresholds: FNV-1a over all bits, those of how a threshold is drawn too, so that one
    /// kept by an older program is not taken for this one's.
    #[must_use]
    pub fn fingerprint(&self) -> u64 {
        let how = [
            self.season as f64,
            self.mean_error,
            SLACK,
            SEASONS as f64,
            FALSE_ALARM_RATE,
        ];
        fingerprint(self.z.iter().copied().chain(how))
    }
}

/// FNV-1a over the bits of numbers.
pub(super) fn fingerprint(numbers: impl IntoIterator<Item = f64>) -> u64 {
    numbers
        .into_iter()
        .flat_map(|n| n.to_bits().to_le_bytes())
        .fold(0xcbf2_9ce4_8422_2325, |hash: u64, byte| {
            (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        })
}

/// The threshold that a season without a fault reaches with probability `rate`, by drawing seasons from the baseline
/// (Gandy and Kvaløy 2013). In every season the reference mean is off by its own error too: taken as exact it would
/// make for up to three times the alarms.
#[must_use]
pub fn threshold(input: &ThresholdInput, rate: f64) -> f64 {
    of_seasons(input, rate, SEASONS)
}

pub(super) fn of_seasons(input: &ThresholdInput, rate: f64, seasons: usize) -> f64 {
    let mut draws = Draws::new();
    let mut highest: Vec<f64> = (0..seasons)
        .map(|_| {
            let off = input.mean_error * draws.normal();
            let (mut sum, mut highest) = (0.0, 0.0_f64);
            for _ in 0..input.season {
                sum = step(sum, draws.one_of(&input.z).unwrap_or(0.0) + off);
                highest = highest.max(sum);
            }
            highest
        })
        .collect();
    exceeded_by(&mut highest, rate)
}

/// What this share of the seasons' highest values exceeds.
pub(super) fn exceeded_by(highest: &mut [f64], rate: f64) -> f64 {
    highest.sort_unstable_by(|a, b| b.total_cmp(a));
    let wanted = share_of(highest.len(), rate);
    let at = |index: usize| highest.get(index).copied().unwrap_or(0.0);
    // Between the last season that may exceed it and the first that may not. A model that copies the market reaches 0 in
    // every season; then one standard deviation is an alarm.
    (0.5 * (at(wanted.saturating_sub(1)) + at(wanted))).max(1.0)
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a share of the seasons drawn"
)]
fn share_of(seasons: usize, rate: f64) -> usize {
    (rate.clamp(0.0, 1.0) * seasons as f64).round() as usize
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
