//! Predictions: written before a match, settled after it.

mod live;
mod row;
mod settle;
mod walk_forward;
mod write;

pub use live::{
    ComingPrediction, Matchday, coming_predictions, count_live_since, matchday, matches_with_live_prediction,
};
pub(super) use row::{ForecastRow, forecast_columns, parse_origin};
pub use settle::{Settleable, mark_settled, settleable, unsettle_day};
pub use walk_forward::{drop_idle_walk_forwards, inherit_walk_forwards};
pub use write::{NewPrediction, insert_predictions};
