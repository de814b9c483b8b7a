//! Health and drift of 24 leagues, recomputed from a million settled forecasts.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    missing_docs,
    reason = "a benchmark that cannot go on should stop loudly"
)]

use std::{collections::BTreeMap, hint::black_box};

use chrono::{Days, NaiveDate};
use criterion::{Criterion, criterion_group, criterion_main};
use rayon::prelude::*;
use touchline::{
    domain::{ExpectedGoals, Forecast, LeagueCode, Outcome, Probabilities, Score, Season},
    metrics::{
        Tally,
        drift::{LeagueSeries, MadeBy, SettledForecast},
    },
    training::DriftJudge,
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

/// The rows as series of 24 leagues, ten matches a week, seasons of 380.
fn leagues(rows: &[(Forecast, Outcome)]) -> Vec<LeagueSeries> {
    let each = rows.len() / LEAGUES;
    let settled = |(at, (forecast, outcome)): (usize, &(Forecast, Outcome))| SettledForecast {
        day: NaiveDate::from_ymd_opt(1900, 8, 1).unwrap() + Days::new(7 * (at / 10) as u64),
        season: Season::starting(1900 + i32::try_from(at / 380).unwrap()),
        forecast: *forecast,
        score: match outcome {
            Outcome::Home => Score { home: 2, away: 1 },
            Outcome::Draw => Score { home: 1, away: 1 },
            Outcome::Away => Score { home: 0, away: 1 },
        },
        made_by: MadeBy::WalkForward,
        overround: Some(0.05 + 0.001 * (at % 7) as f64),
        closing: forecast.market,
    };
    rows.chunks(each)
        .take(LEAGUES)
        .enumerate()
        .map(|(n, rows)| {
            let code = LeagueCode::new(&format!("L{n}")).unwrap();
            LeagueSeries::new(code, rows.iter().enumerate().map(settled).collect())
        })
        .collect()
}

fn benches(criterion: &mut Criterion) {
    let million = rows(1_000_000);
    criterion.bench_function("1,000,000 forecasts tallied, one thread", |bench| {
        bench.iter(|| tally(black_box(&million)));
    });
    let leagues = leagues(&million);
    let judge = DriftJudge::default();
    // The first look of a season draws the thresholds; the others find them.
    let start = std::time::Instant::now();
    black_box(judge.judge(&leagues, &BTreeMap::new()));
    println!("first look of a season at 24 leagues: {:?}", start.elapsed());
    criterion.bench_function("drift of 24 leagues from 1,000,000 forecasts, all cores", |bench| {
        bench.iter(|| judge.judge(black_box(&leagues), &BTreeMap::new()));
    });
    criterion.bench_function(
        "health and drift of 24 leagues from 1,000,000 forecasts, all cores",
        |bench| {
            bench.iter(|| {
                rayon::join(
                    || judge.judge(black_box(&leagues), &BTreeMap::new()),
                    || leagues.par_iter().map(|l| health(l.matches())).collect::<Vec<_>>(),
                )
            });
        },
    );
}

fn health(matches: &[SettledForecast]) -> Tally {
    let mut tally = Tally::default();
    for m in matches {
        tally.add(&m.forecast, m.score);
    }
    tally
}

criterion_group!(all, benches);
criterion_main!(all);
