//! The evaluate stage: a walk-forward with weekly refits, published as it would have been then. Its forecasts are what
//! health and drift stand on until the champion has live ones.

use std::sync::Mutex;

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{data::LeagueData, job::TrainError, progress::Reporter};
use crate::{
    domain::{BlendVerdict, Forecast, PublishedScores, RunScores, Score},
    metrics::Tally,
    model::{Publishers, Specification},
};

mod published;
mod walk;

/// A forecast of a past match from nothing but matches before it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Evaluated {
    pub(super) match_id: i64,
    pub(super) as_of: NaiveDate,
    pub(super) day: NaiveDate,
    pub(super) score: Score,
    pub(super) forecast: Forecast,
}

/// What the evaluation came to.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Evaluation {
    pub(super) forecasts: Vec<Evaluated>,
    pub(super) tally: Tally,
    pub(super) publishers: Publishers,
    /// What the published probabilities of the rows with odds came to beside the market; none without such rows.
    pub(super) blend: Option<BlendVerdict>,
}

/// Where the publishers of an evaluation come from.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Publishing {
    /// Learnt from the evaluation itself; the model's weight in the pool is never below `floor`.
    Learn { floor: f64 },
    /// The champion's: a single league tells too little to learn from.
    Inherit(Publishers),
}

/// Walks through the last `seasons` seasons of every league, then publishes what the walks forecast.
pub(super) fn evaluate(
    specification: &Specification,
    leagues: &[LeagueData],
    seasons: u32,
    publishing: Publishing,
    reporter: &Reporter,
) -> Result<Evaluation, TrainError> {
    let shares = Mutex::new(vec![0.0; leagues.len()]);
    let walked: Vec<Vec<Evaluated>> = leagues
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
            let walked = walk::league(specification, league, seasons, reporter, progress)?;
            progress(1.0);
            reporter.league_done(format!("{} evaluated on {} matches", league.code, walked.len()));
            Ok(walked)
        })
        .collect::<Result<_, TrainError>>()?;
    Ok(published::publish(walked.concat(), publishing))
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
            published: Some(PublishedScores {
                log_loss: all.published.log_loss.mean()?,
                calibration: self.publishers.latest().calibrator.step(),
                blend: self.blend,
            }),
        })
    }
}
