//! Trains, forecasts and settles: the engine room behind the queue.

mod clock;
mod data;
mod drift;
mod evaluate;
mod fit_leagues;
mod forecast;
mod job;
mod progress;
mod publish;
mod record;
mod replay;
mod settle;
mod worker;

pub use clock::{Clock, ReplayClock, ReplayReading};
pub use data::{DataSet, LeagueData};
pub use drift::{DriftJudge, Due, record_verdicts};
pub use forecast::forecast_coming;
pub use job::TrainError;
pub use publish::ChampionParameters;
pub use replay::{Pace, ReplayError, SeasonReplay, Source, replay_start};
pub use settle::{Settled, settle};
pub use worker::{Ended, Until, Worker, worker_id};
