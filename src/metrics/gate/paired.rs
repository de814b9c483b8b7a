use chrono::NaiveDate;

use crate::{
    domain::{LeagueCode, Outcome, Probabilities},
    metrics::{Blocks, brier, log_loss},
};

/// A match that two versions forecast, both from nothing but what was known before it.
#[derive(Debug, Clone, PartialEq)]
pub struct PairedForecast {
    /// Day of the match.
    pub day: NaiveDate,
    /// Its league.
    pub league: LeagueCode,
    /// What the champion published.
    pub champion: Probabilities,
    /// What the other version would have published: the challenger, or in a rollback the champion before.
    pub challenger: Probabilities,
    /// How it ended.
    pub outcome: Outcome,
}

impl PairedForecast {
    /// Log loss of the challenger minus the champion's: above 0 the challenger was worse.
    #[must_use]
    pub fn log_loss_difference(&self) -> f64 {
        log_loss(self.challenger, self.outcome) - log_loss(self.champion, self.outcome)
    }

    /// Brier score of the challenger minus the champion's.
    #[must_use]
    pub fn brier_difference(&self) -> f64 {
        brier(self.challenger, self.outcome) - brier(self.champion, self.outcome)
    }
}

/// One of these differences of each match, by week.
pub(super) fn by_week<'a>(
    rows: impl IntoIterator<Item = &'a PairedForecast>,
    difference: fn(&PairedForecast) -> f64,
) -> Blocks {
    let mut blocks = Blocks::default();
    for row in rows {
        blocks.add(row.day, difference(row));
    }
    blocks
}
