//! The calibrate stage: a walk-forward with weekly refits, and what can be learnt from it about the model's own
//! probabilities. Its forecasts are what health and drift stand on until the champion has live ones.

mod walk;

use std::sync::Mutex;

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    extract::{Extracted, LeagueData},
    published::past,
};
use crate::{
    config,
    domain::{Forecast, Score},
    model::{PastForecast, Publishers, Specification},
    training::{job::TrainError, progress::Reporter},
};

/// A forecast of a past match from nothing but matches before it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Evaluated {
    pub(in crate::training) match_id: i64,
    pub(in crate::training) as_of: NaiveDate,
    pub(in crate::training) day: NaiveDate,
    pub(in crate::training) score: Score,
    pub(in crate::training) forecast: Forecast,
}

/// A walk of one specification, and how it is published.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Walked {
    /// As the model says them.
    pub(in crate::training) forecasts: Vec<Evaluated>,
    pub(in crate::training) publishers: Publishers,
}

/// The walk of the candidate, and the champion's where that is of another specification.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Walks {
    pub(in crate::training) candidate: Walked,
    pub(in crate::training) incumbent: Option<Walked>,
}

/// Walks through the last seasons of every league.
pub(super) fn calibrate(
    extracted: &Extracted,
    settings: &config::Training,
    reporter: &Reporter,
) -> Result<Walks, TrainError> {
    let other = extracted.incumbent.as_ref().map(|incumbent| incumbent.specification);
    let other = other.filter(|specification| *specification != extracted.specification);
    let share = if other.is_some() { 0.5 } else { 1.0 };
    let seasons = settings.evaluate_seasons;
    let leagues = &extracted.data.leagues;
    reporter.leagues(leagues.len());
    let forecasts = walk_all(&extracted.specification, leagues, seasons, reporter, |done| {
        done * share
    })?;
    let publishers = match extracted.part_of() {
        // A single league tells too little to learn from.
        Some(incumbent) => incumbent.parameters.publishers.clone(),
        None => learn(&forecasts, settings.blend_floor),
    };
    let incumbent = match other {
        Some(specification) => {
            let forecasts = walk_all(&specification, leagues, seasons, reporter, |done| share + done * share)?;
            let publishers = learn(&forecasts, settings.blend_floor);
            Some(Walked { forecasts, publishers })
        }
        None => None,
    };
    Ok(Walks {
        candidate: Walked { forecasts, publishers },
        incumbent,
    })
}

fn learn(forecasts: &[Evaluated], floor: f64) -> Publishers {
    let past: Vec<PastForecast> = forecasts.iter().map(past).collect();
    Publishers::learn(&past, floor)
}

fn walk_all(
    specification: &Specification,
    leagues: &[LeagueData],
    seasons: u32,
    reporter: &Reporter,
    of_stage: impl Fn(f64) -> f64 + Sync,
) -> Result<Vec<Evaluated>, TrainError> {
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
                reporter.done_within_stage(of_stage(shares.iter().sum::<f64>() / shares.len() as f64));
            };
            let walked = walk::league(specification, league, seasons, reporter, progress)?;
            progress(1.0);
            reporter.league_done(format!("{} walked through {} matches", league.code, walked.len()));
            Ok(walked)
        })
        .collect::<Result<_, TrainError>>()?;
    Ok(walked.concat())
}
