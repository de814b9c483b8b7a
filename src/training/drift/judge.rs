//! Judges all leagues on all cores, and keeps what need not be computed again.

use std::{
    collections::{BTreeMap, HashMap},
    sync::{Arc, Mutex, PoisonError},
};

use rayon::prelude::*;

use crate::{
    domain::LeagueCode,
    metrics::drift::{
        Baseline, Evidence, FALSE_ALARM_RATE, Latched, LeagueJudgement, LeagueSeries, Pools, ThresholdInput, threshold,
    },
};

/// Judges leagues. It remembers CUSUM thresholds, which cost 20,000 drawn seasons each and stay the same for a season.
/// Clones share them.
#[derive(Debug, Clone, Default)]
pub struct DriftJudge {
    thresholds: Arc<Mutex<HashMap<u64, f64>>>,
}

/// Thresholds kept: a season's worth of every league of the catalog. When there are more, none is kept.
const KEPT: usize = 2_000;

impl DriftJudge {
    /// Judges all leagues of one look; `before` is what was kept of the evaluation before this one.
    #[must_use]
    pub fn judge(&self, leagues: &[LeagueSeries], before: &BTreeMap<LeagueCode, Latched>) -> Vec<LeagueJudgement> {
        let baselines: Vec<Baseline> = leagues.par_iter().map(Baseline::of).collect();
        let pools = Pools::of(&baselines);
        let evidence = leagues
            .par_iter()
            .map(|series| {
                let threshold = pools
                    .threshold_input(series)
                    .map_or(f64::INFINITY, |input| self.threshold(&input));
                Evidence::of(series, &pools, threshold)
            })
            .collect();
        LeagueJudgement::of_all(evidence, before)
    }

    fn threshold(&self, input: &ThresholdInput) -> f64 {
        let key = input.fingerprint();
        if let Some(known) = self.thresholds.lock().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return *known;
        }
        let threshold = threshold(input, FALSE_ALARM_RATE);
        let mut thresholds = self.thresholds.lock().unwrap_or_else(PoisonError::into_inner);
        if thresholds.len() >= KEPT {
            thresholds.clear();
        }
        thresholds.insert(key, threshold);
        threshold
    }
}
