//! The fit stage: every league by itself, side by side on the cores there are.

use std::{
    collections::BTreeMap,
    ops::ControlFlow,
    sync::atomic::{AtomicUsize, Ordering},
};

use chrono::NaiveDate;
use rayon::prelude::*;
use serde::{Deserialize, Serialize};

use super::{
    extract::{Extracted, LeagueData},
    validate::FEWEST_MATCHES,
};
use crate::{
    domain::{LeagueCode, TeamId},
    model::{Coming, FitInput, LeagueParameters, ModelError, Specification, fit},
    store::Curves,
    training::{job::TrainError, progress::Reporter},
};

/// What the fits came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Fitted {
    pub(in crate::training) leagues: BTreeMap<LeagueCode, FittedLeague>,
    /// Penalised log-likelihood by iteration.
    pub(in crate::training) curves: Curves,
}

/// What one fit came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct FittedLeague {
    pub(in crate::training) parameters: LeagueParameters,
    /// Largest absolute component of the gradient at the end.
    pub(in crate::training) gradient_norm: f64,
    /// Sum of the weights.
    pub(in crate::training) weighted_matches: f64,
    /// The bound of rho and not the data chose it.
    pub(in crate::training) rho_at_bound: bool,
}

/// Fits all leagues that have enough matches.
pub(super) fn fit_leagues(extracted: &Extracted, reporter: &Reporter) -> Result<Fitted, TrainError> {
    let leagues: Vec<&LeagueData> = extracted
        .data
        .leagues
        .iter()
        .filter(|league| league.observations.len() >= FEWEST_MATCHES)
        .collect();
    reporter.leagues(leagues.len());
    let done = AtomicUsize::new(0);
    let fits = leagues.par_iter().map(|league| {
        let fitted = fit_league(&extracted.specification, league, extracted.today, reporter)?;
        let done = done.fetch_add(1, Ordering::Relaxed) + 1;
        reporter.done_within_stage(done as f64 / leagues.len() as f64);
        Ok((league.code.clone(), fitted))
    });
    Ok(Fitted {
        leagues: fits.collect::<Result<_, TrainError>>()?,
        curves: reporter.curves(),
    })
}

fn fit_league(
    specification: &Specification,
    league: &LeagueData,
    as_of: NaiveDate,
    reporter: &Reporter,
) -> Result<FittedLeague, TrainError> {
    let (code, matches) = (league.code.clone(), league.observations.len());
    let coming = coming_teams(league);
    let mut curve = Vec::new();
    let input = FitInput {
        observations: &league.observations,
        as_of,
        coming: coming.as_ref().map(|(season, teams)| Coming { season: *season, teams }),
        start: None,
    };
    let current = league.observations.iter().map(|o| o.season).max();
    let specification = match coming.as_ref().map(|(season, _)| *season).max(current) {
        Some(season) => specification.for_season(&league.observations, season),
        None => *specification,
    };
    let fit = fit(&specification, &input, |iteration| {
        curve.push(iteration.log_likelihood);
        reporter.league(&code, &curve);
        if reporter.stop_requested() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    })
    .map_err(|source| failed(&code, source))?;
    reporter.league_done(format!(
        "{code} fitted on {matches} matches in {} iterations",
        fit.iterations
    ));
    Ok(FittedLeague {
        gradient_norm: fit.gradient_norm,
        weighted_matches: fit.weighted_matches,
        rho_at_bound: fit.rho_at_bound,
        parameters: fit.parameters,
    })
}

pub(super) fn failed(code: &LeagueCode, source: ModelError) -> TrainError {
    match source {
        ModelError::Cancelled { .. } => TrainError::Cancelled,
        source => TrainError::Model {
            league: code.clone(),
            source,
        },
    }
}

fn coming_teams(league: &LeagueData) -> Option<(crate::domain::Season, Vec<TeamId>)> {
    let season = league.fixtures.iter().map(|fixture| fixture.season).max()?;
    let of_season = league.fixtures.iter().filter(|fixture| fixture.season == season);
    Some((
        season,
        of_season.flat_map(|fixture| [fixture.home, fixture.away]).collect(),
    ))
}
