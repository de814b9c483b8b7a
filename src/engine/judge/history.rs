//! Log loss week by week, from the tallies of its days.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::drift::monday;
use crate::{
    engine::WeekScore,
    metrics::{Moments, Tally},
    store::DayTally,
};

/// Weeks of history: a season and the summer before it.
const WEEKS: u64 = 52;

/// The last weeks up to the last settled day, the oldest first. Before the first settled week there is none.
pub(super) fn weekly_scores(days: &[DayTally]) -> Vec<WeekScore> {
    let Some(last) = days.last() else {
        return Vec::new();
    };
    let last = monday(last.day);
    let earliest = last - Days::new(7 * (WEEKS - 1));
    let mut weeks = BTreeMap::<NaiveDate, Losses>::new();
    for day in days.iter().rev().take_while(|day| day.day >= earliest) {
        weeks.entry(monday(day.day)).or_default().add(&day.tally);
    }
    let first = weeks.keys().next().copied().unwrap_or(last);
    first
        .iter_days()
        .step_by(7)
        .take_while(|week| *week <= last)
        .map(|week| weeks.get(&week).copied().unwrap_or_default().score(week))
        .collect()
}

/// Log losses of a week.
#[derive(Debug, Clone, Copy, Default)]
struct Losses {
    priced: Forecasters,
    unpriced: Forecasters,
    market: Moments,
}

#[derive(Debug, Clone, Copy, Default)]
struct Forecasters {
    published: Moments,
    model: Moments,
    brier: Moments,
}

impl Losses {
    fn add(&mut self, tally: &Tally) {
        for (sums, rows) in [(&mut self.priced, &tally.priced), (&mut self.unpriced, &tally.unpriced)] {
            sums.published += rows.published.log_loss;
            sums.model += rows.model.log_loss;
            sums.brier += rows.published.brier;
        }
        self.market += tally.market.market.log_loss;
    }

    fn score(self, week: NaiveDate) -> WeekScore {
        let rows = if self.priced.published.n > 0 {
            self.priced
        } else {
            self.unpriced
        };
        WeekScore {
            week,
            log_loss: rows.published.mean(),
            model: rows.model.mean(),
            market: self.market.mean(),
            brier: rows.brier.mean(),
            n: rows.published.n,
        }
    }
}
