//! Puts the schedule into effect: looks at what is due, and asks for it in the same transaction.

mod trainings;
mod upkeep;

use std::{collections::BTreeMap, future::Future, time::Duration};

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::MissedTickBehavior;
use tokio_util::sync::CancellationToken;

use super::Schedule;
use crate::{
    boxed::Boxed,
    config,
    domain::{RunBasis, RunKind, with_causes},
    store::{self, Db, Enqueued, NewRun, StoreError, Tx},
    training::{Clock, hold_or_inherit},
};

/// Between two looks.
const TICK: Duration = Duration::from_secs(5);
/// How long one process keeps the schedule without a sign of life.
const LEASE: TimeDelta = TimeDelta::seconds(30);
/// The lease of who keeps the schedule.
pub const SCHEDULE_LEASE: &str = "schedule";
/// Who asks, where it is not the drift of a league.
const BY_SCHEDULE: &str = "schedule";

/// Keeps the schedule, where no other process does.
#[derive(Debug)]
pub struct Scheduler {
    db: Db,
    schedule: Schedule,
    /// The specification that is fitted beside the champion's, where it is another.
    settings: config::Training,
    owner: String,
    /// The leagues that each model which forecasts knows.
    known: BTreeMap<i64, upkeep::KnownLeagues>,
}

/// A run that the schedule asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// Its number.
    pub run: i64,
    /// What it does.
    pub kind: RunKind,
    /// Whose specification a training fits.
    pub basis: RunBasis,
    /// `schedule`, or the leagues that drift: `drift E0, SP1`.
    pub requested_by: String,
}

impl Scheduler {
    /// One that has not looked yet. `owner` is the name of its worker.
    #[must_use]
    pub const fn new(db: Db, schedule: Schedule, settings: config::Training, owner: String) -> Self {
        Self {
            db,
            schedule,
            settings,
            owner,
            known: BTreeMap::new(),
        }
    }

    /// Looks every few seconds, beside whatever its worker does, until it is stopped; then another process may take
    /// over at once. A look that fails is told and repeated. `sources_due` tells whether a source is to be asked for
    /// what is new.
    pub async fn keep<F, Answer>(mut self, clock: Clock, sources_due: F, stop: CancellationToken)
    where
        F: Fn(DateTime<Utc>) -> Answer,
        Answer: Future<Output = bool>,
    {
        let mut tick = tokio::time::interval(TICK);
        tick.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            tokio::select! {
                () = stop.cancelled() => break,
                _ = tick.tick() => {}
            }
            let now = clock.now();
            let sources_due = sources_due(now).await;
            if let Err(error) = self.tick(now, sources_due).await {
                tracing::warn!("the schedule was not looked at: {}", with_causes(&error));
            }
        }
        if let Err(error) = self.let_go().await {
            tracing::warn!("the schedule was not handed over: {}", with_causes(&error));
        }
    }

    /// One look at `now` (engine clock). What is due and was not asked for is in the queue afterwards; returns what
    /// this look put there. Where another process keeps the schedule, nothing is done.
    ///
    /// # Errors
    /// When a query fails; then nothing was asked for.
    pub fn tick(&mut self, now: DateTime<Utc>, sources_due: bool) -> Boxed<'_, Result<Vec<Asked>, StoreError>> {
        Box::pin(async move {
            let mut tx = self.db.write_beside().await?;
            if !hold_or_inherit(&mut tx, SCHEDULE_LEASE, &self.owner, LEASE).await? {
                return Ok(Vec::new());
            }
            let mut asked = self.ask_for_trainings(&mut tx, now).await?;
            asked.extend(self.ask_for_upkeep(&mut tx, now, sources_due).await?);
            tx.commit().await?;
            for Asked {
                run,
                kind,
                requested_by,
                ..
            } in &asked
            {
                tracing::info!(run, "run #{run} ({kind}) is asked for by {requested_by}");
            }
            Ok(asked)
        })
    }

    /// Lets another process keep the schedule.
    ///
    /// # Errors
    /// When the query fails; then the lease runs out by itself.
    #[must_use]
    pub fn let_go(&self) -> Boxed<'_, Result<(), StoreError>> {
        Box::pin(async move {
            let mut tx = self.db.write_beside().await?;
            store::release_lease(&mut tx, SCHEDULE_LEASE, &self.owner).await?;
            tx.commit().await
        })
    }
}

/// None where the same is asked for already.
async fn ask(tx: &mut Tx, run: &NewRun<'_>) -> Result<Option<Asked>, StoreError> {
    let Enqueued::New(id) = store::enqueue(tx, run).await? else {
        return Ok(None);
    };
    Ok(Some(Asked {
        run: id,
        kind: run.kind,
        basis: run.basis,
        requested_by: run.requested_by.to_owned(),
    }))
}
