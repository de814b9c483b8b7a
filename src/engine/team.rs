//! What forecasts know of a team.

use super::act::Deeds;
use crate::training::{TeamError, TeamFeatures, find_team, team_features};

/// A team, with everything that forecasts know of it.
#[derive(Debug)]
pub struct KnownTeam {
    /// Its name, as the source spells it.
    pub name: String,
    /// Its country.
    pub country: String,
    /// What is known.
    pub features: TeamFeatures,
}

pub(super) async fn known_team(deeds: &Deeds, name: &str, country: Option<&str>) -> Result<KnownTeam, TeamError> {
    let (country, team) = find_team(&deeds.db, name, country).await?;
    let features = team_features(&deeds.db, &deeds.features, &team, deeds.clock.now()).await?;
    Ok(KnownTeam {
        name: team.name,
        country,
        features,
    })
}
