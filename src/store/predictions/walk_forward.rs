//! Walk-forward predictions when the champion changes: each match keeps one.

use crate::store::{Context, StoreError, Tx, with_tx};

/// Removes the walk-forward predictions and tallies of every model but this one: they are a basis for judging the champion
/// before it has live ones, and a later evaluation covers the same matches. Their scores stay with their model version.
///
/// # Errors
/// When a query fails.
pub async fn drop_other_walk_forwards(tx: &mut Tx, model_id: i64) -> Result<(), StoreError> {
    const PREDICTIONS: &str = "DELETE FROM predictions WHERE origin = 'walk_forward' AND model_id <> $1";
    const TALLIES: &str = "DELETE FROM score_tallies WHERE origin = 'walk_forward' AND model_id <> $1";
    for sql in [PREDICTIONS, TALLIES] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(model_id).execute(c).await)
            .doing("remove superseded walk-forward predictions")?;
    }
    Ok(())
}

/// Hands the walk-forward predictions and tallies of one model to another, but for leagues where the other has its own: a
/// single league was refitted, and the others' evaluation is as good as it was.
///
/// # Errors
/// When a query fails.
pub async fn inherit_walk_forwards(tx: &mut Tx, from: i64, to: i64) -> Result<(), StoreError> {
    const PREDICTIONS: &str = "UPDATE predictions SET model_id = $2 WHERE origin = 'walk_forward' AND model_id = $1 \
         AND match_id IN (SELECT id FROM matches WHERE league_id NOT IN (SELECT DISTINCT m.league_id FROM predictions p \
         JOIN matches m ON m.id = p.match_id WHERE p.origin = 'walk_forward' AND p.model_id = $2))";
    const TALLIES: &str = "UPDATE score_tallies SET model_id = $2 WHERE origin = 'walk_forward' AND model_id = $1 \
         AND league_id NOT IN (SELECT DISTINCT m.league_id FROM predictions p JOIN matches m ON m.id = p.match_id \
         WHERE p.origin = 'walk_forward' AND p.model_id = $2)";
    // Tallies first: until predictions are handed over, those of the new model tell which leagues it has itself.
    for sql in [TALLIES, PREDICTIONS] {
        with_tx!(&mut *tx, c => sqlx::query(sql).bind(from).bind(to).execute(c).await)
            .doing("hand over walk-forward predictions")?;
    }
    Ok(())
}
