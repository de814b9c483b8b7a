//! The extract stage: everything that a training reads, in one consistent view, with its hash.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use super::Incumbent;
use crate::{
    domain::{LeagueCode, Odds, RunBasis, SafeText, Score, Season, TeamId},
    model::{Observation, Specification},
    store::{self, MatchRow, Patience, StoreError, Tx},
    training::{
        freshness::{SourceStatus, source_statuses},
        job::{Job, TrainError},
        worker::BEARS,
    },
};

/// What a training works on. It is read once: a run that is taken up again goes on with the same.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Extracted {
    pub(in crate::training) specification: Specification,
    /// The only league that is refitted; none is all leagues.
    pub(in crate::training) league: Option<LeagueCode>,
    pub(in crate::training) data: DataSet,
    /// The champion, if there is one.
    pub(in crate::training) incumbent: Option<Incumbent>,
    /// The engine's day.
    pub(in crate::training) today: NaiveDate,
    /// How fresh each source was.
    pub(in crate::training) sources: Vec<SourceStatus>,
    /// Names of the teams that play now.
    pub(in crate::training) names: BTreeMap<TeamId, SafeText>,
}

impl Extracted {
    /// A single league becomes part of the champion, which must be there.
    pub(in crate::training) fn part_of(&self) -> Option<&Incumbent> {
        self.league.as_ref().and(self.incumbent.as_ref())
    }
}

/// Reads it in one transaction.
pub(super) async fn extract(job: &Job<'_>) -> Result<Extracted, TrainError> {
    let configured = Specification::try_from(job.settings)?;
    let mut patience = Patience::of(BEARS);
    loop {
        match read(job, configured).await {
            Err(error) if patience.waits_after(&error).await => {}
            done => return Ok(done?),
        }
    }
}

async fn read(job: &Job<'_>, configured: Specification) -> Result<Extracted, StoreError> {
    let now = job.clock.now();
    let mut tx = job.db.read().await?;
    let incumbent = Incumbent::load(&mut tx).await?;
    let specification = match (job.lease.basis, &incumbent) {
        (RunBasis::Champion, Some(incumbent)) => incumbent.specification,
        _ => configured,
    };
    let data = DataSet::extract(&mut tx, job.lease.league.as_ref(), now).await?;
    let names = store::spelled_names(&mut tx).await?;
    let leagues = data.leagues.iter().map(|league| league.id).collect();
    let playing = data.leagues.iter().flat_map(LeagueData::playing);
    Ok(Extracted {
        specification,
        league: job.lease.league.clone(),
        names: playing
            .filter_map(|team| Some((team, SafeText::new(names.get(&team)?))))
            .collect(),
        data,
        incumbent,
        today: now.date_naive(),
        sources: source_statuses(&mut tx, &leagues, job.freshness, now).await?,
    })
}

/// All that is known of one league.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
    pub odds: BTreeMap<i64, Odds>,
    /// Matches to come.
    pub fixtures: Vec<Fixture>,
}

impl LeagueData {
    /// Teams of the latest season, and of the fixtures to come.
    fn playing(&self) -> BTreeSet<TeamId> {
        let latest = self.observations.iter().map(|o| o.season).max();
        let played = self.observations.iter().filter(|o| Some(o.season) == latest);
        let teams = played.flat_map(|o| [o.home, o.away]);
        teams
            .chain(self.fixtures.iter().flat_map(|f| [f.home, f.away]))
            .collect()
    }
}

/// A match to come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
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
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
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
        odds: store::market_odds(tx, id).await?.into_iter().collect(),
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
pub(in crate::training) async fn observations_of(tx: &mut Tx, league_id: i64) -> Result<Vec<Observation>, StoreError> {
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
