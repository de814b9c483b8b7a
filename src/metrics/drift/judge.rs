//! One look at all leagues.

use std::collections::BTreeMap;

use super::{
    cusum::{FALSE_ALARM_RATE, ThresholdInput, threshold},
    cut::Cut,
    evidence::Evidence,
    judgement::LeagueJudgement,
    latch::Latched,
    multiplicity::benjamini_hochberg,
    paired,
    pool::{Pool, Reference},
    series::LeagueSeries,
};
use crate::{domain::LeagueCode, metrics::Moments};

/// Seasons of a league that is not long enough on record to show its own length: of 20 teams.
const USUAL_SEASON: usize = 380;
const SHORTEST_SEASON: usize = 100;

/// What one league brings to the pool.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    model_log_loss: Moments,
    published_log_loss: Moments,
    /// Paired Brier scores of the model, match by match.
    model_brier: Vec<f64>,
}

/// What is normal over all leagues.
#[derive(Debug, Clone, PartialEq)]
pub struct Pools {
    pub(super) model_log_loss: Pool,
    pub(super) published_log_loss: Pool,
    pub(super) model_brier: Pool,
    /// Paired Brier scores of all leagues.
    paired_brier: Vec<f64>,
}

impl Baseline {
    /// Of one league.
    #[must_use]
    pub fn of(series: &LeagueSeries) -> Self {
        let cut = Cut::of(series);
        Self {
            model_log_loss: paired::moments(cut.reference, paired::model_log_loss),
            published_log_loss: paired::moments(cut.reference, paired::published_log_loss),
            model_brier: cut.baseline.iter().filter_map(paired::model_brier).collect(),
        }
    }
}

impl Pools {
    /// Of all leagues of a look.
    #[must_use]
    pub fn of(leagues: &[Baseline]) -> Self {
        let moments = |of: fn(&Baseline) -> Moments| Pool::of(&leagues.iter().map(of).collect::<Vec<_>>());
        Self {
            model_log_loss: moments(|b| b.model_log_loss),
            published_log_loss: moments(|b| b.published_log_loss),
            model_brier: moments(|b| b.model_brier.iter().copied().collect()),
            paired_brier: leagues.iter().flat_map(|b| b.model_brier.iter().copied()).collect(),
        }
    }

    /// What a league's CUSUM threshold is calibrated on. It stays the same from the first match of a season to the last, so
    /// the threshold can be kept by its fingerprint. None where nothing is on record.
    #[must_use]
    pub fn threshold_input(&self, series: &LeagueSeries) -> Option<ThresholdInput> {
        let cut = Cut::of(series);
        let own: Vec<f64> = cut.baseline.iter().filter_map(paired::model_brier).collect();
        let reference: Reference = self.model_brier.reference(&own.iter().copied().collect())?;
        let sample = if reference.pooled { &self.paired_brier } else { &own };
        let season = cut.season_length();
        let season = if season < SHORTEST_SEASON { USUAL_SEASON } else { season };
        Some(ThresholdInput::new(sample.iter().copied(), &reference, season))
    }
}

/// Judges all leagues one after the other, with nothing kept from an earlier look. Callers with many leagues run
/// [`Baseline::of`], [`threshold`] and [`Evidence::of`] side by side, and then [`LeagueJudgement::of_all`].
#[must_use]
pub fn judge(leagues: &[LeagueSeries], before: &BTreeMap<LeagueCode, Latched>) -> Vec<LeagueJudgement> {
    let pools = Pools::of(&leagues.iter().map(Baseline::of).collect::<Vec<_>>());
    let evidence = leagues
        .iter()
        .map(|series| {
            let threshold = pools
                .threshold_input(series)
                .map_or(f64::INFINITY, |input| threshold(&input, FALSE_ALARM_RATE));
            Evidence::of(series, &pools, threshold)
        })
        .collect();
    LeagueJudgement::of_all(evidence, before)
}

/// Corrects the p-values of all leagues with enough data and of all their secondary tests. Returns the leagues' combined p
/// and adjusted p, and how many they are.
pub(super) fn correct(evidence: &mut [Evidence]) -> (Vec<Option<(f64, f64)>>, usize) {
    let p: Vec<Option<f64>> = evidence
        .iter()
        .map(|e| if e.is_enough() { e.primary.combined() } else { None })
        .collect();
    let tested: Vec<f64> = p.iter().copied().flatten().collect();
    let mut adjusted = benjamini_hochberg(&tested).into_iter();
    let pairs = p.into_iter().map(|p| Some((p?, adjusted.next()?))).collect();
    correct_secondary(evidence);
    (pairs, tested.len())
}

fn correct_secondary(evidence: &mut [Evidence]) {
    let mut findings: Vec<_> = evidence
        .iter_mut()
        .filter(|e| e.is_enough())
        .flat_map(|e| e.secondary.iter_mut())
        .collect();
    let adjusted = benjamini_hochberg(&findings.iter().map(|f| f.p).collect::<Vec<_>>());
    for (finding, adjusted) in findings.iter_mut().zip(adjusted) {
        finding.adjusted_p = Some(adjusted);
    }
}
