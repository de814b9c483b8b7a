//! The one-parameter family behind temperature and pool: `p(θ) ∝ exp(base + θ·direction)` over the three outcomes.

use std::{cmp::Ordering, ops::RangeInclusive};

use crate::domain::{Outcome, Probabilities};

/// Logarithms take smaller probabilities for this one, so that an impossible outcome costs much and not everything.
const FLOOR: f64 = 1e-15;
/// A step below this ends the search.
const TOLERANCE: f64 = 1e-9;

/// One match of the family: base and direction of each outcome.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tilt(pub(super) [(f64, f64); 3]);

/// Logarithms of the three probabilities.
pub(super) fn logs(p: Probabilities) -> [f64; 3] {
    p.to_array().map(log)
}

/// Log loss of one forecast.
pub(super) fn log_loss(p: Probabilities, outcome: Outcome) -> f64 {
    -log(p.of(outcome))
}

fn log(p: f64) -> f64 {
    p.max(FLOOR).ln()
}

impl Tilt {
    /// The member at `θ`.
    pub(super) fn at(&self, theta: f64) -> Probabilities {
        let [home, draw, away] = self.weights(theta);
        Probabilities::from_weights(home, draw, away).unwrap_or(Probabilities::UNIFORM)
    }

    fn weights(&self, theta: f64) -> [f64; 3] {
        let exponents = self.0.map(|(base, direction)| base + theta * direction);
        let largest = exponents.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        exponents.map(|e| (e - largest).exp())
    }

    /// First and second derivative of the log loss by `θ`: expected minus observed direction, and its variance.
    fn derivatives(&self, theta: f64, outcome: Outcome) -> (f64, f64) {
        let weights = self.weights(theta);
        let total: f64 = weights.iter().sum();
        let (mut observed, mut mean, mut mean_square) = (0.0, 0.0, 0.0);
        for ((of, weight), (_, direction)) in Outcome::ALL.into_iter().zip(weights).zip(self.0) {
            mean += weight / total * direction;
            mean_square += weight / total * direction * direction;
            if of == outcome {
                observed = direction;
            }
        }
        (mean - observed, mean_square - mean * mean)
    }
}

/// The `θ` in `range` with the least `log loss + ½·ridge·θ²`. This is convex, so Newton's steps, kept inside a shrinking bracket,
/// find it; where it falls to an end of the range that end is the answer.
pub(super) fn fit(rows: &[(Tilt, Outcome)], ridge: f64, range: &RangeInclusive<f64>) -> f64 {
    let derivatives = |theta: f64| {
        let add = |(slope, curvature), (tilt, outcome): &(Tilt, Outcome)| {
            let (by, by2) = tilt.derivatives(theta, *outcome);
            (slope + by, curvature + by2)
        };
        rows.iter().fold((ridge * theta, ridge), add)
    };
    let (mut low, mut high) = (*range.start(), *range.end());
    if derivatives(low).0 >= 0.0 {
        return low;
    }
    if derivatives(high).0 <= 0.0 {
        return high;
    }
    let mut theta = 0.5 * (low + high);
    while high - low > TOLERANCE {
        let (slope, curvature) = derivatives(theta);
        match slope.total_cmp(&0.0) {
            Ordering::Greater => high = theta,
            Ordering::Less => low = theta,
            Ordering::Equal => break,
        }
        let newton = theta - slope / curvature;
        let next = if newton > low && newton < high {
            newton
        } else {
            0.5 * (low + high)
        };
        let step = (next - theta).abs();
        theta = next;
        if step < TOLERANCE {
            break;
        }
    }
    theta
}
