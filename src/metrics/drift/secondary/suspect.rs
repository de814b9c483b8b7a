use serde::{Deserialize, Serialize};

use crate::domain::Bookmaker;

/// What a secondary test looks at. The average over bookmakers is the market; the others are judged beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Suspect {
    /// D1: distribution of the published probability of a home win (Kolmogorov-Smirnov).
    HomeProbability,
    /// D1: of a draw.
    DrawProbability,
    /// D1: of an away win.
    AwayProbability,
    /// D1: distribution of the market's probability of a home win.
    HomeOdds,
    /// D1: of a draw.
    DrawOdds,
    /// D1: of an away win.
    AwayOdds,
    /// D2: population stability index of the published probability of a home win.
    HomeStability,
    /// D2: of a draw.
    DrawStability,
    /// D2: of an away win.
    AwayStability,
    /// D3: goals against expected goals.
    Goals,
    /// D4: margin of a bookmaker's early odds.
    Overround(Bookmaker),
    /// D4: share of matches without a bookmaker's early odds.
    MissingOdds(Bookmaker),
    /// D5: total variation between the model's own probabilities and the market's (Kolmogorov-Smirnov). Not the published
    /// ones: at a low weight of the model these are the market.
    Divergence,
    /// D6: size of a bookmaker's move from early to closing odds. Of the market Kullback-Leibler (Kolmogorov-Smirnov), of the
    /// others the mean total variation.
    ClosingMove(Bookmaker),
    /// D6: the closing line moves away from the model (sign test).
    ClosingLine,
}

/// A word that names no secondary test.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no secondary test")]
pub struct UnknownSuspect(String);

impl Suspect {
    /// In words.
    #[must_use]
    pub fn label(self) -> String {
        let of_market = match self {
            Self::HomeProbability => "distribution of home probabilities",
            Self::DrawProbability => "distribution of draw probabilities",
            Self::AwayProbability => "distribution of away probabilities",
            Self::HomeOdds => "distribution of home odds",
            Self::DrawOdds => "distribution of draw odds",
            Self::AwayOdds => "distribution of away odds",
            Self::HomeStability => "PSI of home probabilities",
            Self::DrawStability => "PSI of draw probabilities",
            Self::AwayStability => "PSI of away probabilities",
            Self::Goals => "goals a match",
            Self::Overround(_) => "overround",
            Self::MissingOdds(_) => "share without odds",
            Self::Divergence => "divergence from the market",
            Self::ClosingMove(_) => "move to the closing odds",
            Self::ClosingLine => "share of closing lines that move to the model",
        };
        match self.bookmaker() {
            None | Some(Bookmaker::Average) => of_market.to_owned(),
            Some(bookmaker) => format!("{of_market} of {}", bookmaker.as_str()),
        }
    }

    /// Whose odds it looks at, where it looks at one bookmaker's.
    #[must_use]
    pub const fn bookmaker(self) -> Option<Bookmaker> {
        match self {
            Self::Overround(bookmaker) | Self::MissingOdds(bookmaker) | Self::ClosingMove(bookmaker) => Some(bookmaker),
            _ => None,
        }
    }

    /// The name in the database and in JSON, without the bookmaker.
    const fn word(self) -> &'static str {
        match self {
            Self::HomeProbability => "home_probability",
            Self::DrawProbability => "draw_probability",
            Self::AwayProbability => "away_probability",
            Self::HomeOdds => "home_odds",
            Self::DrawOdds => "draw_odds",
            Self::AwayOdds => "away_odds",
            Self::HomeStability => "home_stability",
            Self::DrawStability => "draw_stability",
            Self::AwayStability => "away_stability",
            Self::Goals => "goals",
            Self::Overround(_) => "overround",
            Self::MissingOdds(_) => "missing_odds",
            Self::Divergence => "divergence",
            Self::ClosingMove(_) => "closing_move",
            Self::ClosingLine => "closing_line",
        }
    }

    fn all() -> impl Iterator<Item = Self> {
        let plain = [
            Self::HomeProbability,
            Self::DrawProbability,
            Self::AwayProbability,
            Self::HomeOdds,
            Self::DrawOdds,
            Self::AwayOdds,
            Self::HomeStability,
            Self::DrawStability,
            Self::AwayStability,
            Self::Goals,
            Self::Divergence,
            Self::ClosingLine,
        ];
        let of_bookmakers = Bookmaker::PRIORITY.into_iter().flat_map(|bookmaker| {
            [
                Self::Overround(bookmaker),
                Self::MissingOdds(bookmaker),
                Self::ClosingMove(bookmaker),
            ]
        });
        plain.into_iter().chain(of_bookmakers)
    }
}

impl From<Suspect> for String {
    /// `goals`, `overround_pinnacle`; of the market plain `overround`, as it was written before bookmakers were told apart.
    fn from(suspect: Suspect) -> Self {
        match suspect.bookmaker() {
            None | Some(Bookmaker::Average) => suspect.word().to_owned(),
            Some(bookmaker) => format!("{}_{}", suspect.word(), bookmaker.as_str()),
        }
    }
}

impl TryFrom<String> for Suspect {
    type Error = UnknownSuspect;

    fn try_from(word: String) -> Result<Self, UnknownSuspect> {
        let mut known = Self::all();
        known
            .find(|suspect| String::from(*suspect) == word)
            .ok_or(UnknownSuspect(word))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_name_leads_back() {
        let names: Vec<String> = Suspect::all().map(String::from).collect();
        assert_eq!(names.len(), 24);
        for (suspect, name) in Suspect::all().zip(names) {
            assert_eq!(Suspect::try_from(name), Ok(suspect));
        }
        assert!(Suspect::try_from("overround_ladbrokes".to_owned()).is_err());
    }

    #[test]
    fn a_bookmaker_is_named_and_the_market_is_not() {
        let pinnacle = Suspect::MissingOdds(Bookmaker::Pinnacle);
        assert_eq!(pinnacle.label(), "share without odds of pinnacle");
        assert_eq!(serde_json::to_string(&pinnacle).unwrap(), "\"missing_odds_pinnacle\"");
        assert_eq!(Suspect::Overround(Bookmaker::Average).label(), "overround");
    }
}
