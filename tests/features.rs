//! The online feature store on a real Redis: what is written, what newer means, how failures are told, and forecasts that
//! stay the same whether it answers or not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "support/binary.rs"]
mod binary;
#[path = "support/services/redis.rs"]
mod server;
#[path = "support/worker.rs"]
mod worker;

#[path = "features/backend.rs"]
mod backend;
#[path = "features/command.rs"]
mod command;
#[path = "features/forecasts.rs"]
mod forecasts;
#[path = "features/messages.rs"]
mod messages;
#[path = "features/service.rs"]
mod service;
