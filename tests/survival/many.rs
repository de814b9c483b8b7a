//! Many runs, several workers, and a killer.

use std::{path::Path, time::Duration};

use touchline::{
    domain::LeagueCode,
    ingest,
    store::{self, NewRun},
    training::Clock,
};

use super::{
    databases::Database,
    stage::{Stage, Worker},
};

const RUNS: usize = 200;
/// Of the bundled season: enough for a fit, and few enough for two hundred.
const MATCHES: usize = 60;

/// As many leagues, each with the same few matches.
async fn load_leagues(database: &Database) -> Vec<LeagueCode> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/sample/E0_2324.csv");
    let text = std::fs::read_to_string(file).unwrap();
    let (head, rows) = text.split_once('\n').unwrap();
    let rows: Vec<&str> = rows.lines().take(MATCHES).collect();
    let codes: Vec<LeagueCode> = (0..RUNS)
        .map(|n| LeagueCode::new(&format!("Z{n:03}")).unwrap())
        .collect();
    let now = Clock::wall();
    let mut all = format!("{head}\n");
    for code in &codes {
        for row in &rows {
            all.push_str(&row.replacen("E0,", &format!("{code},"), 1));
            all.push('\n');
        }
    }
    ingest::import_file(
        &database.db,
        Path::new("all.csv"),
        all.as_bytes(),
        now,
        now.date_naive(),
    )
    .await
    .unwrap();
    codes
}

/// Kills one worker after the other, in turn, at moments that nobody chose, and starts another in its place.
async fn many_runs(database: Database, workers: usize, kills: usize) {
    let stage = Stage::empty(database);
    stage
        .home
        .configure("[training]\nevaluate-seasons = 1\n[schedule]\nretrain = \"\"\n");
    let codes = load_leagues(&stage.database).await;
    let mut tx = stage.database.db.write().await.unwrap();
    for code in &codes {
        store::enqueue(&mut tx, &NewRun::training(Some(code), "tester@here", Clock::wall()))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();

    let mut crew: Vec<Worker> = (0..workers).map(|_| stage.worker()).collect();
    let over = "SELECT count(*) FROM training_runs WHERE state NOT IN ('queued', 'running')";
    for kill in 0..kills {
        // A kill for so many finished runs, a little later each time.
        let due = i64::try_from(kill * RUNS / (kills + 1)).unwrap();
        while stage.count(over).await < due {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        tokio::time::sleep(Duration::from_millis(u64::try_from(kill * 37 % 113).unwrap())).await;
        let victim = crew.remove(0);
        victim.kill();
        crew.push(stage.worker());
    }
    while stage.count(over).await < i64::try_from(RUNS).unwrap() {
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    crew.into_iter().for_each(Worker::kill);

    let runs = i64::try_from(RUNS).unwrap();
    let succeeded = "SELECT count(*) FROM training_runs WHERE state = 'succeeded'";
    assert_eq!(stage.count(succeeded).await, runs);
    assert_eq!(
        stage.count("SELECT count(*) FROM models").await,
        runs,
        "each run registered once"
    );
    assert_eq!(
        stage.count("SELECT count(DISTINCT model_id) FROM training_runs").await,
        runs
    );
    assert_eq!(
        stage
            .count("SELECT count(*) FROM models WHERE status = 'champion'")
            .await,
        1
    );
    let twice = "SELECT count(*) - count(DISTINCT model_id) FROM promotions";
    assert_eq!(stage.count(twice).await, 0, "none was promoted twice");
    let retaken = stage
        .count("SELECT count(*) FROM training_runs WHERE attempt > 1")
        .await;
    assert!(retaken > 0, "no kill hit a run");
}

#[tokio::test(flavor = "multi_thread")]
async fn two_workers_on_sqlite() {
    many_runs(Database::sqlite().await, 2, 12).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn four_workers_on_postgres() {
    many_runs(Database::postgres().await, 4, 16).await;
}
