//! Everything that forecasts know of one team, from the feature store where it is current, else from the database.

use chrono::{DateTime, Utc};

use super::{
    online::{early_markets, form_reaches_back_to, market_entity, market_stamp, strength_stamp, team_histories, tell},
    parameters::ChampionParameters,
};
use crate::{
    domain::LeagueCode,
    features::{EarlyMarket, Entity, Feature, FeatureStore, Stamp, TeamForm, TeamStrength},
    store::{self, ComingMatch, Db, NamedTeam, StoreError, Subject, Tx},
};

/// A feature with its state and where it was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Sourced<T> {
    /// The feature.
    pub value: T,
    /// Which state it describes.
    pub stamp: Stamp,
    /// `redis`, `memory` or `database`.
    pub source: &'static str,
}

/// Everything that forecasts know of one team.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct TeamFeatures {
    /// Its strength in each league that the champion knows it in.
    pub strengths: Vec<(LeagueCode, Sourced<TeamStrength>)>,
    /// Its form; none where it has not played for a year.
    pub form: Option<Sourced<TeamForm>>,
    /// The market of each of its coming matches.
    pub odds: Vec<(ComingMatch, Sourced<EarlyMarket>)>,
}

/// Why no team was found.
#[derive(Debug, thiserror::Error)]
pub enum TeamError {
    /// No team is called so.
    #[error("no team goes by this name: names and aliases are taken exactly as the source spells them")]
    Unknown,
    /// Several teams are: their countries and full names.
    #[error("several countries have a team of this name: {}", countries(.0))]
    Ambiguous(Vec<(String, NamedTeam)>),
    /// The database does not answer.
    #[error("what is known of the team could not be read")]
    Store(#[from] StoreError),
}

fn countries(teams: &[(String, NamedTeam)]) -> String {
    let countries: Vec<&str> = teams.iter().map(|(country, _)| country.as_str()).collect();
    countries.join(", ")
}

/// The team of a name or an alias, with its country. Two teams of one name are listed, never guessed from.
///
/// # Errors
/// When no team or several go by the name, or the database fails.
pub async fn find_team(db: &Db, name: &str, country: Option<&str>) -> Result<(String, NamedTeam), TeamError> {
    let mut teams = store::teams_called(&mut db.read().await?, name).await?;
    teams.retain(|(of, _)| country.is_none_or(|country| country == of));
    if teams.len() > 1 {
        return Err(TeamError::Ambiguous(teams));
    }
    teams.pop().ok_or(TeamError::Unknown)
}

/// Reads the features of a team. It is not counted as a lookup: nothing is forecast with it.
///
/// # Errors
/// When the database fails. A feature store that does not answer is no error: the database answers instead.
pub async fn team_features(
    db: &Db,
    features: &FeatureStore,
    team: &NamedTeam,
    now: DateTime<Utc>,
) -> Result<TeamFeatures, StoreError> {
    let mut tx = db.read().await?;
    Ok(TeamFeatures {
        strengths: strengths(&mut tx, features, team).await?,
        form: form(&mut tx, features, team, now).await?,
        odds: odds(&mut tx, features, team, now).await?,
    })
}

async fn strengths(
    tx: &mut Tx,
    features: &FeatureStore,
    team: &NamedTeam,
) -> Result<Vec<(LeagueCode, Sourced<TeamStrength>)>, StoreError> {
    let Some(champion) = store::champion_in_force(tx).await? else {
        return Ok(Vec::new());
    };
    let (_, text) = store::model_parameters(tx, champion.id).await?;
    let parameters = ChampionParameters::from_json(&text)?;
    let mut strengths = Vec::new();
    for (league, of_league) in &parameters.leagues {
        let Some(strength) = of_league.strength(team.id) else {
            continue;
        };
        let value = TeamStrength {
            strength,
            level: of_league.level(),
        };
        let entity = Entity::team(league, &team.name);
        let sourced = stored_or(features, entity, strength_stamp(&champion), value).await;
        strengths.push((league.clone(), sourced));
    }
    Ok(strengths)
}

async fn form(
    tx: &mut Tx,
    features: &FeatureStore,
    team: &NamedTeam,
    now: DateTime<Utc>,
) -> Result<Option<Sourced<TeamForm>>, StoreError> {
    let revision = store::revision(tx, Subject::Matches).await?.to_string();
    let played = store::played_since(tx, form_reaches_back_to(now.date_naive())).await?;
    let histories = team_histories(&played);
    let Some((league, matches)) = histories.get(team) else {
        return Ok(None);
    };
    // A stored form of the same matches stands, although days have gone by since it was counted.
    if let Some(stored) = stored::<TeamForm>(features, Entity::team(league, &team.name)).await
        && stored.stamp.version == revision
    {
        return Ok(Some(stored));
    }
    let counted = TeamForm::on(now.date_naive(), matches);
    Ok(counted.map(|value| Sourced {
        value,
        stamp: Stamp {
            at: now,
            version: revision,
        },
        source: "database",
    }))
}

async fn odds(
    tx: &mut Tx,
    features: &FeatureStore,
    team: &NamedTeam,
    now: DateTime<Utc>,
) -> Result<Vec<(ComingMatch, Sourced<EarlyMarket>)>, StoreError> {
    let mut coming = store::coming_matches(tx, now).await?;
    coming.retain(|coming| coming.home == *team || coming.away == *team);
    let ids: Vec<i64> = coming.iter().map(|coming| coming.id).collect();
    let markets = early_markets(&store::odds_of_matches(tx, &ids).await?);
    let mut odds = Vec::new();
    for coming in coming {
        let value = markets.get(&coming.id).copied().unwrap_or(EarlyMarket(None));
        let sourced = stored_or(features, market_entity(&coming), market_stamp(&coming), value).await;
        odds.push((coming, sourced));
    }
    Ok(odds)
}

/// What the store has, where it describes this state; else the database's.
async fn stored_or<F: Feature>(features: &FeatureStore, entity: Entity, stamp: Stamp, value: F) -> Sourced<F> {
    match stored::<F>(features, entity).await {
        Some(stored) if stored.stamp == stamp => stored,
        _ => Sourced {
            value,
            stamp,
            source: "database",
        },
    }
}

async fn stored<F: Feature>(features: &FeatureStore, entity: Entity) -> Option<Sourced<F>> {
    let found = features.peek(F::VIEW, &[entity]).await;
    let stored = found.inspect_err(tell).ok()?.into_iter().flatten().next()?;
    Some(Sourced {
        value: stored.read()?,
        stamp: stored.stamp,
        source: features.backend(),
    })
}
