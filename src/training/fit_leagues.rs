//! The fit stage: every league by itself, side by side on the cores there are.

use std::{
    ops::ControlFlow,
    sync::atomic::{AtomicUsize, Ordering},
};

use chrono::NaiveDate;
use rayon::prelude::*;

use super::{data::LeagueData, job::TrainError, progress::Reporter};
use crate::{
    domain::{LeagueCode, TeamId},
    model::{Coming, Fit, FitInput, ModelError, Specification, fit},
};

/// Matches below which a league is left out: five rounds of twenty teams.
pub(super) const FEWEST_MATCHES: usize = 50;

/// A league's fit, or why it has none.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum LeagueFit {
    Fitted {
        code: LeagueCode,
        fit: Box<Fit>,
        matches: usize,
    },
    TooFew {
        code: LeagueCode,
        matches: usize,
    },
}

/// Fits all leagues. Their order does not depend on which thread was first.
pub(super) fn fit_leagues(
    specification: &Specification,
    leagues: &[LeagueData],
    as_of: NaiveDate,
    reporter: &Reporter,
) -> Result<Vec<LeagueFit>, TrainError> {
    let done = AtomicUsize::new(0);
    leagues
        .par_iter()
        .map(|league| {
            let result = fit_league(specification, league, as_of, reporter);
            let done = done.fetch_add(1, Ordering::Relaxed) + 1;
            reporter.done_within_stage(done as f64 / leagues.len() as f64);
            result
        })
        .collect()
}

fn fit_league(
    specification: &Specification,
    league: &LeagueData,
    as_of: NaiveDate,
    reporter: &Reporter,
) -> Result<LeagueFit, TrainError> {
    let (code, matches) = (league.code.clone(), league.observations.len());
    if matches < FEWEST_MATCHES {
        reporter.league_done(format!("{code} left out: {matches} of {FEWEST_MATCHES} matches"));
        return Ok(LeagueFit::TooFew { code, matches });
    }
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
    Ok(LeagueFit::Fitted {
        code,
        fit: Box::new(fit),
        matches,
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
