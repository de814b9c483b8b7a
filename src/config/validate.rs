//! Values that parse but make no sense.

use std::fmt::Display;

use super::{Schedule, ServeTable, Sources, read::File};

/// A value that makes no sense.
#[derive(Debug)]
pub(super) struct Nonsense {
    pub(super) key: &'static str,
    pub(super) value: String,
    /// What it must be.
    pub(super) why: &'static str,
}

pub(super) fn validate(file: &File) -> Result<(), Nonsense> {
    let t = &file.training;
    number(
        "training.half-life-days",
        t.half_life_days,
        (1.0..=10_000.0).contains(&t.half_life_days),
        "1 to 10000 days",
    )?;
    number(
        "training.ridge",
        t.ridge,
        (0.0..=1_000.0).contains(&t.ridge),
        "0 to 1000",
    )?;
    number(
        "training.promoted-attack",
        t.promoted_attack,
        t.promoted_attack.abs() <= 2.0,
        "-2 to 2 log goals",
    )?;
    number(
        "training.promoted-defence",
        t.promoted_defence,
        t.promoted_defence.abs() <= 2.0,
        "-2 to 2 log goals",
    )?;
    number(
        "training.rho-bound",
        t.rho_bound,
        t.rho_bound > 0.0 && t.rho_bound < 1.0,
        "above 0 and below 1",
    )?;
    number(
        "training.evaluate-seasons",
        t.evaluate_seasons,
        (1..=20).contains(&t.evaluate_seasons),
        "1 to 20 seasons",
    )?;
    number(
        "training.blend-floor",
        t.blend_floor,
        (0.0..=1.0).contains(&t.blend_floor),
        "0 to 1",
    )?;
    schedule(&file.schedule)?;
    let e = &file.engine;
    number(
        "engine.poll-busy-ms",
        e.poll_busy_ms,
        (50..=60_000).contains(&e.poll_busy_ms),
        "50 to 60000 ms",
    )?;
    number(
        "engine.poll-idle-ms",
        e.poll_idle_ms,
        (100..=3_600_000).contains(&e.poll_idle_ms),
        "100 to 3600000 ms",
    )?;
    number(
        "engine.poll-timeout-ms",
        e.poll_timeout_ms,
        (100..=600_000).contains(&e.poll_timeout_ms),
        "100 to 600000 ms",
    )?;
    number(
        "engine.health-window-days",
        e.health_window_days,
        (1..=3_660).contains(&e.health_window_days),
        "1 to 3660 days",
    )?;
    let f = &file.freshness;
    number(
        "freshness.results-warn-hours",
        f.results_warn_hours,
        f.results_warn_hours < f.results_error_hours,
        "below results-error-hours",
    )?;
    number(
        "freshness.odds-warn-hours",
        f.odds_warn_hours,
        f.odds_warn_hours < f.odds_error_hours,
        "below odds-error-hours",
    )?;
    sources(&file.sources)?;
    serve(&file.serve)?;
    let ms = file.monitor.min_frame_ms;
    number(
        "monitor.min-frame-ms",
        ms,
        (10..=10_000).contains(&ms),
        "10 to 10000 ms",
    )?;
    number(
        "log.keep-days",
        file.log.keep_days,
        (1..=3_660).contains(&file.log.keep_days),
        "1 to 3660 days",
    )
}

fn sources(s: &Sources) -> Result<(), Nonsense> {
    number(
        "sources.poll-minutes",
        s.poll_minutes,
        s.poll_minutes == 0 || (5..=10_080).contains(&s.poll_minutes),
        "0 for never, or 5 to 10080 minutes",
    )?;
    number(
        "sources.timeout-seconds",
        s.timeout_seconds,
        (1..=600).contains(&s.timeout_seconds),
        "1 to 600 seconds",
    )
}

fn serve(s: &ServeTable) -> Result<(), Nonsense> {
    number(
        "serve.connections",
        s.connections,
        (1..=65_536).contains(&s.connections),
        "1 to 65536",
    )?;
    number(
        "serve.requests",
        s.requests,
        (1..=4_096).contains(&s.requests),
        "1 to 4096",
    )?;
    number(
        "serve.timeout-seconds",
        s.timeout_seconds,
        (1..=600).contains(&s.timeout_seconds),
        "1 to 600 seconds",
    )
}

fn schedule(s: &Schedule) -> Result<(), Nonsense> {
    number(
        "schedule.misfire-hours",
        s.misfire_hours,
        (1..=8_760).contains(&s.misfire_hours),
        "1 to 8760 hours",
    )?;
    number(
        "schedule.drift-cooldown-hours",
        s.drift_cooldown_hours,
        (1..=8_760).contains(&s.drift_cooldown_hours),
        "1 to 8760 hours",
    )
}

fn number(key: &'static str, value: impl Display, fits: bool, why: &'static str) -> Result<(), Nonsense> {
    if fits {
        return Ok(());
    }
    Err(Nonsense {
        key,
        value: value.to_string(),
        why,
    })
}
