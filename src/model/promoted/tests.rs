use super::*;
use crate::{
    domain::{Score, TeamId},
    model::testing::day,
};

/// Seasons of a league of eight in which two teams are new each year and lose every match 0-2; the others draw 1-1.
fn league(seasons: i32) -> Vec<Observation> {
    let mut matches = Vec::new();
    for year in 2010..2010 + seasons {
        let newcomers = [i64::from(year), i64::from(year) + 1_000];
        let teams: Vec<i64> = (0..6).chain(newcomers).collect();
        for (round, home) in teams.iter().enumerate() {
            for away in teams.iter().filter(|away| *away != home) {
                let goals = |team: &i64, other: &i64| match (newcomers.contains(team), newcomers.contains(other)) {
                    (true, false) => 0,
                    (false, true) => 2,
                    _ => 1,
                };
                matches.push(Observation {
                    date: day(&format!("{year}-09-{:02}", round + 1)),
                    season: Season::starting(year),
                    home: TeamId(*home),
                    away: TeamId(*away),
                    score: Score {
                        home: goals(home, away),
                        away: goals(away, home),
                    },
                });
            }
        }
    }
    matches
}

fn estimate(observations: &[Observation], season: i32) -> Strength {
    Specification::default()
        .for_season(observations, Season::starting(season))
        .promoted()
}

#[test]
fn weak_newcomers_lower_the_prior() {
    let guess = Specification::default().promoted();
    let estimate = estimate(&league(6), 2016);
    assert!(
        estimate.attack < guess.attack - 0.1 && estimate.defence < guess.defence - 0.1,
        "{estimate:?}"
    );
}

#[test]
fn a_short_past_leaves_the_guess() {
    // Two newcomers a season from the second season on: six after four seasons.
    let guess = Specification::default().promoted();
    assert_eq!(estimate(&league(3), 2013), guess);
    assert_ne!(estimate(&league(4), 2014), guess);
    assert_eq!(estimate(&[], 2014), guess);
    let fixed = Specification::default().with_estimated_promoted_prior(false);
    assert_eq!(fixed.for_season(&league(6), Season::starting(2016)), fixed);
}

#[test]
fn the_mean_is_shrunk_towards_the_guess_as_if_it_were_ten_newcomers() {
    let (observations, season) = (league(6), Season::starting(2016));
    let specification = Specification::default();
    let strengths = first_seasons(&specification, &observations, season);
    assert_eq!(strengths.len(), 10);
    let mean = strengths.iter().map(|s| s.attack).sum::<f64>() / 10.0;
    assert!((estimate(&observations, 2016).attack - 0.5 * (mean - 0.20)).abs() < 1e-12);
}

#[test]
fn nothing_of_the_season_itself_is_read() {
    let observations = league(6);
    let earlier: Vec<Observation> = observations
        .iter()
        .filter(|o| o.season < Season::starting(2015))
        .copied()
        .collect();
    assert_eq!(estimate(&observations, 2015), estimate(&earlier, 2015));
    assert_ne!(estimate(&observations, 2015), estimate(&observations, 2016));
}
