//! The walk through one league.

use std::{collections::BTreeSet, ops::ControlFlow};

use chrono::Weekday;

use super::Evaluated;
use crate::{
    domain::{Forecast, Season},
    model::{Devig, Observation, Specification, Walk, WalkForecast, walk_forward},
    training::{
        job::TrainError,
        progress::Reporter,
        stages::{extract::LeagueData, fit::failed, validate::FEWEST_MATCHES},
    },
};

/// Days between two refits, as in service.
const REFIT_EVERY_DAYS: u32 = 7;
/// Between the rounds of two weekends, as in service: fits of a Friday would forecast the next Tuesday four days late.
const REFIT_ON: Weekday = Weekday::Tue;

/// Forecasts of the last `seasons` seasons, with the model's own where they will be published.
pub(super) fn league(
    specification: &Specification,
    league: &LeagueData,
    seasons: u32,
    reporter: &Reporter,
    progress: impl Fn(f64),
) -> Result<Vec<Evaluated>, TrainError> {
    let Some(walk) = last_seasons(&league.observations, seasons) else {
        return Ok(Vec::new());
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
    Ok(forecasts
        .iter()
        .filter_map(|walked| evaluated(league, walked))
        .collect())
}

fn evaluated(league: &LeagueData, walked: &WalkForecast) -> Option<Evaluated> {
    let observation = league.observations.get(walked.index)?;
    let match_id = *league.match_ids.get(walked.index)?;
    let odds = league.odds.get(&match_id);
    Some(Evaluated {
        match_id,
        as_of: walked.as_of,
        day: observation.date,
        score: observation.score,
        forecast: Forecast {
            published: walked.prediction.probabilities,
            model: walked.prediction.probabilities,
            market: odds.map(|odds| Devig::default().apply(*odds).probabilities),
            climatology: walked.climatology,
            expected_goals: walked.prediction.expected_goals,
        },
    })
}

/// From the week of the first match of the last `seasons` seasons on record; none where a league has too few matches.
fn last_seasons(observations: &[Observation], seasons: u32) -> Option<Walk> {
    if observations.len() < FEWEST_MATCHES {
        return None;
    }
    let on_record: BTreeSet<Season> = observations.iter().map(|o| o.season).collect();
    let first = on_record
        .iter()
        .nth_back(on_record.len().min(seasons as usize).checked_sub(1)?)?;
    let first_day = observations
        .iter()
        .filter(|o| o.season >= *first)
        .map(|o| o.date)
        .min()?;
    let from = first_day.week(REFIT_ON).first_day();
    let to = observations.last()?.date;
    Some(Walk {
        from,
        to,
        refit_every_days: REFIT_EVERY_DAYS,
    })
}
