//! A worker on a clock that the test moves.

use touchline::{
    config,
    features::FeatureStore,
    store::Db,
    training::{Clock, DriftJudge, Drill, ReplayClock, Worker, worker_id},
};

/// It evaluates one season, keeps its features in memory, and has neither a schedule nor an MLflow.
pub(crate) fn worker(db: &Db, clock: &ReplayClock) -> Worker {
    Worker {
        db: db.clone(),
        clock: Clock::Replay(clock.clone()),
        settings: config::Training {
            evaluate_seasons: 1,
            ..config::Training::default()
        },
        freshness: config::Freshness {
            // Seasons that were over long ago owe nothing.
            not_followed: ["E0", "SP1", "D1"].map(String::from).to_vec(),
            ..config::Freshness::default()
        },
        sources: config::Sources::default(),
        schedule: None,
        features: FeatureStore::open("test", None),
        judge: DriftJudge::default(),
        mlflow: None,
        id: worker_id(),
        drill: Drill::default(),
    }
}
