//! Trains, forecasts and settles: the engine room behind the queue.

mod clock;
mod data;
mod drift;
mod evaluate;
mod fit_leagues;
mod forecast;
mod job;
mod online;
mod progress;
mod promotion;
mod publish;
mod replay;
mod settle;
mod team_features;
mod worker;

pub use clock::{Clock, ReplayClock, ReplayReading};
pub use data::{DataSet, LeagueData};
pub use drift::{DriftJudge, Due, Look, record_verdicts};
pub use forecast::forecast_coming;
pub use job::TrainError;
pub use online::{catch_up_features, refresh_matches, refresh_strengths};
pub use promotion::{Promoted, PromotionError, Request as PromotionRequest, promote, roll_back};
pub use publish::ChampionParameters;
pub use replay::{Pace, ReplayError, SeasonReplay, Source, replay_start};
pub use settle::{Settled, resettle, settle};
pub use team_features::{Sourced, TeamFeatures, team_features};
pub use worker::{Ended, Until, Worker, worker_id};
