//! The extract stage: everything that a training reads, in one consistent view, with its hash.

use std::collections::HashMap;

use chrono::{DateTime, Utc};
use sha2::{Digest, Sha256};

use crate::{
    domain::{LeagueCode, Odds, Score, Season, TeamId},
    model::Observation,
    store::{self, MatchRow, StoreError, Tx},
};

/// All that is known of one league.
#[derive(Debug, Clone, PartialEq)]
pub struct LeagueData {
    /// Row of the league.
    pub id: i64,
    /// Its code.
    pub code: LeagueCode,
    /// Matches played, by date.
    pub observations: Vec<Observation>,
    /// The match of each observation.
    pub match_ids: Vec<i64>,
    /// Early odds by match, played or not.
    pub odds: HashMap<i64, Odds>,
    /// Matches to come.
    pub fixtures: Vec<Fixture>,
}

/// A match to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Fixture {
    /// Its row.
    pub match_id: i64,
    /// Its season.
    pub season: Season,
    /// Home team.
    pub home: TeamId,
    /// Away team.
    pub away: TeamId,
}

/// What a training reads.
#[derive(Debug, Clone, PartialEq)]
pub struct DataSet {
    /// Leagues with at least one match, by code.
    pub leagues: Vec<LeagueData>,
    /// SHA-256 over every match played: equal data, equal hash.
    pub hash: String,
}

impl DataSet {
    /// Reads all leagues, or one. A match without a score is a coming fixture until
    /// its kick-off, or until its day begins where no kick-off is known; after that nothing is forecast any more.
    ///
    /// # Errors
    /// When a query fails.
    pub async fn extract(tx: &mut Tx, only: Option<&LeagueCode>, now: DateTime<Utc>) -> Result<Self, StoreError> {
        let mut leagues = Vec::new();
        for league in store::leagues(tx).await? {
            if only.is_some_and(|code| *code != league.code) {
                continue;
            }
            let data = extract_league(tx, league.id, league.code, now).await?;
            if !data.observations.is_empty() {
                leagues.push(data);
            }
        }
        let hash = hash(&leagues);
        Ok(Self { leagues, hash })
    }
}

async fn extract_league(tx: &mut Tx, id: i64, code: LeagueCode, now: DateTime<Utc>) -> Result<LeagueData, StoreError> {
    let mut data = LeagueData {
        id,
        code,
        observations: Vec::new(),
        match_ids: Vec::new(),
        odds: store::market_odds(tx, id).await?,
        fixtures: Vec::new(),
    };
    for row in store::matches_of_league(tx, id).await? {
        let (home, away) = (row.home_id, row.away_id);
        match row.score {
            Some(score) => {
                data.observations.push(observation(&row, score));
                data.match_ids.push(row.id);
            }
            None if is_coming(&row, now) => {
                data.fixtures.push(Fixture {
                    match_id: row.id,
                    season: row.season,
                    home,
                    away,
                });
            }
            None => {}
        }
    }
    Ok(data)
}

/// The matches of a league that were played, by date.
pub(super) async fn observations_of(tx: &mut Tx, league_id: i64) -> Result<Vec<Observation>, StoreError> {
    let rows = store::matches_of_league(tx, league_id).await?;
    let played = rows.iter().filter_map(|row| Some(observation(row, row.score?)));
    Ok(played.collect())
}

const fn observation(row: &MatchRow, score: Score) -> Observation {
    Observation {
        date: row.date,
        season: row.season,
        home: row.home_id,
        away: row.away_id,
        score,
    }
}

fn is_coming(row: &MatchRow, now: DateTime<Utc>) -> bool {
    row.kick_off
        .map_or_else(|| row.date > now.date_naive(), |kick_off| kick_off > now)
}

fn hash(leagues: &[LeagueData]) -> String {
    let mut hasher = Sha256::new();
    for league in leagues {
        hasher.update(league.code.as_str());
        for o in &league.observations {
            hasher.update(format!(
                "\n{} {} {} {} {}",
                o.date,
                o.season.start_year(),
                o.home,
                o.away,
                o.score
            ));
        }
        hasher.update("\n");
    }
    format!("{:x}", hasher.finalize())
}
