//! The chain of checkpoints of a run: each stage's result is kept before the next begins, and a run that is taken up again
//! reads what was finished instead of doing it twice.

use serde::{Serialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

use super::{
    drill::Moment,
    job::{Job, TrainError},
    worker::BEARS,
};
use crate::{
    domain::Stage,
    store::{self, Checkpoint, Held, Patience, StoreError, Tx},
};

/// The stages of one run, in order.
#[derive(Debug)]
pub(super) struct Chain<'a> {
    job: &'a Job<'a>,
    /// Content hash of the stage before; empty before the first.
    hash: String,
}

impl<'a> Chain<'a> {
    pub(super) const fn new(job: &'a Job<'a>) -> Self {
        Self {
            job,
            hash: String::new(),
        }
    }

    /// The result of a stage: from its checkpoint, or worked out now and kept.
    pub(super) async fn stage<T: Serialize + DeserializeOwned>(
        &mut self,
        stage: Stage,
        message: &str,
        work: impl Future<Output = Result<T, TrainError>>,
    ) -> Result<T, TrainError> {
        if let Some(found) = self.begin(stage, message).await? {
            return Ok(found);
        }
        // A computing thread that is left behind stops at its next iteration.
        let value = self.job.reporter.unless_stopped(work).await?;
        let checkpoint = self.seal(stage, &value)?;
        let mut patience = Patience::of(BEARS);
        loop {
            match self.keep(&checkpoint).await {
                Err(TrainError::Store(error)) if patience.waits_after(&error).await => {}
                kept => break kept?,
            }
        }
        self.hash = checkpoint.content_hash;
        Ok(value)
    }

    /// Begins a stage; its result, where an earlier attempt finished it.
    pub(super) async fn begin<T: DeserializeOwned>(
        &mut self,
        stage: Stage,
        message: &str,
    ) -> Result<Option<T>, TrainError> {
        self.job.reporter.stage(stage, 0, message);
        if self.job.reporter.stop_requested() {
            return Err(TrainError::Cancelled);
        }
        let found = self.look_up(stage).await?;
        if found.is_none() {
            self.job.drill.at(stage, Moment::Begins);
        }
        Ok(found)
    }

    /// Keeps the result of a stage in the transaction of what the stage writes, and commits it.
    pub(super) async fn commit<T: Serialize>(&self, mut tx: Tx, stage: Stage, value: &T) -> Result<(), TrainError> {
        let checkpoint = self.seal(stage, value)?;
        self.keep_within(&mut tx, &checkpoint).await?;
        self.job.drill.at(stage, Moment::Commits);
        Ok(tx.commit().await?)
    }

    /// The result of a stage, where it was kept; bears with a database that is away.
    pub(super) async fn look_up<T: DeserializeOwned>(&mut self, stage: Stage) -> Result<Option<T>, TrainError> {
        let mut patience = Patience::of(BEARS);
        loop {
            match self.find(stage).await {
                Err(TrainError::Store(error)) if patience.waits_after(&error).await => {}
                found => return found,
            }
        }
    }

    async fn find<T: DeserializeOwned>(&mut self, stage: Stage) -> Result<Option<T>, TrainError> {
        let mut tx = self.job.db.read().await?;
        let Some(found) = store::checkpoint(&mut tx, self.job.lease.run, stage).await? else {
            return Ok(None);
        };
        let run = self.job.lease.run;
        if found.content_hash != content_hash(stage, &self.hash, &found.content) {
            tracing::warn!(
                run,
                "training #{run}: the checkpoint of {stage} does not follow from the one before, it is made anew"
            );
            return Ok(None);
        }
        let Ok(value) = serde_json::from_str(&found.content) else {
            tracing::warn!(
                run,
                "training #{run}: the checkpoint of {stage} is of another program, it is made anew"
            );
            return Ok(None);
        };
        tracing::info!(run, "training #{run}: {stage} was finished by an earlier attempt");
        self.job.reporter.already_done(stage);
        self.hash = found.content_hash;
        Ok(Some(value))
    }

    fn seal<T: Serialize>(&self, stage: Stage, value: &T) -> Result<Checkpoint, StoreError> {
        let content = serde_json::to_string(value).map_err(|e| StoreError::unreadable("checkpoint", e))?;
        Ok(Checkpoint {
            stage,
            content_hash: content_hash(stage, &self.hash, &content),
            content,
        })
    }

    async fn keep(&self, checkpoint: &Checkpoint) -> Result<(), TrainError> {
        let mut tx = self.job.db.write_beside().await?;
        self.keep_within(&mut tx, checkpoint).await?;
        self.job.drill.at(checkpoint.stage, Moment::Commits);
        Ok(tx.commit().await?)
    }

    async fn keep_within(&self, tx: &mut Tx, checkpoint: &Checkpoint) -> Result<(), TrainError> {
        match store::write_checkpoint(tx, self.job.lease, checkpoint, self.job.clock.now()).await? {
            Held::Yes { .. } => Ok(()),
            Held::Lost => Err(TrainError::LeaseLost),
        }
    }
}

/// The stage's name keeps two stages with equal content apart.
fn content_hash(stage: Stage, before: &str, content: &str) -> String {
    let mut hasher = Sha256::new();
    for part in [stage.as_str(), "\n", before, "\n", content] {
        hasher.update(part);
    }
    format!("{:x}", hasher.finalize())
}
