//! A cold fit of nine seasons and a walk-forward of 89 weekly refits, on the Premier League.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark that cannot go on should stop loudly"
)]

#[path = "../tests/support/football_data.rs"]
mod football_data;

use std::ops::ControlFlow;

use criterion::{Criterion, criterion_group, criterion_main};
use football_data::LeagueData;
use touchline::model::{FitInput, Specification, Walk, fit, walk_forward};

fn cold_fit(criterion: &mut Criterion) {
    let Some(data) = LeagueData::load("E0", 2016, 2024) else {
        return;
    };
    let specification = Specification::default()
        .with_half_life_days(385.08)
        .unwrap()
        .with_ridge(0.0)
        .unwrap();
    let input = FitInput {
        observations: &data.observations,
        as_of: data.observations.last().unwrap().date,
        coming: None,
        start: None,
    };
    criterion.bench_function("cold fit of 3,420 matches", |bench| {
        bench.iter(|| fit(&specification, &input, |_| ControlFlow::Continue(())).unwrap());
    });
}

fn weekly_refits(criterion: &mut Criterion) {
    let Some(data) = LeagueData::load("E0", 2016, 2025) else {
        return;
    };
    let walk = Walk {
        from: "2023-08-01".parse().unwrap(),
        to: "2026-01-31".parse().unwrap(),
        refit_every_days: 7,
    };
    let specification = Specification::default();
    criterion.bench_function("walk-forward of 89 weekly refits", |bench| {
        bench.iter(|| {
            let report = |_| ControlFlow::Continue(());
            walk_forward(&specification, &data.observations, &walk, report, || false).unwrap()
        });
    });
}

criterion_group!(benches, cold_fit, weekly_refits);
criterion_main!(benches);
