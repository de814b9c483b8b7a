//! Carrying out actions: written down before they are done.

use std::sync::Arc;

use super::{
    ALERT_RULES, Access, ActError, Action, Actor, Receipt, alert_keeper,
    board::Board,
    worker_process::{WorkerCommand, some_worker_lives},
};
use crate::{
    domain::{LeagueCode, ModelVersion, SafeText, with_causes},
    features::FeatureStore,
    ingest::{self, AcceptError, Accepted},
    store::{self, AuditEntry, Cancelled, Db, Enqueued, NewRun, Silence, StoreError, Subject},
    training::{Clock, PromotionError, PromotionRequest, ReplayClock, promote, refresh_strengths, resettle, roll_back},
};

/// What actions need.
#[derive(Debug)]
pub(super) struct Deeds {
    pub(super) db: Db,
    /// What fires.
    pub(super) board: Arc<Board>,
    pub(super) clock: Clock,
    pub(super) features: FeatureStore,
    /// There is an MLflow to be told of a change of champion.
    pub(super) mirrored: bool,
    pub(super) access: Access,
    pub(super) worker: Option<WorkerCommand>,
}

impl Deeds {
    pub(super) async fn act(&self, actor: &Actor, action: &Action) -> Result<Receipt, ActError> {
        match action {
            Action::PauseReplay { paused } => self.replay(|clock| clock.update(|replay| replay.paused = *paused)),
            Action::ReplaySpeed { days_per_second } => {
                self.replay(|clock| clock.update(|replay| replay.days_per_second = (*days_per_second).max(1)))
            }
            Action::Retrain { .. }
            | Action::Cancel { .. }
            | Action::Promote { .. }
            | Action::RollBack { .. }
            | Action::Freeze { .. }
            | Action::Thaw
            | Action::Acknowledge { .. }
            | Action::Silence { .. }
            | Action::EndSilence { .. }
            | Action::AcceptHeld { .. } => self.audited(actor, action).await,
        }
    }

    /// The speed of the demo is the viewer's own; it leaves no trace.
    fn replay(&self, change: impl FnOnce(&ReplayClock)) -> Result<Receipt, ActError> {
        let Clock::Replay(clock) = &self.clock else {
            return Err(ActError::Refused("nothing is replayed here".into()));
        };
        change(clock);
        let replay = clock.read();
        let message = if replay.paused {
            "paused".to_owned()
        } else {
            format!("{} days a second", replay.days_per_second)
        };
        Ok(Receipt::of(message))
    }

    async fn audited(&self, actor: &Actor, action: &Action) -> Result<Receipt, ActError> {
        if let Access::ReadOnly { reason } = &self.access {
            return Err(ActError::ReadOnly(reason.clone()));
        }
        let audit = self.write_down(actor, action).await.map_err(|error| failed(&error))?;
        let result = self.carry_out(actor, action).await;
        let (outcome, detail) = match &result {
            Ok(receipt) => ("done", receipt.message.to_string()),
            Err(error) => ("not done", error.to_string()),
        };
        if let Err(error) = self.close_audit(audit, outcome, &detail).await {
            tracing::warn!("the outcome of audit entry {audit} could not be written: {error}");
        }
        result
    }

    async fn write_down(&self, actor: &Actor, action: &Action) -> Result<i64, StoreError> {
        let (name, target) = match action {
            Action::Retrain { league } => ("retrain", scope(league.as_ref())),
            Action::Cancel { run } => ("cancel", format!("#{run}")),
            Action::Promote { version, over, reason } => {
                let over = over.as_ref().map_or_else(|| "none".to_owned(), ToString::to_string);
                ("promote", format!("{version} over {over}{}", because(reason.as_ref())))
            }
            Action::RollBack { from, reason } => ("roll back", format!("{from}{}", because(reason.as_ref()))),
            Action::Freeze { reason } => ("freeze", format!("the champion: {reason}")),
            Action::Thaw => ("thaw", "the champion".to_owned()),
            Action::AcceptHeld { file } => ("accept", file.to_string()),
            Action::Acknowledge { rule } => ("acknowledge", rule.to_string()),
            Action::Silence { rule, hours, reason } => ("silence", format!("{rule} for {hours} h: {reason}")),
            Action::EndSilence { rule } => ("end silence", rule.to_string()),
            Action::PauseReplay { .. } | Action::ReplaySpeed { .. } => ("replay", "clock".to_owned()),
        };
        let mut tx = self.db.write_beside().await?;
        let entry = AuditEntry {
            at: Clock::wall(),
            actor: &actor.to_string(),
            ssh_origin: actor.ssh_origin.as_ref().map(SafeText::as_str),
            action: name,
            target: &target,
        };
        let id = store::begin_audit(&mut tx, &entry).await?;
        tx.commit().await?;
        tracing::info!("{actor} asks to {name} {target}");
        Ok(id)
    }

    async fn close_audit(&self, audit: i64, outcome: &str, detail: &str) -> Result<(), StoreError> {
        let mut tx = self.db.write_beside().await?;
        store::end_audit(&mut tx, audit, outcome, detail, Clock::wall()).await?;
        tx.commit().await
    }

    async fn carry_out(&self, actor: &Actor, action: &Action) -> Result<Receipt, ActError> {
        match action {
            Action::Retrain { league } => self.retrain(actor, league.as_ref()).await,
            Action::Cancel { run } => self.cancel(actor, *run).await,
            Action::Promote { version, over, reason } => {
                self.change_champion(actor, over.as_ref(), reason.as_ref(), Some(version))
                    .await
            }
            Action::RollBack { from, reason } => self.change_champion(actor, Some(from), reason.as_ref(), None).await,
            Action::Freeze { reason } => self.freeze(actor, reason).await,
            Action::Thaw => self.thaw().await,
            Action::AcceptHeld { file } => self.accept(file).await,
            Action::Acknowledge { rule } => self.acknowledge(actor, rule).await,
            Action::Silence { rule, hours, reason } => self.silence(actor, rule, *hours, reason).await,
            Action::EndSilence { rule } => self.end_silence(rule).await,
            Action::PauseReplay { .. } | Action::ReplaySpeed { .. } => {
                Err(ActError::Refused("not an audited action".into()))
            }
        }
    }

    async fn retrain(&self, actor: &Actor, league: Option<&LeagueCode>) -> Result<Receipt, ActError> {
        let enqueue = async {
            let mut tx = self.db.write_beside().await?;
            let by = actor.to_string();
            let enqueued = store::enqueue(&mut tx, &NewRun::training(league, &by, self.clock.now())).await?;
            tx.commit().await?;
            Ok(enqueued)
        };
        let scope = scope(league);
        let (id, asked) = match enqueue.await.map_err(|error: StoreError| failed(&error))? {
            Enqueued::New(id) => (id, format!("queued #{id}: retrain {scope}")),
            Enqueued::Joined(id) | Enqueued::Done(id) => (
                id,
                format!("joined #{id}: retrain {scope} was asked for before and is not over"),
            ),
        };
        Ok(Receipt {
            run: Some(id),
            ..Receipt::of(format!("{asked}{}", self.see_to_a_worker().await))
        })
    }

    /// Starts a worker where none lives. That it cannot be started does not undo the request: any worker may take it.
    async fn see_to_a_worker(&self) -> String {
        let Some(command) = &self.worker else {
            return String::new();
        };
        match some_worker_lives(&self.db).await {
            Ok(true) => String::new(),
            Ok(false) => match command.start() {
                Ok(pid) => format!(", worker started (process {pid})"),
                Err(error) => format!(", but no worker could be started: {error}; run `touchline worker`"),
            },
            Err(error) => format!(", but workers could not be counted: {error}"),
        }
    }

    /// To `version`, or back to the champion before.
    async fn change_champion(
        &self,
        actor: &Actor,
        seen: Option<&ModelVersion>,
        reason: Option<&SafeText>,
        version: Option<&ModelVersion>,
    ) -> Result<Receipt, ActError> {
        let by = actor.to_string();
        let request = PromotionRequest {
            seen,
            by: &by,
            reason: reason.map_or("no reason given", SafeText::as_str),
            at: self.clock.now(),
            mirrored: self.mirrored,
        };
        let change = async {
            let mut tx = self.db.write().await?;
            let promoted = match version {
                Some(version) => promote(&mut tx, version, &request).await?,
                None => roll_back(&mut tx, &request).await?,
            };
            let freeze = store::champion_freeze(&mut tx).await?;
            tx.commit().await?;
            // The change stands whether or not the feature store takes the champion's strengths now: a worker makes it up.
            if let Err(error) = refresh_strengths(&self.db, &self.features, request.at).await {
                tracing::warn!("the champion's strengths were not written: {}", with_causes(&error));
            }
            Ok((promoted, freeze))
        };
        let (promoted, freeze) = change.await.map_err(|error: PromotionError| match error {
            PromotionError::Store(_) | PromotionError::Forecast { .. } => ActError::Failed(with_causes(&error).into()),
            refused => ActError::Refused(refused.to_string().into()),
        })?;
        let over = promoted
            .before
            .map_or_else(String::new, |before| format!(" over {before}"));
        let frozen = freeze.map_or_else(String::new, |freeze| format!("; {}", freeze.sentence()));
        Ok(Receipt::of(format!(
            "{} is champion{over}; {} coming fixtures newly forecast{frozen}",
            promoted.version, promoted.forecast
        )))
    }

    /// Gates hold what they would promote until the champion is thawed.
    async fn freeze(&self, actor: &Actor, reason: &SafeText) -> Result<Receipt, ActError> {
        if reason.as_str().trim().is_empty() {
            return Err(ActError::Refused("a freeze needs a reason: others will ask".into()));
        }
        let freeze = async {
            let mut tx = self.db.write().await?;
            let at = self.clock.now();
            let new = store::freeze_champion(&mut tx, &actor.to_string(), reason.as_str(), at).await?;
            let freeze = store::champion_freeze(&mut tx).await?;
            tx.commit().await?;
            Ok((new, freeze))
        };
        match freeze.await.map_err(|error: StoreError| failed(&error))? {
            (false, Some(freeze)) => Err(ActError::Refused(
                format!("{}, since {}", freeze.sentence(), freeze.at.format("%F %H:%M UTC")).into(),
            )),
            _ => Ok(Receipt::of(
                "the champion is frozen: only a person changes it until it is thawed",
            )),
        }
    }

    async fn thaw(&self) -> Result<Receipt, ActError> {
        let thaw = async {
            let mut tx = self.db.write().await?;
            let thawed = store::thaw_champion(&mut tx).await?;
            tx.commit().await?;
            Ok(thawed)
        };
        if thaw.await.map_err(|error: StoreError| failed(&error))? {
            Ok(Receipt::of("the champion is thawed: gates may change it again"))
        } else {
            Err(ActError::Refused("the champion is not frozen".into()))
        }
    }

    /// Results, scores of their predictions and tallies change together, or nothing does.
    async fn accept(&self, file: &SafeText) -> Result<Receipt, ActError> {
        let now = self.clock.now();
        let mut tx = self.db.write().await.map_err(|error| failed(&error))?;
        let accepted = match ingest::accept_held(&mut tx, file.as_str(), now).await {
            Ok(accepted) => accepted,
            Err(AcceptError::Store(error)) => return Err(failed(&error)),
            Err(refused) => return Err(ActError::Refused(refused.to_string().into())),
        };
        let written = async {
            let settled = resettle(&mut tx, &accepted.days, now).await?;
            store::bump_revision(&mut tx, Subject::Matches).await?;
            tx.commit().await?;
            Ok(settled)
        };
        let settled = written.await.map_err(|error: StoreError| failed(&error))?;
        Ok(Receipt::of(receipt(&accepted, settled.predictions, file)))
    }

    /// An alert that fires, here or on another monitor.
    async fn acknowledge(&self, actor: &Actor, rule: &SafeText) -> Result<Receipt, ActError> {
        let (alerts, _complete) = self.board.alerts();
        let seen = alerts.iter().find(|alert| alert.rule == *rule);
        let acknowledge = async {
            let mut tx = self.db.write_beside().await?;
            let new = alert_keeper::acknowledge(&mut tx, rule.as_str(), seen, &actor.to_string()).await?;
            let open = store::open_alerts(&mut tx).await?;
            tx.commit().await?;
            let known = open.into_iter().find(|episode| episode.rule == rule.as_str());
            Ok((new, known.and_then(|episode| episode.acknowledged)))
        };
        match acknowledge.await.map_err(|error: StoreError| failed(&error))? {
            (true, Some(_)) => Ok(Receipt::of(format!(
                "acknowledged {rule}: it stays in the list until it is over"
            ))),
            (true, None) => Ok(Receipt::of(format!("acknowledged {rule}, which was over"))),
            (false, Some(first)) => Err(ActError::Refused(
                format!(
                    "{rule} was acknowledged by {} at {}",
                    first.by,
                    first.at.format("%F %H:%M UTC")
                )
                .into(),
            )),
            (false, None) => Err(ActError::Refused(format!("{rule} does not fire").into())),
        }
    }

    /// Nobody is told of it, and it leads nothing, until its time is over.
    async fn silence(
        &self,
        actor: &Actor,
        rule: &SafeText,
        hours: u32,
        reason: &SafeText,
    ) -> Result<Receipt, ActError> {
        let name = rule.as_str().split(' ').next().unwrap_or_default();
        if !ALERT_RULES.contains(&name) {
            let rules = ALERT_RULES.join(", ");
            return Err(ActError::Refused(
                format!("no rule is called {name}; there are: {rules}").into(),
            ));
        }
        let length = chrono::TimeDelta::hours(i64::from(hours.max(1)));
        let silence = async {
            let mut tx = self.db.write_beside().await?;
            let silence = Silence {
                rule: rule.clone(),
                until: store::now(&mut tx).await? + length,
                by: actor.to_string().into(),
                reason: reason.clone(),
            };
            store::silence_alerts(&mut tx, &silence).await?;
            tx.commit().await?;
            Ok(silence.until)
        };
        let until = silence.await.map_err(|error: StoreError| failed(&error))?;
        Ok(Receipt::of(format!(
            "{rule} is silenced until {}",
            until.format("%F %H:%M UTC")
        )))
    }

    async fn end_silence(&self, rule: &SafeText) -> Result<Receipt, ActError> {
        let end = async {
            let mut tx = self.db.write_beside().await?;
            let now = store::now(&mut tx).await?;
            let ended = store::end_silence(&mut tx, rule.as_str(), now).await?;
            tx.commit().await?;
            Ok(ended)
        };
        if end.await.map_err(|error: StoreError| failed(&error))? {
            Ok(Receipt::of(format!("{rule} is silenced no more")))
        } else {
            Err(ActError::Refused(format!("{rule} is not silenced").into()))
        }
    }

    async fn cancel(&self, actor: &Actor, run: i64) -> Result<Receipt, ActError> {
        let cancel = async {
            let mut tx = self.db.write_beside().await?;
            let cancelled = store::cancel(&mut tx, run, &actor.to_string(), self.clock.now()).await?;
            tx.commit().await?;
            Ok(cancelled)
        };
        match cancel.await.map_err(|error: StoreError| failed(&error))? {
            Cancelled::AtOnce => Ok(Receipt::of(format!("cancelled #{run}"))),
            Cancelled::Requested => Ok(Receipt::of(format!("asked the worker of #{run} to stop"))),
            Cancelled::Over => Err(ActError::Refused(format!("#{run} is over already").into())),
            Cancelled::Unknown => Err(ActError::Refused(format!("there is no run #{run}").into())),
        }
    }
}

fn receipt(accepted: &Accepted, settled: u64, file: &SafeText) -> String {
    let results = match accepted.results {
        0 => String::new(),
        1 => format!("1 match is stored as {file} tells it, {settled} predictions settled anew"),
        n => format!("{n} matches are stored as {file} tells them, {settled} predictions settled anew"),
    };
    let shrunken = match accepted.shrunken {
        0 => String::new(),
        _ => format!("{file} may be shorter than it was; what it no longer tells is kept"),
    };
    let said = [results, shrunken].into_iter().filter(|said| !said.is_empty());
    said.collect::<Vec<_>>().join("; ")
}

fn scope(league: Option<&LeagueCode>) -> String {
    league.map_or_else(|| "all leagues".to_owned(), ToString::to_string)
}

fn because(reason: Option<&SafeText>) -> String {
    reason.map_or_else(String::new, |reason| format!(": {reason}"))
}

fn failed(error: &StoreError) -> ActError {
    ActError::Failed(with_causes(error).into())
}
