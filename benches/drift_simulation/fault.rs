//! What can be broken.

use rand_chacha::ChaCha8Rng;
use touchline::domain::{ExpectedGoals, Forecast, Probabilities};

use crate::source::{Pair, below, outcome_shares, unit};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Fault {
    Swapped,
    Uniform,
    WrongTeams,
    HomeAdvantage,
    Sharpened,
}

impl Fault {
    pub(crate) const ALL: [Self; 5] = [
        Self::Swapped,
        Self::Uniform,
        Self::WrongTeams,
        Self::HomeAdvantage,
        Self::Sharpened,
    ];

    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::Swapped => "home and away swapped",
            Self::Uniform => "uniform",
            Self::WrongTeams => "20 % wrong teams",
            Self::HomeAdvantage => "home goals x1.25",
            Self::Sharpened => "p^1.5",
        }
    }

    /// The forecast as the broken service would publish it.
    pub(crate) fn apply(self, forecast: &Forecast, others: &[Pair], rng: &mut ChaCha8Rng) -> Forecast {
        let broken = |p: Probabilities| {
            let [h, d, a] = p.to_array();
            let weights = match self {
                Self::Swapped => [a, d, h],
                Self::Uniform => [1.0; 3],
                Self::Sharpened => [h, d, a].map(|p| p.powf(1.5)),
                Self::HomeAdvantage => more_home_goals([h, d, a], forecast.expected_goals),
                Self::WrongTeams => [h, d, a],
            };
            let [h, d, a] = weights;
            Probabilities::from_weights(h, d, a).unwrap()
        };
        let mut changed = Forecast {
            published: broken(forecast.published),
            model: broken(forecast.model),
            ..*forecast
        };
        if self == Self::WrongTeams && unit(rng) < 0.2 {
            let (other, _) = others[below(others.len(), rng)];
            changed.model = other.model;
            changed.published = other.published;
        }
        changed
    }
}

/// Scales the probabilities as those of independent Poisson goals change.
fn more_home_goals(p: [f64; 3], goals: ExpectedGoals) -> [f64; 3] {
    let more = ExpectedGoals {
        home: 1.25 * goals.home,
        ..goals
    };
    let (before, after) = (outcome_shares(goals), outcome_shares(more));
    [0, 1, 2].map(|k| p[k] * after[k] / before[k])
}
