//! Decimal odds and where they come from.

use serde::{Deserialize, Serialize};

/// Decimal odds of one bookmaker for home, draw and away: each a finite number above 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Odds {
    home: f64,
    draw: f64,
    away: f64,
}

/// Odds at or below 1 pay nothing and are no odds.
#[derive(Debug, Clone, Copy, PartialEq, thiserror::Error)]
#[error("odds {home} / {draw} / {away} are not all above 1")]
pub struct OddsError {
    home: f64,
    draw: f64,
    away: f64,
}

impl Odds {
    /// Takes decimal odds.
    ///
    /// # Errors
    /// When one of them is not a finite number above 1.
    pub fn new(home: f64, draw: f64, away: f64) -> Result<Self, OddsError> {
        if [home, draw, away].iter().all(|o| o.is_finite() && *o > 1.0) {
            Ok(Self { home, draw, away })
        } else {
            Err(OddsError { home, draw, away })
        }
    }

    /// Home, draw, away, in this order.
    #[must_use]
    pub const fn to_array(self) -> [f64; 3] {
        [self.home, self.draw, self.away]
    }

    /// Sum of the inverse odds minus 1: the bookmaker's margin as a fraction. Negative is an underround.
    #[must_use]
    pub fn overround(self) -> f64 {
        self.to_array().iter().map(|o| 1.0 / o).sum::<f64>() - 1.0
    }
}

/// Whose odds. `Average` and `Maximum` are over the bookmakers that the source follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Bookmaker {
    /// Mean over the bookmakers followed.
    Average,
    /// Pinnacle.
    Pinnacle,
    /// Bet365.
    Bet365,
    /// Best price over the bookmakers followed.
    Maximum,
}

impl Bookmaker {
    /// In order of preference for the market's probabilities. The average comes first: it is present in every season of
    /// the source, and on the five top leagues its log loss equals Pinnacle's to four digits (0.9716), while Pinnacle's
    /// columns have gaps. The maximum comes last: it is no bookmaker's book and may be underround.
    pub const PRIORITY: [Self; 4] = [Self::Average, Self::Pinnacle, Self::Bet365, Self::Maximum];

    /// The name in the database, in JSON and on the screen.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Average => "average",
            Self::Pinnacle => "pinnacle",
            Self::Bet365 => "bet365",
            Self::Maximum => "maximum",
        }
    }
}

/// When the odds were taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OddsTiming {
    /// Days before kick-off, when forecasts are published.
    Early,
    /// The last before kick-off.
    Closing,
}

impl OddsTiming {
    /// The name in the database and in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Early => "early",
            Self::Closing => "closing",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn overround_of_a_fair_book_is_zero() {
        assert!(Odds::new(3.0, 3.0, 3.0).unwrap().overround().abs() < 1e-12);
        assert!(Odds::new(1.0, 3.0, 3.0).is_err());
        assert!(Odds::new(f64::INFINITY, 3.0, 3.0).is_err());
    }
}
