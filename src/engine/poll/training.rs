//! What trains, waits and has been trained.

use chrono::{DateTime, Utc};

use super::{Poll, Polled};
use crate::{
    domain::{RunKind, RunState, SafeText},
    engine::{
        Challenger, GateDecision, Rollback, Sections, ShadowEvidence, Training,
        poller::{Answer, settle},
    },
    metrics::gate::Betting,
    store::{self, Contest, Db, StoreError, Subject, Tx},
    training::{Clock, SCHEDULE_LEASE, Schedule},
};

/// Finished runs that are shown.
const HISTORY: i64 = 50;
/// Model versions that are shown.
const MODELS: i64 = 20;

/// Asks for the runs, and remembers how the challenger fared.
#[derive(Debug)]
pub(in crate::engine) struct TrainingPoll {
    db: Db,
    clock: Clock,
    schedule: Schedule,
    last: Option<(Key, Option<ShadowEvidence>)>,
}

/// Evidence changes only where a tally does: a match was settled, or the champion changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    tallies: i64,
    contest: Contest,
}

impl TrainingPoll {
    pub(in crate::engine) const fn new(db: Db, clock: Clock, schedule: Schedule) -> Self {
        Self {
            db,
            clock,
            schedule,
            last: None,
        }
    }

    async fn challenger(&mut self, tx: &mut Tx) -> Result<Option<Challenger>, StoreError> {
        let Some(contest) = store::contest(tx).await? else {
            return Ok(None);
        };
        let version = contest.challenger.clone();
        let decision = store::latest_decision(tx, contest.challenger_id).await?;
        let key = Key {
            tallies: store::revision(tx, Subject::Tallies).await?,
            contest,
        };
        let shadow = match &self.last {
            Some((known, shadow)) if *known == key => *shadow,
            _ => evidence(tx, &key.contest).await?,
        };
        self.last = Some((key, shadow));
        Ok(Some(Challenger {
            version,
            decision: decision.map(|(at, decision)| GateDecision { at, decision }),
            shadow,
        }))
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
        let value = Training {
            running: running.into_iter().next(),
            queued,
            last: history.first().cloned(),
            next_scheduled_at: self.next_scheduled_at(),
            schedule_keeper: schedule_keeper(&mut tx).await?,
            history,
            models: store::models(&mut tx, MODELS).await?,
            rollback: rollback(&mut tx).await?,
            champion_freeze: store::champion_freeze(&mut tx).await?,
            challenger: self.challenger(&mut tx).await?,
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

/// A refit of the champion's own specification is known by its own shadow alone: its specification's is the champion's.
async fn evidence(tx: &mut Tx, contest: &Contest) -> Result<Option<ShadowEvidence>, StoreError> {
    let (challenger, champion) = (contest.challenger_id, contest.champion_id);
    let pairs = if contest.same_specification {
        store::pairs_of_version(tx, challenger, champion, contest.trained_at).await?
    } else {
        store::pairs_of_specification(tx, challenger, champion).await?
    };
    let betting: Betting = pairs.iter().collect();
    Ok((betting.n() > 0).then(|| ShadowEvidence {
        n: betting.n(),
        e_value: betting.value(),
    }))
}
