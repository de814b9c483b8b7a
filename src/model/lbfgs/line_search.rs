//! A step length that satisfies the Wolfe conditions, found by shrinking a bracket.

use super::{Progress, dot};

/// Share of the promised decrease that a step must bring.
const DECREASE: f64 = 1e-4;
/// Share of the slope that may remain.
const CURVATURE: f64 = 0.9;
/// Evaluations after which it gives up.
const MOST_TRIALS: u32 = 40;
/// Relative noise of a sum of some thousand terms: values closer than this cannot be told apart.
const NOISE: f64 = 1e-12;

/// A point with value and gradient.
pub(super) struct Point {
    pub(super) x: Vec<f64>,
    pub(super) value: f64,
    pub(super) gradient: Vec<f64>,
}

impl Point {
    pub(super) const fn new(x: Vec<f64>, value: f64, gradient: Vec<f64>) -> Self {
        Self { x, value, gradient }
    }

    pub(super) fn progress(&self, iteration: u32) -> Progress {
        // `f64::max` drops a NaN, and a gradient with a NaN must never look converged.
        let worst = |norm: f64, g: &f64| if g.is_nan() { f64::INFINITY } else { norm.max(g.abs()) };
        Progress {
            iteration,
            value: self.value,
            gradient_norm: self.gradient.iter().fold(0.0, worst),
        }
    }
}

/// Looks along `direction` for a point that is better by the Wolfe conditions; none if there is none within reach.
///
/// Close to the optimum the decrease drowns in rounding; there the approximate condition of Hager and Zhang (SIAM Journal
/// on Optimization 16, 2005) judges by the slope alone.
pub(super) fn search(
    from: &Point,
    direction: &[f64],
    objective: &mut impl FnMut(&[f64], &mut [f64]) -> f64,
) -> Option<Point> {
    let slope = dot(&from.gradient, direction);
    if slope.is_nan() || slope >= 0.0 {
        return None;
    }
    let noise = NOISE * from.value.abs();
    let mut bracket = Bracket {
        low: (0.0, slope),
        high: None,
    };
    let mut length = 1.0;
    let mut trial = Point::new(from.x.clone(), 0.0, vec![0.0; from.x.len()]);
    for _ in 0..MOST_TRIALS {
        for (to, (x, d)) in trial.x.iter_mut().zip(from.x.iter().zip(direction)) {
            *to = x + length * d;
        }
        trial.value = objective(&trial.x, &mut trial.gradient);
        let trial_slope = dot(&trial.gradient, direction);
        let decreases = trial.value <= from.value + DECREASE * length * slope;
        let within_noise = trial.value <= from.value + noise && trial_slope <= (2.0 * DECREASE - 1.0) * slope;
        if !trial.value.is_finite() || !trial_slope.is_finite() {
            bracket.high = Some((length, None));
        } else if !(decreases || within_noise) {
            bracket.high = Some((length, Some(trial_slope)));
        } else if trial_slope < CURVATURE * slope {
            bracket.low = (length, trial_slope);
        } else {
            return Some(trial);
        }
        length = bracket.next_length();
    }
    None
}

/// Lengths between which a good one lies, with the slopes there.
struct Bracket {
    low: (f64, f64),
    high: Option<(f64, Option<f64>)>,
}

impl Bracket {
    /// Doubles while nothing bounds the length; then goes where the slope should vanish, kept off the ends.
    fn next_length(&self) -> f64 {
        let (low, low_slope) = self.low;
        match self.high {
            None => 2.0 * low,
            Some((high, high_slope)) => {
                let share = match high_slope {
                    Some(high_slope) if high_slope > 0.0 => low_slope / (low_slope - high_slope),
                    _ => 0.5,
                };
                low + (high - low) * share.clamp(0.1, 0.9)
            }
        }
    }
}
