//! The paired differences that are normal, all of them: their law is skewed, so moments alone do not tell how far out a
//! window lies.

use super::pool::{Pool, Reference};
use crate::metrics::Moments;

/// The paired differences of all leagues.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Differences {
    pub(super) pool: Pool,
    all: Vec<f64>,
}

/// What is normal for one league.
#[derive(Debug, Clone, Copy)]
pub(super) struct Usual<'a> {
    pub(super) reference: Reference,
    /// The differences that its spread is of: the league's own, or those of all.
    pub(super) differences: &'a [f64],
}

impl Differences {
    /// Pools leagues.
    pub(super) fn of<'a>(leagues: impl Iterator<Item = &'a [f64]> + Clone) -> Self {
        let moments: Vec<Moments> = leagues.clone().map(|own| own.iter().copied().collect()).collect();
        Self {
            pool: Pool::of(&moments),
            all: leagues.flatten().copied().collect(),
        }
    }

    /// None where neither the league nor the pool holds enough to have a spread.
    pub(super) fn usual<'a>(&'a self, own: &'a [f64]) -> Option<Usual<'a>> {
        let reference = self.pool.reference(&own.iter().copied().collect())?;
        let differences = if reference.pooled { &self.all } else { own };
        Some(Usual { reference, differences })
    }
}
