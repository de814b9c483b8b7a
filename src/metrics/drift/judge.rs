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
    series::LeagueSeries,
    usual::Differences,
};
use crate::domain::LeagueCode;

/// Seasons of a league that is not long enough on record to show its own length: of 20 teams.
const USUAL_SEASON: usize = 380;
const SHORTEST_SEASON: usize = 100;

/// What one league brings to the pool: its paired differences, match by match.
#[derive(Debug, Clone, PartialEq)]
pub struct Baseline {
    model_log_loss: Vec<f64>,
    published_log_loss: Vec<f64>,
    model_brier: Vec<f64>,
}

/// What is normal over all leagues.
#[derive(Debug, Clone, PartialEq)]
pub struct Pools {
    pub(super) model_log_loss: Differences,
    pub(super) published_log_loss: Differences,
    pub(super) model_brier: Differences,
}

impl Baseline {
    /// Of one league.
    #[must_use]
    pub fn of(series: &LeagueSeries) -> Self {
        let cut = Cut::of(series);
        Self {
            model_log_loss: paired::values(cut.reference, paired::model_log_loss),
            published_log_loss: paired::values(cut.reference, paired::published_log_loss),
            model_brier: paired::values(cut.baseline, paired::model_brier),
        }
    }
}

impl Pools {
    /// Of all leagues of a look.
    #[must_use]
    pub fn of(leagues: &[Baseline]) -> Self {
        Self {
            model_log_loss: Differences::of(leagues.iter().map(|b| b.model_log_loss.as_slice())),
            published_log_loss: Differences::of(leagues.iter().map(|b| b.published_log_loss.as_slice())),
            model_brier: Differences::of(leagues.iter().map(|b| b.model_brier.as_slice())),
        }
    }

    /// What a league's CUSUM threshold is calibrated on. It stays the same from the first match of a season to the last, so
    /// the threshold can be kept by its fingerprint. None where nothing is on record, or the window has no odds: there is
    /// nothing to sum up then, and a threshold is dear.
    #[must_use]
    pub fn threshold_input(&self, series: &LeagueSeries) -> Option<ThresholdInput> {
        let cut = Cut::of(series);
        cut.window.iter().find(|m| m.forecast.market.is_some())?;
        let own = paired::values(cut.baseline, paired::model_brier);
        let usual = self.model_brier.usual(&own)?;
        let season = cut.season_length().filter(|season| *season >= SHORTEST_SEASON);
        Some(ThresholdInput::new(
            usual.differences.iter().copied(),
            &usual.reference,
            season.unwrap_or(USUAL_SEASON),
        ))
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
