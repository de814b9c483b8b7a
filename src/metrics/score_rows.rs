use serde::Serialize;

use super::{Moments, Scored, Tally, clustered_standard_error, tally::Rows};

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
    pub fn of_weeks(weeks: &[Tally]) -> Option<Self> {
        let all: Tally = weeks.iter().sum();
        let priced = all.priced.n > 0;
        let row = |score: fn(&Scored) -> Moments| row(&all, weeks, priced, score);
        Some(Self {
            log_loss: row(|s| s.log_loss)?,
            brier: row(|s| s.brier)?,
            rps: row(|s| s.rps)?,
            accuracy: row(hits)?,
            published_vs_market: paired(&all, weeks, |t| &t.market.published_log_loss),
            model_vs_market: paired(&all, weeks, |t| &t.market.model_log_loss),
        })
    }
}

/// A hit is 1 and a miss is 0, so sum and sum of squares are both the number of hits.
fn hits(scored: &Scored) -> Moments {
    Moments {
        n: scored.log_loss.n,
        sum: scored.hits as f64,
        sum_sq: scored.hits as f64,
    }
}

fn rows(tally: &Tally, priced: bool) -> &Rows {
    if priced { &tally.priced } else { &tally.unpriced }
}

fn row(all: &Tally, weeks: &[Tally], priced: bool, score: fn(&Scored) -> Moments) -> Option<ScoreRow> {
    let published = score(&rows(all, priced).published);
    let by_week: Vec<Moments> = weeks.iter().map(|week| score(&rows(week, priced).published)).collect();
    Some(ScoreRow {
        published: published.mean()?,
        model: score(&rows(all, priced).model).mean()?,
        market: if priced { score(&all.market.market).mean() } else { None },
        climatology: score(&rows(all, priced).climatology).mean()?,
        se: clustered_standard_error(by_week.iter()),
        n: published.n,
    })
}

fn paired(all: &Tally, weeks: &[Tally], difference: fn(&Tally) -> &Moments) -> Option<Paired> {
    let moments = difference(all);
    Some(Paired {
        mean: moments.mean()?,
        se: clustered_standard_error(weeks.iter().map(difference)),
        n: moments.n,
    })
}
