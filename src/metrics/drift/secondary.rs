//! D1 to D6: do the inputs look unlike the reference? They are shown, and can only raise a verdict to elevated: a promoted
//! team or a Christmas fixture list changes them too, and none of it need be a fault.

mod closing;
mod quoted;
mod suspect;

use serde::{Deserialize, Serialize};

pub use suspect::Suspect;

use super::{
    cut::{Cut, FEWEST_OWN_REFERENCE},
    ks::two_sample,
    psi::psi,
    series::{LeagueSeries, SettledForecast},
};
use crate::{
    domain::{Bookmaker, Probabilities},
    metrics::normal::upper_tail,
};

/// One secondary test.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it looks at.
    pub suspect: Suspect,
    /// Its mean or share in the window; of a PSI, its value.
    pub now: f64,
    /// The same in the reference; of goals what was expected; of a PSI, what 99 % of unchanged windows stay below.
    pub usual: f64,
    /// The test's statistic: a distance, an index, or a z.
    pub statistic: f64,
    /// p of the test.
    pub p: f64,
    /// p corrected for all secondary tests of all leagues of the look.
    pub adjusted_p: Option<f64>,
}

/// All that the data allow.
pub(super) fn findings(cut: &Cut<'_>, series: &LeagueSeries) -> Vec<Finding> {
    // These two bring their own null and need no reference.
    let mut findings: Vec<Finding> = [goals(cut), closing::line(cut)].into_iter().flatten().collect();
    if has_comparable_reference(cut) {
        findings.extend(compared(cut));
        for bookmaker in Bookmaker::PRIORITY {
            findings.extend(quoted::of_bookmaker(cut, series, bookmaker));
        }
    }
    findings
}

/// Forecasts and odds of spring do not look like those of autumn: promoted teams are known by then, some play for nothing, and
/// draws are priced differently. So the reference is of whole seasons before this one, of at least
/// [`FEWEST_OWN_REFERENCE`] matches with odds. Other leagues cannot stand in, as they do for the paired skill: they have
/// other favourites and other margins.
fn has_comparable_reference(cut: &Cut<'_>) -> bool {
    let with_odds = cut.reference.iter().filter(|m| m.forecast.market.is_some()).count();
    cut.has_seasons_before && with_odds as u64 >= FEWEST_OWN_REFERENCE
}

fn compared(cut: &Cut<'_>) -> Vec<Finding> {
    use Suspect as S;
    let published = [S::HomeProbability, S::DrawProbability, S::AwayProbability];
    let odds = [S::HomeOdds, S::DrawOdds, S::AwayOdds];
    let stability = [S::HomeStability, S::DrawStability, S::AwayStability];
    let mut findings = Vec::new();
    for (at, suspect) in published.into_iter().enumerate() {
        findings.extend(distribution(cut, suspect, |m| nth(m.forecast.published, at)));
    }
    for (at, suspect) in odds.into_iter().enumerate() {
        findings.extend(distribution(cut, suspect, |m| nth(m.forecast.market?, at)));
    }
    for (at, suspect) in stability.into_iter().enumerate() {
        findings.extend(stable(cut, suspect, |m| nth(m.forecast.published, at)));
    }
    findings.extend(divergence(cut));
    findings.extend(closing::moved(cut));
    findings
}

fn nth(p: Probabilities, at: usize) -> Option<f64> {
    p.to_array().get(at).copied()
}

fn both(cut: &Cut<'_>, value: impl Fn(&SettledForecast) -> Option<f64>) -> (Vec<f64>, Vec<f64>) {
    let values = |of: &[SettledForecast]| of.iter().filter_map(&value).collect();
    (values(cut.window), values(cut.reference))
}

fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

fn finding(suspect: Suspect, now: f64, usual: f64, statistic: f64, p: f64) -> Finding {
    Finding {
        suspect,
        now,
        usual,
        statistic,
        p,
        adjusted_p: None,
    }
}

fn distribution(cut: &Cut<'_>, suspect: Suspect, value: impl Fn(&SettledForecast) -> Option<f64>) -> Option<Finding> {
    let (now, usual) = both(cut, value);
    let ks = two_sample(&now, &usual)?;
    Some(finding(suspect, mean(&now), mean(&usual), ks.d, ks.p))
}

fn stable(cut: &Cut<'_>, suspect: Suspect, value: impl Fn(&SettledForecast) -> Option<f64>) -> Option<Finding> {
    let (now, usual) = both(cut, value);
    let index = psi(&now, &usual)?;
    Some(finding(suspect, index.value, index.expected_99, index.value, index.p))
}

/// `z = (Σ goals − Σ expected) / √Σ expected`, two-sided: goals are near enough to Poisson.
fn goals(cut: &Cut<'_>) -> Option<Finding> {
    let (mut scored, mut expected) = (0.0, 0.0);
    for m in cut.window {
        scored += f64::from(m.score.home) + f64::from(m.score.away);
        expected += m.forecast.expected_goals.home + m.forecast.expected_goals.away;
    }
    let n = cut.window.len() as f64;
    (expected > 0.0).then(|| {
        let z = (scored - expected) / expected.sqrt();
        finding(Suspect::Goals, scored / n, expected / n, z, 2.0 * upper_tail(z.abs()))
    })
}

/// Nothing to see where the model is the market.
fn divergence(cut: &Cut<'_>) -> Option<Finding> {
    distribution(cut, Suspect::Divergence, |m| {
        Some(m.forecast.model.total_variation(m.forecast.market?))
    })
    .filter(|f| f.now > 1e-9 || f.usual > 1e-9)
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
