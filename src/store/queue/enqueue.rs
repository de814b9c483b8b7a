//! Asking for a run.

use chrono::{DateTime, Utc};

use crate::{
    domain::{LeagueCode, RunBasis, RunKind},
    store::{Context, StoreError, Tx, ring, with_tx},
};

/// A run that is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewRun<'a> {
    /// What is to be done.
    pub kind: RunKind,
    /// The only league to refit; none is all leagues.
    pub league: Option<&'a LeagueCode>,
    /// Whose specification is fitted.
    pub basis: RunBasis,
    /// The occurrence of the schedule that asks, which has one run for ever; none is by hand.
    pub slot: Option<&'a str>,
    /// `user@host`, or `schedule`.
    pub requested_by: &'a str,
    /// When (engine clock).
    pub at: DateTime<Utc>,
}

impl<'a> NewRun<'a> {
    /// Anything but a training.
    #[must_use]
    pub const fn new(kind: RunKind, requested_by: &'a str, at: DateTime<Utc>) -> Self {
        Self {
            kind,
            league: None,
            basis: RunBasis::Configured,
            slot: None,
            requested_by,
            at,
        }
    }

    /// A training by hand. A single league becomes part of the champion, so it is fitted as the champion is.
    #[must_use]
    pub const fn training(league: Option<&'a LeagueCode>, requested_by: &'a str, at: DateTime<Utc>) -> Self {
        Self {
            league,
            basis: if league.is_some() {
                RunBasis::Champion
            } else {
                RunBasis::Configured
            },
            ..Self::new(RunKind::Train, requested_by, at)
        }
    }
}

/// Whether a request made a new run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Enqueued {
    /// A new one.
    New(i64),
    /// The same was asked for before and is not over yet.
    Joined(i64),
    /// The slot has had its run.
    Done(i64),
}

/// Asks for a run. The same request while one is live joins it; a slot that joins a run by hand has had its run with it.
///
/// # Errors
/// When a query fails.
pub async fn enqueue(tx: &mut Tx, run: &NewRun<'_>) -> Result<Enqueued, StoreError> {
    const INSERT: &str = "INSERT INTO training_runs (kind, league_code, basis, slot, state, progress, requested_by, \
         requested_at, attempt, cancel_requested, message, leagues_done, leagues_total, log_likelihood) \
         VALUES ($1, $2, $3, $4, 'queued', 0, $5, $6, 0, FALSE, 'waits for a worker', 0, 0, '[]') \
         ON CONFLICT DO NOTHING RETURNING id";
    const SLOT: &str = "SELECT id FROM training_runs WHERE kind = $1 AND basis = $2 AND slot = $3";
    const LIVE: &str = "UPDATE training_runs SET slot = coalesce(slot, $4) WHERE kind = $1 \
         AND coalesce(league_code, '') = coalesce($2, '') AND basis = $3 AND state IN ('queued', 'running') RETURNING id";
    let (kind, basis, league) = (
        run.kind.as_str(),
        run.basis.as_str(),
        run.league.map(LeagueCode::as_str),
    );
    let id: Option<i64> = with_tx!(&mut *tx, c => sqlx::query_scalar(INSERT).bind(kind).bind(league).bind(basis)
        .bind(run.slot).bind(run.requested_by).bind(run.at).fetch_optional(c).await)
    .doing("queue a run")?;
    if let Some(id) = id {
        ring(tx).await?;
        return Ok(Enqueued::New(id));
    }
    let done: Option<i64> =
        with_tx!(&mut *tx, c => sqlx::query_scalar(SLOT).bind(kind).bind(basis).bind(run.slot).fetch_optional(c).await)
            .doing("find the run of a slot")?;
    if let Some(id) = done {
        return Ok(Enqueued::Done(id));
    }
    with_tx!(tx, c => sqlx::query_scalar(LIVE).bind(kind).bind(league).bind(basis).bind(run.slot).fetch_one(c).await)
        .doing("find the live run")
        .map(Enqueued::Joined)
}
