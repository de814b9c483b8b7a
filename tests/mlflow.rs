//! MLflow as a mirror of the registry, against a real server: what arrives, what faults do to it, and who owns an alias.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that cannot go on should stop loudly"
)]

#[path = "mlflow/aliases.rs"]
mod aliases;
#[path = "support/binary.rs"]
mod binary;
#[path = "mlflow/faults.rs"]
mod faults;
#[path = "mlflow/places.rs"]
mod places;
#[path = "support/services/proxy.rs"]
mod proxy;
#[path = "mlflow/refusals.rs"]
mod refusals;
#[path = "support/services/mlflow.rs"]
mod server;
#[path = "mlflow/stage.rs"]
mod stage;
#[path = "mlflow/whole.rs"]
mod whole;
