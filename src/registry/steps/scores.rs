//! The scores of an evaluation, of all leagues together and of each.

use chrono::{DateTime, Utc};

use super::{Evaluation, Metric};
use crate::metrics::{CalibrationJudgement, ScoreRow, ScoreTable, WeeklyTally};

/// One row of the table of scores.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Scored {
    /// `E0`, or `all`.
    pub(super) scope: String,
    /// Settled forecasts.
    pub(super) matches: u64,
    /// Of these, with odds. Scores are of these where there are any, so that forecasters stand on the same rows.
    pub(super) with_odds: u64,
    pub(super) table: ScoreTable,
    pub(super) calibration: Option<CalibrationJudgement>,
}

/// Names of the four scores, in the order in which [`rows`] has them.
pub(super) const SCORES: [&str; 4] = ["log_loss", "brier", "rps", "accuracy"];

impl Scored {
    fn of(scope: &str, weekly: &WeeklyTally) -> Option<Self> {
        let all = weekly.tally();
        let mut rows = all.priced.clone();
        rows += &all.unpriced;
        Some(Self {
            scope: scope.to_owned(),
            matches: all.n(),
            with_odds: all.priced.n,
            table: ScoreTable::of(weekly)?,
            calibration: rows.calibration.judge(&rows.published.brier),
        })
    }

    /// The scores, named as in [`SCORES`].
    pub(super) fn rows(&self) -> [(&'static str, &ScoreRow); 4] {
        let [log_loss, brier, rps, accuracy] = SCORES;
        [
            (log_loss, &self.table.log_loss),
            (brier, &self.table.brier),
            (rps, &self.table.rps),
            (accuracy, &self.table.accuracy),
        ]
    }
}

/// All leagues together, first, then each.
pub(super) fn scored(evaluation: &Evaluation) -> Vec<Scored> {
    let mut all = WeeklyTally::default();
    for weekly in evaluation.values() {
        all += weekly;
    }
    let leagues = evaluation
        .iter()
        .map(|(league, weekly)| Scored::of(league.as_str(), weekly));
    std::iter::once(Scored::of("all", &all))
        .chain(leagues)
        .flatten()
        .collect()
}

/// `log_loss.market` of all leagues, `log_loss.market/E0` of one: MLflow draws what shares the part before the `/` together.
pub(super) fn metrics(evaluation: &Evaluation, at: DateTime<Utc>) -> Vec<Metric> {
    let mut metrics = Vec::new();
    for scored in scored(evaluation) {
        let suffix = if scored.scope == "all" {
            String::new()
        } else {
            format!("/{}", scored.scope)
        };
        let mut add = |name: String, value: f64| {
            metrics.push(Metric {
                key: format!("{name}{suffix}"),
                value,
                timestamp: at.timestamp_millis(),
                step: 0,
            });
        };
        add("matches".to_owned(), scored.matches as f64);
        add("matches_with_odds".to_owned(), scored.with_odds as f64);
        for (score, row) in scored.rows() {
            for (forecaster, value) in forecasters(row) {
                if let Some(value) = value {
                    add(format!("{score}.{forecaster}"), value);
                }
            }
        }
        if let Some(calibration) = &scored.calibration {
            add("calibration_z".to_owned(), calibration.z);
            add("ece".to_owned(), calibration.ece);
            add("ece_expected".to_owned(), calibration.ece_expected);
        }
    }
    metrics.retain(|metric| metric.value.is_finite());
    metrics
}

/// The forecasters of a row and the standard error of the first.
pub(super) fn forecasters(row: &ScoreRow) -> [(&'static str, Option<f64>); 5] {
    [
        ("published", Some(row.published)),
        ("model", Some(row.model)),
        ("market", row.market),
        ("climatology", Some(row.climatology)),
        ("se", row.se),
    ]
}
