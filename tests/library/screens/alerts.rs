//! Alerts as several monitors see them.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use touchline::{
    domain::RunState,
    engine::{Action, Alert, Engine, Snapshot},
};

use super::stage::{act, monitor, trained, until};
use crate::databases::{Database, on_both};

const RULE: &str = "training-failed";

fn alert(snapshot: &Snapshot) -> Option<Alert> {
    let mut alerts = snapshot.sections.alerts.value.iter().flatten();
    alerts.find(|alert| alert.rule.as_str() == RULE).cloned()
}

fn acknowledged(snapshot: &Snapshot) -> Option<Alert> {
    alert(snapshot).filter(Alert::is_acknowledged)
}

/// Nothing fires in a picture that is whole.
fn quiet(snapshot: &Snapshot) -> Option<()> {
    let read = snapshot.sections.training.value.is_some();
    (read && alert(snapshot).is_none()).then_some(())
}

fn acknowledge() -> Action {
    Action::Acknowledge { rule: RULE.into() }
}

async fn in_database(database: &Database, what: &'static str, wanted: i64, engine: &Engine) {
    let mut changes = engine.changes();
    while database.count(what).await != wanted {
        changes.changed().await.unwrap();
    }
}

const OPEN: &str = "SELECT count(*) FROM alerts WHERE rule = 'training-failed' AND cleared_at IS NULL";
const OVER: &str = "SELECT count(*) FROM alerts WHERE rule = 'training-failed' AND cleared_at IS NOT NULL";

on_both! {
    async fn every_monitor_tells_the_same_of_an_alert(database) {
        let start: DateTime<Utc> = Utc::now().trunc_subsecs(6);
        let (first, second, reader) = (
            monitor(&database.db, false),
            monitor(&database.db, false),
            monitor(&database.db, true),
        );
        trained(&database.db, RunState::Failed, start).await;
        until(&first, alert).await;
        in_database(&database, OPEN, 1, &first).await;
        assert_eq!(act(&reader, "ana", acknowledge()).await.unwrap_err().split(':').next(), Some("read-only"));
        let done = act(&first, "ana", acknowledge()).await.unwrap();
        assert_eq!(done, "acknowledged training-failed: it stays in the list until it is over");
        let (picture, seen) = until(&first, acknowledged).await;
        for engine in [&second, &reader] {
            let (_, other) = until(engine, acknowledged).await;
            assert_eq!(
                (other.since, other.acknowledged_by, other.acknowledged_at),
                (seen.since, Some("ana@ops".into()), seen.acknowledged_at)
            );
        }
        assert!(seen.since >= start && seen.acknowledged_at > Some(seen.since));
        assert!(picture.headline.as_str().contains("acknowledged: "), "{}", picture.headline);
        let twice = act(&second, "bob", acknowledge()).await.unwrap_err();
        assert!(twice.starts_with("training-failed was acknowledged by ana@ops at "), "{twice}");

        // A third one that comes later reads it, and one that ends leaves it as it is.
        drop(first);
        let (_, later) = until(&monitor(&database.db, false), acknowledged).await;
        assert_eq!(later.since, seen.since);

        trained(&database.db, RunState::Succeeded, start + TimeDelta::seconds(1)).await;
        until(&second, quiet).await;
        in_database(&database, OPEN, 0, &second).await;
        let over = act(&second, "bob", acknowledge()).await.unwrap_err();
        assert_eq!(over, "training-failed does not fire");
        trained(&database.db, RunState::Failed, start + TimeDelta::seconds(2)).await;
        in_database(&database, OPEN, 1, &second).await;
        assert!(database.count(OVER).await >= 1, "what is over stays as history");
        let anew = |snapshot: &Snapshot| alert(snapshot).filter(|alert| alert.since > seen.since);
        let (_, anew) = until(&reader, anew).await;
        assert_eq!(anew.acknowledged_by, None, "it ended with the alert");
    }

    async fn a_reader_writes_nothing_of_alerts(database) {
        let reader = monitor(&database.db, true);
        trained(&database.db, RunState::Failed, Utc::now()).await;
        let (_, before) = until(&reader, alert).await;
        reader.refresh();
        let later = |snapshot: &Snapshot| {
            let known = snapshot.sections.alerts.as_of.filter(|as_of| *as_of > before.since);
            known.and_then(|_| alert(snapshot))
        };
        let (_, after) = until(&reader, later).await;
        assert_eq!(after.since, before.since);
        assert_eq!(database.count("SELECT count(*) FROM alerts").await, 0);
    }

    async fn what_an_engine_left_behind_is_not_the_beginning_of_the_next(database) {
        let long_ago = Utc::now() - TimeDelta::days(3);
        let mut tx = database.db.write().await.unwrap();
        for rule in [RULE, "no-model"] {
            touchline::store::begin_alert(&mut tx, rule, touchline::domain::Severity::Warning, long_ago, long_ago)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let engine = monitor(&database.db, false);
        in_database(&database, OPEN, 0, &engine).await;
        // It still fires, and nobody saw it end.
        let no_model = |snapshot: &Snapshot| {
            let mut alerts = snapshot.sections.alerts.value.iter().flatten();
            alerts.find(|alert| alert.rule.as_str() == "no-model" && alert.since < long_ago + TimeDelta::seconds(1)).cloned()
        };
        until(&engine, no_model).await;
    }
}
