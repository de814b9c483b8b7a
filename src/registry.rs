//! MLflow as a mirror of the registry: what its users see of runs, versions and the champion.
//!
//! The truth about promotions is in the database. A training writes what MLflow is to be told into the outbox, in the
//! transaction that publishes it; a [`Deliverer`] in the worker tells it in order, so that a server that is down neither
//! fails nor slows a training, and hears all of it later. Aliases are a projection of the truth: they are asserted again
//! and again, and one that someone else has moved is reported and put back.

mod aliases;
mod api;
mod client;
mod deliver;
mod error;
mod outbox;
mod probe;
mod steps;

pub use aliases::{Asserted, Moved, assert_aliases};
pub use api::{Dataset, Metric, Mlflow, RunStatus, Tag};
pub use deliver::{Deliverer, Pass};
pub use error::MlflowError;
pub use outbox::{tell, tell_of_promotion};
pub use probe::{Probe, Reading};
pub use steps::{Evaluation, RunStep, Step, beginning, ending};
