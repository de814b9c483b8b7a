//! Brings the online feature store up to date: after a promotion, after new results and odds, and later whatever it missed
//! while it was down.
//!
//! Nothing here holds up or fails what it follows. A store that does not answer is told of in the log, what could not be
//! written is counted, and the next idle worker makes it up.

use std::collections::{BTreeMap, HashMap};

use chrono::{DateTime, NaiveDate, TimeDelta, Utc};

use super::publish::ChampionParameters;
use crate::{
    domain::{FeatureEvent, FeatureView, LeagueCode, TeamId, with_causes},
    features::{EarlyMarket, Entity, FeatureError, FeatureStore, Played, Record, Stamp, TeamForm, TeamStrength},
    metrics::FeatureTally,
    store::{self, ChampionInForce, ComingMatch, Db, NamedTeam, OddsRow, PlayedMatch, StoreError, Subject},
};

/// Matches of this many days hold the last twenty of every team that still plays.
const FORM_REACHES_BACK: TimeDelta = TimeDelta::days(400);
/// Forms are counted anew after this long even without a new match: days of rest go by, and what is kept expires.
const FORM_LASTS: TimeDelta = TimeDelta::days(1);

/// Writes the champion's strengths of every team.
///
/// # Errors
/// When the database fails.
pub async fn refresh_strengths(db: &Db, features: &FeatureStore, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    let Some(champion) = store::champion_in_force(&mut tx).await? else {
        return Ok(());
    };
    let (_, parameters) = store::model_parameters(&mut tx, champion.id).await?;
    let parameters = ChampionParameters::from_json(&parameters)?;
    let names = store::spelled_names(&mut tx).await?;
    drop(tx);
    deliver(db, features, strengths(&champion, &parameters, &names), now).await
}

/// Writes the form of every team and the early market of every coming match.
///
/// # Errors
/// When the database fails.
pub async fn refresh_matches(db: &Db, features: &FeatureStore, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    let stamp = Stamp {
        at: now,
        version: store::revision(&mut tx, Subject::Matches).await?.to_string(),
    };
    let played = store::played_since(&mut tx, form_reaches_back_to(now.date_naive())).await?;
    let coming = store::coming_matches(&mut tx, now).await?;
    let ids: Vec<i64> = coming.iter().map(|coming| coming.id).collect();
    let odds = store::odds_of_matches(&mut tx, &ids).await?;
    drop(tx);
    let mut records = markets(&coming, &odds);
    records.extend(forms(&played, &stamp));
    deliver(db, features, records, now).await
}

/// Makes up what was missed: writes what the store does not have as the database has it.
///
/// # Errors
/// When the database fails.
pub async fn catch_up_features(db: &Db, features: &FeatureStore, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut tx = db.read().await?;
    let champion = store::champion_in_force(&mut tx).await?;
    let revision = store::revision(&mut tx, Subject::Matches).await?.to_string();
    drop(tx);
    let stamps = async {
        let strengths = whole_view(features, FeatureView::Strength).await?;
        Ok((strengths, whole_view(features, FeatureView::Form).await?))
    };
    let (strengths, forms) = match stamps.await {
        Ok(stamps) => stamps,
        Err(error) => {
            tell(&error);
            return Ok(());
        }
    };
    if champion.is_some_and(|champion| strengths != Some(strength_stamp(&champion))) {
        refresh_strengths(db, features, now).await?;
    }
    if forms.is_none_or(|stamp| stamp.version != revision || now - stamp.at >= FORM_LASTS) {
        refresh_matches(db, features, now).await?;
    }
    Ok(())
}

/// How far a whole view is.
async fn whole_view(features: &FeatureStore, view: FeatureView) -> Result<Option<Stamp>, FeatureError> {
    let found = features.peek(view, &[Entity::all()]).await?;
    Ok(found.into_iter().flatten().next().map(|stored| stored.stamp))
}

/// Writes records outside any transaction; what cannot be written is counted.
async fn deliver(db: &Db, features: &FeatureStore, records: Vec<Record>, now: DateTime<Utc>) -> Result<(), StoreError> {
    let mut unwritten = FeatureTally::default();
    for record in &records {
        unwritten.add(record.view, FeatureEvent::Unwritten, 1);
    }
    match features.write(records).await {
        Ok(written) => {
            tracing::debug!(
                "features written: {} newer, {} as they were, {} older than what is there",
                written.newer,
                written.renewed,
                written.older
            );
            Ok(())
        }
        Err(error) => {
            tell(&error);
            let mut tx = db.write().await?;
            store::add_feature_lookups(&mut tx, now, &unwritten).await?;
            tx.commit().await
        }
    }
}

/// A pause is no news: the failure before it was told.
pub(super) fn tell(error: &FeatureError) {
    if let FeatureError::Paused { .. } = error {
        tracing::debug!("the feature store is left alone: {error}");
    } else {
        let why = with_causes(error);
        tracing::warn!("the feature store is not used: {why}; forecasts read from the database instead");
    }
}

/// Strengths are those of the champion, and as old as its promotion: a roll-back makes its strengths the newest again.
pub(super) fn strength_stamp(champion: &ChampionInForce) -> Stamp {
    Stamp {
        at: champion.since,
        version: champion.version.to_string(),
    }
}

/// The market of a match is as old as what the source last said of the match.
pub(super) fn market_stamp(coming: &ComingMatch) -> Stamp {
    Stamp {
        at: coming.updated_at,
        version: coming.fingerprint.clone(),
    }
}

fn strengths(
    champion: &ChampionInForce,
    parameters: &ChampionParameters,
    names: &HashMap<TeamId, String>,
) -> Vec<Record> {
    let stamp = strength_stamp(champion);
    let teams = parameters.leagues.iter().flat_map(|(league, of_league)| {
        let level = of_league.level();
        let teams = of_league.strengths().iter();
        teams.map(move |(team, strength)| {
            (
                league,
                team,
                TeamStrength {
                    strength: *strength,
                    level,
                },
            )
        })
    });
    let teams = teams.filter_map(|(league, team, strength)| {
        let entity = Entity::team(league, names.get(team)?);
        Some(Record::new(entity, stamp.clone(), &strength))
    });
    let publisher = Record::new(Entity::all(), stamp.clone(), parameters.publishers.latest());
    teams.chain([publisher]).collect()
}

fn markets(coming: &[ComingMatch], odds: &[OddsRow]) -> Vec<Record> {
    let markets = early_markets(odds);
    let of = |coming: &ComingMatch| markets.get(&coming.id).copied().unwrap_or(EarlyMarket(None));
    let records = coming
        .iter()
        .map(|coming| Record::new(market_entity(coming), market_stamp(coming), &of(coming)));
    records.collect()
}

/// Of the odds of several matches the market of each.
pub(super) fn early_markets(odds: &[OddsRow]) -> HashMap<i64, EarlyMarket> {
    let mut of_match = HashMap::<i64, Vec<OddsRow>>::new();
    for row in odds {
        of_match.entry(row.match_id).or_default().push(*row);
    }
    let markets = of_match.into_iter().map(|(id, rows)| (id, EarlyMarket::among(&rows)));
    markets.collect()
}

pub(super) fn market_entity(coming: &ComingMatch) -> Entity {
    Entity::fixture(&coming.league, coming.date, &coming.home.name, &coming.away.name)
}

/// The form of each team, named by the league that it last played in.
fn forms(played: &[PlayedMatch], stamp: &Stamp) -> Vec<Record> {
    let today = stamp.at.date_naive();
    let forms = team_histories(played)
        .into_iter()
        .filter_map(|(team, (league, matches))| {
            let form = TeamForm::on(today, &matches)?;
            Some(Record::new(Entity::team(league, &team.name), stamp.clone(), &form))
        });
    forms.chain([Record::mark(FeatureView::Form, stamp.clone())]).collect()
}

/// Of matches in order of their days the last league of each team, and its matches in any league.
pub(super) fn team_histories(played: &[PlayedMatch]) -> BTreeMap<&NamedTeam, (&LeagueCode, Vec<Played>)> {
    let mut teams = BTreeMap::<&NamedTeam, (&LeagueCode, Vec<Played>)>::new();
    for found in played {
        let sides = [
            (&found.home, found.score.home, found.score.away),
            (&found.away, found.score.away, found.score.home),
        ];
        for (team, goals_for, goals_against) in sides {
            let (league, matches) = teams.entry(team).or_insert_with(|| (&found.league, Vec::new()));
            *league = &found.league;
            matches.push(Played {
                date: found.date,
                goals_for,
                goals_against,
            });
        }
    }
    teams
}

/// The day from which matches make a form on another day.
pub(super) fn form_reaches_back_to(today: NaiveDate) -> NaiveDate {
    today - FORM_REACHES_BACK
}
