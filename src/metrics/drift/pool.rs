//! What is normal for a league, with the other leagues behind it.
//!
//! A league's mean over two seasons is known to about a third of a window's standard error, so part of what looks like a
//! league's own level is luck. Empirical Bayes draws it towards the mean of all leagues (Efron and Morris 1975):
//! `θ = (n·m_l + κ·m) / (n + κ)` with `κ = σ²/τ²`, `σ` the spread of a match and `τ` the spread of the leagues' true means.

use serde::{Deserialize, Serialize};

use super::cut::FEWEST_OWN_REFERENCE;
use crate::metrics::Moments;

/// Below this many leagues their spread cannot be told from luck, and each stands on its own.
const FEWEST_LEAGUES: usize = 4;

/// The paired differences of all leagues.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Pool {
    all: Moments,
    /// `κ`; infinite where the leagues differ by no more than luck, 0 where there are too few of them.
    kappa: f64,
}

/// What is normal for one league.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Reference {
    /// `θ`.
    pub mean: f64,
    /// Standard deviation of one match.
    pub sd: f64,
    /// Standard error of `mean`.
    pub se: f64,
    /// Matches that `sd` rests on.
    pub n: u64,
    /// `sd` is that of all leagues, for want of enough matches of this one.
    pub pooled: bool,
}

impl Pool {
    /// Pools leagues. `τ²` is by the method of moments (`DerSimonian` and Laird 1986, with equal weights).
    #[must_use]
    pub fn of(leagues: &[Moments]) -> Self {
        let mut all = Moments::default();
        for league in leagues {
            all += *league;
        }
        let measured: Vec<(f64, f64)> = leagues
            .iter()
            .filter_map(|league| Some((league.mean()?, league.standard_error()?.powi(2))))
            .collect();
        let means: Moments = measured.iter().map(|(mean, _)| *mean).collect();
        let luck: Moments = measured.iter().map(|(_, variance)| *variance).collect();
        let kappa = match (means.sd(), luck.mean(), all.sd()) {
            (Some(spread), Some(luck), Some(sd)) if measured.len() >= FEWEST_LEAGUES => {
                let between = spread * spread - luck;
                if between > 0.0 {
                    sd * sd / between
                } else {
                    f64::INFINITY
                }
            }
            _ => 0.0,
        };
        Self { all, kappa }
    }

    /// The reference of one league of the pool; none where neither it nor the pool holds enough to have a spread.
    #[must_use]
    pub fn reference(&self, league: &Moments) -> Option<Reference> {
        let own = league.n >= FEWEST_OWN_REFERENCE || self.all.n <= league.n;
        let (spread, n) = if own {
            (league, league.n)
        } else {
            (&self.all, self.all.n)
        };
        let sd = spread.sd()?;
        let weight = self.weight(league.n);
        let mean = weight * league.mean().unwrap_or(0.0) + (1.0 - weight) * self.all.mean()?;
        // The league's part of the error, and the pool's: that of drawing towards a mean which is itself estimated.
        let of_league = if weight > 0.0 { weight / league.n as f64 } else { 0.0 };
        let of_pool = (1.0 - weight).powi(2) / self.all.n as f64;
        let unseen = if league.n == 0 && self.kappa > 0.0 {
            1.0 / self.kappa
        } else {
            0.0
        };
        Some(Reference {
            mean,
            sd,
            se: sd * (of_league + of_pool + unseen).sqrt(),
            n,
            pooled: !own,
        })
    }

    /// How much a league's own mean counts, `n / (n + κ)`; nothing where `κ` is infinite.
    fn weight(&self, n: u64) -> f64 {
        if n == 0 {
            0.0
        } else {
            n as f64 / (n as f64 + self.kappa)
        }
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
