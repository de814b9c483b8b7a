//! A forecast as its columns, and back.

use crate::{
    domain::{ExpectedGoals, Forecast, Origin, Probabilities},
    store::StoreError,
};

/// Columns of a forecast in the order of [`ForecastRow`], of the table named `p` where no other prefix is said.
macro_rules! forecast_columns {
    () => {
        forecast_columns!("p.")
    };
    ($of:literal) => {
        concat!(
            $of,
            "home, ",
            $of,
            "draw, ",
            $of,
            "away, ",
            $of,
            "model_home, ",
            $of,
            "model_draw, ",
            $of,
            "model_away, ",
            $of,
            "market_home, ",
            $of,
            "market_draw, ",
            $of,
            "market_away, ",
            $of,
            "climatology_home, ",
            $of,
            "climatology_draw, ",
            $of,
            "climatology_away, ",
            $of,
            "expected_home_goals, ",
            $of,
            "expected_away_goals"
        )
    };
}

pub(in crate::store) use forecast_columns;

#[derive(sqlx::FromRow)]
pub(in crate::store) struct ForecastRow {
    home: f64,
    draw: f64,
    away: f64,
    model_home: f64,
    model_draw: f64,
    model_away: f64,
    market_home: Option<f64>,
    market_draw: Option<f64>,
    market_away: Option<f64>,
    climatology_home: f64,
    climatology_draw: f64,
    climatology_away: f64,
    expected_home_goals: f64,
    expected_away_goals: f64,
}

impl TryFrom<ForecastRow> for Forecast {
    type Error = StoreError;

    fn try_from(row: ForecastRow) -> Result<Self, StoreError> {
        let three = |home, draw, away| {
            Probabilities::new(home, draw, away).map_err(|e| StoreError::unreadable("prediction", e))
        };
        Ok(Self {
            published: three(row.home, row.draw, row.away)?,
            model: three(row.model_home, row.model_draw, row.model_away)?,
            market: match (row.market_home, row.market_draw, row.market_away) {
                (Some(home), Some(draw), Some(away)) => Some(three(home, draw, away)?),
                _ => None,
            },
            climatology: three(row.climatology_home, row.climatology_draw, row.climatology_away)?,
            expected_goals: ExpectedGoals {
                home: row.expected_home_goals,
                away: row.expected_away_goals,
            },
        })
    }
}

/// Reads an origin's word.
pub(in crate::store) fn parse_origin(word: &str) -> Result<Origin, StoreError> {
    Origin::ALL
        .into_iter()
        .find(|origin| origin.as_str() == word)
        .ok_or_else(|| StoreError::unreadable("origin of a prediction", word))
}
