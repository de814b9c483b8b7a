//! Leagues, named by the codes of football-data.co.uk.

use serde::{Deserialize, Serialize};

/// A league's code, such as `E0` or `SC0`: one to four of `A-Z` and `0-9`, a letter first.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LeagueCode(String);

/// Text that cannot be a league's code.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no league code: one to four of A-Z and 0-9, a letter first, such as E0")]
pub struct LeagueCodeError(String);

impl LeagueCode {
    /// Takes a code; surrounding blanks are dropped.
    ///
    /// # Errors
    /// When it is no code.
    pub fn new(text: &str) -> Result<Self, LeagueCodeError> {
        let code = text.trim();
        let fits = (1..=4).contains(&code.len())
            && code.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
            && code.starts_with(|c: char| c.is_ascii_uppercase());
        if fits {
            Ok(Self(code.to_owned()))
        } else {
            Err(LeagueCodeError(text.chars().take(40).collect()))
        }
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for LeagueCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl TryFrom<String> for LeagueCode {
    type Error = LeagueCodeError;

    fn try_from(code: String) -> Result<Self, Self::Error> {
        Self::new(&code)
    }
}

impl From<LeagueCode> for String {
    fn from(code: LeagueCode) -> Self {
        code.0
    }
}

impl std::str::FromStr for LeagueCode {
    type Err = LeagueCodeError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::new(text)
    }
}

/// What is known of a league beside its matches.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct League {
    /// Code of football-data.co.uk.
    pub code: &'static str,
    /// Name for people.
    pub name: &'static str,
    /// Country.
    pub country: &'static str,
    /// 1 is the top division.
    pub tier: u8,
    /// IANA time zone of its calendar.
    pub time_zone: &'static str,
}

const fn league(
    code: &'static str,
    name: &'static str,
    country: &'static str,
    tier: u8,
    time_zone: &'static str,
) -> League {
    League {
        code,
        name,
        country,
        tier,
        time_zone,
    }
}

/// The leagues that football-data.co.uk publishes by season. A code outside this list is accepted too and named by itself.
pub const CATALOG: [League; 22] = [
    league("E0", "Premier League", "England", 1, "Europe/London"),
    league("E1", "Championship", "England", 2, "Europe/London"),
    league("E2", "League One", "England", 3, "Europe/London"),
    league("E3", "League Two", "England", 4, "Europe/London"),
    league("EC", "National League", "England", 5, "Europe/London"),
    league("SC0", "Premiership", "Scotland", 1, "Europe/London"),
    league("SC1", "Championship", "Scotland", 2, "Europe/London"),
    league("SC2", "League One", "Scotland", 3, "Europe/London"),
    league("SC3", "League Two", "Scotland", 4, "Europe/London"),
    league("D1", "Bundesliga", "Germany", 1, "Europe/Berlin"),
    league("D2", "2. Bundesliga", "Germany", 2, "Europe/Berlin"),
    league("I1", "Serie A", "Italy", 1, "Europe/Rome"),
    league("I2", "Serie B", "Italy", 2, "Europe/Rome"),
    league("SP1", "La Liga", "Spain", 1, "Europe/Madrid"),
    league("SP2", "La Liga 2", "Spain", 2, "Europe/Madrid"),
    league("F1", "Ligue 1", "France", 1, "Europe/Paris"),
    league("F2", "Ligue 2", "France", 2, "Europe/Paris"),
    league("N1", "Eredivisie", "Netherlands", 1, "Europe/Amsterdam"),
    league("B1", "Pro League", "Belgium", 1, "Europe/Brussels"),
    league("P1", "Primeira Liga", "Portugal", 1, "Europe/Lisbon"),
    league("T1", "Süper Lig", "Türkiye", 1, "Europe/Istanbul"),
    league("G1", "Super League", "Greece", 1, "Europe/Athens"),
];

impl League {
    /// The catalog's entry for a code.
    #[must_use]
    pub fn find(code: &LeagueCode) -> Option<&'static Self> {
        CATALOG.iter().find(|league| league.code == code.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes() {
        assert_eq!(LeagueCode::new(" SC0 ").unwrap().as_str(), "SC0");
        for wrong in ["", "e0", "0E", "EEEEE", "E 0", "E0\u{202e}"] {
            assert!(LeagueCode::new(wrong).is_err(), "{wrong:?}");
        }
        assert!(CATALOG.iter().all(|league| LeagueCode::new(league.code).is_ok()));
    }
}
