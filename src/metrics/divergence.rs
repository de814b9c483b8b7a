use std::ops::AddAssign;

use serde::{Deserialize, Serialize};

use crate::domain::Probabilities;

/// Edges of the divergence histogram in percentage points; a bucket includes its lower end.
pub const BUCKET_EDGES: [f64; 7] = [-10.0, -5.0, -2.0, 0.0, 2.0, 5.0, 10.0];

/// Width of a cell of the total variation histogram: a quantile read from it is exact to this.
pub const TV_RESOLUTION: f64 = 0.005;

/// How far probabilities lie from the market's.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Divergence {
    /// Single outcomes by forecast minus market: below the first edge of [`BUCKET_EDGES`], between each two, and at or
    /// above the last.
    pub points: [u64; BUCKET_EDGES.len() + 1],
    /// Matches by total variation distance, in cells of [`TV_RESOLUTION`]; in JSON only those that are not empty.
    #[serde(with = "sparse")]
    cells: Vec<u64>,
}

impl Divergence {
    /// Adds one match.
    pub fn add(&mut self, forecast: Probabilities, market: Probabilities) {
        for (p, q) in forecast.to_array().into_iter().zip(market.to_array()) {
            if let Some(count) = self.points.get_mut(bucket_of(100.0 * (p - q))) {
                *count += 1;
            }
        }
        let cell = cell_of(forecast.total_variation(market));
        if self.cells.len() <= cell {
            self.cells.resize(cell + 1, 0);
        }
        if let Some(count) = self.cells.get_mut(cell) {
            *count += 1;
        }
    }

    /// Total variation distance that this share of the matches does not exceed: the middle of the cell that holds it, so
    /// half of [`TV_RESOLUTION`] off at most. None of no matches.
    #[must_use]
    pub fn tv_quantile(&self, share: f64) -> Option<f64> {
        let n: u64 = self.cells.iter().sum();
        // The smallest number of matches that is at least this share, and at least one.
        let wanted = (share.clamp(0.0, 1.0) * n as f64).ceil().max(1.0);
        let mut seen = 0;
        let cell = self.cells.iter().position(|count| {
            seen += count;
            seen as f64 >= wanted
        })?;
        Some((cell as f64 + 0.5) * TV_RESOLUTION)
    }
}

impl AddAssign<&Self> for Divergence {
    fn add_assign(&mut self, other: &Self) {
        for (count, more) in self.points.iter_mut().zip(other.points) {
            *count += more;
        }
        if self.cells.len() < other.cells.len() {
            self.cells.resize(other.cells.len(), 0);
        }
        for (count, more) in self.cells.iter_mut().zip(&other.cells) {
            *count += more;
        }
    }
}

/// Edges at or below this many points. All are compared: where a forecast falls is a toss-up, and a mispredicted branch costs
/// more than a few comparisons side by side.
fn bucket_of(points: f64) -> usize {
    BUCKET_EDGES.iter().filter(|edge| points >= **edge).count()
}

/// Cells up to a distance of 1, which belongs to the last.
const CELLS: usize = 200;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a distance lies between 0 and 1"
)]
fn cell_of(distance: f64) -> usize {
    ((distance / TV_RESOLUTION) as usize).min(CELLS - 1)
}

/// Counts as pairs of cell and count, in order.
mod sparse {
    use serde::{Deserialize, Deserializer, Serializer, de::Error};

    use super::CELLS;

    pub(super) fn serialize<S: Serializer>(cells: &[u64], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq(cells.iter().enumerate().filter(|(_, count)| **count > 0))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<u64>, D::Error> {
        let mut cells = Vec::new();
        for (cell, count) in Vec::<(usize, u64)>::deserialize(deserializer)? {
            if cell >= CELLS {
                return Err(D::Error::custom(format!("cell {cell} of a histogram of {CELLS}")));
            }
            if cells.len() <= cell {
                cells.resize(cell + 1, 0);
            }
            if let Some(place) = cells.get_mut(cell) {
                *place += count;
            }
        }
        Ok(cells)
    }
}

#[cfg(test)]
mod tests;
