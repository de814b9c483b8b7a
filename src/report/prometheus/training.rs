use super::exposition::Exposition;
use crate::{
    domain::{RunKind, RunState},
    engine::{Run, Training},
};

pub(super) fn write(out: &mut Exposition, training: &Training) {
    let kind = ("kind", RunKind::Train.as_str());
    out.gauge("touchline_jobs", "Trainings that wait and that run.")
        .sample(&[kind, ("state", "queued")], training.queued.len() as f64)
        .flag(&[kind, ("state", "running")], training.running.is_some());
    let progress = training.running.as_ref().map(|run| run.progress);
    out.gauge(
        "touchline_training_progress_ratio",
        "Share of the running training that is done; no series without one.",
    )
    .sample(&[], progress);
    let last = |state| training.history.iter().find(|run: &&Run| run.state == state);
    let succeeded = last(RunState::Succeeded);
    out.gauge(
        "touchline_job_last_success_timestamp_seconds",
        "When the last training succeeded.",
    )
    .moment(&[kind], succeeded.and_then(|run| run.finished_at));
    out.gauge(
        "touchline_job_last_failure_timestamp_seconds",
        "When the last training failed.",
    )
    .moment(&[kind], last(RunState::Failed).and_then(|run| run.finished_at));
    let took = succeeded.and_then(|run| Some((run.finished_at? - run.started_at?).as_seconds_f64()));
    out.gauge(
        "touchline_job_last_duration_seconds",
        "How long the last training took that succeeded.",
    )
    .sample(&[kind], took);
    out.gauge("touchline_schedule_kept", "1 where a worker keeps the schedule.")
        .flag(&[], training.schedule_keeper.is_some());
    out.gauge(
        "touchline_schedule_next_timestamp_seconds",
        "When the schedule asks for the next training.",
    )
    .moment(&[], training.next_scheduled_at);
    out.gauge("touchline_champion_frozen", "1 while only people change the champion.")
        .flag(&[], training.champion_freeze.is_some());
}
