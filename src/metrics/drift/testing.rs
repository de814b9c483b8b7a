//! Leagues whose truth is known.

use chrono::{Days, NaiveDate};

use super::series::{LeagueSeries, MadeBy, SettledForecast};
use crate::{
    domain::{ExpectedGoals, Forecast, LeagueCode, Outcome, Probabilities, Score, Season},
    random::Random,
};

pub(crate) fn outcome_of(p: Probabilities, unit: f64) -> Outcome {
    match unit {
        u if u < p.home() => Outcome::Home,
        u if u < p.home() + p.draw() => Outcome::Draw,
        _ => Outcome::Away,
    }
}

pub(crate) fn score_of(outcome: Outcome) -> Score {
    let (home, away) = match outcome {
        Outcome::Home => (2, 1),
        Outcome::Draw => (1, 1),
        Outcome::Away => (1, 2),
    };
    Score { home, away }
}

pub(crate) fn some_probabilities(random: &mut Random) -> Probabilities {
    let home = 0.15 + 0.6 * random.unit();
    let draw = 0.27 - 0.1 * (home - 0.4).abs();
    Probabilities::from_weights(home, draw, (1.0 - home - draw).max(0.05)).unwrap()
}

/// Outcomes follow the market; the model, which is published, is off by some noise.
pub(crate) fn some_match(day: NaiveDate, season: i32, random: &mut Random) -> SettledForecast {
    let market = some_probabilities(random);
    let [h, d, a] = market.to_array().map(|p| p * (0.5 * (random.unit() - 0.5)).exp());
    let model = Probabilities::from_weights(h, d, a).unwrap();
    SettledForecast {
        day,
        season: Season::starting(season),
        forecast: Forecast {
            published: model,
            model,
            market: Some(market),
            climatology: Probabilities::UNIFORM,
            expected_goals: ExpectedGoals { home: 1.5, away: 1.2 },
        },
        score: score_of(outcome_of(market, random.unit())),
        made_by: MadeBy::WalkForward,
        overround: Some(0.05),
        closing: None,
    }
}

/// Seasons from 2020 on with so many matches each, ten a week.
pub(crate) fn league(code: &str, seasons: &[usize], random: &mut Random) -> LeagueSeries {
    let matches = seasons.iter().enumerate().flat_map(|(at, count)| {
        let year = 2020 + i32::try_from(at).unwrap();
        let start = NaiveDate::from_ymd_opt(year, 8, 1).unwrap();
        (0..*count)
            .map(|n| some_match(start + Days::new(7 * (n as u64 / 10)), year, random))
            .collect::<Vec<_>>()
    });
    let matches = matches.collect();
    LeagueSeries::new(LeagueCode::new(code).unwrap(), matches)
}

/// The last matches with something done to them.
pub(crate) fn change_last(
    series: &LeagueSeries,
    count: usize,
    mut change: impl FnMut(&mut SettledForecast),
) -> LeagueSeries {
    let mut matches = series.matches().to_vec();
    for m in matches.iter_mut().rev().take(count) {
        change(m);
    }
    LeagueSeries::new(series.league().clone(), matches)
}

pub(crate) fn swap_teams(m: &mut SettledForecast) {
    let swapped = |p: Probabilities| Probabilities::new(p.away(), p.draw(), p.home()).unwrap();
    m.forecast.model = swapped(m.forecast.model);
    m.forecast.published = swapped(m.forecast.published);
}

/// How far counts in ten equal parts of `0..=1` are from even: chi-square with 9 degrees, 27.9 at one in a thousand.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a p-value times ten"
)]
pub(crate) fn chi_square_of_tenths(p: &[f64]) -> f64 {
    let mut counts = [0.0; 10];
    for p in p {
        counts[((p * 10.0) as usize).min(9)] += 1.0;
    }
    let expected = p.len() as f64 / 10.0;
    counts
        .iter()
        .map(|count: &f64| (count - expected).powi(2) / expected)
        .sum()
}
