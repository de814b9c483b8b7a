//! Health and drift of 24 leagues, recomputed from a million settled forecasts in memory.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    dead_code,
    reason = "a benchmark that cannot go on should stop loudly, and uses a part of what it shares with others"
)]

#[path = "million/draw.rs"]
mod draw;
#[path = "million/health.rs"]
mod health;

use std::{collections::BTreeMap, hint::black_box};

use criterion::{Criterion, criterion_group, criterion_main};
use health::health;
use rayon::prelude::*;
use touchline::{
    metrics::{Tally, drift::LeagueSeries},
    training::DriftJudge,
};

fn benches(criterion: &mut Criterion) {
    let leagues: Vec<LeagueSeries> = (0..24).into_par_iter().map(|n| draw::league(n, 41_667)).collect();
    let judge = DriftJudge::default();
    // The first look of a season draws the thresholds; the others find them.
    let start = std::time::Instant::now();
    black_box(judge.judge(&leagues, &BTreeMap::new()));
    println!("first look of a season at 24 leagues: {:?}", start.elapsed());
    criterion.bench_function("a million forecasts tallied, one thread", |bench| {
        bench.iter(|| leagues.iter().map(tally).collect::<Vec<_>>());
    });
    criterion.bench_function("health of 24 leagues from a million forecasts", |bench| {
        bench.iter(|| health(black_box(&leagues)));
    });
    criterion.bench_function("drift of 24 leagues from a million forecasts", |bench| {
        bench.iter(|| judge.judge(black_box(&leagues), &BTreeMap::new()));
    });
    criterion.bench_function("health and drift of 24 leagues from a million forecasts", |bench| {
        bench.iter(|| {
            rayon::join(
                || judge.judge(black_box(&leagues), &BTreeMap::new()),
                || health(black_box(&leagues)),
            )
        });
    });
}

fn tally(league: &LeagueSeries) -> Tally {
    let mut tally = Tally::default();
    for m in league.matches() {
        tally.add(&m.forecast, m.score);
    }
    tally
}

criterion_group!(all, benches);
criterion_main!(all);
