//! A snapshot as Prometheus reads it, in the text format 0.0.4.
//!
//! Times of the last events are told and not ages; verdicts and statuses are state sets, of which one series is 1; a section that
//! cannot be read leaves its series out, so that no old number passes for a new one. Labels are bounded: leagues, sources, rules
//! and routes, never runs, teams or messages. The writer is our own: the official client speaks `OpenMetrics`, whose counters lose
//! their suffix in the `TYPE` line, and keeps numbers that change by steps; here all of them are read from one snapshot.

mod counts;
mod data;
mod exposition;
mod http;
mod model;
mod overall;
mod system;
mod training;

use exposition::Exposition;

use crate::engine::{Fetched, Snapshot};

/// The snapshot as text in the exposition format.
#[must_use]
pub fn prometheus(snapshot: &Snapshot) -> String {
    let mut out = Exposition::default();
    let sections = &snapshot.sections;
    overall::write(&mut out, snapshot);
    if let Some(health) = current(&sections.model_health) {
        model::health(&mut out, health);
    }
    if let Some(leagues) = current(&sections.league_drift) {
        model::drift(&mut out, leagues);
    }
    if let Some(sources) = current(&sections.data_freshness) {
        data::freshness(&mut out, sources, sections.data_freshness.as_of);
    }
    if let Some(quality) = current(&sections.data_quality) {
        data::quality(&mut out, quality);
    }
    if let Some(training) = current(&sections.training) {
        training::write(&mut out, training);
    }
    if let Some(system) = current(&sections.system) {
        system::write(&mut out, system, sections.system.as_of);
        let leagues = sections.league_drift.value.as_deref().unwrap_or_default();
        counts::write(&mut out, system, leagues);
        http::write(&mut out, system.api.as_ref());
    }
    out.into_text()
}

/// A value that was read by the last look.
fn current<T>(section: &Fetched<T>) -> Option<&T> {
    section.value.as_ref().filter(|_| section.state.is_current())
}
