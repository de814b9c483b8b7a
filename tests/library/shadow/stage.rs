//! A service whose clock stands where a test puts it.

use std::path::Path;

use crate::worker::worker;
use chrono::{DateTime, Days, NaiveDate, Utc};
use tokio_util::sync::CancellationToken;
use touchline::{
    config::{self, Overrides, Settings},
    domain::{Decision, ModelVersion, RegisteredModel, RunKind},
    engine::{Action, Actor, Engine, Snapshot},
    ingest,
    store::{self, Contest, Db, NewRun},
    training::{Clock, Ended, Promoted, ReplayClock, Worker, forecast_coming, judge_shadow},
};

use super::season::{Odds, Week, whole};
use crate::databases::Database;

/// What almost forgets that teams differ.
pub(crate) const POOR: f64 = 1_000.0;
/// The default.
pub(crate) const GOOD: f64 = 8.0;

pub(crate) struct Service {
    pub(crate) database: Database,
    pub(crate) db: Db,
    pub(crate) clock: ReplayClock,
    worker: Worker,
    engine: Engine,
    folder: tempfile::TempDir,
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

pub(crate) fn actor() -> Actor {
    Actor {
        user: "ana".into(),
        host: "ops".into(),
        ssh_origin: None,
    }
}

impl Service {
    /// Two seasons are over, the third is to come.
    pub(crate) async fn in_summer(database: Database, odds: Odds) -> Self {
        let db = database.db.clone();
        let clock = ReplayClock::new(at("2023-08-01T12:00:00"), 1);
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        std::fs::write(&file, "").unwrap();
        let settings = Settings::load(&Overrides {
            config: Some(file),
            ..Overrides::default()
        })
        .unwrap();
        let worker = Worker {
            settings: config::Training::default(),
            ..worker(&db, &clock)
        };
        let engine = Engine::on(db.clone(), Clock::Replay(clock.clone()), &settings, None);
        let service = Self {
            database,
            db,
            clock,
            worker,
            engine,
            folder,
        };
        for season in ["E0_2122.csv", "E0_2223.csv"] {
            service.import(season, &whole(season, odds)).await;
        }
        service
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.read().now
    }

    pub(crate) fn move_to(&self, now: DateTime<Utc>) {
        self.clock.update(|clock| clock.now = now);
    }

    pub(crate) async fn import(&self, name: &str, text: &str) {
        let now = self.now();
        ingest::import_file(&self.db, Path::new(name), text.as_bytes(), now, now.date_naive())
            .await
            .unwrap();
    }

    /// Trains with a shrinkage of so many matches.
    pub(crate) async fn train(&self, ridge: f64) -> Ended {
        let mut worker = self.worker.clone();
        worker.settings.ridge = ridge;
        worker.settings.evaluate_seasons = 1;
        self.run(&worker, &NewRun::training(None, "tester@here", self.now()))
            .await
    }

    async fn run(&self, worker: &Worker, run: &NewRun<'_>) -> Ended {
        let mut tx = self.db.write().await.unwrap();
        store::enqueue(&mut tx, run).await.unwrap();
        tx.commit().await.unwrap();
        let ended = worker.run_next(&CancellationToken::new()).await.unwrap().unwrap();
        assert!(!matches!(ended, Ended::Failed(_)), "{ended:?}");
        ended
    }

    /// On Monday the fixtures of a week are told and forecast.
    pub(crate) async fn announce(&self, week: &Week) -> u64 {
        self.move_to(week.monday.and_hms_opt(6, 0, 0).unwrap().and_utc());
        self.import(&format!("week of {}", week.monday), &week.fixtures).await;
        forecast_coming(&self.db, &self.worker.features, self.now())
            .await
            .unwrap()
    }

    /// On Sunday night its results are told and settled, and the champion is weighed.
    pub(crate) async fn play(&self, week: &Week) {
        let sunday = week.monday + Days::new(6);
        self.move_to(sunday.and_hms_opt(23, 30, 0).unwrap().and_utc());
        self.import(&format!("week of {}", week.monday), &week.results).await;
        self.settle().await;
    }

    pub(crate) async fn settle(&self) {
        self.run(&self.worker, &NewRun::new(RunKind::Settle, "schedule", self.now()))
            .await;
    }

    pub(crate) async fn pass(&self, week: &Week) {
        self.announce(week).await;
        self.play(week).await;
    }

    pub(crate) async fn judge(&self) -> Option<Promoted> {
        judge_shadow(&self.db, self.now(), false).await.unwrap()
    }

    pub(crate) async fn act(&self, action: Action) -> Result<String, String> {
        let done = self.engine.act(&actor(), action).await;
        done.map(|receipt| receipt.message.to_string())
            .map_err(|error| error.to_string())
    }

    pub(crate) async fn snapshot(&self) -> std::sync::Arc<Snapshot> {
        let settings = Settings {
            read_only: true,
            ..Settings::load(&Overrides {
                config: Some(self.folder.path().join("config.toml")),
                ..Overrides::default()
            })
            .unwrap()
        };
        let engine = Engine::on(self.db.clone(), Clock::Replay(self.clock.clone()), &settings, None);
        engine.first_complete().await
    }

    pub(crate) async fn models(&self) -> Vec<RegisteredModel> {
        let mut tx = self.db.read().await.unwrap();
        store::models(&mut tx, 20).await.unwrap()
    }

    pub(crate) async fn champion(&self) -> ModelVersion {
        let mut tx = self.db.read().await.unwrap();
        store::champion(&mut tx).await.unwrap().unwrap().version
    }

    pub(crate) async fn contest(&self) -> Contest {
        let mut tx = self.db.read().await.unwrap();
        store::contest(&mut tx).await.unwrap().unwrap()
    }

    /// The last decision on the challenger.
    pub(crate) async fn decision(&self) -> Decision {
        let id = self.contest().await.challenger_id;
        let mut tx = self.db.read().await.unwrap();
        store::latest_decision(&mut tx, id).await.unwrap().unwrap().1
    }

    pub(crate) async fn count(&self, sql: &'static str) -> i64 {
        self.database.count(sql).await
    }
}

pub(crate) fn version(ended: Ended) -> ModelVersion {
    match ended {
        Ended::Promoted(version) | Ended::Registered(version) => version,
        other => panic!("{other:?}"),
    }
}

pub(crate) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}
