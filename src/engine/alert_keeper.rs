//! Keeps the alerts in the database, so that every monitor tells the same of them: since when, and who has seen them.

use std::{collections::BTreeMap, time::Duration};

use chrono::{DateTime, Utc};
use tokio::time::timeout;

use super::{
    Alert, AlertState,
    board::Board,
    judge::{Step, Watch},
    poll::Polled,
    poller::Pace,
};
use crate::{
    domain::with_causes,
    store::{self, Db, Episode, Notice, Silence, StoreError, Tx},
};

/// How long the database may be another's.
const PATIENCE: Duration = Duration::from_secs(1);

/// What the database knows of the alerts.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) episodes: Vec<Episode>,
    pub(super) silences: Vec<Silence>,
}

/// Reads what is written down of the alerts; an engine that may write brings it up to date.
#[derive(Debug)]
pub(super) struct AlertKeeper {
    db: Db,
    may_write: bool,
    watch: Watch,
    /// What was last said of each rule: of one that is over nothing else tells it.
    said: BTreeMap<String, String>,
}

impl AlertKeeper {
    pub(super) fn new(db: Db, may_write: bool) -> Self {
        Self {
            db,
            may_write,
            watch: Watch::default(),
            said: BTreeMap::new(),
        }
    }

    /// Goes on for ever. A database that is away costs nothing but the news: what was read last stays on the board.
    pub(super) async fn keep(mut self, pace: Pace) {
        let mut failures = 0;
        loop {
            let answer = pace.ask(failures, self.look(&pace.board)).await;
            failures = if answer.result.is_ok() { 0 } else { failures + 1 };
            pace.board.learn(answer);
            pace.wait(failures).await;
        }
    }

    async fn look(&mut self, board: &Board) -> Result<Polled<Known>, StoreError> {
        let (mut alerts, complete) = board.alerts();
        // What is over is in the list and fires no more.
        alerts.retain(|alert| alert.state == AlertState::Firing);
        let mut tx = self.db.read().await?;
        let open = store::open_alerts(&mut tx).await?;
        let now = store::now(&mut tx).await?;
        let silences = store::silences(&mut tx, now).await?;
        drop(tx);
        for alert in &alerts {
            self.said.insert(alert.rule.to_string(), alert.sentence.to_string());
        }
        let (steps, watch) = self.watch.steps(&alerts, &open, complete, now);
        let written = if self.may_write && !steps.is_empty() {
            self.write_soon(&steps, &open).await
        } else {
            Some(open.clone())
        };
        // What could not be written is still to be done at the next look.
        if written.is_some() {
            self.said
                .retain(|rule, _| alerts.iter().any(|alert| alert.rule.as_str() == rule));
            self.watch = watch;
        }
        Ok(Polled {
            value: Known {
                episodes: written.unwrap_or(open),
                silences,
            },
            is_empty: false,
        })
    }

    /// None where another writes for long, as an import may: that takes nothing from what was read.
    async fn write_soon(&self, steps: &[Step], open: &[Episode]) -> Option<Vec<Episode>> {
        match timeout(PATIENCE, self.write(steps, open)).await {
            Ok(Ok(open)) => return Some(open),
            Ok(Err(error)) => tracing::warn!("alerts could not be written down: {}", with_causes(&error)),
            Err(_elapsed) => tracing::debug!("alerts are written down later: another program writes"),
        }
        None
    }

    /// Notices are written with what they tell of: a receiver is told of everything that was written down, and of nothing else.
    async fn write(&self, steps: &[Step], open: &[Episode]) -> Result<Vec<Episode>, StoreError> {
        let mut tx = self.db.write_beside().await?;
        let now = store::now(&mut tx).await?;
        for step in steps {
            // Of several engines that see the same one is first, and tells of it.
            let first = match step {
                Step::Begin { rule, severity, since } => {
                    store::begin_alert(&mut tx, rule, *severity, *since, now).await?
                }
                Step::Raise { id, severity } => store::raise_alert(&mut tx, *id, *severity).await?,
                Step::See { id } => {
                    store::see_alert(&mut tx, *id, now).await?;
                    false
                }
                Step::Clear { id } => store::clear_alert(&mut tx, *id, now).await?,
                Step::Latch { id } => {
                    let rule = open.iter().find(|of| of.id == *id).map_or("", |of| of.rule.as_str());
                    let said = self.said.get(rule).map_or(rule, String::as_str);
                    store::latch_alert(&mut tx, *id, said, now).await?
                }
                Step::Unlatch { id } => store::unlatch_alert(&mut tx, *id, now).await?,
            };
            if let Some(notice) = self.notice(step, open, now).filter(|_| first) {
                store::add_notice(&mut tx, &notice, now).await?;
            }
        }
        let open = store::open_alerts(&mut tx).await?;
        tx.commit().await?;
        Ok(open)
    }

    /// What a receiver is told of a step; nothing of a sign of life.
    fn notice(&self, step: &Step, open: &[Episode], now: DateTime<Utc>) -> Option<Notice> {
        let known = |id: &i64| open.iter().find(|episode| episode.id == *id);
        let (rule, severity, since, ended_at) = match step {
            Step::Begin { rule, severity, since } => (rule, *severity, *since, None),
            Step::Raise { id, severity } => known(id).map(|of| (&of.rule, *severity, of.since, None))?,
            Step::Clear { id } | Step::Latch { id } => {
                known(id).map(|of| (&of.rule, of.severity, of.since, Some(now)))?
            }
            Step::Unlatch { id } => known(id).map(|of| (&of.rule, of.severity, of.since, None))?,
            Step::See { .. } => return None,
        };
        Some(Notice {
            sentence: self.said.get(rule).unwrap_or(rule).clone(),
            rule: rule.clone(),
            severity,
            since,
            ended_at,
            version: 0,
            attempts: 0,
        })
    }
}

/// Acknowledges an alert, which is written down first where no keeper has done so yet.
pub(super) async fn acknowledge(tx: &mut Tx, rule: &str, seen: Option<&Alert>, by: &str) -> Result<bool, StoreError> {
    let now = store::now(tx).await?;
    if let Some(alert) = seen.filter(|alert| alert.state == AlertState::Firing)
        && store::begin_alert(tx, rule, alert.severity, alert.since, now).await?
    {
        let notice = Notice {
            rule: rule.to_owned(),
            severity: alert.severity,
            sentence: alert.sentence.to_string(),
            since: alert.since,
            ended_at: None,
            version: 0,
            attempts: 0,
        };
        store::add_notice(tx, &notice, now).await?;
    }
    store::acknowledge_alert(tx, rule, by, now).await
}
