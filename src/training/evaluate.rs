//! The evaluate stage: a walk-forward with weekly refits. Its forecasts are what health and drift stand on until the
//! champion has live ones.

use std::{collections::BTreeSet, ops::ControlFlow, sync::Mutex};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{
    data::LeagueData,
    fit_leagues::{FEWEST_MATCHES, failed},
    job::TrainError,
    progress::Reporter,
};
use crate::{
    domain::{Forecast, Probabilities, RunScores, Season},
    metrics::Tally,
    model::{Devig, Observation, Specification, Walk, WalkForecast, walk_forward},
};

/// Days between two refits, as in service.
const REFIT_EVERY_DAYS: u32 = 7;

/// A forecast of a past match from nothing but matches before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evaluated {
    pub(super) match_id: i64,
    pub(super) as_of: NaiveDate,
    pub(super) forecast: Forecast,
}

/// What the evaluation came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evaluation {
    pub(super) forecasts: Vec<Evaluated>,
    pub(super) tally: Tally,
}

/// Walks through the last `seasons` seasons of every league.
pub(super) fn evaluate(
    specification: &Specification,
    leagues: &[LeagueData],
    seasons: u32,
    reporter: &Reporter,
) -> Result<Evaluation, TrainError> {
    let shares = Mutex::new(vec![0.0; leagues.len()]);
    let evaluations: Vec<Evaluation> = leagues
        .par_iter()
        .enumerate()
        .map(|(index, league)| {
            let progress = |share: f64| {
                let mut shares = shares.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                if let Some(own) = shares.get_mut(index) {
                    *own = share;
                }
                reporter.done_within_stage(shares.iter().sum::<f64>() / shares.len() as f64);
            };
            let evaluation = evaluate_league(specification, league, seasons, reporter, progress)?;
            progress(1.0);
            reporter.league_done(format!(
                "{} evaluated on {} matches",
                league.code,
                evaluation.forecasts.len()
            ));
            Ok(evaluation)
        })
        .collect::<Result<_, TrainError>>()?;
    let mut all = Evaluation {
        forecasts: Vec::new(),
        tally: Tally::default(),
    };
    for evaluation in evaluations {
        all.forecasts.extend(evaluation.forecasts);
        all.tally += &evaluation.tally;
    }
    Ok(all)
}

fn evaluate_league(
    specification: &Specification,
    league: &LeagueData,
    seasons: u32,
    reporter: &Reporter,
    progress: impl Fn(f64),
) -> Result<Evaluation, TrainError> {
    let mut evaluation = Evaluation {
        forecasts: Vec::new(),
        tally: Tally::default(),
    };
    let Some(walk) = last_seasons(&league.observations, seasons) else {
        return Ok(evaluation);
    };
    let forecasts = walk_forward(
        specification,
        &league.observations,
        &walk,
        |refit| {
            progress(refit.progress);
            if reporter.stop_requested() {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        },
        || reporter.stop_requested(),
    )
    .map_err(|source| failed(&league.code, source))?;
    for walked in forecasts {
        let (Some(observation), Some(match_id)) = (
            league.observations.get(walked.index),
            league.match_ids.get(walked.index),
        ) else {
            continue;
        };
        let forecast = forecast_of(
            &walked,
            league
                .odds
                .get(match_id)
                .map(|odds| Devig::default().apply(*odds).probabilities),
        );
        evaluation.tally.add(&forecast, observation.score);
        evaluation.forecasts.push(Evaluated {
            match_id: *match_id,
            as_of: walked.as_of,
            forecast,
        });
    }
    Ok(evaluation)
}

/// What is published is the model's own until a blend with the market has shown that it is better.
fn forecast_of(walked: &WalkForecast, market: Option<Probabilities>) -> Forecast {
    Forecast {
        published: walked.prediction.probabilities,
        model: walked.prediction.probabilities,
        market,
        climatology: walked.climatology,
        expected_goals: walked.prediction.expected_goals,
    }
}

/// From the first match of the last `seasons` seasons on record; none where a league has too few matches.
fn last_seasons(observations: &[Observation], seasons: u32) -> Option<Walk> {
    if observations.len() < FEWEST_MATCHES {
        return None;
    }
    let on_record: BTreeSet<Season> = observations.iter().map(|o| o.season).collect();
    let first = on_record
        .iter()
        .nth_back(on_record.len().min(seasons as usize).checked_sub(1)?)?;
    let from = observations
        .iter()
        .filter(|o| o.season >= *first)
        .map(|o| o.date)
        .min()?;
    let to = observations.last()?.date;
    Some(Walk {
        from,
        to,
        refit_every_days: REFIT_EVERY_DAYS,
    })
}

impl Evaluation {
    /// The scores that the run shows; none without a forecast.
    pub(super) fn run_scores(&self) -> Option<RunScores> {
        let priced = &self.tally.priced;
        let mut all = priced.clone();
        all += &self.tally.unpriced;
        Some(RunScores {
            log_loss: all.model.log_loss.mean()?,
            se: all.model.log_loss.standard_error(),
            n: all.n,
            log_loss_with_market: priced.model.log_loss.mean(),
            market: self.tally.market.market.log_loss.mean(),
            n_market: priced.n,
            climatology: all.climatology.log_loss.mean()?,
        })
    }
}
