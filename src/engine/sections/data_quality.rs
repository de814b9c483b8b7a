use serde::Serialize;

use crate::domain::{HeldDifference, LeagueCode, QualityRule, QuarantinedRow, SafeText, Season, Severity};

/// Is the data itself sound?
#[derive(Debug, Clone, PartialEq, Default, Serialize)]
pub struct DataQuality {
    /// What is wrong, the gravest first.
    pub findings: Vec<QualityFinding>,
    /// How much each rule looked at: without this, no finding says nothing.
    pub checks: Vec<QualityCheck>,
    /// Rows that would change played matches, the latest match first, at most 100.
    pub held: Vec<HeldDifference>,
    /// Rows that could not go in, the last loaded first, at most 100. The differences of `held` are among them.
    pub quarantine: Vec<QuarantinedRow>,
    /// How many there are.
    pub quarantined_total: u64,
    /// How much is stored.
    pub extent: Extent,
}

/// How much is stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Extent {
    /// Leagues that have played matches.
    pub leagues: u64,
    /// Seasons in which any of them played, by their first year.
    pub seasons: u64,
    /// Matches with a score.
    pub matches: u64,
}

/// Something that is wrong with the data.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QualityFinding {
    /// The rule that is broken.
    pub rule: QualityRule,
    /// Where, if it concerns one league.
    pub league: Option<LeagueCode>,
    /// When, if it concerns one season: its first year.
    pub season: Option<Season>,
    /// How much it matters.
    pub severity: Severity,
    /// What is wrong, in one sentence with its numbers.
    pub sentence: SafeText,
}

/// How much a rule looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct QualityCheck {
    /// The rule.
    pub rule: QualityRule,
    /// Leagues, seasons, files or runs that it could judge.
    pub judged: u64,
    /// Those of which too little is known to judge them.
    pub insufficient: u64,
}

impl QualityFinding {
    /// What it is about: `E0 2023/24`, `E0`, or nothing.
    #[must_use]
    pub fn subject(&self) -> String {
        match (&self.league, self.season) {
            (Some(league), Some(season)) => format!("{league} {season}"),
            (Some(league), None) => league.to_string(),
            (None, _) => String::new(),
        }
    }
}

impl DataQuality {
    /// Checks that came to a judgement, over all rules.
    #[must_use]
    pub fn judged(&self) -> u64 {
        self.checks.iter().map(|check| check.judged).sum()
    }

    /// Checks for which too little is known, over all rules.
    #[must_use]
    pub fn insufficient(&self) -> u64 {
        self.checks.iter().map(|check| check.insufficient).sum()
    }
}
