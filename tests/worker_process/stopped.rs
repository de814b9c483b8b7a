//! A worker that is told to end lets go of its run at once.

use rustix::process::Signal;

use super::stage::Stage;

#[tokio::test(flavor = "multi_thread")]
async fn a_signal_leaves_the_run_to_the_next_worker() {
    let stage = Stage::with_a_training();
    let database = stage.database().await;
    let run = async || -> (String, i64, Option<String>) {
        let run = sqlx::query_as("SELECT state, attempt, lease_owner FROM training_runs");
        run.fetch_one(&database).await.unwrap()
    };
    for (attempt, signal) in (1..).zip([Signal::TERM, Signal::INT, Signal::HUP]) {
        let worker = stage.start();
        while run().await.0 != "running" {
            assert!(!worker.has_ended(), "{}", stage.log());
            tokio::task::yield_now().await;
        }
        worker.signal(signal);
        worker.wait();
        assert_eq!(run().await, ("queued".to_owned(), attempt, None), "{signal:?}");
    }
    for rows in ["workers", "leases"] {
        let left: i64 = sqlx::query_scalar(sqlx::AssertSqlSafe(format!("SELECT count(*) FROM {rows}")))
            .fetch_one(&database)
            .await
            .unwrap();
        assert_eq!(left, 0, "{rows}");
    }
}
