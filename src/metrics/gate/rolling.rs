//! Does the specification still work on the newest data?

use crate::{
    domain::{Check, CheckName, GateOutcome},
    metrics::{Blocks, FEWEST_WEEKS},
};

/// Weeks with matches that are compared with those before.
const LAST_WEEKS: usize = 8;
/// Standard errors by which they may be worse.
const MOST_ERRORS: f64 = 3.0;

/// The last eight weeks of the rolling-origin score against the weeks before. The standard error of both is that of the
/// weeks before, scaled to the matches that each has: eight weeks alone would tell their own spread too badly. With fewer
/// than ten weeks before there is no reference yet: that does not block.
pub(super) fn check(score: &Blocks) -> Check {
    let (before, last) = score.split_last(LAST_WEEKS);
    let known = before.mean().zip(last.mean()).zip(before.standard_error());
    let Some(((usual, now), error)) = known.filter(|_| before.weeks() >= FEWEST_WEEKS) else {
        let sentence = format!(
            "{} weeks of rolling-origin scores, {} needed for a comparison",
            score.weeks(),
            LAST_WEEKS + FEWEST_WEEKS
        );
        return Check::not_made(CheckName::RollingOrigin, GateOutcome::Promote, sentence);
    };
    let shift = now - usual;
    let error = error * (1.0 + before.n() as f64 / last.n() as f64).sqrt();
    // Weeks that are all alike have no error; then any difference is one.
    let errors = if shift.abs() <= f64::EPSILON * usual.abs() {
        0.0
    } else {
        shift / error
    };
    let sentence = format!(
        "rolling-origin score of the last {LAST_WEEKS} weeks {shift:+.3} against the {} before, {errors:+.1} standard \
         errors, at most {MOST_ERRORS:.0}",
        before.weeks()
    );
    Check::made(
        CheckName::RollingOrigin,
        errors <= MOST_ERRORS,
        GateOutcome::Hold,
        sentence,
    )
    .comparing(errors, MOST_ERRORS)
    .over(last.n())
}
