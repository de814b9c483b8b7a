//! Zero goals are the commonest score of all; a reader that takes 0 for "missing" loses every other match.

use super::{Check, facts::SeasonFacts};
use crate::domain::Severity;

/// Of 140 league-seasons none had fewer than 15.8 % of matches without a goal of the home team, 22.9 % of the away team
/// and 36 % of either. So many matches without a single one are less likely than one in a million: 0.84^80, 0.64^31.
const FEWEST_OF_ONE_SIDE: u64 = 80;
const FEWEST_OF_BOTH: u64 = 31;

pub(super) fn check(season: &SeasonFacts) -> Check {
    let (who, enough) = match (season.home_blanks, season.away_blanks) {
        (0, 0) => ("no team", FEWEST_OF_BOTH),
        (0, _) => ("no home team", FEWEST_OF_ONE_SIDE),
        (_, 0) => ("no away team", FEWEST_OF_ONE_SIDE),
        _ => return Check::Passed,
    };
    let n = season.matches;
    if n < enough {
        return Check::Insufficient;
    }
    Check::found(
        Severity::Critical,
        format!("{who} went without a goal in {n} matches: is a score of 0 read as missing?"),
    )
}
