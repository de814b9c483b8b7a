//! The two-sample test of Kolmogorov and Smirnov.

use std::cmp::Ordering;

/// How two samples differ.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ks {
    /// Largest distance between the two empirical distribution functions, `0..=1`.
    pub d: f64,
    /// Share of all permutations of the pooled values that are at least as far apart.
    pub p: f64,
}

/// Compares two samples. None where one is empty.
///
/// p is exact: all permutations are counted, not some of them drawn, as paths through a grid that keep within the distance
/// (Hodges 1958), with ties as they are in the pooled sample (Schröer and Trenkler 1995). The work is the product of the
/// sizes: 61,000 steps for a window of 80 and a reference of 760.
#[must_use]
pub fn two_sample(first: &[f64], second: &[f64]) -> Option<Ks> {
    let pooled = Pooled::of(first, second)?;
    let distance = pooled.distance();
    Some(Ks {
        d: distance as f64 / (pooled.m * pooled.n) as f64,
        p: pooled.p_of(distance),
    })
}

/// Both samples, sorted together.
struct Pooled {
    /// From which sample a value is.
    from_first: Vec<bool>,
    /// Is the next value larger? Only there do the distribution functions have their values.
    ends_tie: Vec<bool>,
    m: usize,
    n: usize,
}

impl Pooled {
    fn of(first: &[f64], second: &[f64]) -> Option<Self> {
        if first.is_empty() || second.is_empty() {
            return None;
        }
        let mut values: Vec<(f64, bool)> = first.iter().map(|v| (*v, true)).collect();
        values.extend(second.iter().map(|v| (*v, false)));
        values.sort_unstable_by(|(a, _), (b, _)| a.total_cmp(b));
        let next = values.iter().skip(1).map(|(v, _)| Some(*v)).chain([None]);
        let ends_tie = values
            .iter()
            .zip(next)
            .map(|((value, _), next)| next.is_none_or(|next| value.total_cmp(&next) != Ordering::Equal))
            .collect();
        Some(Self {
            from_first: values.into_iter().map(|(_, first)| first).collect(),
            ends_tie,
            m: first.len(),
            n: second.len(),
        })
    }

    /// `max |i/m − j/n|` times `m·n`, in whole numbers.
    fn distance(&self) -> usize {
        let (mut i, mut j, mut largest) = (0, 0, 0);
        for (first, ends_tie) in self.from_first.iter().zip(&self.ends_tie) {
            if *first {
                i += 1;
            } else {
                j += 1;
            }
            if *ends_tie {
                largest = largest.max((i * self.n).abs_diff(j * self.m));
            }
        }
        largest
    }

    /// `1 − P(every point of a random path is closer than distance)`. A cell holds the share of paths that reach it, scaled
    /// row by row by `i/(i + n)` so that the last cell is a probability and nothing overflows.
    fn p_of(&self, distance: usize) -> f64 {
        let (m, n) = (self.m, self.n);
        let has_ties = self.ends_tie.contains(&false);
        let mut row = vec![0.0; n + 1];
        for i in 0..=m {
            let scale = i as f64 / (i + n) as f64;
            let mut left = if i == 0 { 1.0 } else { 0.0 };
            // Without ties all cells outside this band are too far and stay 0; the band only moves to the right.
            let (from, to) = if has_ties {
                (0, n)
            } else {
                ((i * n).saturating_sub(distance) / m, ((i * n + distance) / m).min(n))
            };
            // The origin comes before the first value and ends no tie.
            let ends = std::iter::once(&false).chain(&self.ends_tie).skip(i + from);
            for ((j, cell), ends_tie) in row.iter_mut().enumerate().take(to + 1).skip(from).zip(ends) {
                let reached = scale * *cell + left;
                let too_far = *ends_tie && (i * n).abs_diff(j * m) >= distance;
                *cell = if too_far { 0.0 } else { reached };
                left = *cell;
            }
        }
        (1.0 - row.last().copied().unwrap_or(0.0)).clamp(0.0, 1.0)
    }
}

#[cfg(test)]
#[expect(clippy::float_cmp, reason = "these sums are exact")]
mod tests;
