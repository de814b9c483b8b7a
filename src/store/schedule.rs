//! What the schedule looks at: what was asked for already, and what is left to do.

use chrono::{DateTime, Utc};

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{LeagueCode, RunKind};

/// Whether a slot had its trainings, or those of an earlier one are not over.
///
/// # Errors
/// When the query fails.
pub async fn slot_is_taken(tx: &mut Tx, slot: &str) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM training_runs WHERE kind = 'train' \
         AND (slot = $1 OR (slot IS NOT NULL AND state IN ('queued', 'running'))))";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(slot).fetch_one(c).await).doing("find the runs of a slot")
}

/// Whether there is a result to learn from.
///
/// # Errors
/// When the query fails.
pub async fn has_results(tx: &mut Tx) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM matches WHERE home_goals IS NOT NULL)";
    with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_one(c).await).doing("look for results")
}

/// Whether a run of a kind is live, succeeded after one moment, or came to nothing after another.
///
/// # Errors
/// When the query fails.
pub async fn ran_lately(
    tx: &mut Tx,
    kind: RunKind,
    succeeded_after: DateTime<Utc>,
    failed_after: DateTime<Utc>,
) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM training_runs WHERE kind = $1 \
         AND (state IN ('queued', 'running') OR (state = 'succeeded' AND finished_at > $2) \
         OR (state IN ('failed', 'cancelled') AND finished_at > $3)))";
    with_tx!(tx, c => sqlx::query_scalar(SQL)
        .bind(kind.as_str()).bind(succeeded_after).bind(failed_after).fetch_one(c).await)
    .doing("find the last runs of a kind")
}

/// Whether there is a prediction to settle: its match has a score.
///
/// # Errors
/// When the query fails.
pub async fn is_settling_due(tx: &mut Tx) -> Result<bool, StoreError> {
    const SQL: &str = "SELECT EXISTS (SELECT 1 FROM predictions p WHERE p.settled_at IS NULL \
         AND EXISTS (SELECT 1 FROM matches m WHERE m.id = p.match_id AND m.home_goals IS NOT NULL))";
    with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_one(c).await).doing("look for predictions to settle")
}

/// The leagues with coming matches that a model should have forecast and has not, by model and league: the champion,
/// and the latest challenger, which shadows it. Whether a model can forecast a league is another question.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn leagues_to_forecast(tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<(i64, LeagueCode)>, StoreError> {
    const SQL: &str = "SELECT DISTINCT mo.id, l.code FROM matches m JOIN leagues l ON l.id = m.league_id \
         CROSS JOIN models mo WHERE m.home_goals IS NULL AND m.match_date >= $2 \
         AND (m.kick_off > $1 OR (m.kick_off IS NULL AND m.match_date > $2)) \
         AND mo.id IN (SELECT id FROM models WHERE status = 'champion' \
         UNION ALL SELECT max(id) FROM models WHERE status = 'challenger') \
         AND NOT EXISTS (SELECT 1 FROM predictions p WHERE p.match_id = m.id AND p.model_id = mo.id \
         AND p.origin <> 'walk_forward') ORDER BY mo.id, l.code";
    let rows: Vec<(i64, String)> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(now).bind(now.date_naive()).fetch_all(c).await)
            .doing("look for matches to forecast")?;
    rows.into_iter()
        .map(|(model, code)| Ok((model, league(&code)?)))
        .collect()
}

/// Leagues whose drift is high by the champion's own last evaluation, made since its promotion, and that no training
/// which is live, or was asked for or ended since a moment, refits. By code.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn leagues_high_without_training(tx: &mut Tx, since: DateTime<Utc>) -> Result<Vec<LeagueCode>, StoreError> {
    const SQL: &str = "SELECT l.code FROM verdicts v JOIN leagues l ON l.id = v.league_id \
         JOIN models m ON m.id = v.model_id AND m.status = 'champion' \
         WHERE v.verdict = 'high' AND v.at >= coalesce(m.promoted_at, m.trained_at) \
         AND v.day = (SELECT max(day) FROM verdicts x WHERE x.league_id = v.league_id) \
         AND NOT EXISTS (SELECT 1 FROM training_runs r WHERE r.kind = 'train' \
         AND (r.league_code IS NULL OR r.league_code = l.code) \
         AND (r.state IN ('queued', 'running') OR r.requested_at > $1 OR r.finished_at > $1)) ORDER BY l.code";
    let codes: Vec<String> = with_tx!(tx, c => sqlx::query_scalar(SQL).bind(since).fetch_all(c).await)
        .doing("look for leagues that drift")?;
    codes.iter().map(|code| league(code)).collect()
}

fn league(code: &str) -> Result<LeagueCode, StoreError> {
    LeagueCode::new(code).map_err(|error| StoreError::unreadable("league code", error))
}
