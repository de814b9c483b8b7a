//! Snapshots with the numbers of an ordinary November, for tests only.

mod drift;
mod registry;
mod rendering;
mod sections;
mod snapshots;

pub(crate) use drift::league_detail;
pub(crate) use registry::{challenged, rollback, with_champions};
pub(crate) use rendering::{Colors, look, model, press, screen, shot, with_logs};
pub(crate) use sections::{league, run};
pub(crate) use snapshots::{
    demo, empty, loading, lost, model_failed, normal, now, production, read_only, running, section_failed, trouble,
};
