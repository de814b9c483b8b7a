//! An alert that is none, to see that alerts arrive.

use chrono::{DateTime, Utc};

use super::{
    body::body,
    receiver::{Receiver, Refused},
};
use crate::{
    config::{AlertsConfigError, Settings},
    domain::{SafeText, Severity},
    store::Notice,
    training::Clock,
};

/// Why a receiver was not told of a test.
#[derive(Debug, thiserror::Error)]
pub enum TestAlertError {
    /// There is no receiver.
    #[error("nobody is told of alerts: set webhook of [alerts] or TOUCHLINE_ALERT_WEBHOOK")]
    NoReceiver,
    /// The configuration does not hold together.
    #[error("the receiver of alerts is not configured as it should be")]
    Config(#[from] AlertsConfigError),
    /// No client can be made.
    #[error("no client can be made for the receiver of alerts")]
    Client(#[from] reqwest::Error),
    /// It did not take it.
    #[error("{0}")]
    Refused(String),
}

/// Tells the receiver of `[alerts]` that `TouchlineTest` fires, and at once that it is over, past the outbox: what it answers is
/// the answer.
///
/// # Errors
/// When there is no receiver, or it does not take both.
pub async fn tell_test_alert(settings: &Settings) -> Result<(), TestAlertError> {
    let webhook = settings.alerts.resolve()?.ok_or(TestAlertError::NoReceiver)?;
    let receiver = Receiver::new(&webhook)?;
    let profile = SafeText::new(&settings.profile);
    let since = Clock::wall();
    for ended_at in [None, Some(since)] {
        let body = body(&[test(since, ended_at)], &profile, webhook.runbooks.as_ref());
        let told = receiver.tell(&body).await;
        told.map_err(|Refused { why, .. }| TestAlertError::Refused(why))?;
    }
    Ok(())
}

fn test(since: DateTime<Utc>, ended_at: Option<DateTime<Utc>>) -> Notice {
    Notice {
        rule: "test".to_owned(),
        severity: Severity::Warning,
        sentence: "a test of touchline's alerts: nothing is wrong".to_owned(),
        since,
        ended_at,
        version: 0,
        attempts: 0,
    }
}
