//! The detached worker as a process: it depends on nobody, is one on its host, keeps a log, tells no secret, and leaves what
//! it holds to the next.

#[path = "worker_process/alone.rs"]
mod alone;
#[path = "worker_process/log.rs"]
mod log;
#[path = "worker_process/secrets.rs"]
mod secrets;
#[path = "worker_process/stage.rs"]
mod stage;
#[path = "worker_process/stopped.rs"]
mod stopped;

use crate::{binary, databases, postgres};
