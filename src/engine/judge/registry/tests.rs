use std::time::Duration;

use chrono::{DateTime, TimeDelta, Utc};

use super::*;

const T0: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn facts(answer: Option<Result<&str, &str>>) -> RegistryFacts<'static> {
    let reading = answer.map(|answer| Reading {
        answer: answer.map(SafeText::new).map_err(SafeText::new),
        latency: Duration::from_micros(1_500),
        next_attempt_at: T0,
    });
    RegistryFacts {
        mlflow: Some(("http://mlflow:5000", reading)),
        database: "/srv/touchline.db".to_owned(),
        versions: 3,
        outbox: OutboxState::default(),
        aliases: Vec::new(),
        workers: 1,
    }
}

fn pending(n: u64) -> OutboxState {
    OutboxState {
        pending: n,
        oldest_pending_at: Some(T0),
        ..OutboxState::default()
    }
}

fn said(facts: &RegistryFacts<'_>) -> String {
    registry(facts).sentence.to_string()
}

#[test]
fn without_mlflow_the_database_is_the_registry() {
    let mut alone = RegistryFacts {
        mlflow: None,
        ..facts(None)
    };
    let seen = registry(&alone);
    assert_eq!((seen.backend.as_str(), seen.reachable), ("database", None));
    assert_eq!(seen.location.as_str(), "/srv/touchline.db");
    assert!(seen.sentence.as_str().starts_with("the database is the registry"));
    alone.outbox = pending(1);
    assert_eq!(said(&alone), "1 step waits for an MLflow that is no longer configured");
}

#[test]
fn one_that_answers_has_a_version_and_a_latency() {
    let seen = registry(&facts(Some(Ok("3.17.2"))));
    assert_eq!((seen.reachable, seen.latency_ms), (Some(true), Some(1.5)));
    assert_eq!(seen.version.unwrap().as_str(), "3.17.2");
    assert_eq!(seen.sentence.as_str(), "MLflow is told of every run and version");
    assert_eq!((seen.last_error, seen.next_attempt_at), (None, None));
    assert_eq!(registry(&facts(None)).reachable, None, "not asked yet");
}

#[test]
fn one_that_is_down_costs_nothing() {
    let mut down = facts(Some(Err("MLflow does not answer")));
    assert_eq!(
        said(&down),
        "MLflow does not answer; trainings and promotions go on, and nothing waits to be told"
    );
    down.outbox = pending(2);
    let seen = registry(&down);
    assert!(
        seen.sentence
            .as_str()
            .contains("2 steps wait and all of it is told once MLflow is back")
    );
    assert_eq!((seen.reachable, seen.next_attempt_at), (Some(false), Some(T0)));
    assert_eq!((seen.version, seen.latency_ms), (None, None));
}

#[test]
fn steps_that_wait_say_for_whom() {
    let mut facts = facts(Some(Ok("3.17.2")));
    facts.outbox = pending(2);
    assert_eq!(said(&facts), "2 steps wait, a worker tells MLflow");
    facts.workers = 0;
    assert!(said(&facts).ends_with("run `touchline worker`"));
    facts.outbox.last_error = Some("MLflow failed".to_owned());
    assert_eq!(
        said(&facts),
        "MLflow did not take the next step (MLflow failed); 2 steps wait, nothing is lost"
    );
    facts.outbox = OutboxState {
        parked: 1,
        last_refusal: Some("too long".to_owned()),
        ..OutboxState::default()
    };
    assert!(said(&facts).ends_with("set aside until the next worker starts: too long"));
}

#[test]
fn the_latest_move_of_an_alias_is_shown() {
    let mut facts = facts(Some(Ok("3.17.2")));
    let record = |alias: &str, moved: Option<i64>| AliasRecord {
        alias: alias.to_owned(),
        version: Some("dc-1".to_owned()),
        moves: u64::from(moved.is_some()),
        moved_from: Some("dc-0".to_owned()),
        moved_to: None,
        moved_at: moved.map(|seconds| T0 + TimeDelta::seconds(seconds)),
    };
    facts.aliases = vec![record("challenger", None), record("champion", None)];
    assert_eq!(registry(&facts).alias_mismatch, None);
    facts.aliases = vec![record("challenger", Some(1)), record("champion", Some(2))];
    let mismatch = registry(&facts).alias_mismatch.unwrap();
    assert_eq!((mismatch.alias.as_str(), mismatch.times), ("champion", 1));
    assert_eq!(
        mismatch.from.unwrap().as_str(),
        "dc-0",
        "as it was then, not as it is now"
    );
}
