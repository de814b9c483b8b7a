//! From the model's own probabilities to what is published, and how that was learnt in the course of time.

use std::collections::BTreeMap;

use chrono::{Datelike, NaiveDate};
use serde::{Deserialize, Serialize};

use super::{Blend, Calibrator, Graded, Pair, calibrate};
use crate::domain::{Outcome, Probabilities};

/// Makes of the model's own probabilities what is published: calibrated, then pooled with the market where there is one.
///
/// The default publishes the model's own.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Publisher {
    /// Of the model's own.
    pub calibrator: Calibrator,
    /// With the market, where there are odds; none publishes the calibrated model alone.
    pub blend: Option<Blend>,
}

impl Publisher {
    /// What is published of one match.
    #[must_use]
    pub fn publish(&self, model: Probabilities, market: Option<Probabilities>) -> Probabilities {
        let calibrated = self.calibrator.apply(model);
        match (self.blend, market) {
            (Some(blend), Some(market)) => blend.pool(calibrated, market),
            _ => calibrated,
        }
    }
}

/// A walk-forward forecast whose match is over.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PastForecast {
    /// Day on which it was made, at the latest that of the match.
    pub as_of: NaiveDate,
    /// Day of the match.
    pub day: NaiveDate,
    /// The model's own.
    pub model: Probabilities,
    /// The market's, where there were odds.
    pub market: Option<Probabilities>,
    /// How it ended.
    pub outcome: Outcome,
}

/// The publishers of a span of time, each in force from its day until the next one's.
///
/// A publisher knows no match of its first day or later, so what one of them says of a past match is what could have been
/// published then. This holds for any league, so a league that is refitted alone is published like the others.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Publishers {
    /// Before anything was learnt.
    start: Publisher,
    by_day: BTreeMap<NaiveDate, Publisher>,
}

impl Publishers {
    /// Learns from walk-forward forecasts, in any order: a publisher for the first day of every month, from the matches
    /// before it, and a last one from all of them. The weight of the model in the pool never falls below `floor`.
    ///
    /// Monthly is enough: a month of 14 leagues adds 500 matches to thousands, and weekly would cost four times as much.
    #[must_use]
    pub fn learn(rows: &[PastForecast], floor: f64) -> Self {
        let mut rows = rows.to_vec();
        rows.sort_by_key(|row| row.day);
        let mut publishers = Self {
            start: Publisher {
                calibrator: Calibrator::Identity,
                blend: Some(Blend::fit(&[], floor)),
            },
            by_day: BTreeMap::new(),
        };
        // What each publisher said of the rows after it: the pool is fitted on these, never on what a calibrator says of
        // the matches it was fitted on.
        let mut pairs = Vec::new();
        let mut known = 0;
        for from in learning_days(&rows) {
            let past = rows
                .get(..rows.partition_point(|row| row.day < from))
                .unwrap_or_default();
            let new = past.get(known..).unwrap_or_default();
            if new.is_empty() {
                continue;
            }
            pairs.extend(new.iter().filter_map(|row| publishers.pair(row)));
            known = past.len();
            let graded: Vec<Graded> = past.iter().map(graded).collect();
            let publisher = Publisher {
                calibrator: calibrate(&graded),
                blend: Some(Blend::fit(&pairs, floor)),
            };
            publishers.by_day.insert(from, publisher);
        }
        publishers
    }

    /// The publisher in force on a day. Before the first month nothing was learnt: nothing is calibrated, and the pool has
    /// its least weight.
    #[must_use]
    pub fn on(&self, day: NaiveDate) -> &Publisher {
        let last = self.by_day.range(..=day).next_back();
        last.map_or(&self.start, |(_, publisher)| publisher)
    }

    /// The last publisher, for matches to come.
    #[must_use]
    pub fn latest(&self) -> &Publisher {
        let last = self.by_day.last_key_value();
        last.map_or(&self.start, |(_, publisher)| publisher)
    }

    fn pair(&self, row: &PastForecast) -> Option<Pair> {
        let market = row.market?;
        Some(Pair {
            model: self.on(row.as_of).calibrator.apply(row.model),
            market,
            outcome: row.outcome,
        })
    }
}

/// The first day of each month in which a forecast was made, and the day after the last match.
fn learning_days(rows: &[PastForecast]) -> Vec<NaiveDate> {
    let mut days: Vec<NaiveDate> = rows.iter().filter_map(|row| row.as_of.with_day(1)).collect();
    days.extend(rows.last().and_then(|row| row.day.succ_opt()));
    days.sort_unstable();
    days.dedup();
    days
}

fn graded(row: &PastForecast) -> Graded {
    Graded {
        day: row.day,
        probabilities: row.model,
        outcome: row.outcome,
    }
}

#[cfg(test)]
mod tests;
