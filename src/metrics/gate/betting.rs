//! Is a challenger better? Evidence that may be looked at after every match.

use serde::{Deserialize, Serialize};

use super::PairedForecast;
use crate::{domain::Outcome, metrics::CLIP};

/// Shares of the wealth that are bet on each unit of log loss. A challenger that is right about a champion that is not
/// gains fastest near ½, whatever their distance; one that goes only part of the way gains faster with more.
const STAKES: [f64; 4] = [0.125, 0.25, 0.5, 1.0];
/// Most of a bettor's wealth that a single match may cost.
const MOST_LOST: f64 = 0.9;
/// Largest logarithm that is told: past it there is nothing more to say, and `exp` would overflow.
const LARGEST_LN: f64 = 690.0;

/// Bets against "the challenger's mean log loss is not lower than the champion's".
///
/// Each of four bettors starts with 1 and puts a constant share λ on the challenger: with `d`, the champion's log loss
/// minus the challenger's, wealth becomes `Π (1 + λd)`. [`Betting::value`] is the mean of the four. If the mean of the
/// expected `d` so far is never above 0, then `Π (1 + λμ) ≤ exp(λ Σμ) ≤ 1`, so wealth lies below a martingale: it ever
/// reaches 20 with a probability of at most 1 in 20, however often one looks (Ville 1939; betting on bounded means,
/// Waudby-Smith and Ramdas 2024; sequential comparison of forecasters, Choe and Ramdas 2024).
///
/// The mixture that asks whether the market refutes what is published, `(½p + ½q)/p`, would be wrong here: half of a
/// challenger may improve the champion although the challenger alone is worse, and that mixture is not what is promoted.
///
/// `|d|` is at most `b`, the largest `|ln p/c|` of an outcome, which is known before the match. Where `λb` is above 0.9
/// the bet is cut to `λ = 0.9/b`, lest one match take everything. This costs nothing where the challenger is expected to be no
/// better at *every* match. It costs the promise about the *mean* over matches: those that were cut weigh less in it, so
/// a challenger that is better but for rare disasters might pass. [`Betting::cut`] counts them, and the gate asks for a
/// lower mean log loss beside.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
pub struct Betting {
    /// Logarithm of what each bettor's 1 has become.
    ln: [f64; STAKES.len()],
    n: u64,
    cut: u64,
}

impl Betting {
    /// Bets on one match. The order of matches does not matter.
    pub fn add(&mut self, row: &PairedForecast) {
        let gain = -row.log_loss_difference();
        let most = Outcome::ALL
            .map(|o| log_ratio(row, o).abs())
            .into_iter()
            .fold(0.0, f64::max);
        let largest = if most > 0.0 { MOST_LOST / most } else { f64::INFINITY };
        for (ln, stake) in self.ln.iter_mut().zip(STAKES) {
            *ln += (stake.min(largest) * gain).ln_1p();
        }
        self.n += 1;
        self.cut += u64::from(STAKES.iter().any(|stake| *stake > largest));
    }

    /// What the 1 has become: evidence that the challenger is better.
    #[must_use]
    pub fn value(&self) -> f64 {
        let sum: f64 = self.ln.iter().map(|ln| ln.min(LARGEST_LN).exp()).sum();
        sum / STAKES.len() as f64
    }

    /// Matches.
    #[must_use]
    pub const fn n(&self) -> u64 {
        self.n
    }

    /// Matches on which some bet was cut.
    #[must_use]
    pub const fn cut(&self) -> u64 {
        self.cut
    }
}

impl<'a> FromIterator<&'a PairedForecast> for Betting {
    fn from_iter<I: IntoIterator<Item = &'a PairedForecast>>(rows: I) -> Self {
        let mut betting = Self::default();
        for row in rows {
            betting.add(row);
        }
        betting
    }
}

fn log_ratio(row: &PairedForecast, outcome: Outcome) -> f64 {
    (row.challenger.of(outcome).max(CLIP) / row.champion.of(outcome).max(CLIP)).ln()
}

#[cfg(test)]
mod tests;
