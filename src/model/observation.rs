use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ModelError;
use crate::domain::{Score, Season, TeamId};

/// A match that was played, as the model sees it. Observations of one league come sorted by date.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observation {
    /// Day of the match.
    pub date: NaiveDate,
    /// Season it belongs to, which a date alone does not always tell.
    pub season: Season,
    /// Home team.
    pub home: TeamId,
    /// Away team.
    pub away: TeamId,
    /// Goals at full time.
    pub score: Score,
}

/// Refuses observations out of order and a team that plays itself.
pub(super) fn check(observations: &[Observation]) -> Result<(), ModelError> {
    if let Some(odd) = observations.iter().find(|o| o.home == o.away) {
        return Err(ModelError::PlaysItself {
            team: odd.home,
            date: odd.date,
        });
    }
    let mut pairs = observations.iter().zip(observations.iter().skip(1));
    match pairs.find(|(earlier, later)| earlier.date > later.date) {
        Some((_, later)) => Err(ModelError::Unsorted { date: later.date }),
        None => Ok(()),
    }
}

/// The observations before a day.
pub(super) fn before(observations: &[Observation], day: chrono::NaiveDate) -> &[Observation] {
    let count = observations.partition_point(|o| o.date < day);
    observations.get(..count).unwrap_or_default()
}
