//! Redis and MLflow, where they are configured.

use std::time::Duration;

use tokio::time::timeout;
use touchline::{config::Settings, domain::with_causes, features::FeatureStore, registry::Mlflow};

use super::finding::Finding;

/// A service that says nothing for so long says nothing.
const PATIENCE: Duration = Duration::from_secs(5);

pub(super) async fn look(settings: &Settings) -> Vec<Finding> {
    vec![features(settings).await, registry(settings).await]
}

async fn features(settings: &Settings) -> Finding {
    const NAME: &str = "feature store";
    if settings.redis.is_none() {
        return Finding::skip(NAME, "no Redis is configured: each process keeps features in memory");
    }
    let store = FeatureStore::open(&settings.profile, settings.redis.as_ref());
    match timeout(PATIENCE, store.pulse()).await {
        Ok(Ok(pulse)) => Finding::pass(NAME, format!("redis {}", pulse.version.as_deref().unwrap_or("answers"))),
        Ok(Err(error)) => Finding::fail(NAME, with_causes(&error), "forecasts read the database meanwhile"),
        Err(_elapsed) => Finding::fail(NAME, "no answer within 5 s", "forecasts read the database meanwhile"),
    }
}

async fn registry(settings: &Settings) -> Finding {
    const NAME: &str = "registry";
    let Some(mlflow) = &settings.mlflow else {
        return Finding::skip(NAME, "no MLflow is configured: the database is the registry");
    };
    let server = match Mlflow::new(mlflow) {
        Ok(server) => server,
        Err(error) => return Finding::fail(NAME, with_causes(&error), "mend [profiles.NAME.mlflow]"),
    };
    match timeout(PATIENCE, server.version()).await {
        Ok(Ok(version)) => Finding::pass(NAME, format!("mlflow {version} at {}", server.location())),
        Ok(Err(error)) => Finding::fail(NAME, with_causes(&error), "what it is to be told waits in the outbox"),
        Err(_elapsed) => Finding::fail(
            NAME,
            "no answer within 5 s",
            "what it is to be told waits in the outbox",
        ),
    }
}
