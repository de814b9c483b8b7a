//! Draws are rare in no league and common in none: goals that were misread show here.

use super::{
    Check,
    facts::SeasonFacts,
    plausible::{Band, FEWEST},
};
use crate::domain::Severity;

/// Rates of single seasons that are no more than chance away from what was seen: 17.5 % (Scotland 2022/23) to 34 %
/// (Spain's second league 2019/20).
const SEASON: Band = Band { low: 0.20, high: 0.32 };

/// Over ten seasons 14 leagues showed 23.0 % (England) to 30.4 % (Spain's second league).
const LEAGUE: Band = Band { low: 0.21, high: 0.315 };

pub(super) fn of_season(season: &SeasonFacts) -> Check {
    check(season, &SEASON)
}

pub(super) fn of_league(league: &SeasonFacts) -> Check {
    check(league, &LEAGUE)
}

fn check(facts: &SeasonFacts, band: &Band) -> Check {
    let n = facts.matches;
    if n < FEWEST {
        return Check::Insufficient;
    }
    let rate = facts.draws as f64 / n as f64;
    if !band.excludes(rate, n, |p| p * (1.0 - p)) {
        return Check::Passed;
    }
    let (draws, low, high) = (facts.draws, 100.0 * band.low, 100.0 * band.high);
    Check::found(
        Severity::Critical,
        format!(
            "{draws} draws in {n} matches, {:.1} %: leagues show {low:.0} to {high:.0} %",
            100.0 * rate
        ),
    )
}
