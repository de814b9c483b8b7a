//! What a receiver of alerts is still to be told.

use chrono::{DateTime, SubsecRound, TimeDelta, Utc};
use touchline::{
    domain::Severity,
    store::{self, Db, Notice, Silence},
};

use crate::databases::on_both;

fn notice(rule: &str, ended_at: Option<DateTime<Utc>>) -> Notice {
    Notice {
        rule: rule.to_owned(),
        severity: Severity::Critical,
        sentence: "as the test wants it".to_owned(),
        since: DateTime::UNIX_EPOCH,
        ended_at,
        version: 0,
        attempts: 0,
    }
}

async fn add(db: &Db, rule: &str, ended_at: Option<DateTime<Utc>>, at: DateTime<Utc>) {
    let mut tx = db.write().await.unwrap();
    store::add_notice(&mut tx, &notice(rule, ended_at), at).await.unwrap();
    tx.commit().await.unwrap();
}

async fn due(db: &Db, at: DateTime<Utc>) -> Vec<Notice> {
    store::due_notices(&mut db.read().await.unwrap(), at, 100)
        .await
        .unwrap()
}

async fn due_rules(db: &Db, at: DateTime<Utc>) -> Vec<String> {
    due(db, at).await.into_iter().map(|notice| notice.rule).collect()
}

on_both! {
    async fn what_fires_is_never_forgotten_and_what_ended_is_told_for_a_week(database) {
        let db = &database.db;
        let start = Utc::now().trunc_subsecs(6);
        add(db, "no-model", None, start).await;
        add(db, "feature-store", Some(start), start).await;
        add(db, "no-model", None, start + TimeDelta::days(9)).await;
        assert_eq!(due_rules(db, start + TimeDelta::days(9)).await, ["no-model"], "it is told, however long it waits");
    }

    async fn a_pause_is_the_receivers_whatever_is_new(database) {
        let db = &database.db;
        let start = Utc::now().trunc_subsecs(6);
        add(db, "no-model", None, start).await;
        let mut tx = db.write().await.unwrap();
        store::postpone_notices(&mut tx, "it says no", start + TimeDelta::minutes(5)).await.unwrap();
        tx.commit().await.unwrap();
        add(db, "feature-store", None, start + TimeDelta::minutes(1)).await;
        add(db, "no-model", Some(start), start + TimeDelta::minutes(1)).await;
        assert!(due(db, start + TimeDelta::minutes(4)).await.is_empty());
        let after = due(db, start + TimeDelta::minutes(5)).await;
        assert_eq!((after.len(), after[0].attempts, after[0].ended_at), (2, 1, Some(start)), "{after:?}");
    }

    async fn what_is_silenced_waits_and_is_not_waited_for(database) {
        let db = &database.db;
        let start = Utc::now().trunc_subsecs(6);
        for rule in ["league-drift E0", "league-drift E1", "league-drifting"] {
            add(db, rule, None, start).await;
        }
        let silence = |rule: &str| Silence {
            rule: rule.into(),
            until: start + TimeDelta::hours(1),
            by: "ana@ops".into(),
            reason: "cup week".into(),
        };
        let mut tx = db.write().await.unwrap();
        store::silence_alerts(&mut tx, &silence("league-drift")).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(due_rules(db, start).await, ["league-drifting"]);
        let state = store::alert_outbox_state(&mut db.read().await.unwrap(), start).await.unwrap();
        assert_eq!(state.pending, 1);
        let over = start + TimeDelta::hours(2);
        assert_eq!(due_rules(db, over).await.len(), 3, "a silence ends");
        assert!(store::silences(&mut db.read().await.unwrap(), over).await.unwrap().is_empty());
    }

    async fn a_notice_that_has_changed_on_its_way_is_told_again(database) {
        let db = &database.db;
        let start = Utc::now().trunc_subsecs(6);
        add(db, "no-model", None, start).await;
        let on_its_way = due(db, start).await;
        add(db, "no-model", Some(start), start).await;
        let mut tx = db.write().await.unwrap();
        store::remove_notice(&mut tx, &on_its_way[0]).await.unwrap();
        tx.commit().await.unwrap();
        let left = due(db, start).await;
        assert_eq!((left.len(), left[0].ended_at), (1, Some(start)));
    }

    async fn of_two_engines_one_is_first(database) {
        let db = &database.db;
        let now = Utc::now().trunc_subsecs(6);
        let mut tx = db.write().await.unwrap();
        assert!(store::begin_alert(&mut tx, "league-drift E0", Severity::Critical, now, now).await.unwrap());
        assert!(!store::begin_alert(&mut tx, "league-drift E0", Severity::Critical, now, now).await.unwrap());
        let id = store::open_alerts(&mut tx).await.unwrap()[0].id;
        assert!(store::latch_alert(&mut tx, id, "it was high", now).await.unwrap());
        assert!(!store::latch_alert(&mut tx, id, "it was high", now).await.unwrap());
        let latched = store::open_alerts(&mut tx).await.unwrap()[0].latched.clone().unwrap();
        assert_eq!((latched.over_at, latched.sentence.as_str()), (now, "it was high"));
        assert!(store::acknowledge_alert(&mut tx, "league-drift E0", "ana@ops", now).await.unwrap());
        assert!(store::open_alerts(&mut tx).await.unwrap().is_empty(), "to be seen was all that it waited for");
        assert!(!store::clear_alert(&mut tx, id, now).await.unwrap());
    }
}
