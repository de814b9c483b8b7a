//! From evidence to a verdict.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::{
    evidence::Evidence,
    judge::correct,
    latch::{Latched, latch},
    reason,
    secondary::{Finding, Suspect},
};
use crate::domain::{LeagueCode, Verdict};

/// Adjusted p at or below which a league is elevated: over 20 leagues and 38 weekly looks it raises a false alarm in about
/// one season of three, and 0.05 in two of three.
pub const ELEVATED_P: f64 = 0.02;
/// Adjusted p at or below which a league may be high.
pub const HIGH_P: f64 = 0.002;
/// Paired Brier effect that high needs too: below it there is nothing for an operator to find.
const HIGH_BRIER_EFFECT: f64 = 0.03;
/// E at or above which a league is elevated: right probabilities reach it in at most 1 of 100 seasons.
pub const ELEVATED_E: f64 = 100.0;
/// E at or above which it is high.
pub const HIGH_E: f64 = 1_000.0;
/// Adjusted p at or below which a secondary test has found something.
pub const SECONDARY_P: f64 = 0.01;

/// The verdict as this look alone has it, and as it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verdicts {
    /// Of this look alone.
    pub raw: Verdict,
    /// With an alarm that is not over yet.
    pub shown: Verdict,
    /// Clean evaluations since the alarm.
    pub clean: u32,
}

/// What is concluded about one league, with all numbers it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LeagueJudgement {
    /// The verdict.
    pub verdict: Verdicts,
    /// What it rests on.
    pub evidence: Evidence,
    /// One p for the primary tests; none where there is too little data.
    pub p: Option<f64>,
    /// `p` corrected for the leagues looked at (Benjamini-Hochberg).
    pub adjusted_p: Option<f64>,
    /// Leagues with enough data in this look.
    pub leagues: usize,
    /// The secondary test that found something for the second time.
    pub again: Option<Suspect>,
    /// The rules that found something.
    pub spoke: Vec<Spoke>,
    /// The verdict in one sentence.
    pub reason: String,
}

/// What may raise a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// S1.
    Cusum,
    /// P1 to P3.
    Primary,
    /// S2.
    EProcess,
    /// D1 to D6, for the second time.
    Secondary(Suspect),
}

/// A rule that found something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Spoke {
    /// Which.
    pub rule: Rule,
    /// The verdict that it raises by itself.
    pub raises: Verdict,
}

impl LeagueJudgement {
    /// Judges all leagues of one look. `before` is what was kept of the evaluation before this one.
    #[must_use]
    pub fn of_all(mut evidence: Vec<Evidence>, before: &BTreeMap<LeagueCode, Latched>) -> Vec<Self> {
        let (p, leagues) = correct(&mut evidence);
        evidence
            .into_iter()
            .zip(p)
            .map(|(evidence, p)| {
                let before = before.get(&evidence.league);
                Self::of(evidence, p, leagues, before)
            })
            .collect()
    }

    fn of(evidence: Evidence, p: Option<(f64, f64)>, leagues: usize, before: Option<&Latched>) -> Self {
        let adjusted_p = p.map(|(_, adjusted)| adjusted);
        // A second look at the same matches is no second evaluation.
        let same = before.filter(|b| b.fingerprint == evidence.fingerprint);
        let again = same.map_or_else(|| again(&evidence, before), |same| same.again);
        let spoke = spoke(&evidence, adjusted_p, again);
        let raw = if evidence.is_enough() {
            spoke.iter().map(|s| s.raises).max().unwrap_or(Verdict::Normal)
        } else {
            Verdict::Insufficient
        };
        let through = before.and_then(|b| b.through);
        let new_specification = evidence
            .changes
            .iter()
            .any(|c| c.new_specification && Some(c.day) > through);
        let (shown, clean) = match same {
            Some(same) if same.verdict >= raw => (same.verdict, same.clean),
            _ => latch(before, raw, new_specification),
        };
        let mut judgement = Self {
            verdict: Verdicts { raw, shown, clean },
            evidence,
            p: p.map(|(p, _)| p),
            adjusted_p,
            leagues,
            again,
            spoke,
            reason: String::new(),
        };
        judgement.reason = reason::sentence(&judgement);
        judgement
    }

    /// What the next evaluation needs of this one.
    #[must_use]
    pub fn latched(&self) -> Latched {
        Latched {
            verdict: self.verdict.shown,
            clean: self.verdict.clean,
            suspects: suspects(&self.evidence).map(|f| f.suspect).collect(),
            again: self.again,
            through: self.evidence.window.to,
            fingerprint: self.evidence.fingerprint,
        }
    }
}

/// Secondary tests that found something.
fn suspects(evidence: &Evidence) -> impl Iterator<Item = &Finding> {
    evidence
        .secondary
        .iter()
        .filter(|f| f.adjusted_p.is_some_and(|p| p <= SECONDARY_P))
}

/// The strongest finding that the evaluation before had too.
fn again(evidence: &Evidence, before: Option<&Latched>) -> Option<Suspect> {
    let known: &[Suspect] = before.map_or(&[], |b| &b.suspects);
    suspects(evidence)
        .filter(|f| known.contains(&f.suspect))
        .min_by(|a, b| a.p.total_cmp(&b.p))
        .map(|f| f.suspect)
}

/// All that spoke, each with the verdict it raises.
fn spoke(evidence: &Evidence, adjusted_p: Option<f64>, again: Option<Suspect>) -> Vec<Spoke> {
    let mut spoke = Vec::new();
    let mut say = |raises, rule| spoke.push(Spoke { rule, raises });
    if evidence.cusum.as_ref().is_some_and(|cusum| cusum.alarm) {
        say(Verdict::High, Rule::Cusum);
    }
    if let Some(p) = adjusted_p.filter(|p| *p <= ELEVATED_P) {
        let large = evidence.brier_effect.is_some_and(|effect| effect >= HIGH_BRIER_EFFECT);
        let verdict = if p <= HIGH_P && large {
            Verdict::High
        } else {
            Verdict::Elevated
        };
        say(verdict, Rule::Primary);
    }
    match evidence.e_process.map(|e| e.value) {
        Some(e) if e >= HIGH_E => say(Verdict::High, Rule::EProcess),
        Some(e) if e >= ELEVATED_E => say(Verdict::Elevated, Rule::EProcess),
        _ => {}
    }
    if let Some(suspect) = again {
        say(Verdict::Elevated, Rule::Secondary(suspect));
    }
    spoke
}

#[cfg(test)]
mod tests;
