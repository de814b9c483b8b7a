//! What is counted for good, and what is told of the last hour.

use chrono::{SubsecRound, TimeDelta, Utc};
use touchline::{
    domain::Counter,
    store::{self, Download, NewRun},
};

use crate::databases::on_both;

on_both! {
    async fn a_counter_only_rises_and_what_is_rolled_back_is_not_counted(database) {
        let add = async |n, commit| {
            let mut tx = database.db.write().await.unwrap();
            store::add_to_counter(&mut tx, Counter::AlertDeliveries, "webhook", "told", n).await.unwrap();
            store::add_to_counter(&mut tx, Counter::AlertDeliveries, "webhook", "refused", 1).await.unwrap();
            if commit {
                tx.commit().await.unwrap();
            }
        };
        add(2, true).await;
        add(40, false).await;
        add(3, true).await;
        let counts = store::counts(&mut database.db.read().await.unwrap()).await.unwrap();
        let told: Vec<_> = counts.iter().map(|of| (of.counter, of.outcome.as_str(), of.n)).collect();
        assert_eq!(told, [(Counter::AlertDeliveries, "refused", 2), (Counter::AlertDeliveries, "told", 5)]);
    }

    async fn a_lost_lease_is_noted_once_for_each_attempt(database) {
        let db = &database.db;
        let start = Utc::now().trunc_subsecs(6);
        let mut tx = db.write().await.unwrap();
        store::enqueue(&mut tx, &NewRun::training(None, "ops@host", start)).await.unwrap();
        store::claim(&mut tx, "first", start, start).await.unwrap().unwrap();
        store::note_lost_leases(&mut tx, start).await.unwrap();
        assert_eq!(store::lost_leases(&mut tx, start).await.unwrap().total, 0, "its worker lives");
        let later = start + TimeDelta::minutes(1);
        for _ in 0..3 {
            store::note_lost_leases(&mut tx, later).await.unwrap();
        }
        let second = store::claim(&mut tx, "second", later, later).await.unwrap().unwrap();
        assert_eq!(second.attempt, 2);
        let much_later = later + TimeDelta::minutes(70);
        store::note_lost_leases(&mut tx, much_later).await.unwrap();
        let lost = store::lost_leases(&mut tx, much_later).await.unwrap();
        assert_eq!((lost.total, lost.last_hour, lost.last_at), (2, 1, Some(much_later)));
        tx.commit().await.unwrap();
    }

    async fn a_download_keeps_failing_while_it_is_asked_for(database) {
        let wall = Utc::now().trunc_subsecs(6);
        let download = |url: &str, failures, next: TimeDelta| Download {
            url: url.to_owned(),
            kind: "season".to_owned(),
            leagues: url.to_owned(),
            etag: None,
            last_modified: None,
            content_hash: None,
            bytes: 0,
            rows_read: 0,
            fetched_at: None,
            checked_at: None,
            status: 503,
            error: (failures > 0).then(|| "HTTP 503".to_owned()),
            failures,
            not_before: (failures > 0).then(|| wall + next),
        };
        let mut tx = database.db.write().await.unwrap();
        for download in [
            download("E0", 3, TimeDelta::minutes(8)),
            download("E1", 9, TimeDelta::hours(1)),
            download("E2", 2, TimeDelta::minutes(4)),
            download("E3", 0, TimeDelta::zero()),
            download("SC0", 9, TimeDelta::days(-2)),
        ] {
            store::record_download(&mut tx, &download).await.unwrap();
        }
        let failing = store::failing_downloads(&mut tx, 3, wall).await.unwrap();
        let leagues: Vec<_> = failing.iter().map(|of| (of.leagues.as_str(), of.failures)).collect();
        assert_eq!(leagues, [("E1", 9), ("E0", 3)], "nobody asks for SC0 any more");
    }
}
