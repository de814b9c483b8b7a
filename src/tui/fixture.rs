//! Snapshots with the numbers of an ordinary November, for tests only.

mod drift;
mod gates;
mod quality;
mod registry;
mod rendering;
mod sections;
mod services;
mod snapshots;
mod targets;

pub(crate) use drift::league_detail;
pub(crate) use gates::{frozen, training_decided};
pub(crate) use quality::data_trouble;
pub(crate) use registry::{challenged, rollback, with_champions};
pub(crate) use rendering::{Colors, look, model, press, screen, shot, with_logs};
pub(crate) use sections::{league, run};
pub(crate) use services::services_down;
pub(crate) use snapshots::{
    demo, empty, failed, loading, lost, model_failed, normal, now, production, read_only, running, section_failed,
    trouble,
};
pub(crate) use targets::{held, to_act_on};
