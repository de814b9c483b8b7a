//! Walk-forward predictions when the champion changes: each match keeps one of each version that may be judged.

use super::row::forecast_columns;
use crate::store::{Context, StoreError, Tx, with_tx};

/// Model versions that may yet be judged by their walk-forward: the champion, the one before it, and the challengers.
macro_rules! judged {
    () => {
        "SELECT id FROM models WHERE status IN ('champion', 'challenger') UNION SELECT * FROM (SELECT p.previous_id \
         FROM promotions p JOIN models m ON m.id = p.model_id WHERE m.status = 'champion' AND p.kind = 'promote' \
         AND p.previous_id IS NOT NULL ORDER BY p.id DESC LIMIT 1) AS before"
    };
}

/// Removes the walk-forward predictions and tallies of every model version that nothing is held against any more. They are
/// a basis for judging a champion before it has live ones, and a later evaluation covers the same matches. The
/// predecessor's stay for a rollback. Their scores stay with their model version.
///
/// # Errors
/// When a query fails.
pub async fn drop_idle_walk_forwards(tx: &mut Tx) -> Result<(), StoreError> {
    const PREDICTIONS: &str = concat!(
        "DELETE FROM predictions WHERE origin = 'walk_forward' AND model_id NOT IN (",
        judged!(),
        ")"
    );
    const TALLIES: &str = concat!(
        "DELETE FROM score_tallies WHERE origin = 'walk_forward' AND model_id NOT IN (",
        judged!(),
        ")"
    );
    for sql in [PREDICTIONS, TALLIES] {
        with_tx!(&mut *tx, c => sqlx::query(sql).execute(c).await.map(drop))
            .doing("remove superseded walk-forward predictions")?;
    }
    Ok(())
}

/// Leagues of which model `$2` has walk-forward predictions.
macro_rules! own_leagues {
    () => {
        "SELECT DISTINCT x.league_id FROM predictions o JOIN matches x ON x.id = o.match_id \
         WHERE o.origin = 'walk_forward' AND o.model_id = $2"
    };
}

/// Copies the walk-forward predictions and tallies of one model to another, but for leagues where the other has its own: a
/// single league was refitted, and the others' evaluation is as good as it was.
///
/// # Errors
/// When a query fails.
pub async fn inherit_walk_forwards(tx: &mut Tx, from: i64, to: i64) -> Result<(), StoreError> {
    const TALLIES: &str = concat!(
        "INSERT INTO score_tallies (model_id, origin, league_id, day, tally) \
         SELECT CAST($2 AS BIGINT), origin, league_id, day, tally FROM score_tallies \
         WHERE origin = 'walk_forward' AND model_id = $1 AND league_id NOT IN (",
        own_leagues!(),
        ")"
    );
    const PREDICTIONS: &str = concat!(
        "INSERT INTO predictions (match_id, model_id, origin, made_at, settled_at, outcome, ",
        forecast_columns!(""),
        ") SELECT p.match_id, CAST($2 AS BIGINT), p.origin, p.made_at, p.settled_at, p.outcome, ",
        forecast_columns!(),
        " FROM predictions p JOIN matches m ON m.id = p.match_id \
         WHERE p.origin = 'walk_forward' AND p.model_id = $1 AND m.league_id NOT IN (",
        own_leagues!(),
        ")"
    );
    // Tallies first: until predictions are copied, those of the new model tell which leagues it has itself.
    for sql in [TALLIES, PREDICTIONS] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(from).bind(to).execute(c).await.map(drop))
            .doing("hand on walk-forward predictions")?;
    }
    Ok(())
}
