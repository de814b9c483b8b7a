//! Taking a run, and giving up those that kill their workers.

use chrono::{DateTime, TimeDelta, Utc};

use super::{LEASE, Lease, MAX_FAILURES};
use crate::{
    domain::LeagueCode,
    store::{Context, StoreError, Tx, with_tx},
};

/// Ends the runs whose workers died too often. Returns their numbers. `now` is the database's clock, `at` the engine's.
///
/// # Errors
/// When the query fails.
pub async fn give_up(tx: &mut Tx, now: DateTime<Utc>, at: DateTime<Utc>) -> Result<Vec<i64>, StoreError> {
    const SQL: &str = "UPDATE training_runs SET state = 'failed', finished_at = $2, lease_owner = NULL, eta_s = NULL, \
         failures = failures + 1, message = 'given up: it failed or its worker died ' || (failures + 1) || ' times' \
         WHERE state = 'running' AND lease_expires_at < $1 AND failures + 1 >= $3 RETURNING id";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(now).bind(at).bind(MAX_FAILURES).fetch_all(c).await)
        .doing("give up dead runs")
}

/// Takes a run in one statement; a lock on the row found is all that differs between the databases.
macro_rules! claim_sql {
    ($lock:literal) => {
        concat!(
            "UPDATE training_runs SET attempt = attempt + 1, lease_owner = $1, lease_expires_at = $3, run_at = NULL, \
             failures = CASE WHEN state = 'running' THEN failures + 1 ELSE failures END, state = 'running', \
             started_at = coalesce(started_at, $4), message = 'taken by a worker' \
             WHERE id = (SELECT id FROM training_runs WHERE (state = 'queued' AND (run_at IS NULL OR run_at <= $2)) \
             OR (state = 'running' AND lease_expires_at < $2 AND failures + 1 < $5) ORDER BY id LIMIT 1",
            $lock,
            ") RETURNING id, kind, attempt, failures, league_code, basis"
        )
    };
}

/// Takes the next run that waits and is due, or one whose worker gives no sign of life; those to be given up are left to
/// [`give_up`]. `now` is the database's clock, `at` the engine's.
///
/// # Errors
/// When the query fails or the row is unreadable.
pub async fn claim(
    tx: &mut Tx,
    owner: &str,
    now: DateTime<Utc>,
    at: DateTime<Utc>,
) -> Result<Option<Lease>, StoreError> {
    let sql = match tx {
        Tx::Sqlite(_) => claim_sql!(""),
        // A run that another worker is about to take is passed over, not waited for.
        Tx::Postgres(_) => claim_sql!(" FOR UPDATE SKIP LOCKED"),
    };
    let row: Option<Claimed> = with_tx!(tx, c => sqlx::query_as(sql)
        .bind(owner).bind(now).bind(now + LEASE).bind(at).bind(MAX_FAILURES).fetch_optional(c).await)
    .doing("claim a run")?;
    row.map(|row| row.leased_to(owner)).transpose()
}

#[derive(sqlx::FromRow)]
struct Claimed {
    id: i64,
    kind: String,
    attempt: i64,
    failures: i64,
    league_code: Option<String>,
    basis: String,
}

impl Claimed {
    fn leased_to(self, owner: &str) -> Result<Lease, StoreError> {
        let league = self.league_code.map(|code| LeagueCode::new(&code)).transpose();
        Ok(Lease {
            run: self.id,
            kind: self.kind.parse().map_err(|e| StoreError::unreadable("run kind", e))?,
            attempt: self.attempt,
            failures: self.failures,
            owner: owner.to_owned(),
            league: league.map_err(|e| StoreError::unreadable("league of a run", e))?,
            basis: self
                .basis
                .parse()
                .map_err(|e| StoreError::unreadable("basis of a run", e))?,
        })
    }
}

/// Who holds a run.
///
/// # Errors
/// When the query fails.
pub async fn run_owners(tx: &mut Tx) -> Result<Vec<String>, StoreError> {
    const SQL: &str =
        "SELECT DISTINCT lease_owner FROM training_runs WHERE state = 'running' AND lease_owner IS NOT NULL";
    with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_all(c).await).doing("list who holds runs")
}

/// Lets the leases of a worker that is known to be dead run out now, by the database's clock. Whoever is alive after all
/// finds its next write refused.
///
/// # Errors
/// When the query fails.
pub async fn let_lease_lapse(tx: &mut Tx, owner: &str, now: DateTime<Utc>) -> Result<(), StoreError> {
    const SQL: &str = "UPDATE training_runs SET lease_expires_at = $2 \
         WHERE state = 'running' AND lease_owner = $1 AND lease_expires_at > $2";
    let lapsed = now - TimeDelta::microseconds(1);
    with_tx!(tx, c => sqlx::query(SQL).bind(owner).bind(lapsed).execute(c).await.map(drop))
        .doing("let the lease of a dead worker run out")
}
