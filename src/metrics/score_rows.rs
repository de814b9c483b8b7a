use serde::Serialize;

use super::{Moments, Scored, Tally, tally::Rows};

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
    /// Standard error of `published`; none of a single row.
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
    /// Log loss of the published probabilities minus the market's, match by match; empty without odds.
    pub published_vs_market: Moments,
    /// Log loss of the model minus the market's, match by match; empty without odds.
    pub model_vs_market: Moments,
}

impl Tally {
    /// Mean scores; none of an empty tally.
    #[must_use]
    pub fn scores(&self) -> Option<ScoreTable> {
        let (rows, market) = if self.priced.n > 0 {
            (&self.priced, Some(&self.market.market))
        } else {
            (&self.unpriced, None)
        };
        Some(ScoreTable {
            log_loss: row(rows, market, |s| s.log_loss)?,
            brier: row(rows, market, |s| s.brier)?,
            rps: row(rows, market, |s| s.rps)?,
            accuracy: row(rows, market, hits)?,
            published_vs_market: self.market.published_log_loss,
            model_vs_market: self.market.model_log_loss,
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

fn row(rows: &Rows, market: Option<&Scored>, score: fn(&Scored) -> Moments) -> Option<ScoreRow> {
    let published = score(&rows.published);
    Some(ScoreRow {
        published: published.mean()?,
        model: score(&rows.model).mean()?,
        market: market.and_then(|m| score(m).mean()),
        climatology: score(&rows.climatology).mean()?,
        se: published.standard_error(),
        n: published.n,
    })
}
