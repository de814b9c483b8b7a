//! Training, publishing and settling on a real database: one champion, every match scored once, tallies that agree with the
//! rows they sum up.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly"
)]

use std::{collections::BTreeMap, path::Path};

use chrono::{DateTime, NaiveDate, Utc};
use sqlx::SqlitePool;
use tempfile::TempDir;
use tokio_util::sync::CancellationToken;
use touchline::{
    config,
    domain::{LeagueCode, Origin, RunKind, RunState},
    ingest,
    metrics::{Tally, drift::LeagueJudgement},
    store::{self, Db, OpenMode},
    training::{
        ChampionParameters, Clock, DriftJudge, Due, Ended, ReplayClock, Worker, forecast_coming, record_verdicts,
        settle, worker_id,
    },
};

struct Service {
    _folder: TempDir,
    db: Db,
    pool: SqlitePool,
    clock: ReplayClock,
    worker: Worker,
}

fn at(text: &str) -> DateTime<Utc> {
    format!("{text}Z").parse().unwrap()
}

impl Service {
    async fn new(now: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("touchline.db");
        let db = Db::open(&path, OpenMode::ReadWrite).await.unwrap();
        let clock = ReplayClock::new(at(now), 1);
        let settings = config::Training {
            evaluate_seasons: 1,
            ..config::Training::default()
        };
        let worker = Worker {
            db: db.clone(),
            clock: Clock::Replay(clock.clone()),
            settings,
            judge: DriftJudge::default(),
            mlflow: None,
            id: worker_id(),
        };
        let pool = SqlitePool::connect(&format!("sqlite://{}", path.display()))
            .await
            .unwrap();
        Self {
            _folder: folder,
            db,
            pool,
            clock,
            worker,
        }
    }

    async fn import(&self, name: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
        self.import_text(name, &std::fs::read_to_string(file).unwrap()).await;
    }

    /// The same matches as if another league had played them.
    async fn import_as(&self, league: &str, name: &str) {
        let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample").join(name);
        let text = std::fs::read_to_string(file)
            .unwrap()
            .replace("\nE0,", &format!("\n{league},"));
        self.import_text(&format!("{league} {name}"), &text).await;
    }

    async fn import_text(&self, name: &str, text: &str) {
        let now = self.clock.read().now;
        ingest::import_file(&self.db, Path::new(name), text.as_bytes(), now, now.date_naive())
            .await
            .unwrap();
    }

    async fn train(&self, league: Option<&str>) -> Ended {
        let league = league.map(|code| LeagueCode::new(code).unwrap());
        let mut tx = self.db.write().await.unwrap();
        store::enqueue(
            &mut tx,
            RunKind::Train,
            league.as_ref(),
            "tester@here",
            self.clock.read().now,
        )
        .await
        .unwrap();
        tx.commit().await.unwrap();
        self.worker.run_next(&CancellationToken::new()).await.unwrap().unwrap()
    }

    async fn settle(&self) -> u64 {
        let mut tx = self.db.write().await.unwrap();
        let settled = settle(&mut tx, self.clock.read().now).await.unwrap();
        tx.commit().await.unwrap();
        settled.predictions
    }

    async fn champion(&self) -> ChampionParameters {
        let mut tx = self.db.read().await.unwrap();
        let champion = store::champion(&mut tx).await.unwrap().unwrap();
        let (_, text) = store::model_parameters(&mut tx, champion.id).await.unwrap();
        ChampionParameters::from_json(&text).unwrap()
    }

    async fn count(&self, sql: &'static str) -> i64 {
        sqlx::query_scalar(sql).fetch_one(&self.pool).await.unwrap()
    }

    fn move_to(&self, now: &str) {
        self.clock.update(|clock| clock.now = at(now));
    }
}

const CHAMPIONS: &str = "SELECT count(*) FROM models WHERE status = 'champion'";
const HEAD: &str = "Div,Date,Time,HomeTeam,AwayTeam,FTHG,FTAG,FTR,AvgH,AvgD,AvgA\n";

#[tokio::test(flavor = "multi_thread")]
async fn a_second_training_replaces_the_first_as_a_whole() {
    let service = Service::new("2024-06-01T12:00:00").await;
    service.import("E0_2223.csv").await;
    service.import("E0_2324.csv").await;
    assert!(matches!(service.train(None).await, Ended::Promoted(_)));
    let first = service.count("SELECT count(*) FROM predictions").await;
    assert!(first > 300, "{first}");
    assert!(matches!(service.train(None).await, Ended::Promoted(_)));
    assert_eq!(service.count(CHAMPIONS).await, 1);
    assert_eq!(service.count("SELECT count(*) FROM models").await, 2);
    assert_eq!(
        service.count("SELECT count(*) FROM predictions").await,
        first,
        "each match has one walk-forward"
    );
    assert_eq!(
        service
            .count("SELECT count(DISTINCT model_id) FROM score_tallies")
            .await,
        1
    );
    assert_eq!(service.settle().await, 0, "all are settled");
}

#[tokio::test(flavor = "multi_thread")]
async fn tallies_agree_with_the_rows_they_sum_up() {
    let service = Service::new("2024-06-01T12:00:00").await;
    service.import("E0_2223.csv").await;
    service.import("E0_2324.csv").await;
    service.train(None).await;

    let mut tx = service.db.write().await.unwrap();
    let champion = store::champion(&mut tx).await.unwrap().unwrap();
    let kept = store::tallies_since(&mut tx, champion.id, NaiveDate::MIN)
        .await
        .unwrap();
    drop(tx);
    sqlx::query("UPDATE predictions SET settled_at = NULL, outcome = NULL")
        .execute(&service.pool)
        .await
        .unwrap();
    let mut tx = service.db.read().await.unwrap();
    let mut anew = BTreeMap::<NaiveDate, Tally>::new();
    for row in store::settleable(&mut tx).await.unwrap() {
        anew.entry(row.day).or_default().add(&row.forecast, row.score);
    }
    assert_eq!(kept.len(), anew.len());
    for day in kept {
        assert_eq!(day.tally, anew[&day.day], "{}", day.day);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_match_is_scored_once_by_its_last_live_forecast() {
    let service = Service::new("2024-07-30T12:00:00").await;
    service.import("E0_2223.csv").await;
    service.import("E0_2324.csv").await;
    service.train(None).await;
    let coming = format!("{HEAD}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
    service.import_text("fixtures.csv", &coming).await;
    let forecast = async || {
        let mut tx = service.db.write().await.unwrap();
        let new = forecast_coming(&mut tx, service.clock.read().now).await.unwrap();
        tx.commit().await.unwrap();
        new
    };
    assert_eq!(forecast().await, 1);
    assert_eq!(forecast().await, 0, "what is published is not rewritten");
    service.move_to("2024-08-13T04:00:00");
    service.train(None).await;
    assert_eq!(
        service
            .count("SELECT count(*) FROM predictions WHERE origin = 'live'")
            .await,
        2,
        "one by each champion"
    );

    service.move_to("2024-08-17T23:00:00");
    let played = coming.replace(",Wolves,,,", ",Wolves,2,0,H");
    service.import_text("fixtures.csv", &played).await;
    assert_eq!(service.settle().await, 2);
    assert_eq!(service.settle().await, 0);
    let mut tx = service.db.read().await.unwrap();
    let champion = store::champion(&mut tx).await.unwrap().unwrap();
    let since = NaiveDate::from_ymd_opt(2024, 8, 1).unwrap();
    let live = store::tallies_since(&mut tx, champion.id, since).await.unwrap();
    assert_eq!(live.len(), 1);
    assert_eq!((live[0].origin, live[0].tally.n()), (Origin::Live, 1));
}

#[tokio::test(flavor = "multi_thread")]
async fn nothing_is_forecast_after_kick_off() {
    let service = Service::new("2024-08-17T15:30:00").await;
    service.import("E0_2324.csv").await;
    service.train(None).await;
    let running = format!("{HEAD}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
    service.import_text("fixtures.csv", &running).await;
    let mut tx = service.db.write().await.unwrap();
    assert_eq!(forecast_coming(&mut tx, service.clock.read().now).await.unwrap(), 0);
}

#[tokio::test(flavor = "multi_thread")]
async fn refitting_one_league_keeps_the_others() {
    let service = Service::new("2024-06-01T12:00:00").await;
    service.import("E0_2324.csv").await;
    service.import("SP1_2324.csv").await;
    service.train(None).await;
    let rows = service.count("SELECT count(*) FROM predictions").await;
    let tallies = service.count("SELECT count(*) FROM score_tallies").await;
    assert!(matches!(service.train(Some("SP1")).await, Ended::Promoted(_)));
    assert_eq!(service.count("SELECT count(*) FROM predictions").await, rows);
    assert_eq!(service.count("SELECT count(*) FROM score_tallies").await, tallies);
    let leagues = service
        .count("SELECT leagues FROM models WHERE status = 'champion'")
        .await;
    assert_eq!(leagues, 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn how_each_league_climbed_is_kept_with_the_run() {
    let service = Service::new("2024-06-01T12:00:00").await;
    service.import("E0_2324.csv").await;
    service.import("SP1_2324.csv").await;
    service.train(None).await;
    let mut tx = service.db.read().await.unwrap();
    let curves = store::curves(&mut tx, 1).await.unwrap();
    let leagues: Vec<&str> = curves.keys().map(LeagueCode::as_str).collect();
    assert_eq!(leagues, ["E0", "SP1"]);
    assert!(
        curves
            .values()
            .all(|curve| curve.len() > 2 && curve.last() > curve.first())
    );
    assert_eq!(
        store::outbox_state(&mut tx).await.unwrap().pending,
        0,
        "without an MLflow nothing waits for one"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn refitting_one_league_keeps_how_all_are_published() {
    let service = Service::new("2024-06-01T12:00:00").await;
    for season in ["2223", "2324"] {
        service.import(&format!("E0_{season}.csv")).await;
        service.import_as("E1", &format!("E0_{season}.csv")).await;
    }
    service.train(None).await;
    let learnt = service.champion().await;
    let blend = learnt.blend.unwrap();
    assert!((0.0..=1.0).contains(&blend.weight) && blend.interval.is_some());
    let pooled = "SELECT count(*) FROM predictions WHERE origin = 'walk_forward' AND home <> model_home";
    assert!(service.count(pooled).await > 0, "the market has its say");
    service.train(Some("E1")).await;
    let refitted = service.champion().await;
    assert_eq!((refitted.publishers, refitted.blend), (learnt.publishers, learnt.blend));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_cancelled_training_leaves_no_trace_but_its_run() {
    let service = Service::new("2024-06-01T12:00:00").await;
    // Eight leagues of six seasons train for seconds: ten times longer than a request to stop stays unread.
    for league in ["E0", "E1", "E2", "E3", "SC0", "SC1", "SC2", "SC3"] {
        for season in ["1819", "1920", "2021", "2122", "2223", "2324"] {
            service.import_as(league, &format!("E0_{season}.csv")).await;
        }
    }
    let mut tx = service.db.write().await.unwrap();
    store::enqueue(&mut tx, RunKind::Train, None, "tester@here", service.clock.read().now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let stop = CancellationToken::new();
    let training = tokio::spawn({
        let (mut worker, stop) = (service.worker.clone(), stop.clone());
        worker.settings.evaluate_seasons = 6;
        async move { worker.run_next(&stop).await }
    });
    while service
        .count("SELECT count(*) FROM training_runs WHERE state = 'running'")
        .await
        == 0
    {
        tokio::task::yield_now().await;
    }
    let mut tx = service.db.write().await.unwrap();
    let asked = store::cancel(&mut tx, 1, "tester@here", service.clock.read().now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(asked, store::Cancelled::Requested);
    let ended = training.await.unwrap().unwrap();
    assert!(matches!(ended, Some(Ended::Failed(_))), "{ended:?}");
    let mut tx = service.db.read().await.unwrap();
    let run = store::run(&mut tx, 1).await.unwrap().unwrap();
    assert_eq!(run.state, RunState::Cancelled, "{}", run.message);
    assert_eq!(service.count("SELECT count(*) FROM models").await, 0);
}

/// A worker that sleeps through its lease wakes up at the end of its training, when another has the run.
#[tokio::test(flavor = "multi_thread")]
async fn a_worker_that_lost_its_lease_publishes_nothing() {
    let service = Service::new("2024-06-01T12:00:00").await;
    for season in [
        "E0_1819.csv",
        "E0_1920.csv",
        "E0_2021.csv",
        "E0_2122.csv",
        "E0_2223.csv",
        "E0_2324.csv",
    ] {
        service.import(season).await;
    }
    let mut tx = service.db.write().await.unwrap();
    store::enqueue(&mut tx, RunKind::Train, None, "tester@here", service.clock.read().now)
        .await
        .unwrap();
    tx.commit().await.unwrap();
    let training = tokio::spawn({
        let mut worker = service.worker.clone();
        worker.settings.evaluate_seasons = 6;
        async move { worker.run_next(&CancellationToken::new()).await }
    });
    let steal = "UPDATE training_runs SET attempt = attempt + 1, lease_owner = 'another' WHERE state = 'running'";
    while sqlx::query(steal).execute(&service.pool).await.unwrap().rows_affected() == 0 {
        tokio::task::yield_now().await;
    }
    assert!(matches!(training.await.unwrap().unwrap(), Some(Ended::Failed(_))));
    assert_eq!(service.count("SELECT count(*) FROM models").await, 0);
    assert_eq!(
        service
            .count("SELECT count(*) FROM training_runs WHERE state = 'running'")
            .await,
        1
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn drift_is_evaluated_once_for_each_set_of_matches() {
    let service = Service::new("2024-07-30T12:00:00").await;
    service.import("E0_2223.csv").await;
    service.import("E0_2324.csv").await;
    service.train(None).await;
    let verdicts = "SELECT count(*) FROM verdicts";
    assert_eq!(service.count(verdicts).await, 1, "by the worker, after training");
    let judge = DriftJudge::default();
    let record = async || {
        record_verdicts(&service.db, &judge, Due::NewMatches, service.clock.read().now)
            .await
            .unwrap()
    };
    service.move_to("2024-08-01T12:00:00");
    assert_eq!(record().await, 0, "no match since");

    let coming = format!("{HEAD}E0,17/08/2024,15:00,Arsenal,Wolves,,,,1.2,7.0,14.0\n");
    service.import_text("fixtures.csv", &coming).await;
    let mut tx = service.db.write().await.unwrap();
    forecast_coming(&mut tx, service.clock.read().now).await.unwrap();
    tx.commit().await.unwrap();
    service.move_to("2024-08-17T23:00:00");
    service
        .import_text("fixtures.csv", &coming.replace(",Wolves,,,", ",Wolves,2,0,H"))
        .await;
    service.settle().await;
    assert_eq!(record().await, 1);
    assert_eq!(record().await, 1, "the day's evaluation is made again");
    assert_eq!(service.count(verdicts).await, 2);

    let mut tx = service.db.read().await.unwrap();
    let league = LeagueCode::new("E0").unwrap();
    let history = store::verdict_history(&mut tx, &league, NaiveDate::MIN).await.unwrap();
    let days: Vec<String> = history.iter().map(|e| e.day.to_string()).collect();
    assert_eq!(days, ["2024-07-30", "2024-08-17"]);
    assert!(
        history[1].reason.starts_with("log loss against the market is "),
        "{}",
        history[1].reason
    );
    let text: String = sqlx::query_scalar("SELECT statistics FROM verdicts ORDER BY day DESC LIMIT 1")
        .fetch_one(&service.pool)
        .await
        .unwrap();
    let judgement: LeagueJudgement = serde_json::from_str(&text).unwrap();
    assert_eq!(
        (judgement.evidence.window.matches, judgement.evidence.skill.n),
        (80, 80)
    );
    assert_eq!(
        judgement.evidence.reference_n, 301,
        "the window reaches into last season"
    );
    let kept = store::evaluations_before(&mut tx, "2024-08-18".parse().unwrap())
        .await
        .unwrap();
    assert_eq!(kept[&league], judgement.latched());
}
