//! Health of the served model over all leagues.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::{
    divergence,
    drift::reading,
    history::weekly_scores,
    parts::{league_scores, outcome_mix},
};
use crate::{
    domain::{HealthStatus, LeagueCode, Origin, SafeText, Verdict},
    engine::{Blend, Calibration, Champion, ExpectedLogLoss, LeagueDrift, ModelHealth, Scores, Window},
    metrics::{Expectation, ScoreTable, Tally, WeeklyTally, drift::Cusum},
    store::{ComingPrediction, DayTally},
};

/// A league that holds this share of the window's predictions matters enough to call the whole model degraded.
const SHARE_THAT_MATTERS: f64 = 0.10;
const NO_MODEL: &str = "no model yet: press r, or run `touchline train --wait`";

/// What model health is judged on.
pub(in crate::engine) struct HealthInput<'a> {
    pub(in crate::engine) champion: Option<Champion>,
    pub(in crate::engine) blend: Option<Blend>,
    /// Tallies of record, the oldest first.
    pub(in crate::engine) days: &'a [DayTally],
    pub(in crate::engine) coming: &'a [ComingPrediction],
    pub(in crate::engine) drift: &'a [LeagueDrift],
    /// S1 over all leagues.
    pub(in crate::engine) pooled: Option<Cusum>,
    pub(in crate::engine) today: NaiveDate,
    pub(in crate::engine) window_days: u32,
}

/// Judges the model.
pub(in crate::engine) fn model_health(input: HealthInput<'_>) -> ModelHealth {
    let recent = input.today - Days::new(u64::from(input.window_days));
    let start = input.days.partition_point(|day| day.day < recent);
    let (days, recently) = match input.days.get(start..) {
        Some(days) if !days.is_empty() => (days, true),
        _ => (input.days, false),
    };
    let weekly = by_week(days);
    let tally = weekly.tally();
    let (status, mut reasons) = match input.champion {
        None => (HealthStatus::NoModel, vec![NO_MODEL.to_owned()]),
        Some(_) => status(input.pooled.as_ref(), input.drift, days),
    };
    if let (false, Some(first), Some(last)) = (recently, days.first(), days.last()) {
        reasons.push(format!(
            "nothing settled in the last {} days: scores are of {} to {}",
            input.window_days, first.day, last.day
        ));
    }
    ModelHealth {
        status,
        champion: input.champion,
        window: window(days, tally.n()),
        scores: ScoreTable::of(&weekly).map(|table| scores(&table, tally)),
        calibration: calibration(tally),
        expected: expected(input.coming),
        blend: input.blend,
        odds_divergence: (tally.priced.n > 0)
            .then(|| divergence(&tally.market.divergence, tally.priced.n, input.coming)),
        pooled_cusum: input.pooled.map(reading),
        history: weekly_scores(input.days),
        leagues: league_scores(days),
        outcomes: outcome_mix(tally),
        reasons: reasons.into_iter().map(SafeText::from).collect(),
    }
}

/// Degraded by a league that matters or by all leagues together, watch by any league; never stable on no data.
fn status(pooled: Option<&Cusum>, drift: &[LeagueDrift], days: &[DayTally]) -> (HealthStatus, Vec<String>) {
    let judged: Vec<&LeagueDrift> = drift.iter().filter(|d| d.verdict != Verdict::Insufficient).collect();
    let shares = shares(days);
    let loud = judged.iter().filter(|d| d.verdict >= Verdict::Elevated);
    let mut reasons: Vec<String> = pooled.and_then(pooled_alarm).into_iter().collect();
    let mut status = match (reasons.is_empty(), judged.is_empty()) {
        (false, _) => HealthStatus::Degraded,
        (true, false) => HealthStatus::Stable,
        (true, true) => HealthStatus::Unknown,
    };
    for league in loud {
        let share = shares.get(&league.league).copied().unwrap_or(0.0);
        let matters = league.verdict == Verdict::High && share >= SHARE_THAT_MATTERS;
        status = status.max(if matters {
            HealthStatus::Degraded
        } else {
            HealthStatus::Watch
        });
        reasons.push(format!(
            "{} {} ({:.0} % of predictions)",
            league.league,
            league.verdict,
            100.0 * share
        ));
    }
    if judged.is_empty() {
        reasons.push("no league has enough settled predictions with odds".to_owned());
    } else if reasons.is_empty() {
        reasons.push(format!(
            "no evidence of drift in {} of {} leagues",
            judged.len(),
            drift.len()
        ));
    }
    (status, reasons)
}

/// What an alarm of S1 over all leagues says; nothing where there is none.
fn pooled_alarm(cusum: &Cusum) -> Option<String> {
    let on = cusum.reached_on.filter(|_| cusum.alarm)?;
    Some(format!(
        "all leagues together got worse against the market: their CUSUM reached {:.1} on {on}",
        cusum.threshold
    ))
}

/// Share of the predictions of these days that each league holds.
fn shares(days: &[DayTally]) -> BTreeMap<&LeagueCode, f64> {
    let mut counts = BTreeMap::new();
    for day in days {
        *counts.entry(&day.league).or_insert(0.0) += day.tally.n() as f64;
    }
    let total: f64 = counts.values().sum();
    for count in counts.values_mut() {
        *count /= total.max(1.0);
    }
    counts
}

fn window(days: &[DayTally], matches: u64) -> Option<Window> {
    let live = days
        .iter()
        .filter(|day| day.origin == Origin::Live)
        .map(|day| day.tally.n())
        .sum();
    Some(Window {
        from: days.first()?.day,
        to: days.last()?.day,
        matches,
        live,
    })
}

/// All that was settled, with the weeks of it.
fn by_week(days: &[DayTally]) -> WeeklyTally {
    let mut weekly = WeeklyTally::default();
    for day in days {
        weekly.add_day(day.day, &day.tally);
    }
    weekly
}

fn scores(table: &ScoreTable, tally: &Tally) -> Scores {
    let loss = table.log_loss;
    Scores {
        log_loss: loss,
        brier: table.brier,
        rps: table.rps,
        accuracy: table.accuracy,
        published_vs_market: table.published_vs_market,
        model_vs_market: table.model_vs_market,
        skill_vs_climatology: 1.0 - loss.published / loss.climatology,
        market_skill_vs_climatology: loss.market.map(|market| 1.0 - market / loss.climatology),
        clipped: tally.priced.published.clipped + tally.unpriced.published.clipped,
    }
}

/// Calibration of what was published, with odds and without.
fn calibration(tally: &Tally) -> Option<Calibration> {
    let mut all = tally.priced.clone();
    all += &tally.unpriced;
    let judged = all.calibration.judge(&all.published.brier)?;
    Some(Calibration {
        z: judged.z,
        p: judged.p,
        ece: judged.ece,
        ece_expected: judged.ece_expected,
        ece_limit: judged.ece_limit,
        miscalibration: judged.decomposition.miscalibration,
        discrimination: judged.decomposition.discrimination,
        uncertainty: judged.decomposition.uncertainty,
        bins: judged.curve,
        n: judged.n,
    })
}

/// What the coming fixtures with odds will cost, before any of them is played.
fn expected(coming: &[ComingPrediction]) -> Option<ExpectedLogLoss> {
    let mut expectation = Expectation::default();
    for fixture in coming {
        expectation.add(&fixture.forecast);
    }
    Some(ExpectedLogLoss {
        fixtures: expectation.own.n,
        own: expectation.own.mean()?,
        market: expectation.market.mean()?,
        if_market_is_right: expectation.if_market_is_right.mean()?,
    })
}
