//! Does the new version serve all that the champion serves?

use std::collections::BTreeMap;

use super::{FittedLeague, words::counted};
use crate::domain::{Check, CheckName, GateOutcome, LeagueCode, SafeText, TeamId};

/// Names that a sentence holds; the rest is counted.
const MOST_NAMES: usize = 3;

/// One league of the champion.
#[derive(Debug, Clone, PartialEq)]
pub struct ServedLeague {
    /// Which.
    pub league: LeagueCode,
    /// Sum of its weights when it was fitted.
    pub weighted_matches: f64,
    /// Teams that it has a strength for and that play in the present season; one of long ago may go.
    pub teams: BTreeMap<TeamId, SafeText>,
}

/// A league or a team that is gone would have no forecasts any more, or those of an unknown newcomer: a person should look.
pub(super) fn check(fits: &[FittedLeague], served: &[ServedLeague]) -> Check {
    let mut lost = Vec::new();
    for champion in served {
        match fits.iter().find(|fit| fit.league == champion.league) {
            None => lost.push(format!("league {}", champion.league)),
            Some(fit) => {
                let gone = champion.teams.iter().filter(|(team, _)| !fit.teams.contains(team));
                lost.extend(gone.map(|(_, name)| format!("{name} ({})", champion.league)));
            }
        }
    }
    let teams: usize = served.iter().map(|league| league.teams.len()).sum();
    let sentence = if lost.is_empty() {
        format!(
            "{} and {} of the champion are all there",
            counted(served.len(), "league"),
            counted(teams, "team")
        )
    } else {
        format!("the champion serves what this version does not: {}", some_of(&lost))
    };
    Check::made(CheckName::Coverage, lost.is_empty(), GateOutcome::Hold, sentence)
        .comparing(lost.len() as f64, 0.0)
        .over(teams as u64)
}

fn some_of(names: &[String]) -> String {
    let shown: Vec<&str> = names.iter().take(MOST_NAMES).map(String::as_str).collect();
    let shown = shown.join(", ");
    match names.len().saturating_sub(MOST_NAMES) {
        0 => shown,
        more => format!("{shown} and {more} more"),
    }
}
