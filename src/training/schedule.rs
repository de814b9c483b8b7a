//! The schedule: what a worker asks for without anyone's hand. It only ever puts runs into the queue.
//!
//! A worker that stays keeps it, and a detached one as long as it lives; one that ends with the queue does not. Of several
//! workers one keeps it, by a lease. Each look starts from what the database holds, not from what the last look did: a
//! worker that dies between two steps leaves nothing undone.

mod calendar;
mod scheduler;

use chrono::{DateTime, TimeDelta, Utc};

pub use calendar::{Calendar, Slot};
pub use scheduler::{Asked, SCHEDULE_LEASE, Scheduler};

use crate::config;

/// When trainings are asked for. It has no part in a replay, whose trainings have a calendar of their own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Schedule {
    /// When all leagues are retrained; none is never.
    retrain: Option<Calendar>,
    /// How long after a training of a league its drift asks for none; none is never asked.
    drift_cooldown: Option<TimeDelta>,
}

impl Schedule {
    /// The configured schedule.
    #[must_use]
    pub fn of(settings: &config::Schedule) -> Self {
        let misfire = TimeDelta::hours(settings.misfire_hours.into());
        let calendar = |cron: &croner::Cron| Calendar::new(cron.clone(), settings.time_zone.rules(), misfire);
        Self {
            retrain: settings.retrain.cron().map(calendar),
            drift_cooldown: settings
                .retrain_on_drift
                .then(|| TimeDelta::hours(settings.drift_cooldown_hours.into())),
        }
    }

    /// When the next retraining is asked for; none is never.
    #[must_use]
    pub fn next_after(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.retrain.as_ref()?.next_after(now)
    }

    /// The retraining that is to be asked for at `now`, unless it was; see [`Calendar::due_at`].
    #[must_use]
    pub fn due_at(&self, now: DateTime<Utc>) -> Option<Slot> {
        self.retrain.as_ref()?.due_at(now)
    }

    /// From when on a training keeps a league's drift from asking for another; none where drift never asks.
    #[must_use]
    pub fn drift_asks_without_training_since(&self, now: DateTime<Utc>) -> Option<DateTime<Utc>> {
        self.drift_cooldown.map(|cooldown| now - cooldown)
    }
}
