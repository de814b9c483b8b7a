//! Counts that the data-quality rules are about: a few grouped queries, asked only when a file was loaded.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, held, matches, with_tx};
use crate::{
    domain::LeagueCode,
    metrics::{
        FileResults, LeagueLoad, PlayedDay, QualityFacts, RunFacts, SharedMatches, dates_of_days, seasons_of_days,
    },
};

/// All that the rules on stored data are told.
///
/// # Errors
/// When the database cannot be read.
pub async fn quality_facts(tx: &mut Tx) -> Result<QualityFacts, StoreError> {
    let days = played_days(tx).await?;
    Ok(QualityFacts {
        seasons: seasons_of_days(&days),
        dates: dates_of_days(&days),
        loads: last_loads(tx).await?,
        self_played: held::self_played(tx).await?,
        pairs: shared_matches(tx).await?,
        files: file_results(tx).await?,
        changed: held::changed_results(tx).await?,
    })
}

/// Times of all runs that run, and of the last ones that ended.
///
/// # Errors
/// When the database cannot be read.
pub async fn run_facts(tx: &mut Tx, limit: i64) -> Result<Vec<RunFacts>, StoreError> {
    const SQL: &str = "SELECT id, started_at, finished_at, lease_expires_at, state = 'running' FROM training_runs \
                       WHERE state = 'running' OR id IN (SELECT id FROM training_runs ORDER BY id DESC LIMIT $1) \
                       ORDER BY id";
    type Row = (
        i64,
        Option<DateTime<Utc>>,
        Option<DateTime<Utc>>,
        Option<DateTime<Utc>>,
        bool,
    );
    let rows: Vec<Row> = with_tx!(tx, c => sqlx::query_as(SQL).bind(limit).fetch_all(c).await)
        .doing("read the times of the training runs")?;
    Ok(rows
        .into_iter()
        .map(|(id, started_at, finished_at, lease_expires_at, is_running)| RunFacts {
            id,
            started_at,
            finished_at,
            lease_expires_at,
            is_running,
        })
        .collect())
}

#[derive(sqlx::FromRow)]
struct DayRow {
    league_id: i64,
    match_date: NaiveDate,
    season: i64,
    source_file: String,
    matches: i64,
    goals: i64,
    draws: i64,
    home_blanks: i64,
    away_blanks: i64,
}

/// Every day of every league's season, in the order of league, season and day.
///
/// The grouping follows the index `matches_played`, which holds all that is counted.
async fn played_days(tx: &mut Tx) -> Result<Vec<PlayedDay>, StoreError> {
    const SQL: &str = "SELECT league_id, match_date, season, source_file, COUNT(*) AS matches, \
                       CAST(SUM(home_goals + away_goals) AS BIGINT) AS goals, \
                       COUNT(*) FILTER (WHERE home_goals = away_goals) AS draws, \
                       COUNT(*) FILTER (WHERE home_goals = 0) AS home_blanks, \
                       COUNT(*) FILTER (WHERE away_goals = 0) AS away_blanks FROM matches \
                       WHERE home_goals IS NOT NULL GROUP BY league_id, match_date, season, source_file \
                       ORDER BY league_id, match_date, season, source_file";
    let rows: Vec<DayRow> =
        with_tx!(&mut *tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("count the played matches")?;
    let codes = league_codes(tx).await?;
    let mut days = Vec::with_capacity(rows.len());
    for row in rows {
        let Some(league) = codes.get(&row.league_id) else {
            continue;
        };
        days.push(PlayedDay {
            league: league.clone(),
            season: matches::season(row.season)?,
            file: row.source_file,
            date: row.match_date,
            matches: count(row.matches)?,
            goals: count(row.goals)?,
            draws: count(row.draws)?,
            home_blanks: count(row.home_blanks)?,
            away_blanks: count(row.away_blanks)?,
        });
    }
    days.sort_by(|a, b| (&a.league, a.season, a.date).cmp(&(&b.league, b.season, b.date)));
    Ok(days)
}

/// Of each league the files that were loaded together last.
async fn last_loads(tx: &mut Tx) -> Result<Vec<LeagueLoad>, StoreError> {
    const SQL: &str = "SELECT league_code, CAST(SUM(rows_read) AS BIGINT), CAST(SUM(quarantined) AS BIGINT) \
                       FROM file_loads f WHERE loaded_at = \
                       (SELECT MAX(loaded_at) FROM file_loads l WHERE l.league_code = f.league_code) \
                       GROUP BY league_code ORDER BY league_code";
    let rows: Vec<(String, i64, i64)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read the last loads")?;
    rows.into_iter()
        .map(|(code, rows, skipped)| {
            Ok(LeagueLoad {
                league: league_code(&code)?,
                rows: count(rows)?,
                skipped: count(skipped)?,
            })
        })
        .collect()
}

pub(super) async fn file_results(tx: &mut Tx) -> Result<Vec<FileResults>, StoreError> {
    const SQL: &str = "SELECT source_file, league_code, season, last_told, most_told FROM file_results \
                       WHERE most_told > 0 ORDER BY league_code, season, source_file";
    let rows: Vec<(String, String, i64, i64, i64)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read what the files told")?;
    rows.into_iter()
        .map(|(file, code, season, last, most)| {
            Ok(FileResults {
                file,
                league: league_code(&code)?,
                season: matches::season(season)?,
                last: count(last)?,
                most: count(most)?,
            })
        })
        .collect()
}

/// Every pair of leagues. Their matches are read only where they have teams of the same names in the same season, which
/// two leagues never have.
async fn shared_matches(tx: &mut Tx) -> Result<Vec<SharedMatches>, StoreError> {
    const TEAMS: &str = "SELECT m.season, t.name, m.league_id FROM \
                         (SELECT DISTINCT season, home_team_id, league_id FROM matches) m \
                         JOIN teams t ON t.id = m.home_team_id";
    let codes = league_codes(tx).await?;
    let teams: Vec<(i64, String, i64)> =
        with_tx!(&mut *tx, c => sqlx::query_as(TEAMS).fetch_all(c).await).doing("read which team plays where")?;
    let mut leagues_of: HashMap<(i64, String), BTreeSet<i64>> = HashMap::new();
    for (season, name, league) in teams {
        leagues_of.entry((season, name)).or_default().insert(league);
    }
    let mut names_in_common: BTreeMap<(i64, i64, i64), usize> = BTreeMap::new();
    for ((season, _), leagues) in &leagues_of {
        for one in leagues {
            for other in leagues.range(one + 1..) {
                *names_in_common.entry((*one, *other, *season)).or_default() += 1;
            }
        }
    }
    let mut pairs = pairs_without_anything(&codes);
    for ((one, other, year), _) in names_in_common.into_iter().filter(|(_, names)| *names > 1) {
        let (ours, theirs) = (match_names(tx, one, year).await?, match_names(tx, other, year).await?);
        let shared = ours.intersection(&theirs).count();
        if shared > 0
            && let Some((one, other)) = codes.get(&one).zip(codes.get(&other))
        {
            pairs.push(SharedMatches {
                leagues: [one.clone(), other.clone()],
                season: Some(matches::season(year)?),
                shared: shared as u64,
                of: ours.len().min(theirs.len()) as u64,
            });
        }
    }
    Ok(pairs)
}

fn pairs_without_anything(codes: &BTreeMap<i64, LeagueCode>) -> Vec<SharedMatches> {
    let codes: BTreeSet<&LeagueCode> = codes.values().collect();
    let pairs = codes.iter().enumerate().flat_map(|(at, one)| {
        codes.iter().skip(at + 1).map(|other| SharedMatches {
            leagues: [(*one).clone(), (*other).clone()],
            season: None,
            shared: 0,
            of: 0,
        })
    });
    pairs.collect()
}

async fn match_names(
    tx: &mut Tx,
    league_id: i64,
    season: i64,
) -> Result<BTreeSet<(NaiveDate, String, String)>, StoreError> {
    const SQL: &str = "SELECT m.match_date, h.name, a.name FROM matches m \
                       JOIN teams h ON h.id = m.home_team_id JOIN teams a ON a.id = m.away_team_id \
                       WHERE m.league_id = $1 AND m.season = $2";
    let rows: Vec<(NaiveDate, String, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(league_id).bind(season).fetch_all(c).await)
            .doing("read a season's pairings")?;
    Ok(rows.into_iter().collect())
}

async fn league_codes(tx: &mut Tx) -> Result<BTreeMap<i64, LeagueCode>, StoreError> {
    Ok(super::leagues(tx)
        .await?
        .into_iter()
        .map(|league| (league.id, league.code))
        .collect())
}

pub(super) fn league_code(code: &str) -> Result<LeagueCode, StoreError> {
    LeagueCode::new(code).map_err(|error| StoreError::unreadable("league code", error))
}

pub(super) fn count(n: i64) -> Result<u64, StoreError> {
    u64::try_from(n).map_err(|_range| StoreError::unreadable("number of rows", n))
}
