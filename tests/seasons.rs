//! Statistical claims on real seasons, which are not part of this project: without them these tests say so and pass.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    missing_docs,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/football_data.rs"]
mod football_data;

mod drift_on_real_seasons;
mod freshness_on_real_calendars;
mod gates_on_real_seasons;
mod model_on_real_seasons;
mod published_on_real_seasons;
