//! One season of 20 leagues, judged every week, without a fault and with each.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use touchline::{
    domain::{Forecast, LeagueCode, Outcome, Score, Season, Verdict},
    metrics::drift::{
        Baseline, Evidence, FALSE_ALARM_RATE, Latched, LeagueJudgement, LeagueSeries, MadeBy, POOLED_FALSE_ALARM_RATE,
        Pools, Rule, SettledForecast, Test, ThresholdInput, pooled_cusum, pooled_threshold, threshold,
    },
};

use crate::{
    fault::Fault,
    source::{Pair, Pairs, below, unit},
};

pub(crate) const LEAGUES: usize = 20;
pub(crate) const WEEKS: usize = 38;
const MATCHES_A_WEEK: usize = 10;
/// The first broken week.
const BROKEN_FROM: usize = 10;

/// What is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Published {
    /// The model as it is.
    Model,
    /// The model as it is, and outcomes drawn from it: probabilities that are right.
    Calibrated,
}

/// A rule and the verdict it raised.
pub(crate) type Alarm = (Rule, Verdict);

pub(crate) struct SeasonResult {
    /// Alarms without a fault, by league and week.
    pub(crate) quiet: Vec<Vec<Vec<Alarm>>>,
    /// Weeks from each fault to the first elevated without S2, the first elevated and the first high of the broken league.
    pub(crate) found: Vec<[Option<usize>; 3]>,
    pub(crate) thresholds: Vec<f64>,
    /// P1, P2 and P3 of every league-week without a fault.
    pub(crate) tests: Vec<[Test; 3]>,
    /// S1 over all leagues reached its threshold without a fault.
    pub(crate) pooled_alarm: bool,
    /// The pooled threshold.
    pub(crate) pooled_threshold: f64,
}

struct League {
    code: LeagueCode,
    /// Two seasons of reference and one to judge.
    pairs: Vec<Pair>,
}

pub(crate) fn simulate(pairs: &Pairs, published: Published, faults: &[Fault], rng: &mut ChaCha8Rng) -> SeasonResult {
    let leagues: Vec<League> = (0..LEAGUES).map(|at| draw(at, pairs, published, rng)).collect();
    let whole: Vec<LeagueSeries> = leagues.iter().map(|l| series(l, &l.pairs, WEEKS)).collect();
    let baselines: Vec<Baseline> = leagues
        .par_iter()
        .map(|l| Baseline::of(&series(l, &l.pairs, 8)))
        .collect();
    let pools = Pools::of(&baselines);
    let inputs: Vec<ThresholdInput> = whole.iter().map(|s| pools.threshold_input(s).unwrap()).collect();
    let thresholds: Vec<f64> = inputs
        .par_iter()
        .map(|input| threshold(input, FALSE_ALARM_RATE))
        .collect();
    let pooled_threshold = pooled_threshold(&inputs, POOLED_FALSE_ALARM_RATE);
    let pooled = pooled_cusum(&whole, &pools, pooled_threshold);
    let evidence: Vec<Vec<Evidence>> = leagues
        .par_iter()
        .zip(&thresholds)
        .map(|(league, threshold)| {
            let look = |week| Evidence::of(&series(league, &league.pairs, week), &pools, *threshold);
            (1..=WEEKS).map(look).collect()
        })
        .collect();
    let quiet = judge(&evidence, None);
    let found = faults.iter().map(|fault| {
        let broken = broken(&leagues[0], *fault, rng);
        let looks: Vec<Evidence> = (BROKEN_FROM..=WEEKS)
            .into_par_iter()
            .map(|week| Evidence::of(&series(&leagues[0], &broken, week), &pools, thresholds[0]))
            .collect();
        let alarms = judge(&evidence, Some(&looks));
        let first = |is: &dyn Fn(&Alarm) -> bool| {
            let mut weeks = alarms[0].iter().skip(BROKEN_FROM - 1);
            weeks.position(|week| week.iter().any(is)).map(|weeks| weeks + 1)
        };
        [
            first(&|(rule, _)| *rule != Rule::EProcess),
            first(&|_| true),
            first(&|(_, raised)| *raised == Verdict::High),
        ]
    });
    SeasonResult {
        quiet,
        found: found.collect(),
        thresholds,
        tests: evidence.iter().flatten().filter_map(primary).collect(),
        pooled_alarm: pooled.is_some_and(|cusum| cusum.reached_on.is_some()),
        pooled_threshold,
    }
}

fn primary(evidence: &Evidence) -> Option<[Test; 3]> {
    let tests = evidence.primary;
    Some([tests.p1?, tests.p2?, tests.p3?])
}

/// Judges week after week; `broken` replaces the first league's evidence from the fault on.
fn judge(evidence: &[Vec<Evidence>], broken: Option<&[Evidence]>) -> Vec<Vec<Vec<Alarm>>> {
    let mut before = BTreeMap::<LeagueCode, Latched>::new();
    let mut alarms = vec![Vec::new(); LEAGUES];
    for week in 0..WEEKS {
        let mut look: Vec<Evidence> = evidence.iter().map(|league| league[week].clone()).collect();
        if let Some(broken) = broken.and_then(|b| b.get((week + 1).checked_sub(BROKEN_FROM)?)) {
            look[0] = broken.clone();
        }
        let judged = LeagueJudgement::of_all(look, &before);
        for (judgement, alarms) in judged.iter().zip(&mut alarms) {
            let enough = judgement.verdict.raw != Verdict::Insufficient;
            let spoke = judgement.spoke.iter().filter(|_| enough).map(|s| (s.rule, s.raises));
            alarms.push(spoke.collect());
        }
        before = judged
            .iter()
            .map(|j| (j.evidence.league.clone(), j.latched()))
            .collect();
    }
    alarms
}

fn draw(at: usize, pairs: &Pairs, published: Published, rng: &mut ChaCha8Rng) -> League {
    let source = &pairs.leagues[at % pairs.leagues.len()];
    let pairs = (0..3 * WEEKS * MATCHES_A_WEEK).map(|_| {
        let (forecast, score) = source[below(source.len(), rng)];
        match published {
            Published::Model => (forecast, score),
            Published::Calibrated => (forecast, drawn_from(&forecast, unit(rng))),
        }
    });
    League {
        code: LeagueCode::new(&format!("L{at}")).unwrap(),
        pairs: pairs.collect(),
    }
}

fn drawn_from(forecast: &Forecast, unit: f64) -> Score {
    let p = forecast.published;
    let outcome = match unit {
        u if u < p.home() => Outcome::Home,
        u if u < p.home() + p.draw() => Outcome::Draw,
        _ => Outcome::Away,
    };
    match outcome {
        Outcome::Home => Score { home: 2, away: 1 },
        Outcome::Draw => Score { home: 1, away: 1 },
        Outcome::Away => Score { home: 1, away: 2 },
    }
}

fn broken(league: &League, fault: Fault, rng: &mut ChaCha8Rng) -> Vec<Pair> {
    let start = (2 * WEEKS + BROKEN_FROM - 1) * MATCHES_A_WEEK;
    let (before, after) = league.pairs.split_at(start);
    let after = after
        .iter()
        .map(|(forecast, score)| (fault.apply(forecast, &league.pairs, rng), *score));
    before.iter().copied().chain(after).collect()
}

/// Two seasons and this many weeks of the third.
fn series(league: &League, pairs: &[Pair], weeks: usize) -> LeagueSeries {
    let matches = pairs
        .iter()
        .take((2 * WEEKS + weeks) * MATCHES_A_WEEK)
        .enumerate()
        .map(|(at, (forecast, score))| {
            let (season, week) = (at / (WEEKS * MATCHES_A_WEEK), at / MATCHES_A_WEEK);
            SettledForecast {
                day: NaiveDate::from_ymd_opt(2020, 8, 1).unwrap() + Days::new(7 * week as u64),
                season: Season::starting(2020 + i32::try_from(season).unwrap()),
                forecast: *forecast,
                score: *score,
                made_by: MadeBy::WalkForward,
                overround: None,
                closing: None,
            }
        });
    LeagueSeries::new(league.code.clone(), matches.collect())
}
