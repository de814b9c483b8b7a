//! Limited-memory BFGS (Nocedal and Wright, Numerical Optimization, chapter 7), sequential and deterministic.

use std::{collections::VecDeque, ops::ControlFlow};

mod line_search;

use line_search::{Point, search};

/// Pairs of steps remembered.
const MEMORY: usize = 20;
/// Iterations after which it gives up; a cold fit of nine seasons takes a dozen.
const MOST_ITERATIONS: u32 = 500;

/// Where an iteration stands.
#[derive(Debug, Clone, Copy)]
pub(super) struct Progress {
    pub(super) iteration: u32,
    pub(super) value: f64,
    /// Largest absolute component of the gradient.
    pub(super) gradient_norm: f64,
}

/// How it ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// The gradient is below the tolerance.
    Converged,
    /// The line search found no better point, or the iterations were used up.
    Stuck,
    /// The caller asked to stop.
    Cancelled,
}

/// Minimises `objective`, which returns the value and writes the gradient, from `x`, which becomes the optimum.
///
/// `scale` is a guess of the inverse Hessian's diagonal: it makes parameters of very different curvature alike, which
/// brings a cold fit of nine seasons from 363 iterations to 12. A value of infinity or NaN is a wall that the line search does not cross.
pub(super) fn minimise(
    x: &mut Vec<f64>,
    scale: &[f64],
    tolerance: f64,
    mut objective: impl FnMut(&[f64], &mut [f64]) -> f64,
    mut report: impl FnMut(Progress) -> ControlFlow<()>,
) -> (Ending, Progress) {
    let mut gradient = vec![0.0; x.len()];
    let value = objective(x, &mut gradient);
    let mut at = Point::new(std::mem::take(x), value, gradient);
    let mut memory = VecDeque::with_capacity(MEMORY);
    let mut progress = at.progress(0);
    let mut ending = Ending::Stuck;
    while progress.iteration < MOST_ITERATIONS && progress.value.is_finite() {
        if progress.gradient_norm <= tolerance {
            ending = Ending::Converged;
            break;
        }
        let next = search(&at, &direction(&memory, scale, &at.gradient), &mut objective);
        let Some(next) = next.or_else(|| {
            // What is remembered of the curvature may have gone bad; steepest descent gets a last chance.
            memory.clear();
            search(&at, &direction(&memory, scale, &at.gradient), &mut objective)
        }) else {
            break;
        };
        remember(&mut memory, &at, &next);
        at = next;
        progress = at.progress(progress.iteration + 1);
        if report(progress).is_break() {
            ending = Ending::Cancelled;
            break;
        }
    }
    *x = at.x;
    (ending, progress)
}

/// A step, the change of the gradient along it, and the inverse of their product.
struct Pair {
    step: Vec<f64>,
    change: Vec<f64>,
    inverse: f64,
}

fn remember(memory: &mut VecDeque<Pair>, from: &Point, to: &Point) {
    let difference = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a - b).collect::<Vec<_>>();
    let step = difference(&to.x, &from.x);
    let change = difference(&to.gradient, &from.gradient);
    let product = dot(&step, &change);
    // The line search asks for curvature, so this holds but for rounding right at the optimum.
    if product > 0.0 {
        if memory.len() == MEMORY {
            memory.pop_front();
        }
        memory.push_back(Pair {
            step,
            change,
            inverse: 1.0 / product,
        });
    }
}

/// The two-loop recursion: minus the inverse Hessian's approximation times the gradient.
fn direction(memory: &VecDeque<Pair>, scale: &[f64], gradient: &[f64]) -> Vec<f64> {
    let mut d: Vec<f64> = gradient.iter().map(|g| -g).collect();
    let mut factors = Vec::with_capacity(memory.len());
    for pair in memory.iter().rev() {
        let factor = pair.inverse * dot(&pair.step, &d);
        add_scaled(&mut d, -factor, &pair.change);
        factors.push(factor);
    }
    let level = memory.back().map_or(1.0, |pair| {
        let curvature: f64 = pair.change.iter().zip(scale).map(|(y, s)| y * s * y).sum();
        1.0 / (pair.inverse * curvature)
    });
    for (d, s) in d.iter_mut().zip(scale) {
        *d *= s * level;
    }
    for (pair, factor) in memory.iter().zip(factors.iter().rev()) {
        let correction = factor - pair.inverse * dot(&pair.change, &d);
        add_scaled(&mut d, correction, &pair.step);
    }
    d
}

fn dot(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(a, b)| a * b).sum()
}

fn add_scaled(to: &mut [f64], factor: f64, what: &[f64]) {
    for (to, what) in to.iter_mut().zip(what) {
        *to += factor * what;
    }
}

#[cfg(test)]
mod tests;
