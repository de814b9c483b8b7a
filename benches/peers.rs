//! Our side of the comparison with other programs: the same rows are written to files that they read, our times and figures
//! to `ours.json`. `benches/peers/run` runs this and then them, and prints one table.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    dead_code,
    reason = "a measurement that cannot go on should stop loudly, and uses a part of what it shares with others"
)]

#[path = "million/draw.rs"]
mod draw;
#[path = "million/file.rs"]
mod file;
#[path = "../tests/support/football_data.rs"]
mod football_data;
#[path = "million/health.rs"]
mod health;
#[path = "peers/league.rs"]
mod league;
#[path = "peers/timed.rs"]
mod timed;

use std::{collections::BTreeMap, path::Path};

use rayon::prelude::*;
use serde_json::{Value, json};
use timed::timed;
use touchline::{metrics::drift::LeagueSeries, training::DriftJudge};

/// Rounds of which the fastest counts.
const ROUNDS: u32 = 20;

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/peers");
    std::fs::create_dir_all(&folder).unwrap();
    let ours = json!({ "league": league::measure(&folder), "health": measure_health(&folder) });
    std::fs::write(folder.join("ours.json"), ours.to_string()).unwrap();
    println!("ours: {ours:#}");
}

/// Health and drift of 24 leagues with a million matches; writing them to the file is not timed.
fn measure_health(folder: &Path) -> Value {
    let leagues: Vec<LeagueSeries> = (0..24).into_par_iter().map(|n| draw::league(n, 41_667)).collect();
    file::write(folder, &leagues);
    let judge = DriftJudge::default();
    let (_, first_look) = timed(1, || judge.judge(&leagues, &BTreeMap::new()));
    let ((_, all), health) = timed(ROUNDS, || health::health(&leagues));
    let (_, drift) = timed(ROUNDS, || judge.judge(&leagues, &BTreeMap::new()));
    let (_, both) = timed(ROUNDS, || {
        rayon::join(|| judge.judge(&leagues, &BTreeMap::new()), || health::health(&leagues))
    });
    json!({
        "first_look": first_look,
        "health": health,
        "drift": drift,
        "both": both,
        "log_loss": all.scores.log_loss.model,
        "market_log_loss": all.scores.log_loss.market,
        "standard_error": all.scores.log_loss.se,
        "brier": all.scores.brier.model,
        "ece": all.calibration.ece,
    })
}
