//! Published forecasts of fourteen leagues against the model's own and the market's.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/football_data.rs"]
mod football_data;

use std::ops::ControlFlow;

use football_data::LeagueData;
use rayon::prelude::*;
use touchline::{
    domain::{Outcome, Probabilities},
    metrics::{brier, log_loss, rps},
    model::{Devig, PastForecast, Publishers, Specification, Walk, WalkForecast, walk_forward},
};

const LEAGUES: [&str; 14] = [
    "B1", "D1", "D2", "E0", "E1", "E2", "E3", "F1", "I1", "N1", "P1", "SC0", "SP1", "SP2",
];

fn leagues() -> Option<Vec<LeagueData>> {
    LEAGUES.iter().map(|code| LeagueData::load(code, 2016, 2025)).collect()
}

fn walk(specification: &Specification, league: &LeagueData) -> Vec<WalkForecast> {
    let walk = Walk {
        from: "2023-08-01".parse().unwrap(),
        to: league.observations.last().unwrap().date,
        refit_every_days: 7,
    };
    let report = |_| ControlFlow::Continue(());
    walk_forward(specification, &league.observations, &walk, report, || false).unwrap()
}

/// Mean log loss, Brier score and RPS.
fn means<'a>(rows: impl Iterator<Item = &'a (Probabilities, Outcome)>) -> ([f64; 3], usize) {
    let (mut sums, mut n) = ([0.0; 3], 0);
    for (p, outcome) in rows {
        for (sum, score) in sums.iter_mut().zip([log_loss, brier, rps]) {
            *sum += score(*p, *outcome);
        }
        n += 1;
    }
    (sums.map(|sum| sum / n as f64), n)
}

#[test]
fn the_estimated_promoted_prior_does_not_harm() {
    let Some(leagues) = leagues() else {
        return;
    };
    let mut overall = Vec::new();
    for estimate in [false, true] {
        let specification = Specification::default().with_estimated_promoted_prior(estimate);
        let rows: Vec<Vec<(Probabilities, Outcome)>> = leagues
            .par_iter()
            .map(|league| {
                let scored =
                    |f: WalkForecast| (f.prediction.probabilities, league.observations[f.index].score.outcome());
                walk(&specification, league).into_iter().map(scored).collect()
            })
            .collect();
        for (code, rows) in LEAGUES.iter().zip(&rows) {
            let ([log_loss, ..], n) = means(rows.iter());
            println!("estimated {estimate} {code:<4} {log_loss:.4} n {n}");
        }
        let (all, n) = means(rows.iter().flatten());
        println!(
            "estimated {estimate}: log loss {:.5}, Brier {:.5}, RPS {:.5}, n {n}",
            all[0], all[1], all[2]
        );
        overall.push(all);
    }
}

#[test]
fn published_is_no_worse_than_the_better_of_model_and_market() {
    let Some(leagues) = leagues() else {
        return;
    };
    let specification = Specification::default();
    let per_league: Vec<Vec<PastForecast>> = leagues
        .par_iter()
        .map(|league| {
            let past = |f: WalkForecast| PastForecast {
                as_of: f.as_of,
                day: league.observations[f.index].date,
                model: f.prediction.probabilities,
                market: league.odds[f.index].map(|odds| Devig::default().apply(odds).probabilities),
                outcome: league.observations[f.index].score.outcome(),
            };
            walk(&specification, league).into_iter().map(past).collect()
        })
        .collect();
    let rows: Vec<PastForecast> = per_league.concat();
    let started = std::time::Instant::now();
    let publishers = Publishers::learn(&rows, 0.0);
    println!("learnt in {:?}", started.elapsed());
    println!(
        "latest {:?} {:?}",
        publishers.latest().calibrator.step(),
        publishers.latest().blend
    );
    let calibrated = |r: &PastForecast| publishers.on(r.as_of).calibrator.apply(r.model);
    let published = |r: &PastForecast| publishers.on(r.as_of).publish(r.model, r.market);
    println!(
        "{:<5} {:>9} {:>9} {:>10} {:>9} {:>6}",
        "", "published", "model", "calibrated", "market", "n"
    );
    let table = |code: &str, rows: &[PastForecast]| {
        let priced: Vec<&PastForecast> = rows.iter().filter(|r| r.market.is_some()).collect();
        let mean = |of: &dyn Fn(&PastForecast) -> Probabilities| {
            priced.iter().map(|r| log_loss(of(r), r.outcome)).sum::<f64>() / priced.len() as f64
        };
        println!(
            "{code:<5} {:>9.4} {:>9.4} {:>10.4} {:>9.4} {:>6}",
            mean(&published),
            mean(&|r| r.model),
            mean(&calibrated),
            mean(&|r| r.market.unwrap()),
            priced.len()
        );
    };
    for (code, rows) in LEAGUES.iter().zip(&per_league) {
        table(code, rows);
    }
    table("all", &rows);
}
