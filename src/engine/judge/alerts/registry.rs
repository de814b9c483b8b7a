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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;
    use crate::{
        engine::judge::{RegistryFacts, registry as judge},
        registry::Reading,
        store::{AliasRecord, OutboxState},
    };

    const T0: DateTime<Utc> = DateTime::UNIX_EPOCH;

    fn judged(answer: Result<&str, &str>, parked: u64, moved_at: Option<DateTime<Utc>>) -> Registry {
        let reading = Reading {
            answer: answer.map(Into::into).map_err(Into::into),
            latency: Duration::ZERO,
            next_attempt_at: T0,
        };
        judge(&RegistryFacts {
            mlflow: Some(("http://mlflow:5000", Some(reading))),
            database: String::new(),
            versions: 1,
            outbox: OutboxState {
                parked,
                ..OutboxState::default()
            },
            aliases: vec![AliasRecord {
                alias: "champion".to_owned(),
                version: Some("dc-1".to_owned()),
                moves: 2,
                moved_from: Some("dc-1".to_owned()),
                moved_to: None,
                moved_at,
            }],
            workers: 1,
        })
    }

    #[test]
    fn nothing_is_said_while_all_is_well() {
        let well = judged(Ok("3.17.2"), 0, None);
        assert_eq!(
            (unreachable(&well), refused(&well), moved(&well, T0)),
            (None, None, None)
        );
    }

    #[test]
    fn each_trouble_is_a_warning_of_its_own() {
        let down = judged(Err("MLflow does not answer"), 1, None);
        assert_eq!(unreachable(&down).unwrap().severity, Severity::Warning);
        assert_eq!(refused(&down), None, "one trouble at a time");
        assert_eq!(
            refused(&judged(Ok("3.17.2"), 1, None)).unwrap().rule,
            "registry-refused"
        );
        let news = moved(&judged(Ok("3.17.2"), 0, Some(T0)), T0).unwrap();
        assert_eq!(
            news.sentence,
            "the alias champion was moved by someone else at 1970-01-01 00:00 UTC, from dc-1 to nothing, and put back \
             (2 times so far)"
        );
        let later = T0 + NEWS;
        assert_eq!(
            moved(&judged(Ok("3.17.2"), 0, Some(T0)), later),
            None,
            "no news any more"
        );
    }
}
