//! What an engine that may write has to write down of its alerts.
//!
//! Any number of monitors look at one database, each at its own pace and perhaps with settings of its own, and some things only
//! one of them sees: that its own way to MLflow is cut. So an engine ends only what it has seen fire itself, or what no engine
//! has seen fire for a while: one that was closed cannot say that something is over.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::patience::latches;
use crate::{
    engine::{Alert, Severity},
    store::Episode,
};

/// So often it is written down that an alert still fires.
const SIGN_OF_LIFE: TimeDelta = TimeDelta::seconds(60);
/// An alert that no engine has seen fire for so long belongs to none that lives.
const ORPHANED: TimeDelta = TimeDelta::seconds(180);

/// One thing to write down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) enum Step {
    /// An alert begins.
    Begin {
        rule: String,
        severity: Severity,
        since: DateTime<Utc>,
    },
    /// It is graver than it was: an acknowledgement was of something else.
    Raise { id: i64, severity: Severity },
    /// It still fires.
    See { id: i64 },
    /// It is over.
    Clear { id: i64 },
    /// It is over, and stays until someone has acknowledged it.
    Latch { id: i64 },
    /// It was over, and fires again.
    Unlatch { id: i64 },
}

/// What this engine saw when it looked last.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(in crate::engine) struct Watch {
    firing: BTreeSet<String>,
    /// What fired here and was over by another engine's account, which may have read later.
    disputed: BTreeSet<String>,
}

impl Watch {
    /// What is to be done about these alerts, given what is written down, and what is remembered of them next time.
    ///
    /// `complete` says that every section has been read: before, that a rule does not fire means nothing. `now` is the
    /// database's clock.
    pub(in crate::engine) fn steps(
        &self,
        alerts: &[Alert],
        open: &[Episode],
        complete: bool,
        now: DateTime<Utc>,
    ) -> (Vec<Step>, Self) {
        let known: BTreeMap<&str, &Episode> = open.iter().map(|episode| (episode.rule.as_str(), episode)).collect();
        let mut next = Self::default();
        let mut steps = Vec::new();
        for alert in alerts {
            let rule = alert.rule.to_string();
            let step = match known.get(rule.as_str()) {
                Some(episode) => of_firing(alert, episode, now),
                None if self.firing.contains(&rule) && !self.disputed.contains(&rule) => {
                    next.disputed.insert(rule.clone());
                    None
                }
                None => Some(Step::Begin {
                    rule: rule.clone(),
                    severity: alert.severity,
                    since: alert.since,
                }),
            };
            steps.extend(step);
            next.firing.insert(rule);
        }
        let over = open.iter().filter(|episode| !next.firing.contains(&episode.rule));
        let ours =
            |episode: &&Episode| self.firing.contains(&episode.rule) || (complete && now - episode.seen_at > ORPHANED);
        steps.extend(over.filter(ours).filter_map(of_over));
        (steps, next)
    }
}

/// Grave ones of a rule that latches wait to be seen.
fn of_over(episode: &Episode) -> Option<Step> {
    let id = episode.id;
    let waits = latches(&episode.rule) && episode.severity == Severity::Critical && episode.acknowledged.is_none();
    match (waits, &episode.latched) {
        (true, Some(_)) => None,
        (true, None) => Some(Step::Latch { id }),
        (false, _) => Some(Step::Clear { id }),
    }
}

fn of_firing(alert: &Alert, episode: &Episode, now: DateTime<Utc>) -> Option<Step> {
    if episode.latched.is_some() {
        return Some(Step::Unlatch { id: episode.id });
    }
    if alert.severity > episode.severity {
        return Some(Step::Raise {
            id: episode.id,
            severity: alert.severity,
        });
    }
    (now - episode.seen_at > SIGN_OF_LIFE).then_some(Step::See { id: episode.id })
}

#[cfg(test)]
mod tests;
