//! What trains, waits and has been trained.

use chrono::{DateTime, Utc};

use super::{Poll, Polled, challenger::Evidence};
use crate::{
    domain::{RunKind, RunState, SafeText},
    engine::{
        GateDecision, Rollback, Sections, Training,
        poller::{Answer, settle},
    },
    store::{self, Db, StoreError, Tx},
    training::{Clock, SCHEDULE_LEASE, Schedule},
};

/// Finished runs that are shown.
const HISTORY: i64 = 50;
/// Model versions that are shown.
const MODELS: i64 = 20;

/// Asks for the runs, the versions and the challenger.
#[derive(Debug)]
pub(in crate::engine) struct TrainingPoll {
    db: Db,
    clock: Clock,
    schedule: Schedule,
    evidence: Evidence,
}

impl TrainingPoll {
    pub(in crate::engine) fn new(db: Db, clock: Clock, schedule: Schedule) -> Self {
        Self {
            db,
            clock,
            schedule,
            evidence: Evidence::default(),
        }
    }
}

impl Poll for TrainingPoll {
    type Value = Training;

    async fn poll(&mut self) -> Result<Polled<Training>, StoreError> {
        let mut tx = self.db.read().await?;
        let live = store::live_runs(&mut tx).await?;
        let history = store::finished_runs(&mut tx, Some(RunKind::Train), HISTORY).await?;
        let is_empty = live.is_empty() && history.is_empty();
        let trains = live.into_iter().filter(|run| run.kind == RunKind::Train);
        let (running, queued): (Vec<_>, Vec<_>) = trains.partition(|run| run.state == RunState::Running);
        let last = history.first();
        let value = Training {
            running: running.into_iter().next(),
            queued,
            last: last.cloned(),
            last_decision: match last {
                Some(run) => decision(&mut tx, run.id).await?,
                None => None,
            },
            next_scheduled_at: self.next_scheduled_at(),
            schedule_keeper: schedule_keeper(&mut tx).await?,
            history,
            models: store::models(&mut tx, MODELS).await?,
            rollback: rollback(&mut tx).await?,
            champion_freeze: store::champion_freeze(&mut tx).await?,
            challenger: self.evidence.challenger(&mut tx).await?,
        };
        Ok(Polled { value, is_empty })
    }

    fn place(sections: &mut Sections, answer: Answer<Training>) {
        settle(&mut sections.training, answer);
    }
}

impl TrainingPoll {
    /// A replay has a calendar of its own.
    fn next_scheduled_at(&self) -> Option<DateTime<Utc>> {
        match self.clock {
            Clock::System => self.schedule.next_after(self.clock.now()),
            Clock::Replay(_) => None,
        }
    }
}

async fn decision(tx: &mut Tx, run: i64) -> Result<Option<GateDecision>, StoreError> {
    let decision = store::decision_of_run(tx, run).await?;
    Ok(decision.map(|(at, decision)| GateDecision { at, decision }))
}

async fn schedule_keeper(tx: &mut Tx) -> Result<Option<SafeText>, StoreError> {
    let now = store::now(tx).await?;
    let keeper = store::lease_in_force(tx, SCHEDULE_LEASE, now).await?;
    Ok(keeper.map(|keeper| SafeText::new(&keeper)))
}

async fn rollback(tx: &mut Tx) -> Result<Option<Rollback>, StoreError> {
    let Some(champion) = store::champion(tx).await? else {
        return Ok(None);
    };
    let before = store::predecessor(tx, champion.id).await?;
    Ok(before.map(|(_, to)| Rollback {
        from: champion.version,
        to,
    }))
}
