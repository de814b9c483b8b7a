//! The alerts of now: what fires in the sections, with what the database knows of it.

use std::{cmp::Reverse, collections::BTreeMap};

use chrono::{DateTime, Utc};

use super::{Firing, firing, patience::Waiting};
use crate::{
    engine::{Alert, AlertState, Sections},
    store::{Acknowledged, Episode, Silence},
};

/// Remembers since when each rule fires. What the database says goes before what this engine has seen by itself, so that all
/// monitors tell the same; while the database is away, what it said last is kept.
#[derive(Debug, Default)]
pub(in crate::engine) struct AlertBook {
    since: BTreeMap<String, DateTime<Utc>>,
    episodes: BTreeMap<String, Episode>,
    waiting: Waiting,
    silences: Vec<Silence>,
}

impl AlertBook {
    /// Takes up what the database says.
    pub(in crate::engine) fn learn(&mut self, episodes: Vec<Episode>, silences: Vec<Silence>) {
        self.silences = silences;
        self.episodes = episodes
            .into_iter()
            .map(|episode| (episode.rule.clone(), episode))
            .collect();
    }

    /// The alerts of these sections: those that nobody has acknowledged first, then the gravest, what is
    /// silenced last; of equal ones in the order of
    /// the sections.
    pub(in crate::engine) fn update(&mut self, sections: &Sections, wall: DateTime<Utc>) -> Vec<Alert> {
        let holding = firing(sections, wall);
        let firing = in_order(
            self.waiting.settle(holding.clone(), sections.are_read(), wall),
            &holding,
        );
        let fires = |rule: &String| firing.iter().any(|f| f.rule == *rule);
        self.since.retain(|rule, _| fires(rule));
        // Before every section was read, what does not fire may only not be seen yet.
        if sections.are_read() {
            self.episodes
                .retain(|rule, episode| fires(rule) || episode.latched.is_some());
        }
        let over: Vec<Alert> = self
            .episodes
            .values()
            .filter(|episode| !fires(&episode.rule))
            .filter_map(|episode| over(episode, &self.silences, wall))
            .collect();
        let mut alerts: Vec<Alert> = firing.into_iter().map(|firing| self.alert(firing, wall)).collect();
        alerts.extend(over);
        alerts.sort_by_key(|alert| {
            (
                alert.silenced.is_some(),
                alert.state == AlertState::Latched,
                alert.is_acknowledged(),
                Reverse(alert.severity),
            )
        });
        alerts
    }

    fn alert(&mut self, firing: Firing, wall: DateTime<Utc>) -> Alert {
        let seen = *self.since.entry(firing.rule.clone()).or_insert(wall);
        let episode = self.episodes.get(&firing.rule);
        let acknowledged = episode
            .filter(|episode| firing.severity <= episode.severity)
            .and_then(|episode| episode.acknowledged.clone());
        let (by, at) = acknowledged.map(|Acknowledged { by, at }| (by, at)).unzip();
        Alert {
            since: episode.map_or(seen, |episode| episode.since),
            silenced: silenced(&self.silences, &firing.rule, wall),
            rule: firing.rule.into(),
            severity: firing.severity,
            state: AlertState::Firing,
            sentence: firing.sentence.into(),
            acknowledged_by: by,
            acknowledged_at: at,
        }
    }
}

/// Of equal alerts the order is that of the sections; what only still counts comes last.
fn in_order(mut alerts: Vec<Firing>, holding: &[Firing]) -> Vec<Firing> {
    let place = |alert: &Firing| holding.iter().position(|firing| firing.rule == alert.rule);
    alerts.sort_by_key(|alert| place(alert).unwrap_or(usize::MAX));
    alerts
}

/// An alert that is over and that nobody has seen.
fn over(episode: &Episode, silences: &[Silence], wall: DateTime<Utc>) -> Option<Alert> {
    let latched = episode.latched.as_ref()?;
    let over_at = latched.over_at.format("%F %H:%M UTC");
    Some(Alert {
        silenced: silenced(silences, &episode.rule, wall),
        rule: episode.rule.as_str().into(),
        severity: episode.severity,
        state: AlertState::Latched,
        since: episode.since,
        sentence: format!("over since {over_at}, seen by nobody: {}", latched.sentence).into(),
        acknowledged_by: None,
        acknowledged_at: None,
    })
}

fn silenced(silences: &[Silence], rule: &str, wall: DateTime<Utc>) -> Option<Silence> {
    let covers = |silence: &&Silence| silence.until > wall && silence.covers(rule);
    silences.iter().find(covers).cloned()
}
