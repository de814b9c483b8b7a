//! What forecasts know of a team, and how much of it the online feature store holds.

use super::act::Deeds;
use crate::{
    domain::FeatureView,
    features::{Census, FeatureError},
    store::{self, StoreError},
    training::{TeamFeatures, team_features},
};

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

/// Why there is nothing to tell of a team.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// No team is called so.
    #[error("no team goes by this name: names and aliases are taken exactly as the source spells them")]
    Unknown,
    /// Several teams are.
    #[error("several countries have a team of this name: {0}")]
    Ambiguous(String),
    /// The database does not answer.
    #[error("what is known of the team could not be read")]
    Store(#[from] StoreError),
}

pub(super) async fn known_team(deeds: &Deeds, name: &str, country: Option<&str>) -> Result<KnownTeam, TeamError> {
    let mut tx = deeds.db.read().await?;
    let mut teams = store::teams_called(&mut tx, name).await?;
    drop(tx);
    teams.retain(|(of, _)| country.is_none_or(|country| country == of));
    if teams.len() > 1 {
        let countries: Vec<String> = teams.into_iter().map(|(country, _)| country).collect();
        return Err(TeamError::Ambiguous(countries.join(", ")));
    }
    let (country, team) = teams.pop().ok_or(TeamError::Unknown)?;
    let features = team_features(&deeds.db, &deeds.features, &team, deeds.clock.now()).await?;
    Ok(KnownTeam {
        name: team.name,
        country,
        features,
    })
}

pub(super) async fn feature_census(deeds: &Deeds) -> Result<Vec<(FeatureView, Census)>, FeatureError> {
    let mut views = Vec::new();
    for view in FeatureView::ALL {
        views.push((view, deeds.features.census(view).await?));
    }
    Ok(views)
}
