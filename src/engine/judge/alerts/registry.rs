//! An MLflow that cannot be used costs no prediction, so that none of these is critical.

use chrono::{DateTime, TimeDelta, Utc};

use super::{Firing, fire};
use crate::engine::{AliasMismatch, Registry, Sections, Severity};

/// So long is it said that someone else has moved an alias.
const NEWS: TimeDelta = TimeDelta::hours(24);

pub(super) fn registry(sections: &Sections, wall: DateTime<Utc>) -> Vec<Firing> {
    let Some(system) = &sections.system.value else {
        return Vec::new();
    };
    let registry = &system.registry;
    [unreachable(registry), refused(registry), moved(registry, wall)]
        .into_iter()
        .flatten()
        .collect()
}

fn unreachable(registry: &Registry) -> Option<Firing> {
    (registry.reachable == Some(false)).then(|| warn("registry-unreachable", registry.sentence.to_string()))
}

fn refused(registry: &Registry) -> Option<Firing> {
    (registry.reachable == Some(true) && registry.outbox_refused > 0)
        .then(|| warn("registry-refused", registry.sentence.to_string()))
}

fn moved(registry: &Registry, wall: DateTime<Utc>) -> Option<Firing> {
    let AliasMismatch {
        alias,
        from,
        to,
        at,
        times,
    } = registry
        .alias_mismatch
        .as_ref()
        .filter(|moved| wall - moved.at < NEWS)?;
    let name = |version: &Option<crate::domain::SafeText>| version.clone().unwrap_or_else(|| "nothing".into());
    let sentence = format!(
        "the alias {alias} was moved by someone else at {}, from {} to {}, and put back ({times} times so far)",
        at.format("%Y-%m-%d %H:%M UTC"),
        name(from),
        name(to)
    );
    Some(warn("registry-alias", sentence))
}

fn warn(rule: &str, sentence: String) -> Firing {
    fire(rule.to_owned(), Severity::Warning, sentence)
}
