//! Scores and outcomes.

use serde::{Deserialize, Serialize};

/// The three results a match can have after full time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Outcome {
    /// The home team won.
    Home,
    /// Neither won.
    Draw,
    /// The away team won.
    Away,
}

impl Outcome {
    /// Home, draw, away: the order of every three-way array in this crate.
    pub const ALL: [Self; 3] = [Self::Home, Self::Draw, Self::Away];

    /// Position in [`Outcome::ALL`].
    #[must_use]
    pub const fn index(self) -> usize {
        self as usize
    }
}

/// Goals at full time. Zero is a score like any other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Score {
    /// Goals of the home team.
    pub home: u8,
    /// Goals of the away team.
    pub away: u8,
}

impl Score {
    /// Who won.
    #[must_use]
    pub fn outcome(self) -> Outcome {
        match self.home.cmp(&self.away) {
            std::cmp::Ordering::Greater => Outcome::Home,
            std::cmp::Ordering::Equal => Outcome::Draw,
            std::cmp::Ordering::Less => Outcome::Away,
        }
    }
}

impl std::fmt::Display for Score {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}-{}", self.home, self.away)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nil_nil_is_a_draw() {
        assert_eq!(Score { home: 0, away: 0 }.outcome(), Outcome::Draw);
        assert_eq!(Score { home: 0, away: 1 }.outcome(), Outcome::Away);
        assert_eq!(Score { home: 2, away: 1 }.outcome(), Outcome::Home);
        assert_eq!(Outcome::ALL.map(Outcome::index), [0, 1, 2]);
    }
}
