//! Does one league's forecast quality drift?
//!
//! The raw scores of a league mostly show how predictable its matches are, and they vary with luck. The difference to the
//! market on the same match varies 2.6 times less, so seven times fewer matches show the same change. A verdict compares
//! that difference (the paired skill) with what has been normal for the league.

use super::{Moments, Tally, normal::upper_tail};
use crate::domain::Verdict;

mod reason;

/// Matches with odds that a window needs before anything is concluded.
pub const FEWEST_MATCHES: u64 = 30;
/// Matches with odds that a reference needs.
pub const FEWEST_REFERENCE: u64 = 100;

/// Adjusted p at or below which a league is elevated. Over 20 leagues and 38 weekly looks this raises a false alarm in
/// about one season of three, and 0.05 in two of three.
const ELEVATED: f64 = 0.02;
/// Adjusted p at or below which a league may be high.
const HIGH: f64 = 0.002;
/// Paired Brier effect that high needs too: below it there is nothing for an operator to find.
const HIGH_BRIER_EFFECT: f64 = 0.03;
/// Standard errors that a shift must have to be seen in 80 % of cases at a two-sided 5 %: 1.96 + 0.84.
const DETECTABLE: f64 = 2.8;

/// What is concluded about one league, with all numbers it rests on. Skill is log loss of the model minus the market's.
#[derive(Debug, Clone, PartialEq)]
pub struct LeagueJudgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Matches with odds in the window.
    pub n: u64,
    /// Mean paired skill in the window; above 0 the market is better.
    pub skill: Option<f64>,
    /// Its standard error.
    pub skill_se: Option<f64>,
    /// Mean paired skill in the reference.
    pub reference: Option<f64>,
    /// Matches with odds in the reference.
    pub reference_n: u64,
    /// `skill − reference`; above 0 the league got worse.
    pub effect: Option<f64>,
    /// One-sided p of `effect`; none where there is too little data.
    pub p: Option<f64>,
    /// `p` corrected for the number of leagues looked at.
    pub adjusted_p: Option<f64>,
    /// The smallest `effect` that `n` matches could show (80 % power, two-sided 5 %).
    pub smallest_detectable: Option<f64>,
    /// The verdict in one sentence.
    pub reason: String,
}

/// Is there enough data for a verdict? Leagues for which this holds are those that count for `leagues` of
/// [`league_verdict`].
#[must_use]
pub const fn has_enough(window: &Tally, reference: &Tally) -> bool {
    window.priced.n >= FEWEST_MATCHES && reference.priced.n >= FEWEST_REFERENCE
}

/// p corrected for the number of comparisons made at the same time (Bonferroni). It controls the chance of any false alarm
/// in one look, whatever the dependence between leagues.
#[must_use]
pub fn adjust(p: f64, comparisons: usize) -> f64 {
    (p * comparisons.max(1) as f64).min(1.0)
}

/// Judges a league by the mean paired skill of the window against that of the reference, with `z = effect / (sd ·
/// √(1/n + 1/m))`, one-sided: `sd` is the reference's, `n` and `m` count the matches. `leagues` is how many leagues
/// [`has_enough`] of in this look.
///
/// Window and reference must not share matches.
#[must_use]
pub fn league_verdict(window: &Tally, reference: &Tally, leagues: usize) -> LeagueJudgement {
    let (now, normal) = (&window.market.model_log_loss, &reference.market.model_log_loss);
    let effect = difference(now, normal);
    let enough = has_enough(window, reference);
    let p = if enough { one_sided_p(now, normal) } else { None };
    let adjusted_p = p.map(|p| adjust(p, leagues));
    let brier_effect = difference(&window.market.model_brier, &reference.market.model_brier);
    // A short reference has no steady spread of its own; then the window's is the better guess.
    let spread = if normal.n >= FEWEST_REFERENCE {
        normal.sd()
    } else {
        now.sd().or_else(|| normal.sd())
    };
    let mut judgement = LeagueJudgement {
        verdict: verdict(adjusted_p, brier_effect),
        n: now.n,
        skill: now.mean(),
        skill_se: now.standard_error(),
        reference: normal.mean(),
        reference_n: normal.n,
        effect,
        p,
        adjusted_p,
        smallest_detectable: spread
            .filter(|_| now.n > 0)
            .map(|sd| DETECTABLE * sd / (now.n as f64).sqrt()),
        reason: String::new(),
    };
    judgement.reason = reason::sentence(&judgement, window.unpriced.n, leagues);
    judgement
}

fn difference(now: &Moments, normal: &Moments) -> Option<f64> {
    Some(now.mean()? - normal.mean()?)
}

fn one_sided_p(now: &Moments, normal: &Moments) -> Option<f64> {
    let effect = difference(now, normal)?;
    let se = normal.sd()? * (1.0 / now.n as f64 + 1.0 / normal.n as f64).sqrt();
    if se > 0.0 {
        Some(upper_tail(effect / se))
    } else {
        // A reference without spread is a model that copies the market: any loss at all is a change.
        Some(if effect > 1e-9 { 0.0 } else { 1.0 })
    }
}

fn verdict(adjusted_p: Option<f64>, brier_effect: Option<f64>) -> Verdict {
    match (adjusted_p, brier_effect) {
        (None, _) => Verdict::Insufficient,
        (Some(p), Some(brier)) if p <= HIGH && brier >= HIGH_BRIER_EFFECT => Verdict::High,
        (Some(p), _) if p <= ELEVATED => Verdict::Elevated,
        _ => Verdict::Normal,
    }
}

#[cfg(test)]
mod tests;
