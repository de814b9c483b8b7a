use touchline::domain::{FreshnessStatus, LeagueCode};

use crate::tui::{model::Model, widget::age};

/// How old the picture is that the question is asked on.
pub(super) fn seen(model: &Model) -> String {
    let fetched = model.snapshot.sections.training.as_of;
    fetched.map_or_else(
        || "the queue was not read yet".into(),
        |at| format!("queue read {}", age(model.now, at)),
    )
}

pub(super) fn queue_seen(model: &Model) -> String {
    let training = model.snapshot.sections.training.value.as_ref();
    let running = training.and_then(|training| training.running.as_ref());
    let waiting = training.map_or(0, |training| training.queued.len());
    let running = running.map_or_else(|| "nothing runs".into(), |run| format!("#{} runs", run.id));
    format!("{running}, {waiting} waiting; {}", seen(model))
}

/// The worst source that the training would read.
pub(super) fn data_seen(model: &Model, league: Option<&LeagueCode>) -> String {
    let sources = model
        .snapshot
        .sections
        .data_freshness
        .value
        .as_deref()
        .unwrap_or_default();
    // Sources are sorted by concern: the first one is the worst.
    let worst = sources
        .iter()
        .find(|source| league.is_none_or(|league| source.league == *league));
    match worst {
        None => "no source has been loaded".into(),
        Some(source) if matches!(source.status, FreshnessStatus::Pass | FreshnessStatus::Idle) => {
            "all that was due is in".into()
        }
        Some(source) => format!("{}: {}", source.source, source.reason),
    }
}
