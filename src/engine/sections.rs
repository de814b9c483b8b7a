//! The sections' values. Field names are the contract of `status --json`.

mod alerts;
mod api_traffic;
mod data_freshness;
mod data_quality;
mod feature_store;
mod league_drift;
mod model_health;
mod system;
mod training;

pub use alerts::{Alert, AlertState};
pub use api_traffic::{ApiTraffic, BUCKETS_S, RouteTimes};
pub use data_freshness::SourceFreshness;
pub use data_quality::{DataQuality, Extent, QualityCheck, QualityFinding};
pub use feature_store::{FeatureStore, LookupOutcomes};
pub use league_drift::{CusumReading, LeagueDrift};
pub use model_health::{
    Blend, Calibration, Champion, Divergence, DivergenceBucket, DivergentFixture, ExpectedLogLoss, LeagueScores,
    ModelHealth, OutcomeMix, Scores, TvQuantiles, WeekScore, Window,
};
pub use system::{AliasMismatch, Database, Registry, ResponseTime, System, Worker, WorkerProcess};
pub use training::{Challenger, GateDecision, Rollback, ShadowEvidence, Training};

pub use crate::{
    domain::{QuarantinedRow, Run, RunScores, Severity, SourceKind},
    metrics::{
        Paired, ReliabilityPoint, ScoreRow, Slo,
        drift::{ChampionChange, CusumPoint, EProcess, Finding, Rule, RunningSkill, Spoke, Suspect, Test},
    },
    store::{
        AlertOutboxState, AuditRecord, Count, FORECAST_BUCKETS_S, FailingDownload, Freeze, LostLeases, Matchday,
        Silence,
    },
};
