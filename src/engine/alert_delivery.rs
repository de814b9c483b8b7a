//! Telling a receiver of alerts: what waits in the outbox, in one request, as often as it takes.
//!
//! Of all processes on a database one delivers, by a lease. A notice leaves the outbox when the receiver has said that it has it:
//! one that takes it and dies before it says so is told again, and knows the alert by its fingerprint and its beginning.

mod body;
mod receiver;
mod test_alert;

pub use test_alert::{TestAlertError, tell_test_alert};

use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};
use tokio::time::sleep;

use crate::{
    backoff::{Backoff, share_of},
    config::Webhook,
    domain::{Counter, SafeText, with_causes},
    store::{self, Db, Notice, StoreError},
    training::{Clock, worker_id},
};
use receiver::{Receiver, Refused};

/// Between two looks into the outbox.
const LOOK: Duration = Duration::from_secs(1);
/// The lease outlasts a request and the writing down of what came of it.
const LEASE: TimeDelta = TimeDelta::seconds(45);
const LEASE_NAME: &str = "alert-delivery";
/// Alerts in one request.
const MOST: i64 = 100;
const BACKOFF: Backoff = Backoff {
    first: Duration::from_secs(1),
    longest: Duration::from_mins(5),
};
/// A receiver that asks for a longer pause is asked again after this one.
const LONGEST_PAUSE: Duration = Duration::from_hours(1);

/// Tells a receiver of what waits in the outbox of a database.
#[derive(Debug)]
pub(super) struct AlertDelivery {
    db: Db,
    receiver: Receiver,
    profile: SafeText,
    runbooks: Option<url::Url>,
    owner: String,
}

impl AlertDelivery {
    /// None where no client for it can be made, which is logged: alerts are shown all the same.
    pub(super) fn new(db: Db, webhook: &Webhook, profile: SafeText) -> Option<Self> {
        match Receiver::new(webhook) {
            Ok(receiver) => Some(Self {
                db,
                receiver,
                profile,
                runbooks: webhook.runbooks.clone(),
                owner: worker_id(),
            }),
            Err(error) => {
                tracing::error!("alerts cannot be told to anybody: {}", with_causes(&error));
                None
            }
        }
    }

    /// Goes on for ever.
    pub(super) async fn deliver(self) {
        loop {
            if let Err(error) = self.look().await {
                tracing::debug!("the outbox of alerts cannot be read: {}", with_causes(&error));
            }
            sleep(LOOK).await;
        }
    }

    async fn look(&self) -> Result<(), StoreError> {
        let mut tx = self.db.read().await?;
        let now = store::now(&mut tx).await?;
        let waits = !store::due_notices(&mut tx, now, 1).await?.is_empty();
        drop(tx);
        if !waits || !self.hold().await? {
            return Ok(());
        }
        // Another may have told some of it before the lease was ours.
        let mut tx = self.db.read().await?;
        let due = store::due_notices(&mut tx, now, MOST).await?;
        drop(tx);
        if due.is_empty() {
            return Ok(());
        }
        let body = body::body(&due, &self.profile, self.runbooks.as_ref());
        let told = self.receiver.tell(&body).await;
        self.write_down(&due, told).await
    }

    async fn hold(&self) -> Result<bool, StoreError> {
        let mut tx = self.db.write_beside().await?;
        let now = store::now(&mut tx).await?;
        let held = store::hold_lease(&mut tx, LEASE_NAME, &self.owner, now, LEASE).await?;
        tx.commit().await?;
        Ok(held)
    }

    async fn write_down(&self, due: &[Notice], told: Result<(), Refused>) -> Result<(), StoreError> {
        let mut tx = self.db.write_beside().await?;
        let outcome = if told.is_ok() { "told" } else { "refused" };
        store::add_to_counter(&mut tx, Counter::AlertDeliveries, "webhook", outcome, 1).await?;
        match told {
            Ok(()) => {
                for notice in due {
                    store::remove_notice(&mut tx, notice).await?;
                }
                tracing::info!("told the receiver of {} alerts", due.len());
            }
            Err(refused) => {
                let attempts = due.iter().map(|notice| notice.attempts).max().unwrap_or(0);
                let now = store::now(&mut tx).await?;
                let until = next_attempt(now, attempts + 1, refused.pause);
                tracing::warn!("{} alerts wait: {}", due.len(), refused.why);
                store::postpone_notices(&mut tx, &refused.why, until).await?;
            }
        }
        tx.commit().await
    }
}

fn next_attempt(now: DateTime<Utc>, failures: u32, asked: Option<Duration>) -> DateTime<Utc> {
    let pause = BACKOFF
        .after(failures, share_of(Clock::wall()))
        .max(asked.unwrap_or_default());
    now + TimeDelta::from_std(pause.min(LONGEST_PAUSE)).unwrap_or(TimeDelta::hours(1))
}
