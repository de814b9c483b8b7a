//! What is forecast for one match.

use serde::{Deserialize, Serialize};

use super::Probabilities;

/// How a prediction came to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Made before kick-off and published.
    Live,
    /// Made before kick-off by a version that is not served, beside the champion's, and never published: what it would have
    /// said.
    Shadow,
    /// Made afterwards by a walk-forward evaluation, from nothing but matches before it.
    WalkForward,
}

impl Origin {
    /// Every way.
    pub const ALL: [Self; 3] = [Self::Live, Self::Shadow, Self::WalkForward];

    /// The name in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Live => "live",
            Self::Shadow => "shadow",
            Self::WalkForward => "walk_forward",
        }
    }
}

/// Mean goals of both teams under the model, each above 0.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ExpectedGoals {
    /// Goals of the home team.
    pub home: f64,
    /// Goals of the away team.
    pub away: f64,
}

/// All that is said of one match before it is played, by every forecaster who has an opinion.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Forecast {
    /// What the service publishes.
    pub published: Probabilities,
    /// The model's own.
    pub model: Probabilities,
    /// The early odds without the bookmaker's margin, where there are odds.
    pub market: Option<Probabilities>,
    /// Outcome shares of the league in its previous three seasons.
    pub climatology: Probabilities,
    /// Goals that the model expects.
    pub expected_goals: ExpectedGoals,
}
