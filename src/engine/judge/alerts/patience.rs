//! How long a condition must hold before it is an alert, and be gone before the alert is over, so that what comes and goes is one
//! alert and not many. What an evaluation has latched, or a calendar says, does not flicker and needs none.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, TimeDelta, Utc};

use super::Firing;

/// How patient a rule is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct Patience {
    /// So long the condition must hold.
    pub(in crate::engine) hold: TimeDelta,
    /// So long it must be gone.
    pub(in crate::engine) keep: TimeDelta,
}

impl Patience {
    const NONE: Self = Self {
        hold: TimeDelta::zero(),
        keep: TimeDelta::zero(),
    };

    /// Of a rule by its name, whatever its subject.
    pub(in crate::engine) fn of(rule: &str) -> Self {
        let seconds = |hold, keep| Self {
            hold: TimeDelta::seconds(hold),
            keep: TimeDelta::seconds(keep),
        };
        match rule.split(' ').next().unwrap_or(rule) {
            // It has waited for its own silence already.
            "section-silent" => seconds(0, 30),
            "feature-store" | "no-worker" => seconds(30, 60),
            // A worker that has just been started publishes within it.
            "no-predictions" => seconds(300, 60),
            "registry-unreachable" | "alert-delivery" => seconds(60, 60),
            _ => Self::NONE,
        }
    }
}

/// Drift that was high and is over stays in the list until someone has acknowledged it: it may come back, and what was published
/// meanwhile was worse than it should have been. The others are over when they are over.
pub(in crate::engine) fn latches(rule: &str) -> bool {
    matches!(rule.split(' ').next(), Some("league-drift" | "pooled-drift"))
}

/// What was seen of a rule.
#[derive(Debug, Clone)]
struct Seen {
    since: DateTime<Utc>,
    last: DateTime<Utc>,
    /// It has held for long enough once, and is an alert until it has been gone for long enough.
    is_alert: bool,
    firing: Firing,
}

/// Remembers the conditions of a patient rule.
#[derive(Debug, Default)]
pub(super) struct Waiting {
    seen: BTreeMap<String, Seen>,
    /// What holds when an engine first sees everything may have held for long: it is an alert at once. A command that looks once
    /// would never tell of it otherwise.
    looked_before: bool,
}

impl Waiting {
    /// The conditions that are alerts now, of those that hold now. `complete` says that every section has been read.
    pub(super) fn settle(&mut self, firing: Vec<Firing>, complete: bool, now: DateTime<Utc>) -> Vec<Firing> {
        let holding: BTreeSet<String> = firing.iter().map(|firing| firing.rule.clone()).collect();
        for firing in firing {
            let seen = self.seen.entry(firing.rule.clone()).or_insert_with(|| Seen {
                since: now,
                last: now,
                is_alert: !self.looked_before,
                firing: firing.clone(),
            });
            seen.last = now;
            seen.is_alert |= now - seen.since >= Patience::of(&firing.rule).hold;
            seen.firing = firing;
        }
        self.looked_before |= complete;
        self.seen.retain(|rule, seen| {
            holding.contains(rule) || (seen.is_alert && now - seen.last < Patience::of(rule).keep)
        });
        let alerts = self.seen.values().filter(|seen| seen.is_alert);
        alerts.map(|seen| seen.firing.clone()).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::engine::Severity;

    fn holds(rule: &str) -> Firing {
        Firing {
            rule: rule.to_owned(),
            severity: Severity::Warning,
            sentence: rule.to_owned(),
        }
    }

    fn at(seconds: i64) -> DateTime<Utc> {
        DateTime::UNIX_EPOCH + TimeDelta::seconds(seconds)
    }

    /// Whether it is an alert at each second, of whether the condition holds at each second.
    fn run(rule: &str, conditions: &[bool]) -> Vec<bool> {
        let mut waiting = Waiting::default();
        assert!(waiting.settle(Vec::new(), true, at(-1)).is_empty());
        let seconds = (0..).zip(conditions);
        seconds
            .map(|(second, condition)| {
                let firing = if *condition { vec![holds(rule)] } else { Vec::new() };
                !waiting.settle(firing, true, at(second)).is_empty()
            })
            .collect()
    }

    #[test]
    fn what_holds_when_everything_is_first_seen_is_an_alert_at_once() {
        let mut waiting = Waiting::default();
        assert_eq!(waiting.settle(vec![holds("feature-store")], true, at(0)).len(), 1);
        assert!(
            waiting
                .settle(vec![holds("no-worker")], true, at(1))
                .iter()
                .all(|of| of.rule == "feature-store")
        );
    }

    #[test]
    fn an_impatient_rule_follows_its_condition() {
        assert_eq!(run("league-drift E0", &[true, false, true]), [true, false, true]);
    }

    proptest! {
        #[test]
        fn nothing_is_an_alert_that_never_held_and_everything_is_that_does(
            conditions in proptest::collection::vec(any::<bool>(), 0..200),
            steady in any::<bool>(),
        ) {
            let Patience { hold, keep } = Patience::of("feature-store");
            let mut conditions = conditions;
            conditions.extend(vec![steady; 120]);
            let alerts = run("feature-store", &conditions);
            prop_assert_eq!(alerts.last(), Some(&steady), "what lasts is believed");
            // It takes the condition to begin, and its absence to end.
            let begins: Vec<usize> = (1..alerts.len()).filter(|i| alerts[*i] && !alerts[i - 1]).collect();
            for begin in &begins {
                let held = usize::try_from(hold.num_seconds()).unwrap();
                prop_assert!(conditions[begin.saturating_sub(held)..=*begin].iter().all(|c| *c));
            }
            for end in (1..alerts.len()).filter(|i| !alerts[*i] && alerts[i - 1]) {
                let gone = usize::try_from(keep.num_seconds()).unwrap();
                prop_assert!(conditions[end + 1 - gone..=end].iter().all(|c| !c));
            }
            for pair in begins.windows(2) {
                prop_assert!(pair[1] - pair[0] > 60, "flapping is one alert");
            }
        }
    }
}
