//! League verdicts on real seasons: quiet where nothing is broken, loud where home and away are swapped.
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
use touchline::{
    domain::{Forecast, Outcome, Probabilities, Verdict},
    metrics::{Tally, league_verdict},
    model::{Devig, Specification, Walk, walk_forward},
};

const LEAGUES: [&str; 5] = ["E0", "D1", "SP1", "I1", "F1"];
/// Matches of a round, and rounds in window and reference.
const ROUND: usize = 10;
const WINDOW: usize = 8;
const REFERENCE: usize = 70;

fn settled(league: &str) -> Option<Vec<(Forecast, Outcome)>> {
    let data = LeagueData::load(league, 2016, 2025)?;
    let walk = Walk {
        from: "2020-08-01".parse().unwrap(),
        to: "2026-01-31".parse().unwrap(),
        refit_every_days: 14,
    };
    let report = |_| ControlFlow::Continue(());
    let forecasts = walk_forward(&Specification::default(), &data.observations, &walk, report, || false).unwrap();
    let rows = forecasts.iter().map(|f| {
        let forecast = Forecast {
            published: f.prediction.probabilities,
            model: f.prediction.probabilities,
            market: data.odds[f.index].map(|odds| Devig::Power.apply(odds).probabilities),
            climatology: f.climatology,
            expected_goals: f.prediction.expected_goals,
        };
        (forecast, data.observations[f.index].score.outcome())
    });
    Some(rows.collect())
}

fn tally(rows: &[(Forecast, Outcome)]) -> Tally {
    let mut tally = Tally::default();
    for (forecast, outcome) in rows {
        tally.add(forecast, *outcome);
    }
    tally
}

fn swapped((forecast, outcome): &(Forecast, Outcome)) -> (Forecast, Outcome) {
    let p = forecast.model;
    let model = Probabilities::new(p.away(), p.draw(), p.home()).unwrap();
    (Forecast { model, ..*forecast }, *outcome)
}

#[test]
fn verdicts_are_quiet_until_something_breaks() {
    let (mut looks, mut elevated, mut high, mut found) = (0, 0, 0, 0);
    for league in LEAGUES {
        let Some(rows) = settled(league) else { return };
        let rounds: Vec<Tally> = rows.chunks(ROUND).map(tally).collect();
        let broken: Vec<Tally> = rows
            .chunks(ROUND)
            .map(|round| tally(&round.iter().map(swapped).collect::<Vec<_>>()))
            .collect();
        for end in REFERENCE + WINDOW..=rounds.len() {
            let start = end - WINDOW;
            let reference = rounds[start - REFERENCE..start].iter().sum();
            let judge = |window: &Tally| league_verdict(window, &reference, LEAGUES.len()).verdict;
            let verdict = judge(&rounds[start..end].iter().sum());
            looks += 1;
            elevated += usize::from(verdict == Verdict::Elevated);
            high += usize::from(verdict == Verdict::High);
            // Three rounds of swapped teams at the end of the window.
            let mixed = rounds[start..end - 3].iter().chain(&broken[end - 3..end]).sum();
            found += usize::from(judge(&mixed) >= Verdict::Elevated);
        }
        let scores = touchline::metrics::ScoreTable::of_weeks(&[tally(&rows)]).unwrap();
        println!(
            "{league}: n {}, log loss model {:.4}, market {:.4}, climatology {:.4}",
            scores.log_loss.n,
            scores.log_loss.model,
            scores.log_loss.market.unwrap(),
            scores.log_loss.climatology
        );
    }
    println!("{looks} looks: {elevated} elevated, {high} high; three swapped rounds found in {found}");
    assert!(elevated * 20 < looks && high * 100 < looks);
    assert!(found * 100 > looks * 90);
}
