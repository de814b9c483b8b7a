//! The engine: polls the store, keeps one [`Snapshot`], and carries out an operator's actions. It knows no terminal.

mod act;
mod action;
mod alert_delivery;
mod alert_keeper;
mod api_meter;
mod board;
mod fetched;
mod handle;
mod judge;
mod league;
mod poll;
mod poller;
mod response_times;
mod sections;
mod snapshot;
mod sole_worker;
mod team;
mod worker_process;

pub use action::{ActError, Action, Actor, Receipt};
pub use alert_delivery::{TestAlertError, tell_test_alert};
pub use api_meter::Answered;
pub use fetched::{Fetched, SectionState};
pub use handle::Engine;
pub use judge::ALERT_RULES;
pub use league::{LeagueDetail, LeagueError, LeagueMatch};
pub use sections::*;
pub use snapshot::{Access, ClockReading, Replay, SCHEMA, Sections, Snapshot};
pub use sole_worker::SoleWorker;
pub use team::KnownTeam;
pub use worker_process::WorkerCommand;

pub use crate::training::TeamError;
