use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::*;
use crate::{
    domain::{Score, Season, TeamId},
    model::{Observation, Specification},
    training::stages::extract::DataSet,
};

fn day(n: u64) -> NaiveDate {
    NaiveDate::from_ymd_opt(2024, 8, 1).unwrap() + Days::new(n)
}

fn league(code: &str, matches: u64, score: impl Fn(u64) -> (u8, u8)) -> LeagueData {
    let observation = |n: u64| Observation {
        date: day(n / 10),
        season: Season::starting(2024),
        home: TeamId(i64::try_from(n % 20).unwrap()),
        away: TeamId(i64::try_from((n + 1) % 20).unwrap()),
        score: {
            let (home, away) = score(n);
            Score { home, away }
        },
    };
    LeagueData {
        id: 1,
        code: LeagueCode::new(code).unwrap(),
        observations: (0..matches).map(observation).collect(),
        match_ids: (0..matches).map(|n| i64::try_from(n).unwrap()).collect(),
        odds: BTreeMap::new(),
        fixtures: Vec::new(),
    }
}

fn extracted(leagues: Vec<LeagueData>) -> Extracted {
    Extracted {
        specification: Specification::default(),
        league: None,
        data: DataSet {
            leagues,
            hash: String::new(),
        },
        incumbent: None,
        today: day(60),
        sources: Vec::new(),
        names: BTreeMap::new(),
    }
}

const fn usual(n: u64) -> (u8, u8) {
    match n % 8 {
        0 => (1, 1),
        1 => (2, 1),
        2 => (0, 1),
        3 => (3, 0),
        4 => (1, 2),
        5 => (0, 0),
        6 => (2, 0),
        _ => (1, 3),
    }
}

#[test]
fn a_league_with_too_few_matches_is_left_out() {
    let validated = validate(&extracted(vec![league("E0", 400, usual), league("E3", 12, usual)])).unwrap();
    assert_eq!(validated.summary(), "1 league on 400 matches (too few matches: E3 12)");
}

#[test]
fn nothing_to_fit_says_what_there_is() {
    let none = validate(&extracted(Vec::new())).unwrap_err();
    assert!(none.to_string().contains("no matches"), "{none}");
    let few = validate(&extracted(vec![league("E3", 12, usual)])).unwrap_err();
    assert!(few.to_string().contains("E3 12"), "{few}");
}

#[test]
fn results_that_are_to_come_are_refused() {
    let future = Extracted {
        today: day(38),
        ..extracted(vec![league("E0", 400, usual)])
    };
    let error = validate(&future).unwrap_err();
    assert!(error.to_string().contains("E0 has a result of 2024-09-09"), "{error}");
    assert!(!error.is_passing());
}

#[test]
fn goals_that_are_never_zero_are_refused() {
    let error = validate(&extracted(vec![league("E0", 400, |n| {
        let (home, away) = usual(n);
        (home.max(1), away.max(1))
    })]))
    .unwrap_err();
    assert!(
        error.to_string().contains("no team went without a goal in 400 matches"),
        "{error}"
    );
}
