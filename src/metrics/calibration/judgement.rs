//! Is a forecaster calibrated?

use super::{
    Calibration,
    corp::{Decomposition, decompose},
    curve::{ReliabilityPoint, curve},
    ece::ece,
};
use crate::metrics::{Moments, normal::upper_tail};

/// Whether a forecaster's probabilities come true as often as they say.
#[derive(Debug, Clone, PartialEq)]
pub struct CalibrationJudgement {
    /// Spiegelhalter's Z: how far the Brier score lies above what the forecasts expect of themselves, in standard
    /// deviations. Above 0 they are over-confident.
    pub z: f64,
    /// One-sided p of `z`; small is evidence of over-confidence.
    pub p: f64,
    /// Expected calibration error of single outcomes in ten bins.
    pub ece: f64,
    /// What `ece` is on average when the forecasts are perfectly calibrated.
    pub ece_expected: f64,
    /// What one perfectly calibrated forecaster of twenty exceeds.
    pub ece_limit: f64,
    /// The Brier score in three parts.
    pub decomposition: Decomposition,
    /// The reliability diagram.
    pub curve: Vec<ReliabilityPoint>,
    /// Matches.
    pub n: u64,
}

impl Calibration {
    /// Judges the forecasts whose Brier scores are `brier`; none of no forecast.
    #[must_use]
    pub fn judge(&self, brier: &Moments) -> Option<CalibrationJudgement> {
        let ece = ece(&self.bins)?;
        let z = spiegelhalter(self, brier);
        Some(CalibrationJudgement {
            z,
            p: upper_tail(z),
            ece: ece.value,
            ece_expected: ece.expected,
            ece_limit: ece.limit,
            decomposition: decompose(&self.bins, brier.mean()?)?,
            curve: curve(&self.bins),
            n: brier.n,
        })
    }
}

/// `(Σ B − Σ E) / √Σ V` (Spiegelhalter, Statistics in Medicine 5, 1986), with the Brier score over all three outcomes.
/// Certain forecasts that all came true have neither excess nor variance: 0.
fn spiegelhalter(calibration: &Calibration, brier: &Moments) -> f64 {
    let excess = brier.sum - calibration.expected_brier;
    if calibration.brier_variance > 0.0 {
        excess / calibration.brier_variance.sqrt()
    } else if excess > 0.0 {
        f64::INFINITY
    } else {
        0.0
    }
}
