//! What a league's drift is judged on: its settled forecasts of record, in order.

use chrono::NaiveDate;

use crate::{
    domain::{Bookmaker, Forecast, LeagueCode, Outcome, Probabilities, Score, Season},
    metrics::Moments,
};

/// Who made a forecast.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeBy {
    /// A champion, before the match.
    Champion {
        /// Number of the model version.
        model: i64,
        /// Number of its specification: versions that only refit the same specification share it.
        specification: u32,
    },
    /// The present champion, afterwards, from nothing but matches before it.
    WalkForward,
}

/// One forecast whose match is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct SettledForecast {
    /// Day of the match.
    pub day: NaiveDate,
    /// Its season.
    pub season: Season,
    /// What was said.
    pub forecast: Forecast,
    /// How it ended.
    pub score: Score,
    /// Who said it.
    pub made_by: MadeBy,
    /// Margin of the market's early odds as a fraction, where there are odds.
    pub overround: Option<f64>,
    /// The closing odds without the bookmaker's margin, where there are any.
    pub closing: Option<Probabilities>,
}

/// What one bookmaker quoted for a league's matches of one day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct DayQuotes {
    /// Day of the matches.
    pub day: NaiveDate,
    /// Whose odds.
    pub bookmaker: Bookmaker,
    /// Margins of the early odds as fractions, over the matches that have any.
    pub overround: Moments,
    /// Total variation between the early and the closing odds, margins divided out; over the matches that have both.
    pub movement: Moments,
}

/// The settled forecasts of one league, the oldest first: one for each match, the one of record.
#[derive(Debug, Clone, PartialEq)]
pub struct LeagueSeries {
    league: LeagueCode,
    matches: Vec<SettledForecast>,
    quotes: Vec<DayQuotes>,
}

impl LeagueSeries {
    /// Puts the forecasts of a league in order of their days; those of one day stay as they are.
    #[must_use]
    pub fn new(league: LeagueCode, mut matches: Vec<SettledForecast>) -> Self {
        matches.sort_by_key(|m| m.day);
        Self {
            league,
            matches,
            quotes: Vec::new(),
        }
    }

    /// With what the bookmakers beside the market average quoted.
    #[must_use]
    pub fn with_quotes(self, quotes: Vec<DayQuotes>) -> Self {
        Self { quotes, ..self }
    }

    /// Whose.
    #[must_use]
    pub const fn league(&self) -> &LeagueCode {
        &self.league
    }

    /// What bookmakers quoted, by day.
    #[must_use]
    pub fn quotes(&self) -> &[DayQuotes] {
        &self.quotes
    }

    /// All of them, the oldest first.
    #[must_use]
    pub fn matches(&self) -> &[SettledForecast] {
        &self.matches
    }
}

impl SettledForecast {
    /// Who won.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.score.outcome()
    }
}
