//! One league in full: asked for when someone opens it, not polled.

use chrono::NaiveDate;
use serde::Serialize;

use crate::{
    domain::{LeagueCode, ModelVersion, Origin, Outcome, Probabilities, SafeText, Score},
    metrics::{
        drift::{RunningSkill, running_skill},
        log_loss,
    },
    store::{self, Db, ForecastMatch, StoreError},
};

/// Matches that are told: a season of any league of the catalogue (the Championship plays 552) and the window before it.
const MATCHES: i64 = 640;

/// One league in full, beside its row in the section on drift.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeagueDetail {
    /// Its code.
    pub league: LeagueCode,
    /// Its name.
    pub name: SafeText,
    /// Its last settled matches, the latest first, at most 640: this season, and as much of those before as drift is judged on.
    pub matches: Vec<LeagueMatch>,
    /// The paired skill as it has run over these matches, the oldest match day first.
    pub skill: Vec<RunningSkill>,
}

/// A match that is over, with what was said of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct LeagueMatch {
    /// Its day, as the source dates it.
    pub date: NaiveDate,
    /// Home team.
    pub home: SafeText,
    /// Away team.
    pub away: SafeText,
    /// How it ended.
    pub score: Score,
    /// Who won.
    pub outcome: Outcome,
    /// The published probabilities.
    pub published: Probabilities,
    /// The model's own.
    pub model: Probabilities,
    /// The market's; none without odds.
    pub market: Option<Probabilities>,
    /// Log loss of the published probabilities, nats.
    pub log_loss: f64,
    /// Log loss of the model minus the market's; above 0 the market was better.
    pub paired_loss: Option<f64>,
    /// By which model version.
    pub version: ModelVersion,
    /// `live`: said before the match; `walk_forward`: by the champion afterwards, from nothing but matches before it.
    pub origin: Origin,
}

/// Why a league cannot be told of.
#[derive(Debug, thiserror::Error)]
pub enum LeagueError {
    /// No match of it was ever loaded.
    #[error("there is no league {0} in the database: import a file of it first")]
    Unknown(LeagueCode),
    /// The database could not be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads it, as of one moment.
pub(super) async fn league_detail(db: &Db, code: &LeagueCode) -> Result<LeagueDetail, LeagueError> {
    let mut tx = db.read().await?;
    let leagues = store::leagues(&mut tx).await?;
    let league = leagues.into_iter().find(|league| league.code == *code);
    let league = league.ok_or_else(|| LeagueError::Unknown(code.clone()))?;
    let matches = match store::champion(&mut tx).await? {
        Some(champion) => store::last_settled_matches(&mut tx, league.id, champion.id, MATCHES).await?,
        None => Vec::new(),
    };
    let matches: Vec<LeagueMatch> = matches.into_iter().map(LeagueMatch::from).collect();
    Ok(LeagueDetail {
        league: league.code,
        name: league.name,
        skill: skill(&matches),
        matches,
    })
}

/// From the latest first to the oldest first.
fn skill(matches: &[LeagueMatch]) -> Vec<RunningSkill> {
    let losses = matches.iter().rev();
    let losses: Vec<(NaiveDate, f64)> = losses.filter_map(|m| Some((m.date, m.paired_loss?))).collect();
    running_skill(&losses)
}

impl From<ForecastMatch> for LeagueMatch {
    fn from(row: ForecastMatch) -> Self {
        let outcome = row.score.outcome();
        let (published, model, market) = (row.forecast.published, row.forecast.model, row.forecast.market);
        Self {
            date: row.day,
            home: row.home,
            away: row.away,
            score: row.score,
            outcome,
            published,
            model,
            market,
            log_loss: log_loss(published, outcome),
            paired_loss: market.map(|market| log_loss(model, outcome) - log_loss(market, outcome)),
            version: row.version,
            origin: row.origin,
        }
    }
}
