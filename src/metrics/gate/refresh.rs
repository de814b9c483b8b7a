//! The champion's specification on newer data, and the first version of all.

use super::{ComingFixture, FittedLeague, InputFreshness, ServedLeague, change, coverage, fitted, freshness, rolling};
use crate::{
    domain::{Decision, Gate},
    metrics::Blocks,
};

/// What is known of a refresh before it is served.
#[derive(Debug, Clone, Copy)]
pub struct RefreshInput<'a> {
    /// The new version's leagues.
    pub fits: &'a [FittedLeague],
    /// The champion's leagues.
    pub served: &'a [ServedLeague],
    /// Fixtures to come.
    pub fixtures: &'a [ComingFixture],
    /// A score of each walk-forward forecast of the specification, lower is better: log loss minus the market's where there
    /// are odds, since raw log loss mostly shows how predictable a week was.
    pub rolling_origin: &'a Blocks,
    /// What it was fitted on.
    pub inputs: &'a [InputFreshness],
}

/// Decides on the champion's specification on newer data. It becomes champion if it is sound and moves nothing further than
/// a week's results do; a fit that did not converge or probabilities that do not sum to 1 keep it a challenger, and all
/// else is held for a person. Each check says what it does where it cannot be made.
#[must_use]
pub fn refresh(input: &RefreshInput<'_>) -> Decision {
    let [mean_tv, largest_tv] = change::moves(input.fixtures);
    let checks = vec![
        fitted::convergence(input.fits),
        change::sums(input.fixtures),
        coverage::check(input.fits, input.served),
        mean_tv,
        largest_tv,
        fitted::weighted_matches(input.fits, Some(input.served)),
        fitted::rho_bound(input.fits),
        rolling::check(input.rolling_origin),
        freshness::check(input.inputs),
    ];
    Decision::of(Gate::Refresh, checks)
}

/// Decides on a version where there is no champion. Any sound version is better than none: it becomes champion if every fit
/// converged and every coming fixture's probabilities sum to 1.
#[must_use]
pub fn first(fits: &[FittedLeague], fixtures: &[ComingFixture]) -> Decision {
    let checks = vec![
        fitted::convergence(fits),
        change::sums(fixtures),
        fitted::weighted_matches(fits, None),
    ];
    Decision::of(Gate::First, checks)
}

#[cfg(test)]
mod tests;
