//! The records of the feature store, as the database has them.

use std::collections::{BTreeMap, HashMap};

use crate::{
    domain::{FeatureView, LeagueCode, TeamId},
    features::{EarlyMarket, Entity, Played, Record, Stamp, TeamForm, TeamStrength},
    store::{ChampionInForce, ComingMatch, NamedTeam, OddsRow, PlayedMatch},
    training::parameters::ChampionParameters,
};

/// Strengths are those of the champion, and as old as its promotion: a roll-back makes its strengths the newest again.
pub(in crate::training) fn strength_stamp(champion: &ChampionInForce) -> Stamp {
    Stamp {
        at: champion.since,
        version: champion.version.to_string(),
    }
}

/// The market of a match is as old as what the source last said of the match.
pub(in crate::training) fn market_stamp(coming: &ComingMatch) -> Stamp {
    Stamp {
        at: coming.updated_at,
        version: coming.fingerprint.clone(),
    }
}

pub(in crate::training) fn strengths(
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

pub(in crate::training) fn markets(coming: &[ComingMatch], odds: &[OddsRow]) -> Vec<Record> {
    let markets = early_markets(odds);
    let of = |coming: &ComingMatch| markets.get(&coming.id).copied().unwrap_or(EarlyMarket(None));
    let records = coming
        .iter()
        .map(|coming| Record::new(market_entity(coming), market_stamp(coming), &of(coming)));
    records.collect()
}

/// Of the odds of several matches the market of each.
pub(in crate::training) fn early_markets(odds: &[OddsRow]) -> HashMap<i64, EarlyMarket> {
    let mut of_match = HashMap::<i64, Vec<OddsRow>>::new();
    for row in odds {
        of_match.entry(row.match_id).or_default().push(*row);
    }
    let markets = of_match.into_iter().map(|(id, rows)| (id, EarlyMarket::among(&rows)));
    markets.collect()
}

pub(in crate::training) fn market_entity(coming: &ComingMatch) -> Entity {
    Entity::fixture(&coming.league, coming.date, &coming.home.name, &coming.away.name)
}

/// The form of each team, named by the league that it last played in.
pub(in crate::training) fn forms(played: &[PlayedMatch], stamp: &Stamp) -> Vec<Record> {
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
pub(in crate::training) fn team_histories(played: &[PlayedMatch]) -> BTreeMap<&NamedTeam, (&LeagueCode, Vec<Played>)> {
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
