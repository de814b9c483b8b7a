//! The queue on both databases: one worker for each run, and no write by a worker that lost it.

use crate::databases::on_both;
use chrono::{DateTime, TimeDelta, Utc};
use touchline::{
    domain::{LeagueCode, RunKind, RunState, Stage},
    store::{
        Cancelled, Checkpoint, Ending, Enqueued, Held, Lease, MAX_FAILURES, NewRun, Progress, Tx, add_event, cancel,
        checkpoint, claim, enqueue, finish, finished_runs, forget_upkeep, give_up, heartbeat, release, retry, run,
        write_checkpoint, write_progress,
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

fn done() -> Ending {
    Ending {
        state: RunState::Succeeded,
        message: "done".into(),
        model_id: None,
        scores: None,
    }
}

on_both! {
    async fn the_same_request_joins_the_live_run(database) {
        let mut tx = database.db.write().await.unwrap();
        let league = LeagueCode::new("E0").unwrap();
        let Enqueued::New(all) = enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap() else {
            panic!()
        };
        assert_eq!(
            enqueue(&mut tx, &NewRun::training(None, "other@host", T0)).await.unwrap(),
            Enqueued::Joined(all)
        );
        assert!(matches!(
            enqueue(&mut tx, &NewRun::training(Some(&league), "ops@host", T0))
                .await
                .unwrap(),
            Enqueued::New(_)
        ));
        assert_eq!(cancel(&mut tx, all, "ops@host", T0).await.unwrap(), Cancelled::AtOnce);
        assert!(matches!(
            enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap(),
            Enqueued::New(_)
        ));
    }

    async fn a_late_worker_changes_nothing(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap();
        let first = claimed(&mut tx, "first", 0).await.unwrap();
        assert_eq!(claimed(&mut tx, "second", 29).await, None, "the lease still holds");
        let second = claimed(&mut tx, "second", 31).await.unwrap();
        assert_eq!((second.run, second.attempt), (first.run, 2));

        let done = done();
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
        enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap();
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        heartbeat(&mut tx, &lease, T0 + TimeDelta::seconds(20)).await.unwrap();
        assert_eq!(claimed(&mut tx, "second", 45).await, None);
        assert!(claimed(&mut tx, "second", 51).await.is_some());
    }

    async fn cancelling_a_running_run_asks_its_worker(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap();
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
        let Enqueued::New(id) = enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap() else {
            panic!()
        };
        for attempt in 0..MAX_FAILURES {
            assert!(claimed(&mut tx, "doomed", attempt * 60).await.is_some());
        }
        assert_eq!(claimed(&mut tx, "doomed", MAX_FAILURES * 60).await, None);
        let seen = run(&mut tx, id).await.unwrap().unwrap();
        assert_eq!(
            (seen.state, seen.message.as_str()),
            (RunState::Failed, "given up: it failed or its worker died 5 times")
        );
    }

    async fn two_workers_never_hold_one_run(database) {
        let mut tx = database.db.write().await.unwrap();
        for code in ["E0", "E1", "E2", "E3", "D1", "D2", "I1", "SP1"] {
            let league = LeagueCode::new(code).unwrap();
            enqueue(&mut tx, &NewRun::training(Some(&league), "ops@host", T0))
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

    async fn a_slot_has_one_run_for_ever(database) {
        let mut tx = database.db.write().await.unwrap();
        let weekly = NewRun { slot: Some("2026-W48"), ..NewRun::training(None, "schedule", T0) };
        let Enqueued::New(id) = enqueue(&mut tx, &weekly).await.unwrap() else { panic!() };
        assert_eq!(enqueue(&mut tx, &weekly).await.unwrap(), Enqueued::Done(id));
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        finish(&mut tx, &lease, &done(), T0).await.unwrap();
        assert_eq!(enqueue(&mut tx, &weekly).await.unwrap(), Enqueued::Done(id), "over, and not to be done again");
        let next = NewRun { slot: Some("2026-W49"), ..weekly };
        assert!(matches!(enqueue(&mut tx, &next).await.unwrap(), Enqueued::New(_)));
    }

    async fn a_slot_that_meets_a_run_by_hand_has_had_its_run(database) {
        let mut tx = database.db.write().await.unwrap();
        let Enqueued::New(id) = enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap() else { panic!() };
        let weekly = NewRun { slot: Some("2026-W48"), ..NewRun::training(None, "schedule", T0) };
        assert_eq!(enqueue(&mut tx, &weekly).await.unwrap(), Enqueued::Joined(id));
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        finish(&mut tx, &lease, &done(), T0).await.unwrap();
        assert_eq!(enqueue(&mut tx, &weekly).await.unwrap(), Enqueued::Done(id));
    }

    async fn a_run_that_failed_for_a_passing_reason_waits_for_its_time(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap();
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        retry(&mut tx, &lease, T0 + TimeDelta::seconds(15), "the server is away").await.unwrap();
        assert_eq!(claimed(&mut tx, "second", 14).await, None);
        let second = claimed(&mut tx, "second", 15).await.unwrap();
        assert_eq!((second.attempt, second.failures), (2, 1));
        assert_eq!(heartbeat(&mut tx, &lease, T0).await.unwrap(), Held::Lost);
    }

    async fn a_worker_that_ends_puts_its_run_back_at_no_cost(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap();
        let lease = claimed(&mut tx, "first", 0).await.unwrap();
        release(&mut tx, &lease).await.unwrap();
        let second = claimed(&mut tx, "second", 1).await.unwrap();
        assert_eq!((second.attempt, second.failures), (2, 0));
        assert_eq!(release(&mut tx, &lease).await.unwrap(), Held::Lost);
    }

    async fn a_checkpoint_is_kept_by_the_holder_alone_and_goes_with_the_run(database) {
        let mut tx = database.db.write().await.unwrap();
        enqueue(&mut tx, &NewRun::training(None, "ops@host", T0)).await.unwrap();
        let first = claimed(&mut tx, "first", 0).await.unwrap();
        let second = claimed(&mut tx, "second", 31).await.unwrap();
        let of = |content: &str| Checkpoint { stage: Stage::Fit, content_hash: "5e".into(), content: content.into() };
        let kept = Held::Yes { cancel_requested: false };
        assert_eq!(write_checkpoint(&mut tx, &second, &of("[2]"), T0).await.unwrap(), kept);
        assert_eq!(write_checkpoint(&mut tx, &first, &of("[1]"), T0).await.unwrap(), Held::Lost);
        assert_eq!(checkpoint(&mut tx, second.run, Stage::Fit).await.unwrap(), Some(of("[2]")));
        assert_eq!(checkpoint(&mut tx, second.run, Stage::Extract).await.unwrap(), None);
        finish(&mut tx, &second, &done(), T0).await.unwrap();
        assert_eq!(checkpoint(&mut tx, second.run, Stage::Fit).await.unwrap(), None);
        tx.commit().await.unwrap();
        assert_eq!(database.text("SELECT content_hash FROM training_checkpoints").await, "5e");
    }

    async fn runs_that_left_nothing_behind_are_forgotten_and_trainings_stay(database) {
        let mut tx = database.db.write().await.unwrap();
        for kind in [RunKind::Train, RunKind::Settle] {
            enqueue(&mut tx, &NewRun::new(kind, "schedule", T0)).await.unwrap();
            let lease = claimed(&mut tx, "first", 0).await.unwrap();
            add_event(&mut tx, &lease, T0, None, "done").await.unwrap();
            finish(&mut tx, &lease, &done(), T0).await.unwrap();
        }
        forget_upkeep(&mut tx, T0).await.unwrap();
        assert_eq!(finished_runs(&mut tx, None, 9).await.unwrap().len(), 2, "not yet");
        forget_upkeep(&mut tx, T0 + TimeDelta::seconds(1)).await.unwrap();
        let kinds: Vec<RunKind> =
            finished_runs(&mut tx, None, 9).await.unwrap().into_iter().map(|run| run.kind).collect();
        assert_eq!(kinds, [RunKind::Train]);
    }
}
