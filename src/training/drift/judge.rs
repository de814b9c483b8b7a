//! Judges all leagues on all cores, and keeps what need not be computed again.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, MutexGuard, PoisonError},
};

use rayon::prelude::*;

use crate::{
    domain::LeagueCode,
    metrics::drift::{
        Baseline, Cusum, Evidence, FALSE_ALARM_RATE, Latched, LeagueJudgement, LeagueSeries, POOLED_FALSE_ALARM_RATE,
        Pools, ThresholdInput, pooled_cusum, pooled_fingerprint, pooled_threshold, threshold,
    },
};

/// Judges leagues. It remembers CUSUM thresholds, which cost 20,000 drawn seasons each and stay the same for a season.
/// Clones share them.
#[derive(Debug, Clone, Default)]
pub struct DriftJudge {
    thresholds: Arc<Mutex<Thresholds>>,
}

/// Thresholds by the fingerprints of what they are calibrated on.
#[derive(Debug, Default)]
struct Thresholds {
    known: HashMap<u64, f64>,
    /// Those that this process drew and nobody took down yet.
    drawn: Vec<(u64, f64)>,
}

/// What one look at all leagues comes to.
#[derive(Debug, Clone, PartialEq)]
pub struct Look {
    /// Each league by itself.
    pub leagues: Vec<LeagueJudgement>,
    /// S1 over all of them; none without odds or a reference.
    pub pooled: Option<Cusum>,
}

/// Thresholds kept: a season's worth of every league of the catalog. When there are more, none is kept.
const KEPT: usize = 2_000;

impl DriftJudge {
    /// Judges all leagues of one look; `before` is what was kept of the evaluation before this one.
    #[must_use]
    pub fn judge(&self, leagues: &[LeagueSeries], before: &BTreeMap<LeagueCode, Latched>) -> Look {
        let baselines: Vec<Baseline> = leagues.par_iter().map(Baseline::of).collect();
        let pools = Pools::of(&baselines);
        let (evidence, inputs): (Vec<Evidence>, Vec<Option<ThresholdInput>>) = leagues
            .par_iter()
            .map(|series| {
                let input = pools.threshold_input(series);
                let threshold = input.as_ref().map_or(f64::INFINITY, |input| {
                    self.threshold(input.fingerprint(), || threshold(input, FALSE_ALARM_RATE))
                });
                (Evidence::of(series, &pools, threshold), input)
            })
            .unzip();
        let inputs: Vec<ThresholdInput> = inputs.into_iter().flatten().collect();
        Look {
            leagues: LeagueJudgement::of_all(evidence, before),
            pooled: self.pooled(leagues, &pools, &inputs),
        }
    }

    fn pooled(&self, leagues: &[LeagueSeries], pools: &Pools, inputs: &[ThresholdInput]) -> Option<Cusum> {
        if inputs.is_empty() {
            return None;
        }
        let threshold = self.threshold(pooled_fingerprint(inputs), || {
            pooled_threshold(inputs, POOLED_FALSE_ALARM_RATE)
        });
        pooled_cusum(leagues, pools, threshold)
    }

    /// Takes up thresholds that another process drew.
    pub fn learn(&self, thresholds: impl IntoIterator<Item = (u64, f64)>) {
        self.lock().known.extend(thresholds);
    }

    /// Thresholds drawn since the last call, with their fingerprints: to be kept for other processes.
    #[must_use]
    pub fn take_drawn(&self) -> Vec<(u64, f64)> {
        std::mem::take(&mut self.lock().drawn)
    }

    /// Not locked while it draws: two cores may draw for two leagues.
    fn threshold(&self, fingerprint: u64, draw: impl FnOnce() -> f64) -> f64 {
        if let Some(known) = self.lock().known.get(&fingerprint) {
            return *known;
        }
        let threshold = draw();
        let mut thresholds = self.lock();
        if thresholds.known.len() >= KEPT {
            thresholds.known.clear();
        }
        thresholds.known.insert(fingerprint, threshold);
        thresholds.drawn.push((fingerprint, threshold));
        threshold
    }

    fn lock(&self) -> MutexGuard<'_, Thresholds> {
        self.thresholds.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
