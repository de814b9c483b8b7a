//! Settled predictions of leagues that never existed, always the same ones. Goals are Poisson, the market knows their true
//! means to 6 % and the model to 15 %, which is about how far apart real ones lie; two thirds of what is published is the
//! market. Nothing drifts, and no two values are tied.

use chrono::{Days, NaiveDate};
use rand::{RngExt, SeedableRng, rngs::Xoshiro256PlusPlus};
use touchline::{
    domain::{ExpectedGoals, Forecast, LeagueCode, Probabilities, Score, Season},
    metrics::drift::{LeagueSeries, MadeBy, SettledForecast},
};

/// Matches of a season, and of a week of it.
const SEASON: u32 = 380;
const WEEK: u32 = 10;
const FIRST_SEASON: i32 = 1900;

/// One league, by its number.
pub(crate) fn league(number: u32, matches: u32) -> LeagueSeries {
    let mut random = Xoshiro256PlusPlus::seed_from_u64(u64::from(number));
    let code = LeagueCode::new(&format!("L{number}")).unwrap();
    LeagueSeries::new(code, (0..matches).map(|at| settled(at, &mut random)).collect())
}

fn settled(at: u32, random: &mut Xoshiro256PlusPlus) -> SettledForecast {
    let year = FIRST_SEASON + i32::try_from(at / SEASON).unwrap();
    let since_august = 7 * (at % SEASON / WEEK) + at % 3;
    let truth = ExpectedGoals {
        home: between(0.8, 2.4, random),
        away: between(0.6, 1.9, random),
    };
    let model_goals = guess(truth, 0.15, random);
    let (market, model) = (probabilities(guess(truth, 0.06, random)), probabilities(model_goals));
    SettledForecast {
        day: NaiveDate::from_ymd_opt(year, 8, 1).unwrap() + Days::new(u64::from(since_august)),
        season: Season::starting(year),
        forecast: Forecast {
            published: mixed(market, model),
            model,
            market: Some(market),
            climatology: Probabilities::from_weights(0.44, 0.26, 0.30).unwrap(),
            expected_goals: model_goals,
        },
        score: Score {
            home: poisson(truth.home, random),
            away: poisson(truth.away, random),
        },
        made_by: MadeBy::WalkForward,
        overround: Some(between(0.045, 0.055, random)),
        closing: Some(probabilities(guess(truth, 0.04, random))),
    }
}

fn between(low: f64, high: f64, random: &mut Xoshiro256PlusPlus) -> f64 {
    low + (high - low) * random.random::<f64>()
}

/// Means that are off by this share, as a standard deviation of a uniform law.
fn guess(truth: ExpectedGoals, spread: f64, random: &mut Xoshiro256PlusPlus) -> ExpectedGoals {
    let half = spread * 3.0_f64.sqrt();
    let mut off = |mean: f64| mean * between(-half, half, random).exp();
    ExpectedGoals {
        home: off(truth.home),
        away: off(truth.away),
    }
}

fn poisson(mean: f64, random: &mut Xoshiro256PlusPlus) -> u8 {
    let (mut k, mut product, limit) = (0, random.random::<f64>(), (-mean).exp());
    while product > limit {
        k += 1;
        product *= random.random::<f64>();
    }
    k
}

fn mixed(market: Probabilities, model: Probabilities) -> Probabilities {
    let mean = |q: f64, p: f64| (2.0 * q + p) / 3.0;
    let [home, draw, away] = market.to_array();
    Probabilities::from_weights(
        mean(home, model.home()),
        mean(draw, model.draw()),
        mean(away, model.away()),
    )
    .unwrap()
}

/// Home, draw and away under independent Poisson goals.
fn probabilities(goals: ExpectedGoals) -> Probabilities {
    const MOST_GOALS: usize = 10;
    let law = |mean: f64| {
        let mut law = [(-mean).exp(); MOST_GOALS + 1];
        for k in 1..=MOST_GOALS {
            law[k] = law[k - 1] * mean / k as f64;
        }
        law
    };
    let (home, away) = (law(goals.home), law(goals.away));
    let (mut won, mut drawn, mut lost, mut below) = (0.0, 0.0, 0.0, 0.0);
    for (h, a) in home.iter().zip(away) {
        won += h * below;
        drawn += h * a;
        below += a;
        lost += h * (1.0 - below);
    }
    Probabilities::from_weights(won, drawn, lost).unwrap()
}
