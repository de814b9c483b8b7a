//! The online feature store on a real Redis: what is written, what newer means, how failures are told, and forecasts that
//! stay the same whether it answers or not.

#[path = "support/services/redis.rs"]
mod server;

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

use crate::{binary, worker};
