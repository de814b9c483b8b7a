use super::*;
use crate::{
    engine::AlertState,
    store::{Acknowledged, Latched},
};

const T0: DateTime<Utc> = DateTime::UNIX_EPOCH;

fn at(seconds: i64) -> DateTime<Utc> {
    T0 + TimeDelta::seconds(seconds)
}

fn alert(rule: &str, severity: Severity) -> Alert {
    Alert {
        rule: rule.into(),
        severity,
        state: AlertState::Firing,
        since: T0,
        sentence: "something is wrong".into(),
        acknowledged_by: None,
        acknowledged_at: None,
        silenced: None,
    }
}

fn episode(rule: &str, severity: Severity, seen_at: DateTime<Utc>) -> Episode {
    Episode {
        id: 7,
        rule: rule.to_owned(),
        severity,
        since: T0,
        seen_at,
        acknowledged: Some(Acknowledged {
            by: "ana@ops".into(),
            at: seen_at,
        }),
        latched: None,
    }
}

fn begin(rule: &str, severity: Severity) -> Step {
    Step::Begin {
        rule: rule.to_owned(),
        severity,
        since: T0,
    }
}

#[test]
fn an_alert_begins_gives_signs_of_life_and_ends() {
    let late = [alert("source-stale odds E0", Severity::Warning)];
    let (steps, watch) = Watch::default().steps(&late, &[], true, T0);
    assert_eq!(steps, [begin("source-stale odds E0", Severity::Warning)]);
    let open = [episode("source-stale odds E0", Severity::Warning, T0)];
    let (steps, watch) = watch.steps(&late, &open, true, at(60));
    assert_eq!(steps, [], "said a minute ago");
    let (steps, watch) = watch.steps(&late, &open, true, at(61));
    assert_eq!(steps, [Step::See { id: 7 }]);
    let (steps, watch) = watch.steps(&[], &open, true, at(62));
    assert_eq!((steps, watch), (vec![Step::Clear { id: 7 }], Watch::default()));
}

#[test]
fn what_becomes_graver_is_raised_and_what_becomes_milder_is_not_lowered() {
    let high = [alert("league-drift E0", Severity::Critical)];
    let open = [episode("league-drift E0", Severity::Warning, T0)];
    let (steps, _) = Watch::default().steps(&high, &open, true, T0);
    let severity = Severity::Critical;
    assert_eq!(steps, [Step::Raise { id: 7, severity }]);
    let elevated = [alert("league-drift E0", Severity::Warning)];
    let open = [episode("league-drift E0", Severity::Critical, T0)];
    assert_eq!(Watch::default().steps(&elevated, &open, true, T0).0, []);
}

#[test]
fn what_only_another_engine_sees_is_left_alone_while_it_lives() {
    let open = [episode("registry-unreachable", Severity::Warning, T0)];
    let steps = |complete, now| Watch::default().steps(&[], &open, complete, now).0;
    assert_eq!(steps(true, at(180)), [], "the other one said so three minutes ago");
    assert_eq!(steps(false, at(10_000)), [], "not every section has been read");
    assert_eq!(steps(true, at(181)), [Step::Clear { id: 7 }]);
}

/// One engine reads a moment before the other. That it says "over" first is no new beginning for the other.
#[test]
fn what_another_engine_ended_begins_again_only_if_it_goes_on() {
    let late = [alert("source-stale odds E0", Severity::Warning)];
    let (_, watch) = Watch::default().steps(&late, &[], true, T0);
    let (steps, disputed) = watch.steps(&late, &[], true, at(2));
    assert_eq!(steps, []);
    let (over, _) = disputed.steps(&[], &[], true, at(4));
    assert_eq!(over, []);
    let (again, _) = disputed.steps(&late, &[], true, at(4));
    assert_eq!(again, [begin("source-stale odds E0", Severity::Warning)]);
}

#[test]
fn high_drift_that_nobody_has_seen_stays_when_it_is_over() {
    let high = [alert("league-drift E0", Severity::Critical)];
    let (_, watch) = Watch::default().steps(&high, &[], true, T0);
    let unseen = Episode {
        acknowledged: None,
        ..episode("league-drift E0", Severity::Critical, T0)
    };
    let (steps, watch) = watch.steps(&[], std::slice::from_ref(&unseen), true, at(1));
    assert_eq!(steps, [Step::Latch { id: 7 }]);
    let latched = [Episode {
        latched: Some(Latched {
            over_at: at(1),
            sentence: "it was high".into(),
        }),
        ..unseen
    }];
    let (steps, watch) = watch.steps(&[], &latched, true, at(2));
    assert_eq!(steps, [], "nobody has seen it yet");
    assert_eq!(watch.steps(&[], &latched, true, at(10_000)).0, []);
    assert_eq!(watch.steps(&high, &latched, true, at(3)).0, [Step::Unlatch { id: 7 }]);
    for (rule, severity, acknowledged) in [
        ("league-drift E0", Severity::Critical, true),
        ("league-drift E0", Severity::Warning, false),
        ("source-stale odds E0", Severity::Critical, false),
    ] {
        let mut open = episode(rule, severity, T0);
        open.acknowledged = open.acknowledged.filter(|_| acknowledged);
        let (_, watch) = Watch::default().steps(&[alert(rule, severity)], &[], true, T0);
        assert_eq!(
            watch.steps(&[], &[open], true, at(1)).0,
            [Step::Clear { id: 7 }],
            "{rule}"
        );
    }
}
