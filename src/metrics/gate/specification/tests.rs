use super::*;
use crate::{
    domain::{CheckResult, LeagueCode, Outcome, Probabilities},
    metrics::{Moments, gate::testing::Rivals},
    random::Random,
};

/// Standard deviation a match and true gap of log loss, of challengers that are truly worse.
const WORSE: [(f64, f64); 4] = [(0.04, 0.0005), (0.06, 0.001), (0.08, 0.0012), (0.10, 0.0018)];
const LEAGUES: u64 = 5;
const WEEKS: u64 = 38;

fn check(decision: &Decision, name: CheckName) -> Check {
    decision.checks.iter().find(|c| c.name == name).unwrap().clone()
}

fn promoted(rows: &[PairedForecast]) -> bool {
    specification(rows).outcome == GateOutcome::Promote
}

/// The rule that this gate replaces: lower mean log loss over the last twelve weeks.
fn naive(rows: &[PairedForecast]) -> bool {
    let last = rows.len() / 38 * 12;
    let mean: f64 = rows
        .iter()
        .rev()
        .take(last)
        .map(PairedForecast::log_loss_difference)
        .sum();
    mean < 0.0
}

#[test]
fn the_simulation_is_what_it_says() {
    for (sd, gap) in WORSE {
        let rows = Rivals::apart(sd, gap).weeks(WEEKS * 40, LEAGUES, &mut Random(1));
        let differences: Moments = rows.iter().map(PairedForecast::log_loss_difference).collect();
        let (mean, spread) = (differences.mean().unwrap(), differences.sd().unwrap());
        assert!((spread / sd - 1.0).abs() < 0.1, "{spread} {sd}");
        let error = differences.standard_error().unwrap();
        assert!((mean - gap).abs() < 0.15 * gap + 3.0 * error, "{mean} {gap} {error}");
    }
}

/// The bound must clear 1.7 standard errors from the wrong side, which takes a luck of one in a hundred here. The naive
/// rule needs no more luck than a coin that is a little unfair.
#[test]
fn a_worse_challenger_is_hardly_ever_promoted_but_often_by_the_naive_rule() {
    const RUNS: u32 = 75;
    let mut random = Random(2);
    let (mut gate, mut rule) = (0, 0);
    for (sd, gap) in WORSE {
        for _ in 0..RUNS {
            let rows = Rivals::apart(sd, gap).weeks(WEEKS, LEAGUES, &mut random);
            gate += u32::from(promoted(&rows));
            rule += u32::from(naive(&rows));
        }
    }
    println!("of 300 worse challengers the gate promoted {gate}, the naive rule {rule}");
    assert!(gate <= 9, "{gate} of 300");
    assert!((60..=140).contains(&rule), "{rule} of 300");
}

#[test]
fn an_equal_challenger_passes_one_time_of_twenty_at_most() {
    let mut random = Random(3);
    let runs = 200;
    let passed = (0..runs)
        .filter(|_| promoted(&Rivals::apart(0.07, 0.0).weeks(WEEKS, LEAGUES, &mut random)))
        .count();
    println!("of {runs} equal challengers {passed} passed");
    // 10 are expected with a standard deviation of 3.1.
    assert!(passed <= 19, "{passed} of {runs}");
}

#[test]
fn a_much_better_challenger_passes() {
    let mut random = Random(4);
    let runs = 60;
    let passed = (0..runs)
        .filter(|_| promoted(&Rivals::apart(0.22, -0.02).weeks(WEEKS, LEAGUES, &mut random)))
        .count();
    println!("of {runs} much better challengers {passed} passed");
    assert!(passed >= 54, "{passed} of {runs}");
}

#[test]
fn too_short_a_walk_stays_and_says_so() {
    let rows = Rivals::apart(0.22, -0.02).weeks(20, LEAGUES, &mut Random(5));
    let decision = specification(&rows);
    assert_eq!(decision.outcome, GateOutcome::Stay);
    assert!(
        decision
            .sentence
            .as_str()
            .starts_with("stays challenger: 20 weeks of a walk-forward of both, at least 38; failed too: matches"),
        "{}",
        decision.sentence
    );
    let none = specification(&[]);
    assert_eq!(none.outcome, GateOutcome::Stay);
    assert_eq!(check(&none, CheckName::LogLoss).result, CheckResult::NotMade);
    assert_eq!(check(&none, CheckName::Calibration).result, CheckResult::NotMade);
}

#[test]
fn the_sentence_leads_with_the_bound() {
    let rows = Rivals::apart(0.10, 0.004).weeks(WEEKS, LEAGUES, &mut Random(6));
    let decision = specification(&rows);
    let bound = check(&decision, CheckName::LogLoss);
    let expected = format!("95 % bound {:+.4}, must be below 0", bound.value.unwrap());
    assert!(
        decision
            .sentence
            .as_str()
            .starts_with("stays challenger: log loss 0.00"),
        "{}",
        decision.sentence
    );
    assert!(decision.sentence.as_str().contains(&expected), "{}", decision.sentence);
    assert_eq!(specification(&rows), decision, "seeded");
}

/// Better in four leagues, much worse in the fifth.
#[test]
fn a_gain_is_not_paid_by_one_league() {
    let mut random = Random(7);
    let mut rows = Rivals::apart(0.35, -0.06).weeks(WEEKS, LEAGUES, &mut random);
    let spoilt = Rivals::apart(0.5, 0.12).weeks(WEEKS, 1, &mut random);
    let code = LeagueCode::new("E9").unwrap();
    rows.extend(spoilt.into_iter().map(|row| PairedForecast {
        league: code.clone(),
        ..row
    }));
    let decision = specification(&rows);
    let leagues = check(&decision, CheckName::Leagues);
    assert_eq!(
        (leagues.result, leagues.n),
        (CheckResult::Failed, Some(6)),
        "{}",
        leagues.sentence
    );
    assert!(leagues.sentence.as_str().contains("E9"), "{}", leagues.sentence);
    assert_eq!(check(&decision, CheckName::LogLoss).result, CheckResult::Passed);
    assert_eq!(decision.outcome, GateOutcome::Stay);
}

/// A league with fewer than 300 matches is not judged by itself.
#[test]
fn small_leagues_are_judged_together() {
    let rows = Rivals::apart(0.22, -0.02).weeks(29, 6, &mut Random(8));
    let leagues = check(&specification(&rows), CheckName::Leagues);
    assert_eq!((leagues.result, leagues.blocks()), (CheckResult::NotMade, false));
}

/// Sharper forecasts of the same order: a better log loss is not what keeps them out.
#[test]
fn over_confidence_fails() {
    let mut rows = Rivals::apart(0.5, -0.1).weeks(WEEKS, LEAGUES, &mut Random(9));
    for row in &mut rows {
        let [h, d, a] = row.challenger.to_array().map(|p| p.powf(1.3));
        row.challenger = Probabilities::from_weights(h, d, a).unwrap();
    }
    let calibration = check(&specification(&rows), CheckName::Calibration);
    assert_eq!(calibration.result, CheckResult::Failed, "{}", calibration.sentence);
    assert!(calibration.value.unwrap() <= calibration.limit.unwrap());
}

/// 38 weeks in which the challenger is right by the same amount: the bound is the difference itself.
#[test]
fn equal_differences_have_no_doubt() {
    let day = |week: u64| chrono::NaiveDate::from_ymd_opt(2024, 1, 1).unwrap() + chrono::Days::new(7 * week);
    let p = |home, draw, away| Probabilities::new(home, draw, away).unwrap();
    let rows: Vec<PairedForecast> = (0..38 * 40)
        .map(|n| PairedForecast {
            day: day(n / 40),
            league: LeagueCode::new("E0").unwrap(),
            champion: p(0.4, 0.3, 0.3),
            challenger: p(0.5, 0.25, 0.25),
            outcome: Outcome::Home,
        })
        .collect();
    let bound = check(&specification(&rows), CheckName::LogLoss);
    assert!((bound.value.unwrap() - (0.4_f64 / 0.5).ln()).abs() < 1e-12);
    assert_eq!(bound.n, Some(1520));
}
