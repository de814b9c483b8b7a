//! What the data-quality rules read when a file was loaded, of 14 real leagues.

use std::{
    path::{Path, PathBuf},
    time::Instant,
};

use chrono::Utc;
use touchline::{
    ingest::import_paths,
    metrics::Quality,
    store::{self, Db, OpenMode},
};

use crate::poll::spread;

const ROUNDS: usize = 20;

pub(crate) async fn measure(folder: &Path) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let real = root.join("../shared/data/football-data");
    let (files, name) = if real.is_dir() {
        (real, "football-data")
    } else {
        println!("no {}: the seasons in assets/sample instead", real.display());
        (root.join("assets/sample"), "sample")
    };
    let db = imported(&folder.join(format!("{name}.db")), files).await;
    let (mut reading, mut judging) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let mut tx = db.read().await.unwrap();
        let started = Instant::now();
        let facts = store::quality_facts(&mut tx).await.unwrap();
        reading.push(started.elapsed());
        let started = Instant::now();
        std::hint::black_box(Quality::of_data(&facts));
        judging.push(started.elapsed());
    }
    println!("data quality of {name}");
    println!("  facts read             {}", spread(reading));
    println!("  facts judged           {}", spread(judging));
}

async fn imported(path: &Path, files: PathBuf) -> Db {
    let db = Db::open(path, OpenMode::ReadWrite).await.unwrap();
    let now = Utc::now();
    let report = import_paths(&db, &[files], now, now.date_naive(), |_| {}).await;
    assert!(report.failures.is_empty(), "{:?}", report.failures);
    db
}
