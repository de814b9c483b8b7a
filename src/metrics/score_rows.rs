use serde::Serialize;

use super::{
    Moments, Scored, Tally, WeeklyTally, clustered_standard_error,
    weekly::{Cluster, Sums},
};

/// One score of all forecasters on the same rows.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ScoreRow {
    /// Mean of the published probabilities.
    pub published: f64,
    /// Mean of the model's own.
    pub model: f64,
    /// Mean of the market; none where no row has odds.
    pub market: Option<f64>,
    /// Mean of climatology.
    pub climatology: f64,
    /// Standard error of `published`, matches of a week as one cluster; none of a single week.
    pub se: Option<f64>,
    /// Rows.
    pub n: u64,
}

/// Mean scores of every forecaster on common rows: those with odds if there are any, else all rows and no market.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ScoreTable {
    /// Log loss, nats; uniform is 1.0986.
    pub log_loss: ScoreRow,
    /// Brier score, `0..=2`; uniform is 0.6667.
    pub brier: ScoreRow,
    /// Ranked probability score, `0..=1`.
    pub rps: ScoreRow,
    /// Share of matches whose favourite came in, `0..=1`.
    pub accuracy: ScoreRow,
    /// Log loss of the published probabilities minus the market's, match by match; none without odds.
    pub published_vs_market: Option<Paired>,
    /// Log loss of the model minus the market's, match by match; none without odds.
    pub model_vs_market: Option<Paired>,
}

/// Mean of paired differences.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Paired {
    /// Mean difference.
    pub mean: f64,
    /// Its standard error, matches of a week as one cluster; none of a single week.
    pub se: Option<f64>,
    /// Number of pairs.
    pub n: u64,
}

impl ScoreTable {
    /// Mean scores of all weeks together, with weeks as clusters; none where nothing is in them.
    #[must_use]
    pub fn of(weekly: &WeeklyTally) -> Option<Self> {
        let common = CommonRows {
            all: weekly.tally(),
            weeks: weekly.clusters(),
            priced: weekly.tally().priced.n > 0,
        };
        let market = &common.all.market;
        Some(Self {
            log_loss: common.row(|s| s.log_loss.mean(), |week| week.log_loss)?,
            brier: common.row(|s| s.brier.mean(), |week| week.brier)?,
            rps: common.row(|s| s.rps.mean(), |week| week.rps)?,
            accuracy: common.row(hit_rate, |week| week.hits as f64)?,
            published_vs_market: common.paired(&market.published_log_loss, |week| week.published_vs_market),
            model_vs_market: common.paired(&market.model_log_loss, |week| week.model_vs_market),
        })
    }
}

/// The rows that all forecasters are compared on.
struct CommonRows<'a> {
    all: &'a Tally,
    weeks: Vec<Cluster>,
    priced: bool,
}

impl CommonRows<'_> {
    fn row(&self, mean: fn(&Scored) -> Option<f64>, sum_of: fn(&Sums) -> f64) -> Option<ScoreRow> {
        let rows = if self.priced {
            &self.all.priced
        } else {
            &self.all.unpriced
        };
        let of_week = |week: &Cluster| {
            let sums = if self.priced { week.priced } else { week.unpriced };
            (sums.n, sum_of(&sums))
        };
        Some(ScoreRow {
            published: mean(&rows.published)?,
            model: mean(&rows.model)?,
            market: if self.priced {
                mean(&self.all.market.market)
            } else {
                None
            },
            climatology: mean(&rows.climatology)?,
            se: clustered_standard_error(self.weeks.iter().map(of_week)),
            n: rows.n,
        })
    }

    fn paired(&self, all: &Moments, sum_of: fn(&Cluster) -> f64) -> Option<Paired> {
        Some(Paired {
            mean: all.mean()?,
            se: clustered_standard_error(self.weeks.iter().map(|week| (week.priced.n, sum_of(week)))),
            n: all.n,
        })
    }
}

fn hit_rate(scored: &Scored) -> Option<f64> {
    let n = scored.log_loss.n;
    (n > 0).then(|| scored.hits as f64 / n as f64)
}
