use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

use super::CusumReading;
use crate::domain::{CalibrationStep, HealthStatus, LeagueCode, ModelVersion, Probabilities, SafeText};
use crate::metrics::{Paired, ReliabilityPoint, ScoreRow};

/// Is the served model healthy?
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ModelHealth {
    /// The verdict.
    pub status: HealthStatus,
    /// The model version that is served.
    pub champion: Option<Champion>,
    /// The days whose settled predictions are scored here.
    pub window: Option<Window>,
    /// Scores of every forecaster on the same rows.
    pub scores: Option<Scores>,
    /// Whether what was published came true as often as it said.
    pub calibration: Option<Calibration>,
    /// What the coming fixtures will cost; none without coming fixtures with odds.
    pub expected: Option<ExpectedLogLoss>,
    /// What the model is worth beside the market; none where no evaluated match had odds.
    pub blend: Option<Blend>,
    /// How far the model's own probabilities lie from the market's.
    pub odds_divergence: Option<Divergence>,
    /// S1 over all leagues: an alarm degrades the whole model. None without odds or a reference.
    pub pooled_cusum: Option<CusumReading>,
    /// Log loss by week over a whole season, the oldest first, at most 52; a week without settled predictions has no score.
    pub history: Vec<WeekScore>,
    /// Scores of what was published by league, in the window; those that nothing was settled of are left out.
    pub leagues: Vec<LeagueScores>,
    /// How often each outcome was expected and came, in the window; none where nothing was settled.
    pub outcomes: Option<OutcomeMix>,
    /// Why `status` is what it is, one sentence each.
    pub reasons: Vec<SafeText>,
}

/// The model version that is served.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Champion {
    /// Its name.
    pub version: ModelVersion,
    /// When its training finished (UTC, engine clock).
    pub trained_at: DateTime<Utc>,
    /// Number of leagues it was fitted on.
    pub leagues: u32,
    /// Number of matches it was fitted on.
    pub matches: u64,
}

/// How the published probabilities are made, and what the model adds to the market in them.
///
/// It is read from the champion's walk-forward evaluation, in which every match was published from earlier ones only.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Blend {
    /// Weight of the model in the pool, `0..=1`; the market has the rest.
    pub weight: f64,
    /// Log loss of the market minus that of the published probabilities; above 0 the model adds.
    pub adds: f64,
    /// 95 % interval of `adds`; none of too few weeks.
    pub interval: Option<[f64; 2]>,
    /// Matches with odds.
    pub n: u64,
    /// How the model's own probabilities are calibrated before.
    pub calibration: CalibrationStep,
    /// What the interval allows to say.
    pub sentence: SafeText,
}

/// A span of days and what was settled in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Window {
    /// First day.
    pub from: NaiveDate,
    /// Last day.
    pub to: NaiveDate,
    /// Predictions settled in it, with odds or without.
    pub matches: u64,
    /// How many of them were made before kick-off; the others come from a walk-forward evaluation.
    pub live: u64,
}

/// Mean scores of every forecaster on the same rows.
///
/// Rows with odds, where there are any in the window; otherwise all rows, and the market has no score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Scores {
    /// Mean of `-ln p(outcome)`; uniform is 1.0986.
    pub log_loss: ScoreRow,
    /// Brier score summed over three outcomes, `0..=2`; uniform is 0.6667.
    pub brier: ScoreRow,
    /// Ranked probability score, `0..=1`; uniform is 0.2222 on draws and 0.2778 otherwise.
    pub rps: ScoreRow,
    /// Share of matches whose favourite came in, `0..=1`.
    pub accuracy: ScoreRow,
    /// Log loss of the published probabilities minus the market's on the same matches; above 0 the market is better.
    pub published_vs_market: Option<Paired>,
    /// Log loss of the model minus the market's on the same matches; above 0 the market is better.
    pub model_vs_market: Option<Paired>,
    /// `1 - log loss / log loss of climatology` of what was published; comparable between leagues, unlike raw scores.
    pub skill_vs_climatology: f64,
    /// The same of the market.
    pub market_skill_vs_climatology: Option<f64>,
    /// Published forecasts of the window whose outcome had a probability too small for log loss, and was clipped.
    pub clipped: u64,
}

/// Whether published probabilities come true as often as they say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Calibration {
    /// Spiegelhalter's Z of the Brier score; above 0 the forecasts are over-confident.
    pub z: f64,
    /// One-sided p of `z`; small is evidence of over-confidence.
    pub p: f64,
    /// Expected calibration error of single outcomes in ten bins.
    pub ece: f64,
    /// What `ece` is on average for perfectly calibrated forecasts of these matches.
    pub ece_expected: f64,
    /// What one perfectly calibrated forecaster of twenty exceeds.
    pub ece_limit: f64,
    /// Brier score that recalibration would take off.
    pub miscalibration: f64,
    /// Brier score that telling matches apart takes off.
    pub discrimination: f64,
    /// Brier score of always the outcome shares. Score = miscalibration - discrimination + uncertainty.
    pub uncertainty: f64,
    /// The reliability diagram, by tenths of the probability range.
    pub bins: Vec<ReliabilityPoint>,
    /// Matches.
    pub n: u64,
}

/// Mean log loss that the coming fixtures with odds will have.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ExpectedLogLoss {
    /// Fixtures with odds.
    pub fixtures: u64,
    /// Of the published probabilities, if they are right.
    pub own: f64,
    /// Of the market, if it is right.
    pub market: f64,
    /// Of the published probabilities, if the market is right.
    pub if_market_is_right: f64,
}

/// How far the model's own probabilities lie from the market's, over the window's settled predictions. Not the published
/// ones: at a low weight of the model these are the market, and their distance would only say so.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Divergence {
    /// Model minus market in percentage points, each outcome of a match counted.
    pub buckets: Vec<DivergenceBucket>,
    /// Outcomes below the first bucket.
    pub below: u64,
    /// Outcomes at or above the end of the last bucket.
    pub above: u64,
    /// Quantiles of the total variation distance of a match.
    pub tv: Option<TvQuantiles>,
    /// Coming fixtures whose total variation is above 0.19: usually a wrong team or news that the model lacks.
    pub fixtures: Vec<DivergentFixture>,
}

/// Outcomes whose divergence lies in `from..to` percentage points.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DivergenceBucket {
    /// Lower end, percentage points, inclusive.
    pub from: f64,
    /// Upper end, percentage points, exclusive.
    pub to: f64,
    /// Outcomes counted.
    pub count: u64,
}

/// Quantiles of the total variation distance between model and market, `0..=1`.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct TvQuantiles {
    /// Median.
    pub p50: f64,
    /// Nine of ten lie below.
    pub p90: f64,
    /// Nineteen of twenty lie below.
    pub p95: f64,
    /// Matches.
    pub n: u64,
}

/// A coming fixture on which model and market disagree.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DivergentFixture {
    /// Its league.
    pub league: LeagueCode,
    /// Its day.
    pub date: NaiveDate,
    /// Home team.
    pub home: SafeText,
    /// Away team.
    pub away: SafeText,
    /// What the model says.
    pub model: Probabilities,
    /// What the market says.
    pub market: Probabilities,
    /// Total variation distance, `0..=1`.
    pub total_variation: f64,
}

/// Mean log loss of one week, of every forecaster on the same rows: those with odds, where the week has any; otherwise all of
/// them, and the market has no score.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct WeekScore {
    /// Monday of the week.
    pub week: NaiveDate,
    /// Of what was published, where anything settled.
    pub log_loss: Option<f64>,
    /// Of the model's own probabilities.
    pub model: Option<f64>,
    /// Of the market.
    pub market: Option<f64>,
    /// Brier score of what was published, summed over three outcomes, `0..=2`.
    pub brier: Option<f64>,
    /// Predictions scored.
    pub n: u64,
}

/// Mean scores of what was published in one league, on all rows of the window.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeagueScores {
    /// Its code.
    pub league: LeagueCode,
    /// Mean of `-ln p(outcome)`.
    pub log_loss: f64,
    /// Brier score summed over three outcomes, `0..=2`.
    pub brier: f64,
    /// Share of matches whose favourite came in, `0..=1`.
    pub accuracy: f64,
    /// Predictions settled.
    pub n: u64,
}

/// Home wins, draws and away wins, as shares that sum to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OutcomeMix {
    /// As published: the mean of the probabilities.
    pub predicted: [f64; 3],
    /// As it came.
    pub actual: [f64; 3],
    /// Matches.
    pub n: u64,
}
