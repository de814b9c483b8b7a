//! What a deliverer does beside the steps: its lease, the aliases, a fresh start.

use chrono::{TimeDelta, Utc};

use super::{Deliverer, Pass, Turn};
use crate::{
    domain::with_causes,
    registry::{
        aliases::{Asserted, assert_aliases},
        outbox::tell_of_champion,
    },
    store::{self, StoreError},
};

/// The lease that makes the deliverer one.
const LEASE: &str = "registry-delivery";
/// Longer than any step takes, so that a deliverer that is slow is not overtaken in the middle of one.
const LEASE_LENGTH: TimeDelta = TimeDelta::minutes(2);

impl Deliverer {
    pub(super) async fn hold(&self) -> Result<bool, StoreError> {
        let mut tx = self.db.write_beside().await?;
        let held = store::hold_lease(&mut tx, LEASE, &self.owner, Utc::now(), LEASE_LENGTH).await?;
        tx.commit().await?;
        Ok(held)
    }

    pub(super) async fn pass_or_log(&self) -> Option<Pass> {
        self.pass(Turn::InTime)
            .await
            .inspect_err(|error| tracing::warn!("the outbox cannot be worked on: {}", with_causes(error)))
            .ok()
    }

    /// Asserts the aliases; tells whether MLflow has not heard of the champion. A server that is down says so by itself when
    /// the next step is due; here it is no news.
    pub(super) async fn look_after_aliases(&self) -> bool {
        let look = async {
            if self.hold().await? {
                assert_aliases(&self.db, &self.mlflow).await
            } else {
                Ok(Ok(Asserted::default()))
            }
        };
        match look.await {
            Ok(Ok(asserted)) => return asserted.champion_unknown,
            Ok(Err(error)) => tracing::debug!("the aliases were not looked at: {}", with_causes(&error)),
            Err(error) => tracing::warn!("the aliases were not looked at: {}", with_causes(&error)),
        }
        false
    }

    /// MLflow was configured after the champion was trained. What waits or was set aside may be the champion's own steps.
    pub(super) async fn introduce_champion(&self) {
        let introduce = async {
            let mut tx = self.db.write_beside().await?;
            let state = store::outbox_state(&mut tx).await?;
            if (state.pending, state.parked) == (0, 0) {
                tell_of_champion(&mut tx, Utc::now()).await?;
            }
            tx.commit().await
        };
        if let Err(error) = introduce.await {
            tracing::warn!("MLflow is not told of the champion: {}", with_causes(&error));
        }
    }

    pub(super) async fn retry_all(&self) {
        let retry = async {
            let mut tx = self.db.write_beside().await?;
            store::retry_outbox(&mut tx).await?;
            tx.commit().await
        };
        if let Err(error) = retry.await {
            tracing::warn!("what was set aside is not tried again: {}", with_causes(&error));
        }
    }

    pub(super) async fn let_go(&self) {
        let release = async {
            let mut tx = self.db.write_beside().await?;
            store::release_lease(&mut tx, LEASE, &self.owner).await?;
            tx.commit().await
        };
        if let Err(error) = release.await {
            tracing::debug!("the lease of the delivery runs out by itself: {}", with_causes(&error));
        }
    }
}
