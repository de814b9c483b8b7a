//! What is done for each kind of run.

use super::{Ended, Worker};
use crate::{
    domain::{RunKind, RunState, with_causes},
    ingest::{self, fetch::Ask},
    store::{self, Ending, Held, Lease},
    training::{
        arrivals::take_up,
        clock::Clock,
        drift::{Due, record_verdicts},
        forecast::forecast_coming,
        job::{Job, TrainError},
        online::{catch_up_features, refresh_matches, refresh_strengths},
        progress::Reporter,
        shadow::{judge_shadow, roll_back_if_due},
        stages::train,
    },
};

impl Worker {
    pub(super) async fn work(&self, lease: &Lease, reporter: &Reporter) -> Result<Ended, TrainError> {
        let message = match lease.kind {
            RunKind::Train => return self.train(lease, reporter).await,
            RunKind::Fetch => self.fetch().await?,
            RunKind::Settle => self.settle().await?,
            RunKind::Forecast => self.forecast().await?,
        };
        self.finish(lease, message).await?;
        Ok(Ended::Done)
    }

    async fn train(&self, lease: &Lease, reporter: &Reporter) -> Result<Ended, TrainError> {
        let job = Job {
            db: &self.db,
            clock: &self.clock,
            settings: &self.settings,
            freshness: &self.freshness,
            lease,
            reporter,
            recorder: self.recorder(),
            drill: &self.drill,
        };
        // Its own future is large: it holds what every stage holds.
        let trained = Box::pin(train(&job)).await?;
        tracing::info!(run = lease.run, "training #{}: {}", lease.run, trained.message);
        Ok(if trained.promoted {
            Ended::Promoted(trained.version)
        } else {
            Ended::Registered(trained.version)
        })
    }

    /// Asks the sources that are due. What was loaded is taken up at once; what a death in between leaves, the schedule
    /// finds.
    async fn fetch(&self) -> Result<String, TrainError> {
        let report = ingest::fetch(&self.db, &self.sources, Ask::Due, Clock::wall()).await?;
        if report.matches_changed() {
            take_up(&self.db, &self.features, &self.judge, self.clock.now()).await?;
            self.weigh_champion().await?;
        }
        Ok(report.to_string())
    }

    /// Scores what results came in for, and judges the drift anew. Doing it twice changes nothing.
    async fn settle(&self) -> Result<String, TrainError> {
        let taken = take_up(&self.db, &self.features, &self.judge, self.clock.now()).await?;
        self.weigh_champion().await?;
        Ok(format!(
            "{} predictions settled, {} leagues judged",
            taken.settled.predictions, taken.verdicts
        ))
    }

    /// Holds the champion against the versions that shadow it, and changes it where that is beyond doubt. What
    /// was settled stands whatever comes of it.
    pub(in crate::training) async fn weigh_champion(&self) -> Result<(), TrainError> {
        let (now, mirrored) = (self.clock.now(), self.mlflow.is_some());
        let weighed = async {
            let back = roll_back_if_due(&self.db, now, mirrored).await?;
            let forth = judge_shadow(&self.db, now, mirrored).await?;
            Ok(back.is_some() || forth.is_some())
        };
        match weighed.await {
            Ok(true) => self.after_change().await,
            Ok(false) => {}
            Err(passing @ TrainError::Store(_)) if passing.is_passing() => return Err(passing),
            Err(error) => tracing::warn!("the champion was not weighed: {}", with_causes(&error)),
        }
        Ok(())
    }

    /// What is published is not rewritten, so doing it twice changes nothing.
    async fn forecast(&self) -> Result<String, TrainError> {
        let now = self.clock.now();
        refresh_matches(&self.db, &self.features, now).await?;
        let new = forecast_coming(&self.db, &self.features, now).await?;
        Ok(format!("{new} coming fixtures forecast"))
    }

    /// Ends a run whose effects are in place.
    async fn finish(&self, lease: &Lease, message: String) -> Result<(), TrainError> {
        tracing::info!(run = lease.run, "{} #{}: {message}", lease.kind, lease.run);
        let ending = Ending {
            state: RunState::Succeeded,
            message,
            model_id: None,
            scores: None,
        };
        let mut tx = self.db.write_beside().await?;
        if store::finish(&mut tx, lease, &ending, self.clock.now()).await? == Held::Lost {
            return Err(TrainError::LeaseLost);
        }
        Ok(tx.commit().await?)
    }

    /// After the commit: a new champion stands whether or not the feature store takes its strengths now, and whether or
    /// not its drift can be evaluated.
    pub(super) async fn after(&self, ended: &Ended) {
        if matches!(ended, Ended::Promoted(_)) {
            self.after_change().await;
        }
    }

    async fn after_change(&self) {
        if let Err(error) = refresh_strengths(&self.db, &self.features, self.clock.now()).await {
            tracing::warn!("the champion's strengths were not written: {}", with_causes(&error));
        }
        self.evaluate_drift(Due::NewChampion).await;
    }

    /// What the feature store missed while it was down.
    pub(super) async fn catch_up_features(&self) {
        if let Err(error) = catch_up_features(&self.db, &self.features, self.clock.now()).await {
            tracing::warn!("the feature store was not brought up to date: {}", with_causes(&error));
        }
    }

    /// What fails here is made up by the next settling.
    pub(super) async fn evaluate_drift(&self, due: Due) {
        if let Err(error) = record_verdicts(&self.db, &self.judge, due, self.clock.now()).await {
            tracing::warn!("the drift of the leagues was not evaluated: {}", with_causes(&error));
        }
    }
}
