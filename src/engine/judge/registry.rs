//! How the registry stands, and what that means for an operator.

use crate::{
    domain::SafeText,
    engine::{AliasMismatch, Registry, poll::milliseconds},
    registry::Reading,
    store::{AliasRecord, OutboxState},
};

/// What is known of the registry.
pub(in crate::engine) struct RegistryFacts<'a> {
    /// Where MLflow is and what it said last; none where the database is all there is.
    pub(in crate::engine) mlflow: Option<(&'a str, Option<Reading>)>,
    /// Where the database is.
    pub(in crate::engine) database: String,
    /// Model versions registered.
    pub(in crate::engine) versions: u64,
    pub(in crate::engine) outbox: OutboxState,
    pub(in crate::engine) aliases: Vec<AliasRecord>,
    /// Workers alive.
    pub(in crate::engine) workers: u32,
}

/// Judges the registry.
pub(in crate::engine) fn registry(facts: &RegistryFacts<'_>) -> Registry {
    let outbox = &facts.outbox;
    let reading = facts.mlflow.as_ref().and_then(|(_, reading)| reading.as_ref());
    let version = reading.and_then(|reading| reading.answer.as_ref().ok());
    let trouble = reading.and_then(|reading| reading.answer.as_ref().err().cloned());
    let told = outbox.last_error.as_deref().or(outbox.last_refusal.as_deref());
    let next_attempt_at = if trouble.is_some() {
        reading.map(|reading| reading.next_attempt_at)
    } else {
        outbox.next_attempt_at
    };
    Registry {
        backend: if facts.mlflow.is_some() { "mlflow" } else { "database" }.into(),
        location: facts.mlflow.as_ref().map_or_else(
            || SafeText::new(&facts.database),
            |(location, _)| SafeText::new(location),
        ),
        reachable: reading.map(|reading| reading.answer.is_ok()),
        latency_ms: version.and(reading).map(|reading| milliseconds(reading.latency)),
        version: version.cloned(),
        versions: facts.versions,
        outbox_pending: outbox.pending,
        oldest_pending_at: outbox.oldest_pending_at,
        outbox_refused: outbox.parked,
        last_error: trouble.or_else(|| told.map(SafeText::new)),
        next_attempt_at,
        alias_mismatch: mismatch(&facts.aliases),
        sentence: sentence(facts).into(),
    }
}

fn mismatch(aliases: &[AliasRecord]) -> Option<AliasMismatch> {
    let last = aliases.iter().max_by_key(|alias| alias.moved_at)?;
    Some(AliasMismatch {
        alias: SafeText::new(&last.alias),
        from: last.moved_from.as_deref().map(SafeText::new),
        to: last.moved_to.as_deref().map(SafeText::new),
        at: last.moved_at?,
        times: last.moves,
    })
}

/// What stands in the way first: no MLflow, one that does not answer, one that does not take a step, no one to tell it.
fn sentence(facts: &RegistryFacts<'_>) -> String {
    let waiting = steps(facts.outbox.pending);
    let Some((_, reading)) = &facts.mlflow else {
        return match facts.outbox.pending {
            0 => "the database is the registry; no MLflow is configured".to_owned(),
            _ => format!("{waiting} for an MLflow that is no longer configured"),
        };
    };
    match reading.as_ref().map(|reading| &reading.answer) {
        None => "MLflow is being asked".to_owned(),
        Some(Err(error)) if facts.outbox.pending == 0 => {
            format!("{error}; trainings and promotions go on, and nothing waits to be told")
        }
        Some(Err(error)) => {
            format!("{error}; trainings and promotions go on, {waiting} and all of it is told once MLflow is back")
        }
        Some(Ok(_version)) => format!("{}{}", told(facts, &waiting), refused(&facts.outbox)),
    }
}

/// MLflow answers: is it told?
fn told(facts: &RegistryFacts<'_>, waiting: &str) -> String {
    match (facts.outbox.pending, &facts.outbox.last_error) {
        (0, _) => "MLflow is told of every run and version".to_owned(),
        (_, Some(error)) => format!("MLflow did not take the next step ({error}); {waiting}, nothing is lost"),
        (_, None) if facts.workers == 0 => {
            format!("{waiting} and no worker is alive to tell MLflow: run `touchline worker`")
        }
        (_, None) => format!("{waiting}, a worker tells MLflow"),
    }
}

fn refused(outbox: &OutboxState) -> String {
    let reason = outbox.last_refusal.as_deref().unwrap_or("no reason known");
    match outbox.parked {
        0 => String::new(),
        1 => format!("; 1 step was refused for good and is set aside until the next worker starts: {reason}"),
        n => format!("; {n} steps were refused for good and are set aside until the next worker starts: {reason}"),
    }
}

fn steps(pending: u64) -> String {
    match pending {
        1 => "1 step waits".to_owned(),
        n => format!("{n} steps wait"),
    }
}

#[cfg(test)]
mod tests;
