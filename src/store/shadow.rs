//! Forecasts of versions that are not served, beside what was published of the same matches.

use chrono::{DateTime, NaiveDate, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::{
    domain::{LeagueCode, ModelVersion, Probabilities, PromotionKind, Score},
    metrics::gate::PairedForecast,
};

/// How the champion came to be served.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Accession {
    /// Row of the champion.
    pub champion_id: i64,
    /// The champion.
    pub champion: ModelVersion,
    /// Forwards or back.
    pub kind: PromotionKind,
    /// When (engine clock).
    pub at: DateTime<Utc>,
}

/// How the champion came to be served; none without a champion, or where it was not written down.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn accession(tx: &mut Tx) -> Result<Option<Accession>, StoreError> {
    const SQL: &str = "SELECT m.id, m.version, p.kind, p.at FROM promotions p JOIN models m ON m.id = p.model_id \
         WHERE m.status = 'champion' ORDER BY p.id DESC LIMIT 1";
    let row: Option<(i64, String, String, DateTime<Utc>)> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await)
            .doing("find how the champion came to be served")?;
    row.map(|(champion_id, champion, kind, at)| {
        Ok(Accession {
            champion_id,
            champion: version(champion)?,
            kind: kind
                .parse()
                .map_err(|e| StoreError::unreadable("kind of a promotion", e))?,
            at,
        })
    })
    .transpose()
}

/// The newest challenger and the champion it stands against.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contest {
    /// Row of the challenger.
    pub challenger_id: i64,
    /// The challenger.
    pub challenger: ModelVersion,
    /// SHA-256 of the matches that the challenger was fitted on.
    pub data_hash: String,
    /// When the challenger's training finished (engine clock).
    pub trained_at: DateTime<Utc>,
    /// Row of the champion.
    pub champion_id: i64,
    /// The champion.
    pub champion: ModelVersion,
    /// The challenger only refits the champion's specification.
    pub same_specification: bool,
}

#[derive(sqlx::FromRow)]
struct ContestRow {
    challenger_id: i64,
    challenger: String,
    data_hash: String,
    trained_at: DateTime<Utc>,
    champion_id: i64,
    champion: String,
    same_specification: bool,
}

/// The newest challenger and the champion; none where one of them is missing.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn contest(tx: &mut Tx) -> Result<Option<Contest>, StoreError> {
    const SQL: &str = "SELECT c.id AS challenger_id, c.version AS challenger, c.data_hash, c.trained_at, \
         k.id AS champion_id, k.version AS champion, c.specification = k.specification AS same_specification \
         FROM models c JOIN models k ON k.status = 'champion' WHERE c.status = 'challenger' ORDER BY c.id DESC LIMIT 1";
    let row: Option<ContestRow> =
        with_tx!(tx, c => sqlx::query_as(SQL).fetch_optional(c).await).doing("find the challenger and its champion")?;
    row.map(|row| {
        Ok(Contest {
            challenger_id: row.challenger_id,
            challenger: version(row.challenger)?,
            data_hash: row.data_hash,
            trained_at: row.trained_at,
            champion_id: row.champion_id,
            champion: version(row.champion)?,
            same_specification: row.same_specification,
        })
    })
    .transpose()
}

/// Any version of the specification of model `$1`, as a shadow. What it said before a rollback took the specification back
/// counts no more, or the evidence that promoted it once would do so again at once.
macro_rules! of_specification {
    ($of:literal) => {
        concat!(
            $of,
            ".origin = 'shadow' AND ",
            $of,
            ".model_id IN (SELECT id FROM models WHERE specification = (SELECT specification FROM models WHERE id = $1)) \
             AND NOT EXISTS (SELECT 1 FROM promotions r JOIN models x ON x.id = r.previous_id WHERE r.kind = 'rollback' \
             AND x.specification = (SELECT specification FROM models WHERE id = $1) AND r.at > ",
            $of,
            ".made_at)"
        )
    };
}

/// Model `$1` itself, as a shadow or live: what a champion said before another took its place is no longer published.
macro_rules! of_version {
    ($of:literal) => {
        concat!($of, ".origin IN ('live', 'shadow') AND ", $of, ".model_id = $1")
    };
}

/// Settled matches with what was published last (`l`, restricted by `$served`), and the last that the rival said of it before
/// its kick-off (`s`).
macro_rules! pairs {
    ($rival:ident, $served:literal) => {
        concat!(
            "SELECT m.match_date, m.kick_off, m.home_goals, m.away_goals, g.code, l.published_at, s.made_at, \
             l.home AS champion_home, l.draw AS champion_draw, l.away AS champion_away, \
             s.home AS rival_home, s.draw AS rival_draw, s.away AS rival_away \
             FROM predictions s JOIN predictions l ON l.match_id = s.match_id AND l.origin = 'live' \
             JOIN matches m ON m.id = s.match_id JOIN leagues g ON g.id = m.league_id \
             WHERE s.settled_at IS NOT NULL AND l.settled_at IS NOT NULL AND m.home_goals IS NOT NULL AND ",
            $rival!("s"),
            " AND ",
            $served,
            " AND (m.kick_off IS NULL OR s.made_at < m.kick_off) \
             AND NOT EXISTS (SELECT 1 FROM predictions later WHERE later.match_id = l.match_id AND later.origin = 'live' \
             AND (later.published_at > l.published_at OR (later.published_at = l.published_at AND later.id > l.id))) \
             AND NOT EXISTS (SELECT 1 FROM predictions later WHERE later.match_id = s.match_id \
             AND (m.kick_off IS NULL OR later.made_at < m.kick_off) \
             AND (later.made_at > s.made_at OR (later.made_at = s.made_at AND later.id > s.id)) AND ",
            $rival!("later"),
            ") ORDER BY m.match_date, m.id"
        )
    };
}

/// The matches that are over, in order of day, of which a champion of the specification of model `champion` had published a
/// forecast and a shadow of the specification of model `challenger` had made one, both before kick-off. Versions of one
/// specification share the evidence: one that is refitted every week keeps it. Of each match the last of each counts.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn pairs_of_specification(
    tx: &mut Tx,
    challenger: i64,
    champion: i64,
) -> Result<Vec<PairedForecast>, StoreError> {
    const SQL: &str = pairs!(
        of_specification,
        "l.model_id IN (SELECT id FROM models WHERE specification = (SELECT specification FROM models WHERE id = $2))"
    );
    let rows: Vec<PairRow> = with_tx!(tx, c => sqlx::query_as(SQL).bind(challenger).bind(champion).fetch_all(c).await)
        .doing("pair the shadows of a specification with what was published")?;
    paired(rows)
}

/// The matches that are over, in order of day, of which model `champion` had published a forecast at or after a moment and
/// model `rival` had made one that was not published, both before kick-off.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn pairs_of_version(
    tx: &mut Tx,
    rival: i64,
    champion: i64,
    since: DateTime<Utc>,
) -> Result<Vec<PairedForecast>, StoreError> {
    const SQL: &str = pairs!(of_version, "l.model_id = $2 AND l.published_at >= $3");
    let rows: Vec<PairRow> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(rival).bind(champion).bind(since).fetch_all(c).await)
            .doing("pair the shadows of a version with what was published")?;
    paired(rows)
}

#[derive(sqlx::FromRow)]
struct PairRow {
    match_date: NaiveDate,
    kick_off: Option<DateTime<Utc>>,
    home_goals: i64,
    away_goals: i64,
    code: String,
    published_at: DateTime<Utc>,
    made_at: DateTime<Utc>,
    champion_home: f64,
    champion_draw: f64,
    champion_away: f64,
    rival_home: f64,
    rival_draw: f64,
    rival_away: f64,
}

impl PairRow {
    /// A kick-off may have been brought forward, or told for the first time, after the forecasts.
    fn made_before_kick_off(&self) -> bool {
        let before = |at: DateTime<Utc>| {
            self.kick_off
                .map_or_else(|| at.date_naive() < self.match_date, |kick_off| at < kick_off)
        };
        before(self.published_at) && before(self.made_at)
    }
}

fn paired(rows: Vec<PairRow>) -> Result<Vec<PairedForecast>, StoreError> {
    let three =
        |home, draw, away| Probabilities::new(home, draw, away).map_err(|e| StoreError::unreadable("prediction", e));
    let goals = |goals: i64| u8::try_from(goals).map_err(|_range| StoreError::unreadable("score", goals));
    rows.into_iter()
        .filter(PairRow::made_before_kick_off)
        .map(|row| {
            let score = Score {
                home: goals(row.home_goals)?,
                away: goals(row.away_goals)?,
            };
            Ok(PairedForecast {
                day: row.match_date,
                league: LeagueCode::new(&row.code).map_err(|e| StoreError::unreadable("league code", e))?,
                champion: three(row.champion_home, row.champion_draw, row.champion_away)?,
                challenger: three(row.rival_home, row.rival_draw, row.rival_away)?,
                outcome: score.outcome(),
            })
        })
        .collect()
}

fn version(name: String) -> Result<ModelVersion, StoreError> {
    ModelVersion::new(name).map_err(|e| StoreError::unreadable("model version", e))
}
