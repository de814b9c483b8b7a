use std::io::{self, Write};

use crate::engine::{Alert, AlertState};

/// Writes alerts for people, in the order in which they matter: a line for each and its sentence below.
///
/// # Errors
/// When `out` cannot be written.
pub fn write_alerts(out: &mut dyn Write, alerts: &[Alert]) -> io::Result<()> {
    if alerts.is_empty() {
        return writeln!(out, "  none");
    }
    for alert in alerts {
        let weight = match alert.state {
            AlertState::Firing => alert.severity.as_str(),
            AlertState::Latched => "over",
        };
        let since = alert.since.format("%Y-%m-%d %H:%M UTC");
        writeln!(out, "  {weight:<8} {} since {since}{}", alert.rule, quiet(alert))?;
        writeln!(out, "           {}", alert.sentence)?;
    }
    Ok(())
}

fn quiet(alert: &Alert) -> String {
    if let Some(silence) = &alert.silenced {
        let until = silence.until.format("%Y-%m-%d %H:%M UTC");
        return format!(", silenced until {until} by {}: {}", silence.by, silence.reason);
    }
    let by = alert.acknowledged_by.as_ref();
    by.map_or_else(String::new, |by| format!(", acknowledged by {by}"))
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::{domain::Severity, engine::Silence};

    #[test]
    fn a_line_says_how_grave_since_when_and_who_has_seen_it() {
        let alert = |rule: &str, state| Alert {
            rule: rule.into(),
            severity: Severity::Critical,
            state,
            since: DateTime::UNIX_EPOCH,
            sentence: "E2 is worse".into(),
            acknowledged_by: None,
            acknowledged_at: None,
            silenced: None,
        };
        let seen = Alert {
            acknowledged_by: Some("ana@ops".into()),
            ..alert("no-worker", AlertState::Firing)
        };
        let silenced = Alert {
            silenced: Some(Silence {
                rule: "league-drift".into(),
                until: DateTime::UNIX_EPOCH,
                by: "ben@ops".into(),
                reason: "moving".into(),
            }),
            ..alert("league-drift E2", AlertState::Latched)
        };
        let mut out = Vec::new();
        write_alerts(&mut out, &[alert("no-predictions", AlertState::Firing), seen, silenced]).unwrap();
        assert_eq!(
            String::from_utf8(out).unwrap(),
            "  critical no-predictions since 1970-01-01 00:00 UTC\n           E2 is worse\n  \
             critical no-worker since 1970-01-01 00:00 UTC, acknowledged by ana@ops\n           E2 is worse\n  \
             over     league-drift E2 since 1970-01-01 00:00 UTC, silenced until 1970-01-01 00:00 UTC by ben@ops: moving\n           \
             E2 is worse\n"
        );
    }
}
