//! Another specification that shadows live fixtures.

use super::{Betting, PairedForecast, calibration, paired::by_week, specification::matches, words};
use crate::domain::{Check, CheckName, Decision, Gate, GateOutcome};

/// Matches below which it is not promoted, whatever the evidence: about a month of eight leagues.
const FEWEST_MATCHES: u64 = 300;
/// A challenger that is no better reaches this in at most 1 of 20 lives.
const EVIDENCE: f64 = 20.0;

/// Decides on a challenger from the live fixtures that both forecast: at least 300 of them, evidence of [`Betting`] at 20
/// or more, a lower mean log loss, and calibrated probabilities. Otherwise it stays challenger. It may be asked after every
/// match, over any number of seasons.
#[must_use]
pub fn shadow(rows: &[PairedForecast]) -> Decision {
    let checks = vec![
        matches(rows.len() as u64, FEWEST_MATCHES),
        evidence(&rows.iter().collect()),
        log_loss(rows),
        calibration::check(rows),
    ];
    Decision::of(Gate::Shadow, checks)
}

fn evidence(betting: &Betting) -> Check {
    let value = betting.value();
    let cut = match betting.cut() {
        0 => String::new(),
        cut => format!("; bets were cut on {cut} of them"),
    };
    let sentence = format!(
        "E = {} over {} live fixtures that both forecast, at least {EVIDENCE}{cut}",
        words::evidence(value),
        betting.n()
    );
    Check::made(CheckName::EValue, value >= EVIDENCE, GateOutcome::Stay, sentence)
        .comparing(value, EVIDENCE)
        .over(betting.n())
}

/// Where no bet was cut, evidence implies this.
fn log_loss(rows: &[PairedForecast]) -> Check {
    let differences = by_week(rows, PairedForecast::log_loss_difference);
    let Some(mean) = differences.mean() else {
        return Check::not_made(
            CheckName::LogLoss,
            GateOutcome::Stay,
            "no live fixture that both forecast",
        );
    };
    let sentence = format!("log loss {} than the champion, must be better", words::difference(mean));
    Check::made(CheckName::LogLoss, mean < 0.0, GateOutcome::Stay, sentence)
        .comparing(mean, 0.0)
        .over(differences.n())
}

#[cfg(test)]
mod tests;
