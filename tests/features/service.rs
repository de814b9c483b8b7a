//! A trained service on a database of its own, with a clock that stands.

use std::path::Path;

use super::worker::worker;
use chrono::{DateTime, Utc};
use sqlx::SqlitePool;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use touchline::{
    features::{FeatureStore, Patience, Redis},
    ingest,
    metrics::FeatureTally,
    store::{self, Db, OpenMode},
    training::{Ended, ReplayClock, Worker, forecast_coming, refresh_matches, refresh_strengths},
};

use super::server::RedisServer;

/// Every number of a published forecast.
type Forecasts = Vec<(i64, Vec<u64>)>;

pub(crate) struct Service {
    _folder: TempDir,
    pub(crate) db: Db,
    pub(crate) pool: SqlitePool,
    pub(crate) clock: ReplayClock,
    pub(crate) worker: Worker,
}

pub(crate) fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

/// Redis that is asked again at once, or hardly ever, after a failure.
pub(crate) fn impatient(server: &RedisServer) -> FeatureStore {
    with_pause(server, std::time::Duration::ZERO)
}

pub(crate) fn patient(server: &RedisServer) -> FeatureStore {
    with_pause(server, std::time::Duration::from_hours(1))
}

fn with_pause(server: &RedisServer, first_pause: std::time::Duration) -> FeatureStore {
    let patience = Patience {
        first_pause,
        longest_pause: first_pause,
        ..Patience::default()
    };
    // A profile for each server is enough: no two services share one.
    FeatureStore::on("service", Redis::new(&server.url(), patience))
}

impl Service {
    /// Two seasons of the Premier League, and some coming fixtures with odds and without.
    pub(crate) async fn new(features: FeatureStore) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("touchline.db");
        let db = Db::open(&path, OpenMode::ReadWrite).await.unwrap();
        let clock = ReplayClock::new(at("2024-08-13T04:00:00"), 1);
        let worker = Worker {
            features,
            ..worker(&db, &clock)
        };
        let pool = SqlitePool::connect(&format!("sqlite://{}", path.display()))
            .await
            .unwrap();
        let service = Self {
            _folder: folder,
            db,
            pool,
            clock,
            worker,
        };
        for name in ["E0_2223.csv", "E0_2324.csv"] {
            let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
            service.import(name, &std::fs::read_to_string(file).unwrap()).await;
        }
        service
    }

    pub(crate) fn now(&self) -> DateTime<Utc> {
        self.clock.read().now
    }

    pub(crate) async fn import(&self, name: &str, text: &str) {
        let now = self.now();
        ingest::import_file(&self.db, Path::new(name), text.as_bytes(), now, now.date_naive())
            .await
            .unwrap();
    }

    /// Five coming fixtures; the first has the odds given, the last has none.
    pub(crate) async fn announce(&self, odds: &str) {
        let text = format!(
            "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n\
             E0,17/08/2024,15:00,Arsenal,Wolves,,,,{odds}\n\
             E0,17/08/2024,15:00,Nott'm Forest,Everton,,,,2.1,3.3,3.7\n\
             E0,17/08/2024,17:30,West Ham,Aston Villa,,,,2.6,3.5,2.6\n\
             E0,18/08/2024,14:00,Brentford,Crystal Palace,,,,2.4,3.4,2.9\n\
             E0,18/08/2024,16:30,Chelsea,Man City,,,,,,\n"
        );
        self.import("fixtures.csv", &text).await;
    }

    pub(crate) async fn train(&self) {
        let mut tx = self.db.write().await.unwrap();
        store::enqueue(&mut tx, &store::NewRun::training(None, "tester@here", self.now()))
            .await
            .unwrap();
        tx.commit().await.unwrap();
        let ended = self.worker.run_next(&CancellationToken::new()).await.unwrap().unwrap();
        assert!(matches!(ended, Ended::Promoted(_)), "{ended:?}");
    }

    pub(crate) async fn refresh(&self) {
        refresh_strengths(&self.db, &self.worker.features, self.now())
            .await
            .unwrap();
        refresh_matches(&self.db, &self.worker.features, self.now())
            .await
            .unwrap();
    }

    /// Forecasts everything anew, through `features`.
    pub(crate) async fn forecast_through(&self, features: &FeatureStore) -> Forecasts {
        sqlx::query("DELETE FROM predictions WHERE origin = 'live'")
            .execute(&self.pool)
            .await
            .unwrap();
        forecast_coming(&self.db, features, self.now()).await.unwrap();
        self.published().await
    }

    /// Live forecasts of the champion.
    pub(crate) async fn published(&self) -> Forecasts {
        let sql = "SELECT match_id, home, draw, away, model_home, model_draw, model_away, \
                   coalesce(market_home, -1.0), coalesce(market_draw, -1.0), coalesce(market_away, -1.0), \
                   climatology_home, climatology_draw, climatology_away, expected_home_goals, expected_away_goals \
                   FROM predictions WHERE origin = 'live' \
                   AND model_id = (SELECT id FROM models WHERE status = 'champion') ORDER BY match_id";
        let rows = sqlx::query(sql).fetch_all(&self.pool).await.unwrap();
        let numbers = |row: &sqlx::sqlite::SqliteRow| {
            let bits = |column: usize| sqlx::Row::get::<f64, _>(row, column).to_bits();
            (sqlx::Row::get(row, 0), (1..15).map(bits).collect())
        };
        rows.iter().map(numbers).collect()
    }

    /// Counts since they were last taken.
    pub(crate) async fn counts(&self) -> FeatureTally {
        let mut tx = self.db.write().await.unwrap();
        let tally = store::feature_lookups_since(&mut tx, self.now()).await.unwrap();
        tx.commit().await.unwrap();
        sqlx::query("DELETE FROM feature_lookups")
            .execute(&self.pool)
            .await
            .unwrap();
        tally
    }
}
