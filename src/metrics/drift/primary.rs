//! The tests that decide a verdict.

mod mix;
mod skill;

use serde::{Deserialize, Serialize};

pub use mix::outcome_mix;
pub(super) use skill::paired_skill;

use super::{
    saddlepoint::{Cumulants, adjusted_root, of_values},
    seeded::Draws,
};
use crate::{
    domain::{Outcome, Probabilities},
    metrics::{brier, calibration::Calibration, normal::upper_tail},
};

/// Below this many matches P1 counts drawn outcomes.
const FEWEST_FOR_TAIL: usize = 60;
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
///
/// p is not the normal law's: the forecasts say exactly how skewed a sum of their Brier scores is.
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
    let p = if forecasts.len() < FEWEST_FOR_TAIL {
        share_of_draws_above(forecasts, scored)
    } else {
        upper_tail(root_of_brier(forecasts, scored - sums.expected_brier).unwrap_or(statistic))
    };
    Some(Test {
        statistic,
        p,
        n: forecasts.len() as u64,
    })
}

/// The saddlepoint root of a sum of Brier scores that is so far above its expectation.
fn root_of_brier(forecasts: &[(Probabilities, Outcome)], above: f64) -> Option<f64> {
    let laws: Vec<[(f64, f64); 3]> = forecasts
        .iter()
        .map(|(p, _)| {
            let law = Outcome::ALL.map(|outcome| (p.of(outcome), brier(*p, outcome)));
            let expected: f64 = law.iter().map(|(p, score)| p * score).sum();
            law.map(|(p, score)| (p, score - expected))
        })
        .collect();
    adjusted_root(above, |tilt| {
        let mut sum = Cumulants::default();
        for law in &laws {
            sum += of_values(law.iter().copied(), tilt);
        }
        sum
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

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
