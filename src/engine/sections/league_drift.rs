use serde::Serialize;

use crate::domain::{LeagueCode, SafeText, Verdict};

/// Does one league's forecast quality drift?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeagueDrift {
    /// Its code.
    pub league: LeagueCode,
    /// Its name.
    pub name: SafeText,
    /// Settled predictions with odds in the window: the last 80, or fewer.
    pub matches: u64,
    /// What is concluded.
    pub verdict: Verdict,
    /// One-sided p of the paired skill against its reference; small is evidence of drift.
    pub p: Option<f64>,
    /// `p` corrected for the number of leagues looked at.
    pub adjusted_p: Option<f64>,
    /// Mean log loss of the model minus the market's in the window (paired skill); above 0 the market is better.
    pub skill: Option<f64>,
    /// Standard error of `skill`.
    pub skill_se: Option<f64>,
    /// The same mean over the reference, which is what is normal for this league.
    pub reference: Option<f64>,
    /// Settled predictions with odds in the reference.
    pub reference_matches: u64,
    /// `skill` minus `reference`: what the verdict is about.
    pub effect: Option<f64>,
    /// The smallest `effect` that this many matches could show (80 % power, two-sided 5 %).
    pub smallest_detectable: Option<f64>,
    /// Mean paired skill by week of the window's span, the oldest first; a week without matches has none.
    pub weekly_skill: Vec<Option<f64>>,
    /// The verdict in one sentence, with its numbers.
    pub reason: SafeText,
}
