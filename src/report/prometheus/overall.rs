use super::exposition::Exposition;
use crate::{
    domain::Severity,
    engine::{AlertState, Snapshot},
};

pub(super) fn write(out: &mut Exposition, snapshot: &Snapshot) {
    out.gauge("touchline_build_info", "This program; always 1.")
        .sample(&[("version", env!("CARGO_PKG_VERSION"))], 1.0);
    out.gauge(
        "touchline_overall_status",
        "The worst of all sections: 1 for the status that holds.",
    )
    .states(
        &[],
        "status",
        &["ok", "watch", "degraded", "unknown"],
        &snapshot.overall.to_string(),
    );
    sections(out, snapshot);
    alerts(out, snapshot);
}

fn sections(out: &mut Exposition, snapshot: &Snapshot) {
    let s = &snapshot.sections;
    let all = [
        ("model_health", s.model_health.state, s.model_health.as_of),
        ("league_drift", s.league_drift.state, s.league_drift.as_of),
        ("data_freshness", s.data_freshness.state, s.data_freshness.as_of),
        ("data_quality", s.data_quality.state, s.data_quality.as_of),
        ("training", s.training.state, s.training.as_of),
        ("system", s.system.state, s.system.as_of),
    ];
    let mut up = out.gauge("touchline_section_up", "1 where the last look at a section succeeded.");
    for (name, state, _) in all {
        up.flag(&[("section", name)], state.is_current());
    }
    let mut at = out.gauge(
        "touchline_section_last_success_timestamp_seconds",
        "When a section was last read.",
    );
    for (name, _, as_of) in all {
        at.moment(&[("section", name)], as_of);
    }
}

fn alerts(out: &mut Exposition, snapshot: &Snapshot) {
    let alerts = snapshot.sections.alerts.value.as_deref().unwrap_or_default();
    let mut counts = out.gauge(
        "touchline_alerts",
        "Alerts that fire, by severity and whether someone has acknowledged or silenced them.",
    );
    for severity in [Severity::Warning, Severity::Critical] {
        for (label, acknowledged) in [("no", false), ("yes", true)] {
            let these = alerts
                .iter()
                .filter(|a| a.state == AlertState::Firing && a.severity == severity && a.is_quiet() == acknowledged);
            counts.sample(
                &[("severity", severity.as_str()), ("acknowledged", label)],
                these.count() as f64,
            );
        }
    }
    let mut firing = out.gauge(
        "touchline_alert_since_timestamp_seconds",
        "When each alert that fires began.",
    );
    for alert in alerts.iter().filter(|alert| alert.state == AlertState::Firing) {
        firing.moment(
            &[("rule", alert.rule.as_str()), ("severity", alert.severity.as_str())],
            Some(alert.since),
        );
    }
}
