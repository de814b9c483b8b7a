//! Trainings that are due: by the calendar, or because a league drifts.

use chrono::{DateTime, Utc};

use super::{Asked, BY_SCHEDULE, Scheduler, ask};
use crate::{
    domain::{LeagueCode, RunBasis, RunKind},
    model::Specification,
    store::{self, NewRun, StoreError, Tx},
};

impl Scheduler {
    pub(super) async fn ask_for_trainings(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Asked>, StoreError> {
        let mut asked = self.ask_by_calendar(tx, now).await?;
        // A training of all leagues that was asked for just now keeps the drift from asking too.
        asked.extend(self.ask_by_drift(tx, now).await?);
        Ok(asked)
    }

    /// All trainings of a slot or none: a slot that has one is never looked at again.
    async fn ask_by_calendar(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<Vec<Asked>, StoreError> {
        let Some(slot) = self.schedule.due_at(now) else {
            return Ok(Vec::new());
        };
        if store::slot_is_taken(tx, &slot.name).await? {
            return Ok(Vec::new());
        }
        let mut asked = Vec::new();
        for basis in self.bases(tx).await? {
            let run = NewRun {
                basis: *basis,
                slot: Some(&slot.name),
                ..NewRun::new(RunKind::Train, BY_SCHEDULE, now)
            };
            asked.extend(ask(tx, &run).await?);
        }
        Ok(asked)
    }

    /// The champion is refreshed on newer data; a configuration that says something else is held against it. Without a
    /// champion, or with one whose specification this program cannot read, there is only the configuration; without
    /// results either, there is nothing yet, and the slot stays open.
    async fn bases(&self, tx: &mut Tx) -> Result<&'static [RunBasis], StoreError> {
        let Some(champion) = store::champion(tx).await? else {
            let is_learnable = store::has_results(tx).await?;
            return Ok(if is_learnable { &[RunBasis::Configured] } else { &[] });
        };
        let (text, _) = store::model_parameters(tx, champion.id).await?;
        let Ok(of_champion) = serde_json::from_str::<Specification>(&text) else {
            return Ok(&[RunBasis::Configured]);
        };
        // A configuration that makes no model is another one too: its run says what is wrong with it.
        let is_configured = Specification::try_from(&self.settings).is_ok_and(|configured| configured == of_champion);
        Ok(if is_configured {
            &[RunBasis::Champion]
        } else {
            &[RunBasis::Champion, RunBasis::Configured]
        })
    }

    async fn ask_by_drift(&self, tx: &mut Tx, now: DateTime<Utc>) -> Result<Option<Asked>, StoreError> {
        let Some(since) = self.schedule.drift_asks_without_training_since(now) else {
            return Ok(None);
        };
        let leagues = store::leagues_high_without_training(tx, since).await?;
        if leagues.is_empty() {
            return Ok(None);
        }
        let leagues: Vec<&str> = leagues.iter().map(LeagueCode::as_str).collect();
        let requested_by = format!("drift {}", leagues.join(", "));
        let run = NewRun {
            basis: RunBasis::Champion,
            ..NewRun::new(RunKind::Train, &requested_by, now)
        };
        ask(tx, &run).await
    }
}
