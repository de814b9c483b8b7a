use super::*;
use crate::model::testing::{Truth, day, played};
use crate::random::Random;

fn quiet(_: Iteration) -> ControlFlow<()> {
    ControlFlow::Continue(())
}

fn input<'a>(observations: &'a [Observation], as_of: &str) -> FitInput<'a> {
    FitInput {
        observations,
        as_of: day(as_of),
        coming: None,
        start: None,
    }
}

fn plain() -> Specification {
    Specification::default().with_ridge(0.0).unwrap()
}

#[test]
fn finds_the_truth_behind_many_simulated_matches() {
    let mut random = Random(7);
    let truth = Truth::random(8, &mut random);
    let matches = truth.play(600, &mut random);
    let spec = plain().with_half_life_days(1e6).unwrap();
    let fit = fit(&spec, &input(&matches, "2018-01-01"), quiet).unwrap();
    let p = &fit.parameters;
    assert!((p.intercept() - truth.intercept).abs() < 0.02, "{p:?}");
    assert!((p.home_advantage() - truth.home_advantage).abs() < 0.02, "{p:?}");
    assert!((p.rho() - truth.rho).abs() < 0.02, "{p:?}");
    for (strength, (attack, defence)) in p.strengths().values().zip(truth.attack.iter().zip(&truth.defence)) {
        assert!((strength.attack - attack).abs() < 0.05 && (strength.defence - defence).abs() < 0.05);
    }
    assert!(!fit.rho_at_bound);
}

#[test]
fn the_same_matches_give_the_same_bytes() {
    let mut random = Random(3);
    let matches = Truth::random(10, &mut random).play(6, &mut random);
    let bytes = || {
        let fit = fit(&Specification::default(), &input(&matches, "2015-09-01"), quiet).unwrap();
        serde_json::to_vec(&fit.parameters).unwrap()
    };
    assert_eq!(bytes(), bytes());
    let back: LeagueParameters = serde_json::from_slice(&bytes()).unwrap();
    assert_eq!(serde_json::to_vec(&back).unwrap(), bytes());
}

#[test]
fn a_warm_start_changes_the_way_and_not_the_result() {
    let mut random = Random(4);
    let matches = Truth::random(10, &mut random).play(8, &mut random);
    let earlier = fit(&Specification::default(), &input(&matches[..400], "2015-09-01"), quiet).unwrap();
    let cold = fit(&Specification::default(), &input(&matches, "2015-09-01"), quiet).unwrap();
    let warm_input = FitInput {
        start: Some(&earlier.parameters),
        ..input(&matches, "2015-09-01")
    };
    let warm = fit(&Specification::default(), &warm_input, quiet).unwrap();
    for (a, b) in cold
        .parameters
        .strengths()
        .values()
        .zip(warm.parameters.strengths().values())
    {
        assert!((a.attack - b.attack).abs() < 1e-6 && (a.defence - b.defence).abs() < 1e-6);
    }
    assert!((cold.log_likelihood - warm.log_likelihood).abs() < 1e-6);
}

#[test]
fn a_start_outside_the_valid_region_is_replaced() {
    let mut random = Random(8);
    let matches = Truth::random(6, &mut random).play(6, &mut random);
    let far = r#"{"intercept":2,"home_advantage":0,"rho":0.25,"newcomer":{"attack":0,"defence":0},"strengths":{}}"#;
    let far: LeagueParameters = serde_json::from_str(far).unwrap();
    let cold = input(&matches, "2015-09-01");
    let warm = FitInput {
        start: Some(&far),
        ..cold
    };
    let fit = |input| fit(&Specification::default(), input, quiet).unwrap();
    assert_eq!(fit(&cold), fit(&warm));
}

#[test]
fn progress_rises_and_a_fit_can_be_cancelled() {
    let mut random = Random(5);
    let matches = Truth::random(6, &mut random).play(6, &mut random);
    let mut seen = Vec::new();
    let fit_all = fit(&Specification::default(), &input(&matches, "2015-09-01"), |i| {
        seen.push(i);
        ControlFlow::Continue(())
    });
    assert_eq!(seen.len(), usize::try_from(fit_all.unwrap().iterations).unwrap());
    assert!(
        seen.windows(2)
            .all(|w| w[1].log_likelihood >= w[0].log_likelihood - 1e-8)
    );
    let stopped = fit(&Specification::default(), &input(&matches, "2015-09-01"), |i| {
        match i.number {
            2 => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        }
    });
    assert_eq!(stopped.unwrap_err(), ModelError::Cancelled { iterations: 2 });
}

#[test]
fn a_promoted_team_stands_at_its_prior_before_its_first_match() {
    let mut random = Random(6);
    let matches = Truth::random(6, &mut random).play(6, &mut random);
    let teams = [TeamId(0), TeamId(77)];
    let with_coming = FitInput {
        coming: Some(Coming {
            season: Season::starting(2016),
            teams: &teams,
        }),
        ..input(&matches, "2016-08-01")
    };
    for spec in [Specification::default(), plain()] {
        let fit = fit(&spec, &with_coming, quiet).unwrap();
        let new = fit.parameters.strength(TeamId(77)).unwrap();
        assert!(
            (new.attack + 0.20).abs() < 1e-6 && (new.defence + 0.15).abs() < 1e-6,
            "{new:?}"
        );
    }
}

#[test]
fn small_and_odd_leagues() {
    let spec = Specification::default();
    // One match.
    let one = [played("2023-08-12", 1, 2, 2, 1)];
    let p = fit(&spec, &input(&one, "2023-08-13"), quiet).unwrap().parameters;
    let expected = p.predict(TeamId(1), TeamId(2)).expected_goals;
    assert!(
        (expected.home - 2.0).abs() < 0.01 && (expected.away - 1.0).abs() < 0.01,
        "{expected:?}"
    );
    // Two pairs of teams that never met.
    let islands = [
        played("2023-08-12", 1, 2, 2, 1),
        played("2023-08-12", 3, 4, 0, 1),
        played("2023-08-13", 2, 1, 3, 1),
        played("2023-08-13", 4, 3, 1, 1),
    ];
    for spec in [spec, plain()] {
        assert!(fit(&spec, &input(&islands, "2023-08-14"), quiet).is_ok());
    }
    // A score that a typing mistake might bring.
    let extreme = [played("2023-08-12", 1, 2, 255, 0), played("2023-08-13", 2, 1, 1, 1)];
    let extreme = fit(&spec, &input(&extreme, "2023-08-14"), quiet);
    assert!(extreme.is_ok(), "{extreme:?}");
}

#[test]
fn refuses_what_cannot_be_fitted_and_says_why() {
    let spec = Specification::default();
    let message = |matches: &[Observation], spec: &Specification| {
        fit(spec, &input(matches, "2023-08-20"), quiet).unwrap_err().to_string()
    };
    assert!(message(&[], &spec).starts_with("no match before 2023-08-20"));
    assert!(message(&[played("2023-08-12", 1, 1, 0, 0)], &spec).starts_with("team 1 plays itself on 2023-08-12"));
    assert!(message(&[played("2023-08-12", 1, 2, 0, 1)], &spec).starts_with("no home team scored in 1 matches"));
    assert!(message(&[played("2023-08-22", 1, 2, 0, 1)], &spec).contains("lies after the reference date"));
    let unsorted = [played("2023-08-13", 1, 2, 1, 1), played("2023-08-12", 2, 1, 1, 1)];
    assert!(message(&unsorted, &spec).starts_with("matches are not sorted"));
    // Team 2 never scores: without a ridge its attack has no finite optimum.
    let runaway = [
        played("2023-08-12", 1, 2, 1, 0),
        played("2023-08-13", 3, 1, 1, 2),
        played("2023-08-14", 2, 3, 0, 1),
    ];
    assert!(fit(&spec, &input(&runaway, "2023-08-20"), quiet).is_ok());
    assert!(matches!(
        fit(&plain(), &input(&runaway, "2023-08-20"), quiet),
        Err(ModelError::Unbounded { .. } | ModelError::NotConverged { .. })
    ));
}
