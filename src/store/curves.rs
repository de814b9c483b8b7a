//! How the fits of a run climbed.

use std::collections::BTreeMap;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::LeagueCode;

/// Penalised log-likelihood by iteration, by league.
pub type Curves = BTreeMap<LeagueCode, Vec<f64>>;

/// Keeps the curves of a run; those of an earlier attempt go.
///
/// # Errors
/// When a query fails.
pub async fn write_curves(tx: &mut Tx, run: i64, curves: &Curves) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO training_curves (run_id, league_code, log_likelihood) VALUES ($1, $2, $3) \
         ON CONFLICT (run_id, league_code) DO UPDATE SET log_likelihood = excluded.log_likelihood";
    for (league, curve) in curves {
        let curve = serde_json::to_string(curve).map_err(|e| StoreError::unreadable("log-likelihood curve", e))?;
        with_tx!(&mut *tx, c => sqlx::query(SQL).bind(run).bind(league.as_str()).bind(curve).execute(c).await.map(drop))
            .doing("keep the log-likelihood of a training run")?;
    }
    Ok(())
}

/// The curves of a run.
///
/// # Errors
/// When the query fails or a row is unreadable.
pub async fn curves(tx: &mut Tx, run: i64) -> Result<Curves, StoreError> {
    const SQL: &str = "SELECT league_code, log_likelihood FROM training_curves WHERE run_id = $1";
    let rows: Vec<(String, String)> = with_tx!(tx, c => sqlx::query_as(SQL).bind(run).fetch_all(c).await)
        .doing("read the log-likelihood of a training run")?;
    rows.into_iter()
        .map(|(league, curve)| {
            let league = LeagueCode::new(&league).map_err(|e| StoreError::unreadable("league of a curve", e))?;
            let curve = serde_json::from_str(&curve).map_err(|e| StoreError::unreadable("log-likelihood curve", e))?;
            Ok((league, curve))
        })
        .collect()
}
