//! S1 over all leagues: one CUSUM of every match in the order of time, which finds what breaks everywhere at once.
//!
//! A fault of the pipeline itself (home and away swapped for all, a market of another day) shows in every league, but each
//! league's own CUSUM waits for its next rounds: with twenty leagues the pooled one sees an afternoon of a hundred matches.

use chrono::NaiveDate;

use super::{
    cusum::{Cusum, SLACK, ThresholdInput, exceeded_by, fingerprint, step, steps},
    cut::Cut,
    judge::Pools,
    paired,
    seeded::Draws,
    series::LeagueSeries,
};

/// Share of seasons without a fault in which the pooled threshold is reached: it calls the whole model degraded, so it may
/// be wrong once in a hundred seasons.
pub const POOLED_FALSE_ALARM_RATE: f64 = 0.01;

/// Seasons drawn: 40 of them exceed the threshold, so that its rate is known to 16 %. Each is as long as those of all
/// leagues together.
const SEASONS: usize = 4_000;

/// Runs over the watches of all leagues, each match standardised by the reference of its own league. `threshold` is that of
/// [`pooled_threshold`]. None where no league has both odds and a reference.
#[must_use]
pub fn pooled_cusum(leagues: &[LeagueSeries], pools: &Pools, threshold: f64) -> Option<Cusum> {
    let mut all: Vec<(NaiveDate, usize, f64)> = Vec::new();
    let mut last = None;
    for series in leagues {
        let cut = Cut::of(series);
        let own = paired::moments(cut.baseline, paired::model_brier);
        if let Some(reference) = pools.model_brier.pool.reference(&own) {
            all.extend(numbered_by_day(steps(cut.watch, &reference)));
            last = last.max(cut.watch.last().map(|m| m.day));
        }
    }
    // A day's matches take turns by league: ten of one broken league in a row would speak for all.
    all.sort_by_key(|(day, nth, _)| (*day, *nth));
    let steps = all.iter().map(|(day, _, z)| (*day, *z));
    (!all.is_empty()).then(|| Cusum::over(steps, last, threshold))
}

/// Puts beside each match how many of its league were before it on its day.
fn numbered_by_day(steps: impl Iterator<Item = (NaiveDate, f64)>) -> impl Iterator<Item = (NaiveDate, usize, f64)> {
    let mut before: Option<(NaiveDate, usize)> = None;
    steps.map(move |(day, z)| {
        let nth = before.filter(|(other, _)| *other == day).map_or(0, |(_, nth)| nth + 1);
        before = Some((day, nth));
        (day, nth, z)
    })
}

/// Tells the inputs of all leagues apart, as [`ThresholdInput::fingerprint`] those of one.
#[must_use]
pub fn pooled_fingerprint(leagues: &[ThresholdInput]) -> u64 {
    let halves = leagues.iter().map(ThresholdInput::fingerprint).flat_map(|of_league| {
        let [high, low] = [of_league >> 32, of_league & 0xffff_ffff];
        [high as f64, low as f64]
    });
    fingerprint(halves.chain([SLACK, SEASONS as f64, POOLED_FALSE_ALARM_RATE]))
}

/// The threshold that a season of all leagues without a fault reaches with probability `rate`. Seasons are drawn as for a
/// single league, round after round; each league's reference mean is off by its own error all season long.
#[must_use]
pub fn pooled_threshold(leagues: &[ThresholdInput], rate: f64) -> f64 {
    of_seasons(leagues, rate, SEASONS)
}

fn of_seasons(leagues: &[ThresholdInput], rate: f64, seasons: usize) -> f64 {
    let rounds = leagues.iter().map(|league| league.season).max().unwrap_or(0);
    let mut draws = Draws::new();
    let mut highest: Vec<f64> = (0..seasons)
        .map(|_| {
            let off: Vec<f64> = leagues
                .iter()
                .map(|league| league.mean_error * draws.normal())
                .collect();
            let (mut sum, mut highest) = (0.0, 0.0_f64);
            for round in 0..rounds {
                for (league, off) in leagues.iter().zip(&off).filter(|(league, _)| round < league.season) {
                    sum = step(sum, draws.one_of(&league.z).unwrap_or(0.0) + off);
                    highest = highest.max(sum);
                }
            }
            highest
        })
        .collect();
    exceeded_by(&mut highest, rate)
}

#[cfg(test)]
mod tests;
