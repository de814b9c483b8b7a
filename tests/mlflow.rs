//! MLflow as a mirror of the registry, against a real server: what arrives, what faults do to it, and who owns an alias.

#[path = "mlflow/aliases.rs"]
mod aliases;
#[path = "mlflow/faults.rs"]
mod faults;
#[path = "mlflow/places.rs"]
mod places;
#[path = "mlflow/refusals.rs"]
mod refusals;
#[path = "support/services/mlflow.rs"]
mod server;
#[path = "mlflow/stage.rs"]
mod stage;
#[path = "mlflow/whole.rs"]
mod whole;

use crate::{binary, proxy};
