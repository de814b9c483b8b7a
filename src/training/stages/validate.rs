//! The validate stage: data that no model should learn from is refused, and leagues with too few matches are left out.

use serde::{Deserialize, Serialize};

use super::extract::{Extracted, LeagueData};
use crate::{
    domain::{LeagueCode, Severity},
    metrics::{PlayedDay, Quality, QualityFacts, seasons_of_days},
    training::job::TrainError,
};

/// Matches below which a league is left out: five rounds of twenty teams.
pub(in crate::training) const FEWEST_MATCHES: usize = 50;

/// What will be fitted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(in crate::training) struct Validated {
    /// Leagues that have enough matches.
    leagues: usize,
    /// Their matches.
    pub(in crate::training) matches: u64,
    /// Leagues with too few matches, and how many they have.
    left_out: Vec<(LeagueCode, usize)>,
}

impl Validated {
    /// `14 leagues on 13347 matches (too few matches: E3 12)`.
    pub(in crate::training) fn summary(&self) -> String {
        let leagues = if self.leagues == 1 { "league" } else { "leagues" };
        let summary = format!("{} {leagues} on {} matches", self.leagues, self.matches);
        match self.too_few() {
            few if few.is_empty() => summary,
            few => format!("{summary} (too few matches: {few})"),
        }
    }

    fn too_few(&self) -> String {
        let few = self.left_out.iter().map(|(code, matches)| format!("{code} {matches}"));
        few.collect::<Vec<_>>().join(", ")
    }
}

/// # Errors
/// When nothing is left to fit, a result lies in the future, or a league's results cannot be what was played.
pub(super) fn validate(extracted: &Extracted) -> Result<Validated, TrainError> {
    let leagues = &extracted.data.leagues;
    let future = leagues.iter().find_map(|league| {
        let last = league.observations.last()?;
        (last.date > extracted.today)
            .then(|| format!("{} has a result of {}, which is to come", league.code, last.date))
    });
    if let Some(what) = future.or_else(|| broken(leagues)) {
        return Err(TrainError::BadData { what });
    }
    let (enough, few): (Vec<_>, Vec<_>) = leagues
        .iter()
        .map(|league| (league.code.clone(), league.observations.len()))
        .partition(|(_, matches)| *matches >= FEWEST_MATCHES);
    let validated = Validated {
        leagues: enough.len(),
        matches: enough.iter().map(|(_, matches)| *matches as u64).sum(),
        left_out: few,
    };
    if enough.is_empty() {
        let found = match validated.too_few() {
            few if few.is_empty() => "no matches".to_owned(),
            few => few,
        };
        return Err(TrainError::NoData { found });
    }
    Ok(validated)
}

/// What the rules of data quality find critical.
fn broken(leagues: &[LeagueData]) -> Option<String> {
    let days: Vec<PlayedDay> = leagues.iter().flat_map(played).collect();
    let quality = Quality::of_data(&QualityFacts {
        seasons: seasons_of_days(&days),
        ..QualityFacts::default()
    });
    let fault = quality
        .findings
        .into_iter()
        .find(|fault| fault.severity == Severity::Critical)?;
    let league = fault.league.map_or_else(String::new, |league| format!("{league}"));
    let season = fault.season.map_or_else(String::new, |season| format!(" {season}"));
    Some(format!("{league}{season}: {}", fault.sentence))
}

/// One entry a match, in order of the season: a season may end after the next began.
fn played(league: &LeagueData) -> Vec<PlayedDay> {
    let mut days: Vec<PlayedDay> = league
        .observations
        .iter()
        .map(|o| PlayedDay {
            league: league.code.clone(),
            season: o.season,
            file: String::new(),
            date: o.date,
            matches: 1,
            goals: u64::from(o.score.home) + u64::from(o.score.away),
            draws: u64::from(o.score.home == o.score.away),
            home_blanks: u64::from(o.score.home == 0),
            away_blanks: u64::from(o.score.away == 0),
        })
        .collect();
    days.sort_by_key(|day| day.season);
    days
}

#[cfg(test)]
mod tests;
