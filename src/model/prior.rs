//! Where the ridge shrinks each team to.

use std::collections::BTreeSet;

use super::{Coming, Observation, Specification, Strength};
use crate::domain::TeamId;

/// Prior mean of each of `teams`: that of promoted teams for those new to the current season, average for the others.
///
/// A promoted team plays in the current season (the latest of the matches and of the coming fixtures) and did not play in
/// the league's season before. Where that season is not in the data nothing tells who was promoted, so nobody is.
pub(super) fn means(
    specification: &Specification,
    observations: &[Observation],
    coming: Option<&Coming<'_>>,
    teams: &[TeamId],
) -> Vec<Strength> {
    let promoted = promoted(observations, coming);
    let mean = |team| {
        if promoted.contains(team) {
            specification.promoted()
        } else {
            Strength::AVERAGE
        }
    };
    teams.iter().map(mean).collect()
}

/// Teams that are new to the current season.
pub(super) fn promoted(observations: &[Observation], coming: Option<&Coming<'_>>) -> BTreeSet<TeamId> {
    let seasons = observations.iter().map(|o| o.season).chain(coming.map(|c| c.season));
    let Some(current) = seasons.max() else {
        return BTreeSet::new();
    };
    let played_in = |season| {
        let matches = observations.iter().filter(move |o| o.season == season);
        matches.flat_map(|o| [o.home, o.away]).collect::<BTreeSet<_>>()
    };
    let before = played_in(current.previous());
    if before.is_empty() {
        return BTreeSet::new();
    }
    let mut now = played_in(current);
    if let Some(coming) = coming.filter(|c| c.season == current) {
        now.extend(coming.teams);
    }
    now.difference(&before).copied().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Season;
    use crate::model::testing::played;

    #[test]
    fn new_teams_are_promoted_but_not_in_the_first_season() {
        let first = [played("2022-08-06", 1, 2, 0, 0), played("2022-08-07", 3, 1, 1, 0)];
        assert!(promoted(&first, None).is_empty());
        let second = [first[0], first[1], played("2023-08-12", 1, 4, 2, 0)];
        assert_eq!(promoted(&second, None), BTreeSet::from([TeamId(4)]));
    }

    #[test]
    fn coming_fixtures_tell_of_promoted_teams_before_their_first_match() {
        let past = [played("2022-08-06", 1, 2, 0, 0)];
        let coming = Coming {
            season: Season::starting(2023),
            teams: &[TeamId(1), TeamId(5)],
        };
        assert_eq!(promoted(&past, Some(&coming)), BTreeSet::from([TeamId(5)]));
    }

    #[test]
    fn a_gap_in_the_data_makes_nobody_promoted() {
        let gap = [played("2019-08-06", 1, 2, 0, 0), played("2022-08-06", 3, 4, 0, 0)];
        assert!(promoted(&gap, None).is_empty());
    }
}
