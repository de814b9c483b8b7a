//! Tallies: a million settled forecasts from scratch, and the verdicts of 24 leagues from their daily tallies.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    missing_docs,
    reason = "a benchmark that cannot go on should stop loudly"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use touchline::{
    domain::{ExpectedGoals, Forecast, Outcome, Probabilities},
    metrics::{Tally, league_verdict},
};

const LEAGUES: usize = 24;

/// Forecasts that vary as real ones do, without a generator: a low-discrepancy walk over the odds of a season.
fn rows(count: u32) -> Vec<(Forecast, Outcome)> {
    let share = |i: u32, step: f64| (f64::from(i) * step).fract();
    let forecast = |i| {
        let home = 0.15 + 0.6 * share(i, 0.618_033_988_75);
        let near = |wobble: f64| Probabilities::from_weights(home + wobble, 0.26, 0.8 - home).unwrap();
        let forecast = Forecast {
            published: near(0.02 * share(i, 0.414_213_562_37)),
            model: near(0.1 * share(i, 0.732_050_807_57)),
            market: Some(near(0.0)),
            climatology: Probabilities::UNIFORM,
            expected_goals: ExpectedGoals { home: 1.5, away: 1.2 },
        };
        let outcome = match share(i, 0.236_067_977_5) {
            u if u < 0.45 => Outcome::Home,
            u if u < 0.7 => Outcome::Draw,
            _ => Outcome::Away,
        };
        (forecast, outcome)
    };
    (0..count).map(forecast).collect()
}

fn tally(rows: &[(Forecast, Outcome)]) -> Tally {
    let mut tally = Tally::default();
    for (forecast, outcome) in rows {
        tally.add(forecast, *outcome);
    }
    tally
}

fn benches(criterion: &mut Criterion) {
    let million = rows(1_000_000);
    criterion.bench_function("1,000,000 forecasts tallied, one thread", |bench| {
        bench.iter(|| tally(black_box(&million)));
    });
    // A season of match days: 80 matches of the window, 700 of the reference, ten a day.
    let days: Vec<Tally> = million.chunks(10).take(78).map(tally).collect();
    criterion.bench_function("verdicts of 24 leagues from daily tallies", |bench| {
        bench.iter(|| {
            let (window, reference) = black_box(&days).split_at(8);
            for _ in 0..LEAGUES {
                black_box(league_verdict(&window.iter().sum(), &reference.iter().sum(), LEAGUES));
            }
        });
    });
}

criterion_group!(all, benches);
criterion_main!(all);
