//! How often do the drift verdicts raise a false alarm, and how soon do they find a fault whose time is known?
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a simulation that cannot go on should stop loudly, and prints its table"
)]

#[path = "drift_simulation/fault.rs"]
mod fault;
#[path = "../tests/support/football_data.rs"]
mod football_data;
#[path = "drift_simulation/season.rs"]
mod season;
#[path = "drift_simulation/source.rs"]
mod source;
#[path = "drift_simulation/table.rs"]
mod table;

use rand_chacha::{ChaCha8Rng, rand_core::SeedableRng};

/// Seasons of 20 leagues; another number may follow `--`.
const SEASONS: u64 = 200;

fn main() {
    let seasons = std::env::args().find_map(|a| a.parse().ok()).unwrap_or(SEASONS);
    let pairs = source::pairs();
    println!("{}", pairs.description);
    for published in [season::Published::Model, season::Published::Calibrated] {
        let results: Vec<season::SeasonResult> = (0..seasons)
            .map(|seed| season::simulate(&pairs, published, &mut ChaCha8Rng::seed_from_u64(seed)))
            .collect();
        table::print(published, &results);
    }
}
