//! The gates on the bundled seasons of the Premier League: quiet on normal weekly refits, and right about specifications
//! whose order is known.

use crate::football_data;
use std::{
    collections::{BTreeMap, BTreeSet},
    ops::ControlFlow,
};

use chrono::{Days, NaiveDate};
use football_data::LeagueData;
use touchline::{
    domain::{Check, CheckName, Decision, GateOutcome, LeagueCode, Probabilities, TeamId},
    metrics::{
        Blocks,
        gate::{
            ComingFixture, FittedLeague, PairedForecast, RefreshInput, ServedLeague, refresh, shadow, specification,
        },
        log_loss,
    },
    model::{Coming, Fit, FitInput, Observation, Specification, Walk, fit, walk_forward},
};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn e0() -> LeagueCode {
    LeagueCode::new("E0").unwrap()
}

fn before(all: &[Observation], day: NaiveDate) -> &[Observation] {
    &all[..all.partition_point(|o| o.date < day)]
}

/// A version as it would be trained on this day for these fixtures.
fn train(all: &[Observation], as_of: NaiveDate, coming: &[Observation]) -> Fit {
    let past = before(all, as_of);
    let season = coming[0].season;
    let teams: Vec<TeamId> = coming.iter().flat_map(|o| [o.home, o.away]).collect();
    let input = FitInput {
        observations: past,
        as_of,
        coming: Some(Coming { season, teams: &teams }),
        start: None,
    };
    let specification = Specification::default().for_season(past, season);
    fit(&specification, &input, |_| ControlFlow::Continue(())).unwrap()
}

fn fitted(fit: &Fit) -> FittedLeague {
    FittedLeague {
        league: e0(),
        gradient_norm: fit.gradient_norm,
        finite: true,
        rho: fit.parameters.rho(),
        rho_at_bound: fit.rho_at_bound,
        weighted_matches: fit.weighted_matches,
        teams: fit.parameters.strengths().keys().copied().collect(),
    }
}

fn served(fit: &Fit, season: &BTreeSet<TeamId>) -> ServedLeague {
    let known = season.iter().filter(|team| fit.parameters.strength(**team).is_some());
    ServedLeague {
        league: e0(),
        weighted_matches: fit.weighted_matches,
        teams: known.map(|team| (*team, team.to_string().into())).collect(),
    }
}

fn of(decision: &Decision, name: CheckName) -> &Check {
    decision.checks.iter().find(|c| c.name == name).unwrap()
}

/// Every Tuesday of two seasons the model is refitted; its forecasts against those of the week before.
#[test]
fn normal_weekly_refits_pass() {
    let data = LeagueData::bundled("E0", 2016, 2023);
    let scores = rolling_origin(&data.observations);
    for (what, days) in [("the next two weeks", 14), ("the rest of the season", 300)] {
        let decisions = weekly_refits(&data.observations, &scores, days);
        let mut moves: Vec<f64> = decisions
            .iter()
            .filter_map(|d| of(d, CheckName::MeanTv).value)
            .collect();
        moves.sort_by(f64::total_cmp);
        let largest = decisions.iter().filter_map(|d| of(d, CheckName::LargestTv).value);
        let held: Vec<&str> = decisions
            .iter()
            .filter(|d| d.outcome != GateOutcome::Promote)
            .map(|d| d.sentence.as_str())
            .collect();
        println!(
            "{} refreshes, fixtures of {what}: mean TV {:.4} in the median, {:.4} at most, of one fixture {:.4}; {} held",
            moves.len(),
            moves[moves.len() / 2],
            moves[moves.len() - 1],
            largest.fold(0.0, f64::max),
            held.len()
        );
        assert!(
            moves.len() > 70 && held.len() * 50 <= moves.len(),
            "{}",
            held.join("\n")
        );
    }
}

/// What the gate says of each refit, from the fixtures of so many days.
fn weekly_refits(all: &[Observation], scores: &BTreeMap<NaiveDate, Vec<f64>>, days: u64) -> Vec<Decision> {
    let mut decisions = Vec::new();
    let mut champion: Option<Fit> = None;
    let tuesdays = day("2022-08-02").iter_days().step_by(7);
    for tuesday in tuesdays.take_while(|d| *d < day("2024-05-20")) {
        let due = &before(all, tuesday + Days::new(days))[before(all, tuesday).len()..];
        let Some(season) = due.first().map(|o| o.season) else {
            continue;
        };
        let coming: Vec<Observation> = due.iter().filter(|o| o.season == season).copied().collect();
        let challenger = train(all, tuesday, &coming);
        if let Some(champion) = champion.replace(challenger.clone()) {
            let teams: BTreeSet<TeamId> = coming.iter().flat_map(|o| [o.home, o.away]).collect();
            let fixtures: Vec<ComingFixture> = coming
                .iter()
                .map(|o| coming_fixture(o, &challenger, &champion))
                .collect();
            decisions.push(refresh(&RefreshInput {
                fits: &[fitted(&challenger)],
                served: &[served(&champion, &teams)],
                fixtures: &fixtures,
                rolling_origin: &known(scores, tuesday),
                inputs: &[],
            }));
        }
    }
    decisions
}

fn coming_fixture(o: &Observation, challenger: &Fit, champion: &Fit) -> ComingFixture {
    let forecast = |fit: &Fit| fit.parameters.predict(o.home, o.away).probabilities;
    ComingFixture {
        name: format!("{} v {} on {}", o.home, o.away, o.date).into(),
        challenger: forecast(challenger).to_array(),
        champion: Some(forecast(champion)),
    }
}

/// Log loss of each match of a walk-forward, by day.
fn rolling_origin(all: &[Observation]) -> BTreeMap<NaiveDate, Vec<f64>> {
    let mut scores: BTreeMap<NaiveDate, Vec<f64>> = BTreeMap::new();
    for (index, p) in walked(&Specification::default(), all) {
        let o = all[index];
        scores.entry(o.date).or_default().push(log_loss(p, o.score.outcome()));
    }
    scores
}

fn known(scores: &BTreeMap<NaiveDate, Vec<f64>>, day: NaiveDate) -> Blocks {
    let mut blocks = Blocks::default();
    for (day, scores) in scores.range(..day) {
        for score in scores {
            blocks.add(*day, *score);
        }
    }
    blocks
}

fn walked(specification: &Specification, all: &[Observation]) -> Walked {
    let walk = Walk {
        from: day("2019-07-30"),
        to: day("2024-05-20"),
        refit_every_days: 7,
    };
    let forecasts = walk_forward(specification, all, &walk, |_| ControlFlow::Continue(()), || false).unwrap();
    forecasts
        .iter()
        .map(|f| (f.index, f.prediction.probabilities))
        .collect()
}

/// A ridge of 1,000 matches leaves hardly any difference between teams; a half-life of 107 days is what a weight per
/// half-week comes to when it is read as one per day.
#[test]
fn a_worse_specification_never_passes_and_a_much_better_one_does() {
    let data = LeagueData::bundled("E0", 2013, 2023);
    let all = &data.observations;
    let usual = walked(&Specification::default(), all);
    let flat = walked(&Specification::default().with_ridge(1_000.0).unwrap(), all);
    let hasty = walked(&Specification::default().with_half_life_days(107.0).unwrap(), all);
    let pairs = [
        ("flat to usual", paired(all, &flat, &usual)),
        ("hasty to usual", paired(all, &hasty, &usual)),
        ("usual to flat", paired(all, &usual, &flat)),
        ("usual to hasty", paired(all, &usual, &hasty)),
    ];
    for (what, rows) in &pairs {
        println!("{what}: {}\n  {}", specification(rows).sentence, shadow(rows).sentence);
    }
    let [better, slightly, worse @ ..] = pairs;
    assert_eq!(specification(&better.1).outcome, GateOutcome::Promote);
    assert_eq!(specification(&slightly.1).outcome, GateOutcome::Promote);
    assert_eq!(shadow(&better.1).outcome, GateOutcome::Promote);
    for (what, rows) in worse {
        assert_eq!(specification(&rows).outcome, GateOutcome::Stay, "{what}");
        assert_eq!(shadow(&rows).outcome, GateOutcome::Stay, "{what}");
    }
}

type Walked = Vec<(usize, Probabilities)>;

fn paired(all: &[Observation], champion: &Walked, challenger: &Walked) -> Vec<PairedForecast> {
    let both = champion.iter().zip(challenger);
    both.map(|((index, p), (_, c))| PairedForecast {
        day: all[*index].date,
        league: e0(),
        champion: *p,
        challenger: *c,
        outcome: all[*index].score.outcome(),
    })
    .collect()
}
