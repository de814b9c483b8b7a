//! Another specification, judged on a walk-forward of both.

use super::{PairedForecast, calibration, leagues, paired::by_week, words};
use crate::{
    domain::{Check, CheckName, Decision, Gate, GateOutcome},
    metrics::Blocks,
};

/// Weeks of a season of twenty teams.
const FEWEST_WEEKS: usize = 38;
/// Matches below which a difference is rarely more than luck: proving 0.0005 would take 30,000.
const FEWEST_MATCHES: u64 = 1_500;
/// Mean Brier score by which it may be worse: the two scores may disagree a little on what is better.
const MOST_BRIER: f64 = 0.001;

/// Decides on another specification from the matches that both forecast in a walk-forward, of at least 38 weeks and 1,500
/// matches: the one-sided 95 % bound of its mean log loss minus the champion's lies below 0 ([`Blocks::upper_bound`]), its
/// Brier score is not worse by more than 0.001, no league is worse by more than 0.01, and its probabilities are
/// calibrated. Otherwise it stays challenger.
///
/// A challenger that is as good as the champion passes one time of twenty, one that is worse by a realistic 0.0005 to
/// 0.0018 one or two times of a hundred. That is for one look; repeated looks are [`super::shadow`]'s.
#[must_use]
pub fn specification(rows: &[PairedForecast]) -> Decision {
    let log_loss = by_week(rows, PairedForecast::log_loss_difference);
    let brier = by_week(rows, PairedForecast::brier_difference);
    let checks = vec![
        weeks(log_loss.weeks()),
        matches(log_loss.n(), FEWEST_MATCHES),
        bound(&log_loss),
        brier_check(&brier),
        leagues::check(rows),
        calibration::check(rows),
    ];
    Decision::of(Gate::Specification, checks)
}

fn weeks(weeks: usize) -> Check {
    let sentence = format!("{weeks} weeks of a walk-forward of both, at least {FEWEST_WEEKS}");
    Check::made(CheckName::Weeks, weeks >= FEWEST_WEEKS, GateOutcome::Stay, sentence)
        .comparing(weeks as f64, FEWEST_WEEKS as f64)
}

pub(super) fn matches(n: u64, fewest: u64) -> Check {
    let sentence = format!("{n} matches that both forecast, at least {fewest}");
    Check::made(CheckName::Matches, n >= fewest, GateOutcome::Stay, sentence).comparing(n as f64, fewest as f64)
}

fn bound(differences: &Blocks) -> Check {
    let Some((mean, bound)) = differences.mean().zip(differences.upper_bound()) else {
        let weeks = differences.weeks();
        let sentence = format!("the log loss of {weeks} weeks has no bound");
        return Check::not_made(CheckName::LogLoss, GateOutcome::Stay, sentence);
    };
    let sentence = format!(
        "log loss {} than the champion, 95 % bound {bound:+.4}, must be below 0",
        words::difference(mean)
    );
    Check::made(CheckName::LogLoss, bound < 0.0, GateOutcome::Stay, sentence)
        .comparing(bound, 0.0)
        .over(differences.n())
}

fn brier_check(differences: &Blocks) -> Check {
    let Some(mean) = differences.mean() else {
        return Check::not_made(CheckName::Brier, GateOutcome::Stay, "no match has a Brier score");
    };
    let sentence = format!(
        "Brier score {} than the champion, at most {MOST_BRIER} worse",
        words::difference(mean)
    );
    Check::made(CheckName::Brier, mean <= MOST_BRIER, GateOutcome::Stay, sentence)
        .comparing(mean, MOST_BRIER)
        .over(differences.n())
}

#[cfg(test)]
mod tests;
