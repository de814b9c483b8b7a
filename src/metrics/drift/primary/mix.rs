//! P2: the mix of outcomes.

use super::Test;
use crate::{
    domain::{Outcome, Probabilities},
    metrics::calibration::Calibration,
};

/// Up to this many matches p is exact. The work grows with the third power; with more the χ² law is near enough.
const MOST_FOR_EXACT: usize = 120;

/// P2: do outcomes come as often as forecast for these very fixtures? `X² = D'V⁻¹D` with `D = Σ(o − p)` for home wins and
/// draws and `V = diag(Σp) − Σpp'`. None where `V` has no inverse.
///
/// p is exact: the probability, under these forecasts, of all numbers of home wins and draws with as large an X². The χ² law
/// with 2 degrees, whose tail is `exp(−X²/2)`, is right in its middle and too small far out.
#[must_use]
pub fn outcome_mix(forecasts: &[(Probabilities, Outcome)]) -> Option<Test> {
    let mut sums = Calibration::default();
    for (p, outcome) in forecasts {
        sums.add(*p, *outcome);
    }
    let [home, draw, _] = sums.outcomes;
    let [expected_home, expected_draw, _] = sums.expected;
    let [hh, hd, dd] = sums.covariance;
    let determinant = hh * dd - hd * hd;
    if determinant < 1e-12 {
        return None;
    }
    let chi_square = |home: f64, draw: f64| {
        let (home, draw) = (home - expected_home, draw - expected_draw);
        (dd * home * home - 2.0 * hd * home * draw + hh * draw * draw) / determinant
    };
    let statistic = chi_square(home as f64, draw as f64);
    let p = if forecasts.len() <= MOST_FOR_EXACT {
        // The same counts by another way differ by rounding.
        let least = statistic - 1e-9 * (1.0 + statistic);
        let p = share_of_counts(forecasts, |home, draw| chi_square(home, draw) >= least);
        p.clamp(0.0, 1.0)
    } else {
        (-0.5 * statistic).exp()
    };
    Some(Test {
        statistic,
        p,
        n: forecasts.len() as u64,
    })
}

/// Probability of all numbers of home wins and draws that are wanted: match after match, each number of home wins (a row)
/// and of draws (a cell) is reached from the one with one less of either, or stays with an away win.
fn share_of_counts(forecasts: &[(Probabilities, Outcome)], is_wanted: impl Fn(f64, f64) -> bool) -> f64 {
    let mut rows: Vec<Vec<f64>> = vec![vec![0.0; forecasts.len() + 1]; forecasts.len() + 1];
    if let Some(none) = rows.first_mut().and_then(|row| row.first_mut()) {
        *none = 1.0;
    }
    let nothing = vec![0.0; forecasts.len() + 1];
    for (played, (p, _)) in forecasts.iter().enumerate() {
        // From the most home wins down, so that the row before is still that of one match less.
        for wins in (0..=played + 1).rev() {
            let (fewer, rest) = rows.split_at_mut(wins);
            let (before, Some(row)) = (fewer.last().unwrap_or(&nothing), rest.first_mut()) else {
                continue;
            };
            let mut one_draw_less = 0.0;
            for (cell, one_win_less) in row.iter_mut().zip(before).take(played + 2 - wins) {
                let same = *cell;
                *cell = p.away() * same + p.draw() * one_draw_less + p.home() * one_win_less;
                one_draw_less = same;
            }
        }
    }
    let of_row = |(wins, row): (usize, &Vec<f64>)| {
        let wanted = row
            .iter()
            .enumerate()
            .filter(|(draws, _)| is_wanted(wins as f64, *draws as f64));
        wanted.map(|(_, share)| share).sum::<f64>()
    };
    rows.iter().enumerate().map(of_row).sum()
}
