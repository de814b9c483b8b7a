use std::collections::{BTreeMap, BTreeSet};

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::*;
use crate::{
    domain::{
        Check, CheckName, CheckResult, FreshnessStatus, GateOutcome, LeagueCode, Probabilities, SafeText, TeamId,
    },
    random::Random,
};

/// A sound refresh of one league, to be broken in one place.
#[derive(Debug, Clone)]
struct Refresh {
    fits: Vec<FittedLeague>,
    served: Vec<ServedLeague>,
    fixtures: Vec<ComingFixture>,
    rolling_origin: Blocks,
    inputs: Vec<InputFreshness>,
}

impl Refresh {
    fn sound() -> Self {
        let league = LeagueCode::new("E0").unwrap();
        let names = ["Arsenal", "Everton", "Fulham", "Leeds", "Luton"];
        let teams: BTreeMap<TeamId, SafeText> = (1..).map(TeamId).zip(names.map(SafeText::new)).collect();
        Self {
            fits: vec![FittedLeague {
                league: league.clone(),
                gradient_norm: 3e-7,
                finite: true,
                rho: -0.06,
                rho_at_bound: false,
                weighted_matches: 540.0,
                teams: teams.keys().copied().collect(),
            }],
            served: vec![ServedLeague {
                league,
                weighted_matches: 545.0,
                teams,
            }],
            fixtures: (0..10).map(|n| fixture(&format!("Arsenal v Team {n}"), 0.01)).collect(),
            rolling_origin: scores(40, 0.0),
            inputs: vec![InputFreshness {
                source: "football-data.co.uk E0".into(),
                status: FreshnessStatus::Pass,
            }],
        }
    }

    fn decide(&self) -> Decision {
        refresh(&RefreshInput {
            fits: &self.fits,
            served: &self.served,
            fixtures: &self.fixtures,
            rolling_origin: &self.rolling_origin,
            inputs: &self.inputs,
        })
    }

    /// The outcome, and the sentence of a check.
    fn told(&self, name: CheckName) -> (GateOutcome, String) {
        let decision = self.decide();
        (decision.outcome, of(&decision, name).sentence.to_string())
    }
}

fn of(decision: &Decision, name: CheckName) -> &Check {
    decision.checks.iter().find(|c| c.name == name).unwrap()
}

fn fixture(name: &str, tv: f64) -> ComingFixture {
    ComingFixture {
        name: name.into(),
        challenger: [0.45 + tv, 0.25, 0.3 - tv],
        champion: Probabilities::new(0.45, 0.25, 0.3).ok(),
    }
}

/// Ten scores a week about 0.02, the last eight weeks `shift` higher.
fn scores(weeks: u64, shift: f64) -> Blocks {
    let monday = NaiveDate::from_ymd_opt(2024, 1, 1).unwrap();
    let (mut blocks, mut random) = (Blocks::default(), Random(1));
    for week in 0..weeks {
        for _ in 0..10 {
            let late = if week + 8 >= weeks { shift } else { 0.0 };
            blocks.add(monday + Days::new(7 * week), 0.02 + late + random.between(-0.3, 0.3));
        }
    }
    blocks
}

#[test]
fn a_sound_refresh_becomes_champion() {
    let decision = Refresh::sound().decide();
    assert_eq!(
        decision.sentence.as_str(),
        "becomes champion: mean TV 0.010 on 10 coming fixtures, at most 0.030"
    );
    assert!(
        decision
            .checks
            .iter()
            .all(|c| c.result == CheckResult::Passed && c.n.is_some())
    );
}

#[test]
fn what_is_broken_stays() {
    let mut stuck = Refresh::sound();
    stuck.fits[0].gradient_norm = 0.02;
    let (outcome, sentence) = stuck.told(CheckName::Convergence);
    assert_eq!(outcome, GateOutcome::Stay);
    assert_eq!(sentence, "E0 has not converged: gradient 2e-2, at most 1e-6");

    for broken in [f64::NAN, f64::INFINITY] {
        let mut refresh = Refresh::sound();
        refresh.fits[0].rho = broken;
        let (outcome, sentence) = refresh.told(CheckName::Convergence);
        assert_eq!(
            (outcome, sentence.as_str()),
            (GateOutcome::Stay, "E0 has parameters that are no numbers")
        );
    }

    for challenger in [[0.5, 0.3, 0.3], [f64::NAN, 0.5, 0.5], [-0.1, 0.6, 0.5]] {
        let mut refresh = Refresh::sound();
        refresh.fixtures[3].challenger = challenger;
        let (outcome, sentence) = refresh.told(CheckName::SumToOne);
        assert_eq!(outcome, GateOutcome::Stay);
        assert!(
            sentence.starts_with("probabilities of Arsenal v Team 3 are "),
            "{sentence}"
        );
    }
    let mut none = Refresh::sound();
    none.fits.clear();
    assert_eq!(none.decide().outcome, GateOutcome::Stay);
}

#[test]
fn an_unusual_move_is_held() {
    let mut one = Refresh::sound();
    one.fixtures[4] = fixture("Fulham v Leeds", 0.13);
    assert_eq!(
        one.told(CheckName::LargestTv),
        (
            GateOutcome::Hold,
            "Fulham v Leeds moves by TV 0.130, at most 0.120".to_owned()
        )
    );
    let mut all = Refresh::sound();
    all.fixtures = (0..10).map(|n| fixture(&n.to_string(), 0.04)).collect();
    let decision = all.decide();
    assert_eq!(
        decision.sentence.as_str(),
        "held for a person: mean TV 0.040 on 10 coming fixtures, at most 0.030"
    );
}

#[test]
fn without_fixtures_nothing_published_moves() {
    let mut refresh = Refresh::sound();
    refresh.fixtures.clear();
    let decision = refresh.decide();
    assert_eq!(decision.outcome, GateOutcome::Promote);
    assert_eq!(
        decision.sentence.as_str(),
        "becomes champion: no coming fixture is forecast by both versions; not checked: sum to one, largest tv"
    );
}

#[test]
fn lost_teams_and_leagues_are_named() {
    let mut refresh = Refresh::sound();
    refresh.fits[0].teams = BTreeSet::from([TeamId(1)]);
    let mut other = refresh.served[0].clone();
    other.league = LeagueCode::new("SC0").unwrap();
    refresh.served.push(other);
    let (outcome, sentence) = refresh.told(CheckName::Coverage);
    assert_eq!(outcome, GateOutcome::Hold);
    assert_eq!(
        sentence,
        "the champion serves what this version does not: Everton (E0), Fulham (E0), Leeds (E0) and 2 more"
    );
}

#[test]
fn few_matches_hold_what_is_new_or_lost_but_not_what_is_served() {
    let with = |weighted: f64, champion: Option<f64>| {
        let mut refresh = Refresh::sound();
        refresh.fits[0].weighted_matches = weighted;
        match champion {
            Some(champion) => refresh.served[0].weighted_matches = champion,
            None => refresh.served.clear(),
        }
        refresh.told(CheckName::WeightedMatches)
    };
    let cases = [
        (
            300.0,
            None,
            GateOutcome::Promote,
            "at least 300 weighted matches in each of 1 league",
        ),
        (
            210.0,
            None,
            GateOutcome::Hold,
            "E0 has 210 of 300 weighted matches and is new",
        ),
        (
            210.0,
            Some(214.0),
            GateOutcome::Promote,
            "few, but nothing was lost: E0 has 210 of 300 weighted matches",
        ),
        (
            210.0,
            Some(545.0),
            GateOutcome::Hold,
            "E0 has 210 of 300 weighted matches, the champion 545: data was lost",
        ),
    ];
    for (weighted, champion, outcome, sentence) in cases {
        assert_eq!(with(weighted, champion), (outcome, sentence.to_owned()));
    }
}

#[test]
fn a_bound_that_chose_rho_is_held() {
    let mut refresh = Refresh::sound();
    refresh.fits[0].rho = -0.299;
    refresh.fits[0].rho_at_bound = true;
    assert_eq!(
        refresh.told(CheckName::RhoBound),
        (GateOutcome::Hold, "rho of E0 lies at its bound, -0.299".to_owned())
    );
}

#[test]
fn bad_last_weeks_are_held_but_few_weeks_do_not_block() {
    let mut refresh = Refresh::sound();
    // A standard error of 80 uniform values on ±0.3 and of 320 before: 0.0217.
    refresh.rolling_origin = scores(40, 0.12);
    assert_eq!(refresh.told(CheckName::RollingOrigin).0, GateOutcome::Hold);
    refresh.rolling_origin = scores(40, 0.02);
    assert_eq!(refresh.told(CheckName::RollingOrigin).0, GateOutcome::Promote);
    refresh.rolling_origin = scores(17, 5.0);
    assert_eq!(
        refresh.told(CheckName::RollingOrigin),
        (
            GateOutcome::Promote,
            "17 weeks of rolling-origin scores, 18 needed for a comparison".to_owned()
        )
    );
}

#[test]
fn overdue_results_are_held() {
    let mut refresh = Refresh::sound();
    refresh.inputs[0].status = FreshnessStatus::Warn;
    assert_eq!(refresh.decide().outcome, GateOutcome::Promote);
    refresh.inputs[0].status = FreshnessStatus::Error;
    assert_eq!(
        refresh.told(CheckName::Freshness),
        (GateOutcome::Hold, "football-data.co.uk E0 is overdue".to_owned())
    );
}

#[test]
fn the_first_version_need_only_be_sound() {
    let mut sound = Refresh::sound();
    sound.fits[0].weighted_matches = 80.0;
    let decision = first(&sound.fits, &sound.fixtures);
    assert_eq!(
        decision.sentence.as_str(),
        "becomes the first champion: 1 league fitted, the largest gradient 3e-7, at most 1e-6"
    );
    sound.fits[0].finite = false;
    assert_eq!(first(&sound.fits, &sound.fixtures).outcome, GateOutcome::Stay);
}

proptest! {
    /// The same probabilities move nothing, and the distance is the same from either side.
    #[test]
    fn moves_are_distances(tv in prop::collection::vec(0.0..0.25_f64, 1..30)) {
        let mut refresh = Refresh::sound();
        refresh.fixtures = tv.iter().enumerate().map(|(n, tv)| fixture(&n.to_string(), *tv)).collect();
        let decision = refresh.decide();
        let mean = tv.iter().sum::<f64>() / tv.len() as f64;
        let largest = tv.iter().copied().fold(0.0, f64::max);
        prop_assert!((of(&decision, CheckName::MeanTv).value.unwrap() - mean).abs() < 1e-9);
        prop_assert!((of(&decision, CheckName::LargestTv).value.unwrap() - largest).abs() < 1e-9);
        let held = decision.outcome == GateOutcome::Hold;
        prop_assert_eq!(held, of(&decision, CheckName::MeanTv).blocks() || of(&decision, CheckName::LargestTv).blocks());
    }
}
