//! What trains, waits and has been trained.

use super::{Poll, Polled};
use crate::{
    domain::RunState,
    engine::{
        Sections, Training,
        poller::{Answer, settle},
    },
    store::{self, Db, StoreError},
};

/// Finished runs that are shown.
const HISTORY: i64 = 50;

/// Asks for the runs.
#[derive(Debug)]
pub(in crate::engine) struct TrainingPoll {
    pub(in crate::engine) db: Db,
}

impl Poll for TrainingPoll {
    type Value = Training;

    async fn poll(&mut self) -> Result<Polled<Training>, StoreError> {
        let mut tx = self.db.read().await?;
        let live = store::live_runs(&mut tx).await?;
        let history = store::finished_runs(&mut tx, HISTORY).await?;
        let is_empty = live.is_empty() && history.is_empty();
        let (running, queued): (Vec<_>, Vec<_>) = live.into_iter().partition(|run| run.state == RunState::Running);
        let value = Training {
            running: running.into_iter().next(),
            queued,
            last: history.first().cloned(),
            next_scheduled_at: None,
            history,
        };
        Ok(Polled { value, is_empty })
    }

    fn place(sections: &mut Sections, answer: Answer<Training>) {
        settle(&mut sections.training, answer);
    }
}
