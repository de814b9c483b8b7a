//! What a worker sees to while no run waits.

use std::time::Duration;

use chrono::TimeDelta;
use tokio::time::Instant;

use super::Worker;
use crate::{
    domain::with_causes,
    store::{self, HEARTBEAT, StoreError, Subject},
    training::drift::Due,
};

/// When it last saw to what.
#[derive(Debug, Default)]
pub(super) struct Rounds {
    caught_up: bool,
    features: Option<Instant>,
    /// The tallies that the champion was last weighed on.
    weighed: Option<i64>,
    tidied: Option<Instant>,
}

/// How long runs that were no trainings are kept.
const KEPT: TimeDelta = TimeDelta::days(14);
/// Between two looks at what is older.
const TIDY: Duration = Duration::from_hours(1);

impl Worker {
    /// Sees to what is due. What fails is logged and seen to again.
    pub(super) async fn make(&self, rounds: &mut Rounds) {
        if !rounds.caught_up {
            // What a worker that died between publishing and evaluating has left.
            self.evaluate_drift(Due::NewMatches).await;
            rounds.caught_up = true;
        }
        if rounds.features.is_none_or(|at| at.elapsed() >= HEARTBEAT) {
            self.catch_up_features().await;
            rounds.features = Some(Instant::now());
            self.weigh_what_is_new(rounds).await;
        }
        if rounds.tidied.is_none_or(|at| at.elapsed() >= TIDY) {
            self.tidy().await;
            rounds.tidied = Some(Instant::now());
        }
    }

    async fn tidy(&self) {
        let tidied = async {
            let mut tx = self.db.write_beside().await?;
            store::forget_upkeep(&mut tx, self.clock.now() - KEPT).await?;
            tx.commit().await
        };
        if let Err(error) = tidied.await {
            tracing::warn!("old runs were not forgotten: {}", with_causes(&error));
        }
    }

    /// Results that an import has settled are weighed by whoever comes next.
    async fn weigh_what_is_new(&self, rounds: &mut Rounds) {
        let revision = async {
            let mut tx = self.db.read().await?;
            store::revision(&mut tx, Subject::Tallies).await
        };
        let weighed = match revision.await {
            Ok(revision) if rounds.weighed == Some(revision) => return,
            Ok(revision) => self.weigh_champion().await.map(|()| revision),
            Err(error) => Err(StoreError::into(error)),
        };
        match weighed {
            Ok(revision) => rounds.weighed = Some(revision),
            Err(error) => tracing::warn!("the champion was not weighed: {}", with_causes(&error)),
        }
    }
}
