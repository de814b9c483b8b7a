//! Forecasts to draw seasons from: real ones where the data are, else Poisson leagues.

use std::ops::ControlFlow;

use rand_chacha::{
    ChaCha8Rng,
    rand_core::{Rng, SeedableRng},
};
use touchline::{
    domain::{ExpectedGoals, Forecast, Probabilities, Score},
    model::{Devig, Specification, Walk, walk_forward},
};

use crate::football_data::LeagueData;

/// One match: what was said, and how it ended.
pub(crate) type Pair = (Forecast, Score);

pub(crate) struct Pairs {
    pub(crate) leagues: Vec<Vec<Pair>>,
    pub(crate) description: String,
}

const CODES: [&str; 14] = [
    "B1", "D1", "D2", "E0", "E1", "E2", "E3", "F1", "I1", "N1", "P1", "SC0", "SP1", "SP2",
];

pub(crate) fn pairs() -> Pairs {
    let real: Option<Vec<Vec<Pair>>> = CODES.into_iter().map(real_league).collect();
    let (leagues, from) = real.map_or_else(
        || {
            let mut rng = ChaCha8Rng::seed_from_u64(7);
            let leagues = (0..14).map(|_| (0..2_000).map(|_| invented(&mut rng)).collect());
            (leagues.collect(), "invented Poisson leagues")
        },
        |leagues| (leagues, "walk-forward on real seasons 2018/19 to 2024/25"),
    );
    let matches: usize = leagues.iter().map(Vec::len).sum();
    Pairs {
        description: format!("{matches} matches of {} leagues: {from}", leagues.len()),
        leagues,
    }
}

/// Only matches with odds: the share without is tested elsewhere.
fn real_league(code: &str) -> Option<Vec<Pair>> {
    let data = LeagueData::load(code, 2016, 2024)?;
    let walk = Walk {
        from: "2018-08-01".parse().unwrap(),
        to: "2025-07-01".parse().unwrap(),
        refit_every_days: 7,
    };
    let forecasts = walk_forward(
        &Specification::default(),
        &data.observations,
        &walk,
        |_| ControlFlow::Continue(()),
        || false,
    )
    .unwrap();
    let pairs = forecasts.iter().filter_map(|f| {
        let market = Devig::Power.apply(data.odds[f.index]?).probabilities;
        let forecast = Forecast {
            published: f.prediction.probabilities,
            model: f.prediction.probabilities,
            market: Some(market),
            climatology: f.climatology,
            expected_goals: f.prediction.expected_goals,
        };
        Some((forecast, data.observations[f.index].score))
    });
    Some(pairs.collect())
}

pub(crate) fn unit(rng: &mut ChaCha8Rng) -> f64 {
    (rng.next_u64() >> 11) as f64 / (1_u64 << 53) as f64
}

/// A number below `n`, as an index.
pub(crate) fn below(n: usize, rng: &mut ChaCha8Rng) -> usize {
    usize::try_from((u64::from(rng.next_u32()) * n as u64) >> 32).unwrap()
}

fn poisson(mean: f64, rng: &mut ChaCha8Rng) -> u8 {
    let (mut k, mut product, limit) = (0, unit(rng), (-mean).exp());
    while product > limit {
        k += 1;
        product *= unit(rng);
    }
    k
}

/// Home, draw and away under independent Poisson goals.
pub(crate) fn outcome_shares(goals: ExpectedGoals) -> [f64; 3] {
    let law = |mean: f64| {
        let mut p = (-mean).exp();
        (1..=15).fold(vec![p], |mut law, k| {
            p *= mean / f64::from(k);
            law.push(p);
            law
        })
    };
    let (home, away) = (law(goals.home), law(goals.away));
    let mut shares = [0.0; 3];
    for (i, h) in home.iter().enumerate() {
        for (j, a) in away.iter().enumerate() {
            let outcome = match i.cmp(&j) {
                std::cmp::Ordering::Greater => 0,
                std::cmp::Ordering::Equal => 1,
                std::cmp::Ordering::Less => 2,
            };
            shares[outcome] += h * a;
        }
    }
    shares
}

/// The market knows the true means to 6 %, the model to 15 %, which is about how far real ones lie apart.
fn invented(rng: &mut ChaCha8Rng) -> Pair {
    let truth = ExpectedGoals {
        home: 0.8 + 1.6 * unit(rng),
        away: 0.6 + 1.3 * unit(rng),
    };
    let mut guess = |spread: f64| {
        let mut off = |mean: f64| mean * (spread * 3.46 * (unit(rng) - 0.5)).exp();
        ExpectedGoals {
            home: off(truth.home),
            away: off(truth.away),
        }
    };
    let (market, model) = (guess(0.06), guess(0.15));
    let probabilities = |goals| {
        let [h, d, a] = outcome_shares(goals);
        Probabilities::from_weights(h, d, a).unwrap()
    };
    let forecast = Forecast {
        published: probabilities(model),
        model: probabilities(model),
        market: Some(probabilities(market)),
        climatology: Probabilities::UNIFORM,
        expected_goals: model,
    };
    let score = Score {
        home: poisson(truth.home, rng),
        away: poisson(truth.away, rng),
    };
    (forecast, score)
}
