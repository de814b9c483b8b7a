//! Goals for each match: too many where low scores are lost, too few where columns are mistaken.

use super::{
    Check,
    facts::SeasonFacts,
    plausible::{Band, FEWEST},
};
use crate::domain::Severity;

/// Single seasons showed 2.02 (Spain's second league 2022/23) to 3.47 (Netherlands 2018/19).
const SEASON: Band = Band { low: 2.1, high: 3.4 };

/// Over ten seasons 14 leagues showed 2.27 (Spain's second league) to 3.09 (Netherlands).
const LEAGUE: Band = Band { low: 2.2, high: 3.2 };

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
    let rate = facts.goals as f64 / n as f64;
    // The variance of a season's goals was 0.8 to 1.3 times their mean: that of a Poisson law is near enough.
    if !band.excludes(rate, n, |mean| mean) {
        return Check::Passed;
    }
    let (low, high) = (band.low, band.high);
    Check::found(
        Severity::Critical,
        format!("{rate:.2} goals a match over {n} matches: leagues show {low:.1} to {high:.1}"),
    )
}
