//! The tests that decide a verdict.

use serde::{Deserialize, Serialize};

use super::{pool::Reference, seeded::Draws};
use crate::{
    domain::{Outcome, Probabilities},
    metrics::{Moments, brier, calibration::Calibration, normal::upper_tail},
};

/// Below this many matches P1 counts drawn outcomes instead of trusting the normal law.
const FEWEST_FOR_NORMAL: usize = 60;
/// Outcomes drawn for each match in that case: the smallest p is 1/2,001.
const DRAWS: u32 = 2_000;

/// A statistic and what it says.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Test {
    /// Its value.
    pub statistic: f64,
    /// Probability of such a value or a more extreme one if nothing is wrong, `0..=1`.
    pub p: f64,
    /// Matches.
    pub n: u64,
}

/// P1 to P3. A test that has nothing to look at is none.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct PrimaryTests {
    /// Calibration of the published probabilities; one-sided.
    pub p1: Option<Test>,
    /// Mix of outcomes against the published probabilities.
    pub p2: Option<Test>,
    /// Paired skill of the model against its reference; one-sided.
    pub p3: Option<Test>,
    /// The same for the published probabilities, where they are neither the model's nor the market's.
    pub p3_published: Option<Test>,
}

impl PrimaryTests {
    /// One p for all of them, `min(1, k·min p)` with `k` tests (Bonferroni); none without a test.
    #[must_use]
    pub fn combined(&self) -> Option<f64> {
        let tests: Vec<f64> = self.each().iter().flatten().map(|test| test.p).collect();
        let least = tests.iter().copied().reduce(f64::min)?;
        Some((least * tests.len() as f64).min(1.0))
    }

    const fn each(&self) -> [Option<Test>; 4] {
        [self.p1, self.p2, self.p3, self.p3_published]
    }
}

/// P1: are the forecasts calibrated (Spiegelhalter 1986, for three outcomes)?
/// `Z = Σ(B − E) / √ΣV` with the Brier score `B`, `E = 1 − Σp²` and `V = 4(Σp³ − (Σp²)²)`; one-sided, large `Z` is a Brier
/// score worse than the forecasts expect of themselves. None without a match or without any uncertainty.
#[must_use]
pub fn spiegelhalter(forecasts: &[(Probabilities, Outcome)]) -> Option<Test> {
    let mut sums = Calibration::default();
    for (p, outcome) in forecasts {
        sums.add(*p, *outcome);
    }
    let scored: f64 = forecasts.iter().map(|(p, outcome)| brier(*p, *outcome)).sum();
    let sd = sums.brier_variance.sqrt();
    // Even forecasts (1/3 each) have the same Brier score whatever happens.
    if sd < 1e-9 {
        return None;
    }
    let statistic = (scored - sums.expected_brier) / sd;
    let p = if forecasts.len() < FEWEST_FOR_NORMAL {
        share_of_draws_above(forecasts, scored)
    } else {
        upper_tail(statistic)
    };
    Some(Test {
        statistic,
        p,
        n: forecasts.len() as u64,
    })
}

/// Share of outcomes drawn from the forecasts that score at least `scored`; the real outcome counts as one draw.
fn share_of_draws_above(forecasts: &[(Probabilities, Outcome)], scored: f64) -> f64 {
    let mut draws = Draws::new();
    let above = (0..DRAWS)
        .filter(|_| {
            let total: f64 = forecasts
                .iter()
                .map(|(p, _)| brier(*p, outcome_at(*p, draws.unit())))
                .sum();
            // Sums of the same scores in another order differ by rounding.
            total >= scored - 1e-9
        })
        .count();
    (above as f64 + 1.0) / f64::from(DRAWS + 1)
}

fn outcome_at(p: Probabilities, unit: f64) -> Outcome {
    if unit < p.home() {
        Outcome::Home
    } else if unit < p.home() + p.draw() {
        Outcome::Draw
    } else {
        Outcome::Away
    }
}

/// P2: do outcomes come as often as forecast for these very fixtures? `X² = D'V⁻¹D` with `D = Σ(o − p)` for home wins and
/// draws and `V = diag(Σp) − Σpp'`; χ² with 2 degrees, whose tail is `exp(−X²/2)`. None where `V` has no inverse.
#[must_use]
pub fn outcome_mix(forecasts: &[(Probabilities, Outcome)]) -> Option<Test> {
    let mut sums = Calibration::default();
    for (p, outcome) in forecasts {
        sums.add(*p, *outcome);
    }
    let [home, draw, _] = sums.outcomes;
    let [expected_home, expected_draw, _] = sums.expected;
    let (home, draw) = (home as f64 - expected_home, draw as f64 - expected_draw);
    let [hh, hd, dd] = sums.covariance;
    let determinant = hh * dd - hd * hd;
    if determinant < 1e-12 {
        return None;
    }
    let statistic = (dd * home * home - 2.0 * hd * home * draw + hh * draw * draw) / determinant;
    Some(Test {
        statistic,
        p: (-0.5 * statistic).exp(),
        n: forecasts.len() as u64,
    })
}

/// P3: is the paired skill of the window worse than its reference? `z = (mean − θ) / √(sd²/n + se²)`; one-sided.
///
/// `se` is the error of the reference itself. Left out, a window of 80 against a reference of 100 matches is called worse
/// at the 2 % level in 6 % of cases where nothing has changed.
pub(super) fn paired_skill(window: &Moments, reference: &Reference) -> Option<Test> {
    let effect = window.mean()? - reference.mean;
    let se = (reference.sd * reference.sd / window.n as f64 + reference.se * reference.se).sqrt();
    let (statistic, p) = if se > 0.0 {
        (effect / se, upper_tail(effect / se))
    } else {
        // A reference without spread is a model that copies the market: any loss at all is a change.
        let worse = effect > 1e-9;
        (effect, if worse { 0.0 } else { 1.0 })
    };
    Some(Test {
        statistic,
        p,
        n: window.n,
    })
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
