//! A cold fit of the Premier League, and a walk-forward with weekly refits.

use std::{fmt::Write, ops::ControlFlow, path::Path};

use chrono::NaiveDate;
use serde_json::{Value, json};
use touchline::{
    domain::Outcome,
    metrics::log_loss,
    model::{Devig, FitInput, Observation, Specification, Walk, WalkForecast, fit, walk_forward},
};

use crate::{football_data::LeagueData, timed::timed};

/// In days; the rate of decay that goes with it is 0.0018 a day, the default of the peer.
const HALF_LIFE: f64 = 385.08;

struct Seasons {
    data: LeagueData,
    /// Matches of the cold fit.
    fitted: usize,
    walk: Walk,
}

/// Real seasons from `../shared`, else the fewer that are bundled.
fn seasons() -> Seasons {
    let day = |text: &str| -> NaiveDate { text.parse().unwrap() };
    let (data, last, from, to) = LeagueData::load("E0", 2016, 2025).map_or_else(
        || {
            println!("instead: eight seasons in assets/sample");
            let data = LeagueData::bundled("E0", 2016, 2023);
            (data, 2023, day("2022-08-01"), day("2024-05-31"))
        },
        |data| (data, 2024, day("2023-08-01"), day("2026-01-31")),
    );
    Seasons {
        fitted: data.observations.partition_point(|o| o.season.start_year() <= last),
        data,
        walk: Walk {
            from,
            to,
            refit_every_days: 7,
        },
    }
}

pub(crate) fn measure(folder: &Path) -> Value {
    let Seasons { data, fitted, walk } = seasons();
    let observations = &data.observations[..fitted];
    let as_of = observations.last().unwrap().date;
    let cold = Specification::default()
        .with_half_life_days(HALF_LIFE)
        .unwrap()
        .with_ridge(0.0)
        .unwrap();
    let input = FitInput {
        observations,
        as_of,
        coming: None,
        start: None,
    };
    let (found, fit_time) = timed(400, || fit(&cold, &input, |_| ControlFlow::Continue(())).unwrap());
    let mut refits = 0;
    let specification = Specification::default();
    let (forecasts, walk_time) = timed(10, || {
        refits = 0;
        let report = |_| {
            refits += 1;
            ControlFlow::Continue(())
        };
        walk_forward(&specification, &data.observations, &walk, report, || false).unwrap()
    });
    std::fs::write(folder.join("e0.csv"), table(&data, &forecasts)).unwrap();
    json!({
        "matches": fitted,
        "as_of": as_of,
        "fit": fit_time,
        "log_likelihood": found.log_likelihood,
        "walk": walk_time,
        "refits": refits,
        "from": walk.from,
        "to": walk.to,
        "forecasts": forecasts.len(),
        "log_loss": mean_log_loss(&data.observations, &forecasts),
    })
}

fn mean_log_loss(observations: &[Observation], forecasts: &[WalkForecast]) -> f64 {
    let loss = |f: &WalkForecast| log_loss(f.prediction.probabilities, observations[f.index].score.outcome());
    forecasts.iter().map(loss).sum::<f64>() / forecasts.len() as f64
}

/// All matches, with the market and our forecast where there is one.
fn table(data: &LeagueData, forecasts: &[WalkForecast]) -> String {
    let mut ours = vec![String::from(",,"); data.observations.len()];
    for f in forecasts {
        let [home, draw, away] = f.prediction.probabilities.to_array();
        ours[f.index] = format!("{home},{draw},{away}");
    }
    let mut text = String::from(
        "date,home,away,home_goals,away_goals,outcome,market_home,market_draw,market_away,ours_home,ours_draw,ours_away\n",
    );
    for ((o, odds), ours) in data.observations.iter().zip(&data.odds).zip(ours) {
        let market = odds.map_or_else(
            || String::from(",,"),
            |odds| {
                let [home, draw, away] = Devig::default().apply(odds).probabilities.to_array();
                format!("{home},{draw},{away}")
            },
        );
        let outcome = Outcome::index(o.score.outcome());
        let (home, away, score) = (o.home.0, o.away.0, o.score);
        let _written = writeln!(
            text,
            "{},{home},{away},{},{},{outcome},{market},{ours}",
            o.date, score.home, score.away
        );
    }
    text
}
