//! Changes of the champion within a league's series.
//!
//! A new specification is another forecaster: its matches are not pooled with those of the one before, so the window
//! begins at the change. The weekly refresh of the same specification is not cut at: with a refit each week a window would
//! never hold more than ten matches, and a refresh moves a fixture by 0.007 in the median. It is named, so that nobody
//! reads a window of nine model versions as one.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::series::{MadeBy, SettledForecast};

/// A change of champion: the first match day that the new one forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChampionChange {
    /// Day of its first match in this league.
    pub day: NaiveDate,
    /// Number of the new model version.
    pub model: i64,
    /// The specification changed too, and the window begins here. Otherwise it was refitted on newer data.
    pub new_specification: bool,
}

/// Changes between live forecasts. Walk-forward forecasts are the present champion's own and mark no change.
pub(super) fn changes(matches: &[SettledForecast]) -> Vec<ChampionChange> {
    let live: Vec<(NaiveDate, i64, u32)> = matches
        .iter()
        .filter_map(|m| match m.made_by {
            MadeBy::Champion { model, specification } => Some((m.day, model, specification)),
            MadeBy::WalkForward => None,
        })
        .collect();
    live.windows(2)
        .filter_map(|pair| match pair {
            [(_, before, old), (day, model, new)] if before != model => Some(ChampionChange {
                day: *day,
                model: *model,
                new_specification: old != new,
            }),
            _ => None,
        })
        .collect()
}
