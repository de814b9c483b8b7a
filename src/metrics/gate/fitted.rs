//! Is every league's fit sound?

use std::collections::BTreeSet;

use super::{ServedLeague, words::counted};
use crate::domain::{Check, CheckName, GateOutcome, LeagueCode, TeamId};

/// Largest component of a gradient, in weighted goals, at which a fit has converged.
const MOST_GRADIENT: f64 = 1e-6;
/// Weighted matches below which a league's strengths are mostly their prior.
const FEWEST_WEIGHTED: f64 = 300.0;
/// Share of the champion's weighted matches below which a league has lost data. Age alone takes 16 % in three months.
const MOST_KEPT: f64 = 0.8;

/// One league of the new version.
#[derive(Debug, Clone, PartialEq)]
pub struct FittedLeague {
    /// Which.
    pub league: LeagueCode,
    /// Largest absolute component of the gradient where the fit ended, in weighted goals.
    pub gradient_norm: f64,
    /// Every parameter is a finite number.
    pub finite: bool,
    /// The parameter of low scores.
    pub rho: f64,
    /// Rho lies at its bound, so the bound and not the data chose it.
    pub rho_at_bound: bool,
    /// Sum of the weights: the number of matches of today that the data is worth.
    pub weighted_matches: f64,
    /// Teams that it has a strength for.
    pub teams: BTreeSet<TeamId>,
}

/// A version with a fit that did not end is broken, and nobody should promote it: it stays.
pub(super) fn convergence(fits: &[FittedLeague]) -> Check {
    let Some(worst) = fits.iter().max_by(|a, b| ending(a).total_cmp(&ending(b))) else {
        return Check::made(CheckName::Convergence, false, GateOutcome::Stay, "no league was fitted");
    };
    let (norm, passed) = (ending(worst), ending(worst) <= MOST_GRADIENT);
    let sentence = if passed {
        format!(
            "{} fitted, the largest gradient {norm:.0e}, at most {MOST_GRADIENT:e}",
            counted(fits.len(), "league")
        )
    } else if worst.finite && norm.is_finite() {
        format!(
            "{} has not converged: gradient {norm:.0e}, at most {MOST_GRADIENT:e}",
            worst.league
        )
    } else {
        format!("{} has parameters that are no numbers", worst.league)
    };
    Check::made(CheckName::Convergence, passed, GateOutcome::Stay, sentence)
        .comparing(norm, MOST_GRADIENT)
        .over(fits.len() as u64)
}

/// How far a fit is from its optimum; infinitely far where it has no number for it.
fn ending(fit: &FittedLeague) -> f64 {
    let sound = fit.finite && fit.rho.is_finite() && fit.weighted_matches.is_finite() && fit.gradient_norm.is_finite();
    if sound { fit.gradient_norm.abs() } else { f64::INFINITY }
}

pub(super) fn rho_bound(fits: &[FittedLeague]) -> Check {
    let at_bound = fits.iter().find(|fit| fit.rho_at_bound);
    let sentence = at_bound.map_or_else(
        || format!("rho of {} lies within its bounds", counted(fits.len(), "league")),
        |fit| format!("rho of {} lies at its bound, {:+.3}", fit.league, fit.rho),
    );
    Check::made(CheckName::RhoBound, at_bound.is_none(), GateOutcome::Hold, sentence).over(fits.len() as u64)
}

/// At least 300 weighted matches in each league, or a person should look. A league that the champion serves already
/// passes with fewer, with a remark, or it would be held at every refresh for ever; but not with less than four fifths of
/// what the champion had, which is a loss of data and no ageing. Without a champion every league passes, with a remark.
pub(super) fn weighted_matches(fits: &[FittedLeague], served: Option<&[ServedLeague]>) -> Check {
    let few: Vec<&FittedLeague> = fits
        .iter()
        .filter(|fit| fit.weighted_matches < FEWEST_WEIGHTED)
        .collect();
    let known = |fit: &FittedLeague| served.map(|all| all.iter().find(|s| s.league == fit.league));
    let blocking = few.iter().find(|fit| match known(fit) {
        None => false,
        Some(None) => true,
        Some(Some(champion)) => fit.weighted_matches < MOST_KEPT * champion.weighted_matches,
    });
    let sentence = match (blocking, few.as_slice()) {
        (Some(fit), _) => told(fit, known(fit).flatten()),
        (None, []) => format!(
            "at least {FEWEST_WEIGHTED} weighted matches in each of {}",
            counted(fits.len(), "league")
        ),
        (None, few) => format!("few, but nothing was lost: {}", listed(few)),
    };
    let fewest = fits
        .iter()
        .map(|fit| fit.weighted_matches)
        .fold(f64::INFINITY, f64::min);
    let check = Check::made(
        CheckName::WeightedMatches,
        blocking.is_none(),
        GateOutcome::Hold,
        sentence,
    );
    let check = check.over(fits.len() as u64);
    // Beside a limit that it does not reach, "passed" would read as a mistake.
    if blocking.is_none() && !few.is_empty() {
        return check;
    }
    check.comparing(fewest, FEWEST_WEIGHTED)
}

fn told(fit: &FittedLeague, champion: Option<&ServedLeague>) -> String {
    let has = format!(
        "{} has {:.0} of {FEWEST_WEIGHTED} weighted matches",
        fit.league, fit.weighted_matches
    );
    champion.map_or_else(
        || format!("{has} and is new"),
        |champion| format!("{has}, the champion {:.0}: data was lost", champion.weighted_matches),
    )
}

fn listed(few: &[&FittedLeague]) -> String {
    let each = few
        .iter()
        .map(|fit| format!("{} has {:.0}", fit.league, fit.weighted_matches));
    format!(
        "{} of {FEWEST_WEIGHTED} weighted matches",
        each.collect::<Vec<_>>().join(", ")
    )
}
