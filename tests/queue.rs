//! The queue on both databases: one worker for each run, and no write by a worker that lost it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/databases.rs"]
mod databases;
#[path = "support/services/postgres.rs"]
mod postgres;

use chrono::{DateTime, TimeDelta, Utc};
use databases::on_both;
use touchline::{
    domain::{LeagueCode, RunKind, RunState, Stage},
    store::{
        Cancelled, Ending, Enqueued, Held, Lease, MAX_ATTEMPTS, Progress, Tx, cancel, claim, enqueue, finish, give_up,
        heartbeat, run, write_progress,
    },
};

const T0: DateTime<Utc> = DateTime::UNIX_EPOCH;

async fn claimed(tx: &mut Tx, owner: &str, seconds: i64) -> Option<Lease> {
    let now = T0 + TimeDelta::seconds(seconds);
    give_up(tx, now, now).await.unwrap();
    claim(tx, owner, now, now).await.unwrap()
}

fn progress(message: &str) -> Progress {
    Progress {
        stage: Stage::Fit,
        progress: 0.5,
        eta_s: Some(3.0),
        message: message.into(),
        current_league: None,
        leagues_done: 1,
        leagues_total: 2,
        log_likelihood: vec![-3.5, -1.25],
    }
}

on_both! {
    async fn the_same_request_joins_the_live_run(database) {
        let mut tx = database.db.write().await.unwrap();
        let league = LeagueCode::new("E0").unwrap();
        let Enqueued::New(all) = enqueue(&mut tx, RunKind::Train, None, "ops@host", T0).await.unwrap() else {
            panic!()
        };
        assert_eq!(
            enqueue(&mut tx, RunKind::Train, None, "other@host", T0).await.unwrap(),
            Enqueued::Joined(all)
        );
        assert!(matches!(
            enqueue(&mut tx, RunKind::Train, Some(&league), "ops@host", T0)
                .await
                .unwrap(),
            Enqueued::New(_)
        ));
        assert_eq!(cancel(&mut tx, all, "ops@host", T0).await.unwrap(), Cancelled::AtOnce);
        assert!(matches!(
            enqueue(&mut tx, RunKind::Train, None, "ops@host", T0).await.unwrap(),
            Enqueued::New(_)
        ));
    }

    async fn a_late_worker_changes_nothing(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, RunKind::Train, None, "ops@host", T0).await.unwrap();
        let first = claimed(&mut tx, "first", 0).await.unwrap();
        assert_eq!(claimed(&mut tx, "second", 29).await, None, "the lease still holds");
        let second = claimed(&mut tx, "second", 31).await.unwrap();
        assert_eq!((second.run, second.attempt), (first.run, 2));

        let done = Ending {
            state: RunState::Succeeded,
            message: "done".into(),
            model_id: None,
            scores: None,
        };
        assert_eq!(
            write_progress(&mut tx, &first, &progress("late")).await.unwrap(),
            Held::Lost
        );
        assert_eq!(heartbeat(&mut tx, &first, T0).await.unwrap(), Held::Lost);
        assert_eq!(finish(&mut tx, &first, &done, T0).await.unwrap(), Held::Lost);
        assert_eq!(
            write_progress(&mut tx, &second, &progress("in time")).await.unwrap(),
            Held::Yes {
                cancel_requested: false
            }
        );

        let seen = run(&mut tx, first.run).await.unwrap().unwrap();
        assert_eq!(
            (seen.message.as_str(), seen.log_likelihood),
            ("in time", vec![-3.5, -1.25])
        );
        assert_eq!(
            finish(&mut tx, &second, &done, T0).await.unwrap(),
            Held::Yes {
                cancel_requested: false
            }
        );
        assert_eq!(
            finish(&mut tx, &second, &done, T0).await.unwrap(),
            Held::Lost,
            "it is over"
        );
    }

    async fn a_heartbeat_keeps_the_lease(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, RunKind::Train, None, "ops@host", T0).await.unwrap();
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        heartbeat(&mut tx, &lease, T0 + TimeDelta::seconds(20)).await.unwrap();
        assert_eq!(claimed(&mut tx, "second", 45).await, None);
        assert!(claimed(&mut tx, "second", 51).await.is_some());
    }

    async fn cancelling_a_running_run_asks_its_worker(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, RunKind::Train, None, "ops@host", T0).await.unwrap();
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        assert_eq!(
            cancel(&mut tx, lease.run, "ops@host", T0).await.unwrap(),
            Cancelled::Requested
        );
        assert_eq!(
            write_progress(&mut tx, &lease, &progress("")).await.unwrap(),
            Held::Yes { cancel_requested: true }
        );
        let ending = Ending {
            state: RunState::Cancelled,
            message: "cancelled".into(),
            model_id: None,
            scores: None,
        };
        finish(&mut tx, &lease, &ending, T0).await.unwrap();
        assert_eq!(
            cancel(&mut tx, lease.run, "ops@host", T0).await.unwrap(),
            Cancelled::Over
        );
        assert_eq!(cancel(&mut tx, 999, "ops@host", T0).await.unwrap(), Cancelled::Unknown);
    }

    async fn a_run_that_kills_its_workers_is_given_up(database) {
        let mut tx = database.db.write().await.unwrap();
        let Enqueued::New(id) = enqueue(&mut tx, RunKind::Train, None, "ops@host", T0).await.unwrap() else {
            panic!()
        };
        for attempt in 0..MAX_ATTEMPTS {
            assert!(claimed(&mut tx, "doomed", attempt * 60).await.is_some());
        }
        assert_eq!(claimed(&mut tx, "doomed", MAX_ATTEMPTS * 60).await, None);
        let seen = run(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(
            (seen.state, seen.message.as_str()),
            (RunState::Failed, "given up: its workers died 5 times")
        );
    }

    async fn two_workers_never_hold_one_run(database) {
        let mut tx = database.db.write().await.unwrap();
        for code in ["E0", "E1", "E2", "E3", "D1", "D2", "I1", "SP1"] {
            let league = LeagueCode::new(code).unwrap();
            enqueue(&mut tx, RunKind::Train, Some(&league), "ops@host", T0)
                .await
                .unwrap();
        }
        tx.commit().await.unwrap();
        let workers = (0..4).map(|worker| {
            let db = database.db.clone();
            tokio::spawn(async move {
                let mut runs = Vec::new();
                loop {
                    let mut tx = db.write_beside().await.unwrap();
                    let lease = claimed(&mut tx, &format!("worker {worker}"), 0).await;
                    tx.commit().await.unwrap();
                    match lease {
                        Some(lease) => runs.push(lease.run),
                        None => return runs,
                    }
                }
            })
        });
        let mut runs = Vec::new();
        for worker in workers.collect::<Vec<_>>() {
            runs.extend(worker.await.unwrap());
        }
        runs.sort_unstable();
        assert_eq!(runs, (1..=8).collect::<Vec<_>>());
    }
}
