//! A request in the form of Alertmanager's webhook, version 4: receivers of it exist already.

use std::{collections::BTreeMap, fmt::Write};

use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;

use crate::{domain::SafeText, store::Notice};

/// All notices of one look as one group.
pub(super) fn body(notices: &[Notice], profile: &SafeText, runbooks: Option<&Url>) -> Value {
    let firing = notices.iter().any(|notice| notice.ended_at.is_none());
    let alerts: Vec<Value> = notices.iter().map(|notice| alert(notice, profile, runbooks)).collect();
    json!({
        "version": "4",
        "groupKey": format!("{{}}:{{profile=\"{profile}\"}}"),
        "truncatedAlerts": 0,
        "status": if firing { "firing" } else { "resolved" },
        "receiver": "touchline",
        "groupLabels": { "profile": profile },
        "commonLabels": { "profile": profile },
        "commonAnnotations": {},
        "externalURL": "",
        "alerts": alerts,
    })
}

fn alert(notice: &Notice, profile: &SafeText, runbooks: Option<&Url>) -> Value {
    let (rule, subject) = notice.rule.split_once(' ').unwrap_or((&notice.rule, ""));
    let mut labels = BTreeMap::from([
        ("alertname", name(rule)),
        ("severity", notice.severity.as_str().to_owned()),
        ("profile", profile.to_string()),
    ]);
    if !subject.is_empty() {
        labels.insert("subject", SafeText::new(subject).to_string());
    }
    let fingerprint = fingerprint(&labels);
    let mut annotations = BTreeMap::from([("summary", SafeText::new(&notice.sentence).to_string())]);
    if let Some(runbooks) = runbooks {
        annotations.insert("runbook_url", page(runbooks, rule));
    }
    json!({
        "status": if notice.ended_at.is_some() { "resolved" } else { "firing" },
        "labels": labels,
        "annotations": annotations,
        "startsAt": notice.since,
        "endsAt": notice.ended_at.map_or_else(|| "0001-01-01T00:00:00Z".to_owned(), |at| at.to_rfc3339()),
        "generatorURL": "",
        "fingerprint": fingerprint,
    })
}

/// `league-drift` is `TouchlineLeagueDrift`.
fn name(rule: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .into_iter()
            .flat_map(char::to_uppercase)
            .chain(letters)
            .collect::<String>()
    };
    std::iter::once("Touchline".to_owned())
        .chain(rule.split(['-', '_']).map(capital))
        .collect()
}

fn page(runbooks: &Url, rule: &str) -> String {
    format!("{}/{rule}.md", runbooks.as_str().trim_end_matches('/'))
}

/// The same for the same labels but severity, which may rise while an alert fires: a receiver knows an alert by it.
fn fingerprint(labels: &BTreeMap<&str, String>) -> String {
    let mut hash = Sha256::new();
    for (name, value) in labels.iter().filter(|(name, _)| **name != "severity") {
        hash.update(name.as_bytes());
        hash.update([0]);
        hash.update(value.as_bytes());
        hash.update([0]);
    }
    let mut print = String::new();
    for byte in hash.finalize().iter().take(8) {
        // Writing to a string cannot fail.
        let _infallible = write!(print, "{byte:02x}");
    }
    print
}

#[cfg(test)]
mod tests {
    use chrono::DateTime;

    use super::*;
    use crate::domain::Severity;

    fn notice(rule: &str, ended: bool) -> Notice {
        Notice {
            rule: rule.to_owned(),
            severity: Severity::Critical,
            sentence: "E2 high: \u{1b}[31mlog loss is worse".to_owned(),
            since: DateTime::UNIX_EPOCH,
            ended_at: ended.then_some(DateTime::UNIX_EPOCH),
            version: 1,
            attempts: 0,
        }
    }

    #[test]
    fn has_the_shape_of_version_4() {
        let runbooks = Url::parse("https://runbooks.example.org/touchline/").unwrap();
        let notices = [notice("league-drift E2", false), notice("feature-store", true)];
        let body = body(&notices, &"live".into(), Some(&runbooks));
        for field in [
            "version",
            "groupKey",
            "truncatedAlerts",
            "status",
            "receiver",
            "groupLabels",
            "commonLabels",
            "commonAnnotations",
            "externalURL",
            "alerts",
        ] {
            assert!(body.get(field).is_some(), "{field}");
        }
        assert_eq!((&body["version"], &body["status"]), (&"4".into(), &"firing".into()));
        let first = &body["alerts"][0];
        assert_eq!(first["labels"]["alertname"], "TouchlineLeagueDrift");
        assert_eq!(first["labels"]["subject"], "E2");
        assert_eq!(
            first["annotations"]["runbook_url"],
            "https://runbooks.example.org/touchline/league-drift.md"
        );
        assert_eq!(first["endsAt"], "0001-01-01T00:00:00Z");
        assert!(!first.to_string().contains("u001b"), "{first}");
        assert_eq!(body["alerts"][1]["status"], "resolved");
    }

    #[test]
    fn an_alert_keeps_its_fingerprint_whatever_becomes_of_it() {
        let print = |notice: &Notice| alert(notice, &"live".into(), None)["fingerprint"].clone();
        let mut graver = notice("league-drift E2", true);
        graver.severity = Severity::Warning;
        assert_eq!(print(&notice("league-drift E2", false)), print(&graver));
        assert_ne!(print(&graver), print(&notice("league-drift E1", false)));
        assert_ne!(print(&notice("a bc", false)), print(&notice("ab c", false)));
    }
}
