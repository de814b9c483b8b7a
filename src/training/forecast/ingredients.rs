//! What forecasts are made of: through the feature store in one round trip, and from the database what it does not have.

use std::collections::{BTreeSet, HashMap};

use chrono::{DateTime, Utc};

use crate::{
    domain::{FeatureEvent, FeatureView, LeagueCode, Probabilities},
    features::{EarlyMarket, Entity, FeatureStore, Stored, TeamStrength, Wanted},
    metrics::FeatureTally,
    model::{Prediction, Publisher},
    store::{self, ChampionInForce, ComingMatch, NamedTeam, StoreError, Tx},
    training::{
        online::{early_markets, market_entity, market_stamp, strength_stamp, tell},
        parameters::ChampionParameters,
    },
};

type Side<'a> = (&'a LeagueCode, &'a NamedTeam);

/// What forecasts of some fixtures are made of.
pub(super) struct Ingredients<'a> {
    pub(super) publisher: Publisher,
    /// A side whose league the model does not know is missing.
    strengths: HashMap<Side<'a>, TeamStrength>,
    markets: HashMap<i64, EarlyMarket>,
    /// How they were found.
    pub(super) tally: FeatureTally,
}

impl<'a> Ingredients<'a> {
    /// Asks the store in one round trip, and the database for what is missing.
    pub(super) async fn gather(
        tx: &mut Tx,
        features: &FeatureStore,
        champion: &ChampionInForce,
        fixtures: &'a [ComingMatch],
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let sides: BTreeSet<Side<'a>> = fixtures.iter().flat_map(sides).collect();
        let found = FromStore::look_up(features, champion, &sides, fixtures, now).await;
        found.complete(tx, champion.id, &sides, fixtures).await
    }

    /// The same without the store, of any version: the store has the champion's strengths alone.
    pub(super) async fn from_database(
        tx: &mut Tx,
        model_id: i64,
        fixtures: &'a [ComingMatch],
    ) -> Result<Self, StoreError> {
        let sides: BTreeSet<Side<'a>> = fixtures.iter().flat_map(sides).collect();
        let nothing = FromStore::default();
        nothing.complete(tx, model_id, &sides, fixtures).await
    }

    /// The model's own; none where it does not know the league.
    pub(super) fn predict(&self, fixture: &ComingMatch) -> Option<Prediction> {
        let home = self.strengths.get(&(&fixture.league, &fixture.home))?;
        let away = self.strengths.get(&(&fixture.league, &fixture.away))?;
        Some(home.level.predict(home.strength, away.strength))
    }

    /// The market's, where there are odds.
    pub(super) fn market(&self, fixture: &ComingMatch) -> Option<Probabilities> {
        self.markets
            .get(&fixture.id)
            .copied()
            .and_then(EarlyMarket::probabilities)
    }
}

/// What the store had.
#[derive(Default)]
struct FromStore<'a> {
    publisher: Option<Publisher>,
    strengths: HashMap<Side<'a>, TeamStrength>,
    markets: HashMap<i64, EarlyMarket>,
    tally: FeatureTally,
}

impl<'a> FromStore<'a> {
    async fn look_up(
        features: &FeatureStore,
        champion: &ChampionInForce,
        sides: &BTreeSet<Side<'a>>,
        fixtures: &[ComingMatch],
        now: DateTime<Utc>,
    ) -> Self {
        let looked = features.look_up(&wanted(champion, sides, fixtures), now).await;
        if let Some(error) = &looked.error {
            tell(error);
        }
        let mut found = looked.found.iter().map(Option::as_ref);
        let publisher = found.next().flatten().and_then(Stored::read);
        let strengths = sides.iter().zip(found.by_ref());
        let strengths = strengths.filter_map(|(side, stored)| Some((*side, stored?.read()?)));
        let strengths = strengths.collect();
        let markets = fixtures.iter().zip(found);
        let markets = markets.filter_map(|(fixture, stored)| Some((fixture.id, stored?.read()?)));
        Self {
            publisher,
            strengths,
            markets: markets.collect(),
            tally: looked.tally,
        }
    }

    /// Takes what is missing from the database.
    async fn complete(
        mut self,
        tx: &mut Tx,
        model_id: i64,
        sides: &BTreeSet<Side<'a>>,
        fixtures: &[ComingMatch],
    ) -> Result<Ingredients<'a>, StoreError> {
        let publisher = self.complete_strengths(tx, model_id, sides).await?;
        self.complete_markets(tx, fixtures).await?;
        Ok(Ingredients {
            publisher,
            strengths: self.strengths,
            markets: self.markets,
            tally: self.tally,
        })
    }

    /// Takes the strengths that are missing from the version's parameters, and returns the publisher.
    async fn complete_strengths(
        &mut self,
        tx: &mut Tx,
        model_id: i64,
        sides: &BTreeSet<Side<'a>>,
    ) -> Result<Publisher, StoreError> {
        let known = self.publisher.take();
        if let Some(publisher) = known.as_ref().filter(|_| self.strengths.len() == sides.len()) {
            return Ok(publisher.clone());
        }
        let (_, text) = store::model_parameters(tx, model_id).await?;
        let parameters = ChampionParameters::from_json(&text)?;
        let mut fallbacks = u64::from(known.is_none());
        for side in sides {
            if self.strengths.contains_key(side) {
                continue;
            }
            if let Some(strength) = strength(&parameters, *side) {
                self.strengths.insert(*side, strength);
                fallbacks += 1;
            }
        }
        self.tally.add(FeatureView::Strength, FeatureEvent::Fallback, fallbacks);
        Ok(known.unwrap_or_else(|| parameters.publishers.latest().clone()))
    }

    async fn complete_markets(&mut self, tx: &mut Tx, fixtures: &[ComingMatch]) -> Result<(), StoreError> {
        let ids = fixtures.iter().map(|fixture| fixture.id);
        let missing: Vec<i64> = ids.filter(|id| !self.markets.contains_key(id)).collect();
        self.tally
            .add(FeatureView::Odds, FeatureEvent::Fallback, missing.len() as u64);
        let odds = store::odds_of_matches(tx, &missing).await?;
        self.markets.extend(early_markets(&odds));
        Ok(())
    }
}

fn sides(fixture: &ComingMatch) -> [Side<'_>; 2] {
    [(&fixture.league, &fixture.home), (&fixture.league, &fixture.away)]
}

/// The publisher, then each side, then each fixture.
fn wanted(champion: &ChampionInForce, sides: &BTreeSet<Side<'_>>, fixtures: &[ComingMatch]) -> Vec<Wanted> {
    let strength = |entity| Wanted {
        view: FeatureView::Strength,
        entity,
        stamp: strength_stamp(champion),
    };
    let market = |fixture| Wanted {
        view: FeatureView::Odds,
        entity: market_entity(fixture),
        stamp: market_stamp(fixture),
    };
    let teams = sides.iter().map(|(league, team)| Entity::team(league, &team.name));
    let strengths = [Entity::all()].into_iter().chain(teams).map(strength);
    strengths.chain(fixtures.iter().map(market)).collect()
}

/// A team that the model does not know is given the newcomer's strength.
fn strength(parameters: &ChampionParameters, (league, team): Side<'_>) -> Option<TeamStrength> {
    let of_league = parameters.leagues.get(league)?;
    Some(TeamStrength {
        strength: of_league.strength(team.id).unwrap_or_else(|| of_league.newcomer()),
        level: of_league.level(),
    })
}
