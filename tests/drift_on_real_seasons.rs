//! League verdicts on real seasons: quiet where nothing is broken, loud where home and away are swapped.

use crate::football_data;
use std::{collections::BTreeMap, ops::ControlFlow};

use football_data::LeagueData;
use touchline::{
    domain::{Forecast, LeagueCode, Probabilities, Verdict},
    metrics::drift::{Baseline, Evidence, LeagueJudgement, LeagueSeries, MadeBy, Pools, Rule, SettledForecast},
    model::{Devig, Specification, Walk, walk_forward},
};

const LEAGUES: [&str; 5] = ["E0", "D1", "SP1", "I1", "F1"];
/// Days between two looks.
const LOOK_EVERY: usize = 14;
/// A threshold as it comes out for real leagues; drawing it for every look would take the time of the whole test.
const THRESHOLD: f64 = 12.0;

fn settled(league: &str) -> Option<Vec<SettledForecast>> {
    let data = LeagueData::load(league, 2016, 2024)?;
    let walk = Walk {
        from: "2020-08-01".parse().unwrap(),
        to: "2025-06-30".parse().unwrap(),
        refit_every_days: 14,
    };
    let report = |_| ControlFlow::Continue(());
    let forecasts = walk_forward(&Specification::default(), &data.observations, &walk, report, || false).unwrap();
    let rows = forecasts.iter().map(|f| {
        let observation = &data.observations[f.index];
        let odds = data.odds[f.index];
        SettledForecast {
            day: observation.date,
            season: observation.season,
            forecast: Forecast {
                published: f.prediction.probabilities,
                model: f.prediction.probabilities,
                market: odds.map(|odds| Devig::Power.apply(odds).probabilities),
                climatology: f.climatology,
                expected_goals: f.prediction.expected_goals,
            },
            score: observation.score,
            made_by: MadeBy::WalkForward,
            overround: odds.map(touchline::domain::Odds::overround),
            closing: None,
        }
    });
    Some(rows.collect())
}

fn swapped(m: &SettledForecast) -> SettledForecast {
    let swap = |p: Probabilities| Probabilities::new(p.away(), p.draw(), p.home()).unwrap();
    let (model, published) = (swap(m.forecast.model), swap(m.forecast.published));
    SettledForecast {
        forecast: Forecast {
            published,
            model,
            ..m.forecast
        },
        ..*m
    }
}

fn look(leagues: &[LeagueSeries]) -> Vec<LeagueJudgement> {
    let pools = Pools::of(&leagues.iter().map(Baseline::of).collect::<Vec<_>>());
    let evidence = leagues.iter().map(|l| Evidence::of(l, &pools, THRESHOLD)).collect();
    LeagueJudgement::of_all(evidence, &BTreeMap::new())
}

/// What is published here is the model as it is, which the market does refute within a season or two: that rule is left
/// out of the count of false alarms.
#[test]
fn verdicts_are_quiet_until_something_breaks() {
    let Some(rows) = LEAGUES.map(settled).into_iter().collect::<Option<Vec<_>>>() else {
        return;
    };
    let (mut looks, mut elevated, mut high, mut refuted, mut found) = (0, 0, 0, 0, 0);
    let first: chrono::NaiveDate = "2022-10-15".parse().unwrap();
    for day in first
        .iter_days()
        .step_by(LOOK_EVERY)
        .take_while(|d| *d <= "2025-05-15".parse().unwrap())
    {
        let known = |rows: &[SettledForecast]| rows.iter().filter(|m| m.day <= day).copied().collect::<Vec<_>>();
        let series = |code: &str, rows| LeagueSeries::new(LeagueCode::new(code).unwrap(), rows);
        let mut leagues: Vec<LeagueSeries> = LEAGUES.iter().zip(&rows).map(|(c, r)| series(c, known(r))).collect();
        for judgement in look(&leagues) {
            let raised = |rule: Rule| {
                judgement
                    .spoke
                    .iter()
                    .filter(move |s| s.rule == rule)
                    .map(|s| s.raises)
                    .max()
            };
            let verdict = raised(Rule::Primary).max(raised(Rule::Cusum));
            looks += 1;
            elevated += usize::from(verdict == Some(Verdict::Elevated));
            high += usize::from(verdict == Some(Verdict::High));
            refuted += usize::from(raised(Rule::EProcess).is_some());
        }
        // Three rounds of swapped teams at the end of the first league.
        let mut broken = known(&rows[0]);
        for m in broken.iter_mut().rev().take(30) {
            *m = swapped(m);
        }
        leagues[0] = series(LEAGUES[0], broken);
        found += usize::from(look(&leagues)[0].verdict.raw >= Verdict::Elevated);
    }
    let days = looks / LEAGUES.len();
    println!(
        "{looks} looks: {elevated} elevated, {high} high, {refuted} refuted by the market; swapped found in {found} of {days}"
    );
    assert!(
        elevated * 20 < looks && high * 100 < looks,
        "{elevated} and {high} of {looks}"
    );
    assert!(found * 100 > days * 90, "{found} of {days}");
}
