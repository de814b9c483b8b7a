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
        publish::ChampionParameters,
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
    pub(super) async fn gather(
        tx: &mut Tx,
        features: &FeatureStore,
        champion: &ChampionInForce,
        fixtures: &'a [ComingMatch],
        now: DateTime<Utc>,
    ) -> Result<Self, StoreError> {
        let sides: BTreeSet<Side<'a>> = fixtures.iter().flat_map(sides).collect();
        let looked = features.look_up(&wanted(champion, &sides, fixtures), now).await;
        if let Some(error) = &looked.error {
            tell(error);
        }
        let mut found = looked.found.into_iter();
        let publisher = found.next().flatten().and_then(|stored| stored.read::<Publisher>());
        let mut strengths = HashMap::new();
        for side in &sides {
            strengths.extend(read(found.next()).map(|strength| (*side, strength)));
        }
        let mut markets = HashMap::new();
        for fixture in fixtures {
            markets.extend(read(found.next()).map(|market| (fixture.id, market)));
        }
        let mut tally = looked.tally;
        let publisher = match publisher {
            Some(publisher) if strengths.len() == sides.len() => publisher,
            found => {
                let (_, text) = store::model_parameters(tx, champion.id).await?;
                let parameters = ChampionParameters::from_json(&text)?;
                let missing = sides.into_iter().filter(|side| !strengths.contains_key(side));
                let read: Vec<_> = missing
                    .filter_map(|side| Some((side, strength(&parameters, side)?)))
                    .collect();
                let fallbacks = read.len() + usize::from(found.is_none());
                tally.add(FeatureView::Strength, FeatureEvent::Fallback, fallbacks as u64);
                strengths.extend(read);
                found.unwrap_or_else(|| parameters.publishers.latest().clone())
            }
        };
        let missing = fixtures.iter().map(|fixture| fixture.id);
        let missing: Vec<i64> = missing.filter(|id| !markets.contains_key(id)).collect();
        tally.add(FeatureView::Odds, FeatureEvent::Fallback, missing.len() as u64);
        markets.extend(early_markets(&store::odds_of_matches(tx, &missing).await?));
        Ok(Self {
            publisher,
            strengths,
            markets,
            tally,
        })
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

fn read<F: crate::features::Feature>(found: Option<Option<Stored>>) -> Option<F> {
    found.flatten().and_then(|stored| stored.read())
}

/// A team that the model does not know is given the newcomer's strength.
fn strength(parameters: &ChampionParameters, (league, team): Side<'_>) -> Option<TeamStrength> {
    let of_league = parameters.leagues.get(league)?;
    Some(TeamStrength {
        strength: of_league.strength(team.id).unwrap_or_else(|| of_league.newcomer()),
        level: of_league.level(),
    })
}
