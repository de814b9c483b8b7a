//! Does the challenger know what it does not know?

use super::PairedForecast;
use crate::{
    domain::{Check, CheckName, GateOutcome},
    metrics::drift::spiegelhalter,
};

/// p of P1 at or below which probabilities are over-confident.
const REJECTED_AT: f64 = 0.01;

/// P1 of the challenger's probabilities. Where it says nothing, since there is no match or every forecast is even, a
/// specification has shown nothing either: that blocks.
pub(super) fn check(rows: &[PairedForecast]) -> Check {
    let forecasts: Vec<_> = rows.iter().map(|row| (row.challenger, row.outcome)).collect();
    let Some(test) = spiegelhalter(&forecasts) else {
        return Check::not_made(
            CheckName::Calibration,
            GateOutcome::Stay,
            format!("calibration is not tested: {} matches say nothing of it", rows.len()),
        );
    };
    let sentence = format!(
        "calibration over {} matches Z = {:.1}, p = {:.3}, must be above {REJECTED_AT}",
        test.n, test.statistic, test.p
    );
    Check::made(
        CheckName::Calibration,
        test.p > REJECTED_AT,
        GateOutcome::Stay,
        sentence,
    )
    .comparing(test.p, REJECTED_AT)
    .over(test.n)
}
