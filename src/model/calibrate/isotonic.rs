use serde::{Deserialize, Serialize};

/// Forecasts of a block's own mean that every block is shrunk with, so that a short block at either end is not taken for
/// certainty.
const PSEUDO_COUNT: f64 = 50.0;
/// Least calibrated value: fewer than 1 in 100 is not told apart by the data a league has.
const LEAST: f64 = 0.01;

/// A monotone map of probabilities: knots joined by lines, level beyond the first and the last.
///
/// Isotonic regression by pooling adjacent violators, with each block of `n` forecasts at `(hits + 50·mean)/(n + 50)` and
/// its knot at the block's mean forecast. Shrinking can put a short block below a long one before it, so the violators are
/// pooled again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(try_from = "Vec<(f64, f64)>", into = "Vec<(f64, f64)>")]
pub struct Isotonic {
    knots: Vec<(f64, f64)>,
}

/// Knots that are no monotone map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("these knots are no monotone map of probabilities: both coordinates must rise within 0..=1")]
pub struct IsotonicError;

/// Neighbouring forecasts that share a value.
#[derive(Debug, Clone, Copy)]
struct Block {
    weight: f64,
    forecast: f64,
    value: f64,
}

impl Block {
    fn merged(self, next: Self) -> Self {
        let weight = self.weight + next.weight;
        let mean = |a: f64, b: f64| (a * self.weight + b * next.weight) / weight;
        Self {
            weight,
            forecast: mean(self.forecast, next.forecast),
            value: mean(self.value, next.value),
        }
    }

    fn shrunk(self) -> Self {
        let hits = self.weight * self.value;
        Self {
            value: (hits + PSEUDO_COUNT * self.forecast) / (self.weight + PSEUDO_COUNT),
            ..self
        }
    }
}

impl Isotonic {
    /// Fits forecasts of single outcomes and whether they came.
    pub(super) fn fit(points: impl Iterator<Item = (f64, bool)>) -> Self {
        let mut points: Vec<(f64, bool)> = points.collect();
        // Of equal forecasts those that came stand first, so that they are pooled with those that did not.
        points.sort_unstable_by(|a, b| a.0.total_cmp(&b.0).then(b.1.cmp(&a.1)));
        let single = |(forecast, came)| Block {
            weight: 1.0,
            forecast,
            value: f64::from(u8::from(came)),
        };
        let regression = pool(points.into_iter().map(single));
        let knots = pool(regression.into_iter().map(Block::shrunk));
        Self {
            knots: knots.into_iter().map(|block| (block.forecast, block.value)).collect(),
        }
    }

    /// The calibrated value of a probability, at least 0.01; of no knots the probability itself.
    #[must_use]
    pub fn at(&self, p: f64) -> f64 {
        let next = self.knots.partition_point(|(x, _)| *x <= p);
        let before = next.checked_sub(1).and_then(|at| self.knots.get(at));
        let value = match (before, self.knots.get(next)) {
            (Some((x0, y0)), Some((x1, y1))) => y0 + (y1 - y0) * (p - x0) / (x1 - x0),
            (Some((_, y)), None) | (None, Some((_, y))) => *y,
            (None, None) => p,
        };
        value.clamp(LEAST, 1.0)
    }
}

/// Pools adjacent violators (Ayer and others, Annals of Mathematical Statistics 26, 1955): neighbours out of order become
/// one block, until the values rise.
fn pool(blocks: impl Iterator<Item = Block>) -> Vec<Block> {
    let mut pooled: Vec<Block> = Vec::new();
    for mut block in blocks {
        while let Some(before) =
            pooled.pop_if(|before| before.value >= block.value || before.forecast >= block.forecast)
        {
            block = before.merged(block);
        }
        pooled.push(block);
    }
    pooled
}

impl TryFrom<Vec<(f64, f64)>> for Isotonic {
    type Error = IsotonicError;

    fn try_from(knots: Vec<(f64, f64)>) -> Result<Self, Self::Error> {
        let within = |(x, y): &(f64, f64)| (0.0..=1.0).contains(x) && (0.0..=1.0).contains(y);
        let rises = |((x0, y0), (x1, y1)): (&(f64, f64), &(f64, f64))| x0 < x1 && y0 <= y1;
        if knots.iter().all(within) && knots.iter().zip(knots.iter().skip(1)).all(rises) {
            Ok(Self { knots })
        } else {
            Err(IsotonicError)
        }
    }
}

impl From<Isotonic> for Vec<(f64, f64)> {
    fn from(map: Isotonic) -> Self {
        map.knots
    }
}
