//! What a poll of all sections costs beside a short and a long history: with nothing new, and after something has settled.
//! And what the data-quality rules read of a database with 14 real leagues.
//!
//! `cargo bench --bench snapshot -- 1000000` sets the long history. Histories are written through the store once and kept
//! in `target/bench`.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    missing_docs,
    reason = "a measurement that cannot go on should stop loudly"
)]

#[path = "million/draw.rs"]
mod draw;
#[path = "snapshot/history.rs"]
mod history;
#[path = "snapshot/poll.rs"]
mod poll;
#[path = "snapshot/quality.rs"]
mod quality;

use std::path::Path;

/// Predictions of the short history, and of the long one where no other number is given.
const SHORT: u32 = 10_000;
const LONG: u32 = 1_000_000;

#[tokio::main]
async fn main() {
    let long = std::env::args()
        .find_map(|argument| argument.parse().ok())
        .unwrap_or(LONG);
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/bench");
    std::fs::create_dir_all(&folder).unwrap();
    quality::measure(&folder).await;
    for predictions in [SHORT, long] {
        let history = history::open(&folder, predictions).await;
        poll::measure(&history).await;
    }
}
