//! Workers, the audit and the quarantine, as lists.

use chrono::{DateTime, TimeDelta, Utc};
use touchline::{
    domain::HeldKind,
    engine::{Action, Snapshot, System},
    store::{self, AuditEntry, LEASE, NewRun},
    training::SCHEDULE_LEASE,
};

use super::stage::{act, import, monitor, until};
use crate::databases::on_both;

fn system(snapshot: &Snapshot) -> Option<System> {
    snapshot.sections.system.value.clone()
}

on_both! {
    async fn workers_are_told_one_by_one(database) {
        let mut tx = database.db.write().await.unwrap();
        let now = store::now(&mut tx).await.unwrap();
        for (id, ago) in [("far:1:1", 600), ("box:17:1", 0), ("old:2:1", 100_000), ("box:18:1", 20)] {
            store::worker_heartbeat(&mut tx, id, now - TimeDelta::seconds(ago)).await.unwrap();
        }
        store::enqueue(&mut tx, &NewRun::training(None, "ops@box", now)).await.unwrap();
        let run = store::claim(&mut tx, "box:17:1", now, now).await.unwrap().unwrap().run;
        store::hold_lease(&mut tx, SCHEDULE_LEASE, "box:18:1", now, LEASE).await.unwrap();
        tx.commit().await.unwrap();
        let (_, system) = until(&monitor(&database.db, true), system).await;
        let told: Vec<_> = system
            .workers
            .iter()
            .map(|w| (w.id.as_str(), w.host.as_ref().unwrap().as_str(), w.alive, w.run, w.keeps_schedule))
            .collect();
        assert_eq!(
            told,
            [
                ("box:17:1", "box", true, Some(run), false),
                ("box:18:1", "box", true, None, true),
                ("far:1:1", "far", false, None, false),
            ]
        );
        assert_eq!(system.worker.alive, 2);
    }

    async fn the_audit_is_told_the_latest_first(database) {
        let mut tx = database.db.write().await.unwrap();
        let entry = AuditEntry {
            at: "2026-11-24T12:00:00Z".parse().unwrap(),
            actor: "ana@ops",
            ssh_origin: None,
            action: "cancel",
            target: "#3\u{1b}[31m",
        };
        store::begin_audit(&mut tx, &entry).await.unwrap();
        tx.commit().await.unwrap();
        let engine = monitor(&database.db, false);
        act(&engine, "bob", Action::Thaw).await.unwrap_err();
        let both = |snapshot: &Snapshot| system(snapshot).filter(|system| system.audit.len() == 2 && system.audit[0].outcome.is_some());
        let (_, system) = until(&engine, both).await;
        let [last, first] = system.audit.as_slice() else { panic!() };
        assert_eq!((first.outcome.clone(), first.finished_at), (None, None), "its program ended before it was done");
        assert!(!first.target.as_str().contains('\u{1b}'), "text from outside");
        assert_eq!(
            (last.actor.as_str(), last.ssh_origin.clone(), last.action.as_str()),
            ("bob@ops", Some("10.0.0.7".into()), "thaw")
        );
        assert_eq!(last.outcome, Some("not done".into()));
        assert_eq!(last.detail, Some("the champion is not frozen".into()));
        assert!(last.finished_at >= Some(last.at));
    }

    async fn the_quarantine_is_told_the_last_loaded_first(database) {
        let rows = |day: &str, count: usize| {
            let row = format!("E0,{day}/08/2023,Arsenal,Arsenal,1,0\n");
            format!("Div,Date,HomeTeam,AwayTeam,FTHG,FTAG\n{}", row.repeat(count))
        };
        let at = |text: &str| -> DateTime<Utc> { text.parse().unwrap() };
        import(&database.db, "a.csv", &rows("11", 150), at("2023-09-01T00:00:00Z")).await;
        import(&database.db, "b.csv", &rows("12", 2), at("2023-09-02T00:00:00Z")).await;
        let quality = |snapshot: &Snapshot| snapshot.sections.data_quality.value.clone();
        let (_, quality) = until(&monitor(&database.db, true), quality).await;
        assert_eq!((quality.quarantine.len(), quality.quarantined_total), (100, 152));
        let told: Vec<_> = quality
            .quarantine
            .iter()
            .take(3)
            .map(|row| (row.file.as_str().chars().next(), row.line, row.kind, row.at))
            .collect();
        let kind = HeldKind::SelfPlay;
        assert_eq!(
            told,
            [
                (Some('b'), 2, kind, at("2023-09-02T00:00:00Z")),
                (Some('b'), 3, kind, at("2023-09-02T00:00:00Z")),
                (Some('a'), 2, kind, at("2023-09-01T00:00:00Z")),
            ]
        );
        let first = &quality.quarantine[0];
        assert_eq!(first.league.as_ref().map(ToString::to_string), Some("E0".to_owned()));
        assert!(!first.reason.as_str().is_empty());
    }
}
