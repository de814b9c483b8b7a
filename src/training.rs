//! Trains, forecasts and settles: the engine room behind the queue.

mod checkpoint;
mod clock;
mod drift;
mod drill;
mod forecast;
mod freshness;
mod job;
mod online;
mod parameters;
mod progress;
mod promotion;
mod record;
mod replay;
mod settle;
mod shadow;
mod stages;
mod team_features;
mod worker;

pub use clock::{Clock, ReplayClock, ReplayReading};
pub use drift::{DriftJudge, Due, Look, record_verdicts};
pub use drill::{Drill, Moment};
pub use forecast::forecast_coming;
pub use freshness::SourceCalendar;
pub use job::TrainError;
pub use online::{catch_up_features, refresh_matches, refresh_strengths};
pub use parameters::ChampionParameters;
pub use promotion::{Promoted, PromotionError, Request as PromotionRequest, promote, roll_back};
pub use replay::{Pace, ReplayError, SeasonReplay, Source, replay_start};
pub use settle::{Settled, resettle, settle};
pub use shadow::{judge_shadow, roll_back_if_due};
pub use stages::extract::{DataSet, LeagueData};
pub use team_features::{Sourced, TeamFeatures, team_features};
pub use worker::{Ended, Until, Worker, worker_id};
