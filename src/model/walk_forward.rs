use std::{collections::BTreeMap, ops::ControlFlow};

use chrono::{Days, NaiveDate};

use super::{
    Coming, FitInput, LeagueParameters, ModelError, Observation, Prediction, Specification, climatology, fit,
    observation::{before, check},
};
use crate::domain::{Probabilities, Season, TeamId};

/// Matches before a refit below which it says nothing: about two rounds of a league.
const FEWEST_MATCHES: usize = 20;

/// Which days a walk-forward covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Walk {
    /// First day, on which the first fit is made.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Days from one fit to the next, at least 1.
    pub refit_every_days: u32,
}

/// One forecast of a walk-forward.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct WalkForecast {
    /// Which observation it forecasts.
    pub index: usize,
    /// Day of the fit; nothing of this day or later was known to it.
    pub as_of: NaiveDate,
    /// The model's forecast.
    pub prediction: Prediction,
    /// Outcome shares known on that day.
    pub climatology: Probabilities,
}

/// A refit that was done.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Refit {
    /// Its day.
    pub as_of: NaiveDate,
    /// Matches it forecasts.
    pub forecasts: usize,
    /// Iterations it took.
    pub iterations: u32,
    /// Share of the walk's days that is done, `0..=1`.
    pub progress: f64,
}

/// Forecasts past matches as if they were still to come.
///
/// On each refit day `t` the model is fitted on the matches strictly before `t`, starting from the fit before, and
/// forecasts those in `t .. t + refit_every_days`. Of these the fit knows who plays, never the score. Days without
/// matches cost nothing; days with fewer than 20 matches before them are left out.
///
/// `report` hears of every refit and may stop the walk; `cancelled` is asked in every iteration of a fit.
///
/// # Errors
/// When a fit fails or the caller stops.
pub fn walk_forward(
    specification: &Specification,
    observations: &[Observation],
    walk: &Walk,
    mut report: impl FnMut(Refit) -> ControlFlow<()>,
    cancelled: impl Fn() -> bool,
) -> Result<Vec<WalkForecast>, ModelError> {
    check(observations)?;
    let mut forecasts = Vec::new();
    let mut last: Option<LeagueParameters> = None;
    let mut serving: Option<(Season, Specification)> = None;
    for (as_of, next) in refit_days(walk) {
        let past = before(observations, as_of);
        let due = before(observations, next).get(past.len()..).unwrap_or_default();
        if due.is_empty() || past.len() < FEWEST_MATCHES {
            continue;
        }
        let season = due
            .iter()
            .chain(past.last())
            .map(|o| o.season)
            .max()
            .unwrap_or(Season::starting(0));
        let (_, serving) = match serving {
            Some(known) if known.0 == season => known,
            _ => *serving.insert((season, specification.for_season(past, season))),
        };
        let (parameters, iterations) = refit(&serving, past, due, as_of, last.as_ref(), &cancelled)?;
        let mut shares = BTreeMap::new();
        forecasts.extend(due.iter().enumerate().map(|(offset, o)| {
            WalkForecast {
                index: past.len() + offset,
                as_of,
                prediction: parameters.predict(o.home, o.away),
                climatology: *shares
                    .entry(o.season)
                    .or_insert_with(|| climatology(past, as_of, o.season)),
            }
        }));
        last = Some(parameters);
        let done = Refit {
            as_of,
            forecasts: due.len(),
            iterations,
            progress: (next - walk.from).num_days() as f64 / ((walk.to - walk.from).num_days() + 1) as f64,
        };
        if report(done).is_break() {
            return Err(ModelError::Cancelled { iterations });
        }
    }
    Ok(forecasts)
}

/// Days of the fits, each with the first day that it does not forecast any more.
fn refit_days(walk: &Walk) -> impl Iterator<Item = (NaiveDate, NaiveDate)> {
    let stride = Days::new(u64::from(walk.refit_every_days.max(1)));
    let (to, end) = (walk.to, walk.to.succ_opt().unwrap_or(walk.to));
    let days = std::iter::successors(Some(walk.from), move |day| day.checked_add_days(stride));
    days.take_while(move |day| *day <= to)
        .map(move |day| (day, day.checked_add_days(stride).unwrap_or(end).min(end)))
}

fn refit(
    specification: &Specification,
    past: &[Observation],
    due: &[Observation],
    as_of: NaiveDate,
    start: Option<&LeagueParameters>,
    cancelled: &impl Fn() -> bool,
) -> Result<(LeagueParameters, u32), ModelError> {
    let season = due.iter().map(|o| o.season).max();
    let of_season = due.iter().filter(|o| Some(o.season) == season);
    let teams: Vec<TeamId> = of_season.flat_map(|o| [o.home, o.away]).collect();
    let coming = season.map(|season| Coming { season, teams: &teams });
    let input = FitInput {
        observations: past,
        as_of,
        coming,
        start,
    };
    let report = |_| {
        if cancelled() {
            ControlFlow::Break(())
        } else {
            ControlFlow::Continue(())
        }
    };
    let fit = fit(specification, &input, report)?;
    Ok((fit.parameters, fit.iterations))
}

#[cfg(test)]
mod tests;
