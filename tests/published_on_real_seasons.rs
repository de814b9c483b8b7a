//! Published forecasts of fourteen leagues against the model's own and the market's.

use crate::football_data;
use std::ops::ControlFlow;

use football_data::LeagueData;
use rayon::prelude::*;
use touchline::{
    metrics::{Moments, brier, log_loss, rps},
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

/// Walk-forward forecasts of every league from August 2023 on, in the order of [`LEAGUES`].
fn forecasts(specification: &Specification, leagues: &[LeagueData]) -> Vec<Vec<PastForecast>> {
    let of_league = |league: &LeagueData| {
        let past = |f: WalkForecast| PastForecast {
            as_of: f.as_of,
            day: league.observations[f.index].date,
            model: f.prediction.probabilities,
            market: league.odds[f.index].map(|odds| Devig::default().apply(odds).probabilities),
            outcome: league.observations[f.index].score.outcome(),
        };
        walk(specification, league).into_iter().map(past).collect()
    };
    leagues.par_iter().map(of_league).collect()
}

fn mean(rows: &[PastForecast], score: impl Fn(&PastForecast) -> f64) -> f64 {
    rows.iter().map(score).sum::<f64>() / rows.len() as f64
}

#[test]
fn the_model_reaches_its_known_scores_and_the_estimated_prior_does_not_harm() {
    let Some(leagues) = leagues() else {
        return;
    };
    let log_losses = [false, true].map(|estimate| {
        let specification = Specification::default().with_estimated_promoted_prior(estimate);
        let rows = forecasts(&specification, &leagues).concat();
        let [log_loss, brier, rps] = [log_loss, brier, rps].map(|score| mean(&rows, |r| score(r.model, r.outcome)));
        let n = rows.len();
        println!("estimated {estimate}: log loss {log_loss:.5}, Brier {brier:.5}, RPS {rps:.5}, n {n}");
        assert!(log_loss <= 1.0098 && brier <= 0.6044 && rps <= 0.2071);
        log_loss
    });
    let [fixed, estimated] = log_losses;
    assert!(estimated <= fixed);
}

#[test]
fn published_is_no_worse_than_the_better_of_model_and_market() {
    let Some(leagues) = leagues() else {
        return;
    };
    let by_league = forecasts(&Specification::default(), &leagues);
    let all = by_league.concat();
    let publishers = Publishers::learn(&all, 0.0);
    let latest = publishers.latest();
    println!("now {} calibration, {:?}", latest.calibrator.step(), latest.blend);
    let calibrated = |r: &PastForecast| log_loss(publishers.on(r.as_of).calibrator.apply(r.model), r.outcome);
    let published = |r: &PastForecast| log_loss(publishers.on(r.as_of).publish(r.model, r.market), r.outcome);
    let model = |r: &PastForecast| log_loss(r.model, r.outcome);
    let market = |r: &PastForecast| log_loss(r.market.unwrap(), r.outcome);
    println!(
        "{:<5} {:>9} {:>8} {:>10} {:>8} {:>6}",
        "", "published", "model", "calibrated", "market", "n"
    );
    for (code, rows) in LEAGUES.iter().zip(&by_league).chain([(&"all", &all)]) {
        let priced: Vec<PastForecast> = rows.iter().filter(|r| r.market.is_some()).copied().collect();
        let [p, m, c, q] = [
            mean(&priced, published),
            mean(&priced, model),
            mean(&priced, calibrated),
            mean(&priced, market),
        ];
        println!("{code:<5} {p:>9.4} {m:>8.4} {c:>10.4} {q:>8.4} {:>6}", priced.len());
    }
    let priced: Vec<PastForecast> = all.iter().filter(|r| r.market.is_some()).copied().collect();
    for other in [&model as &dyn Fn(&PastForecast) -> f64, &market] {
        let difference: Moments = priced.iter().map(|r| published(r) - other(r)).collect();
        assert!(difference.mean().unwrap() <= difference.standard_error().unwrap());
    }
    // Calibration alone gains little, and must not cost more than its noise.
    let gain: Moments = all.iter().map(|r| model(r) - calibrated(r)).collect();
    println!(
        "calibration gains {:+.5} ±{:.5}",
        gain.mean().unwrap(),
        gain.standard_error().unwrap()
    );
    assert!(gain.mean().unwrap() >= -gain.standard_error().unwrap());
}
