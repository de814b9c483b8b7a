//! A change of champion without a training, at an operator's word or by a gate: forwards to any version, or back to the
//! champion before. Nothing is refitted.

use chrono::{DateTime, Utc};

use super::{
    clock::Clock,
    forecast::{forecast_within, shadow_within},
    job::TrainError,
};
use crate::{
    boxed::Boxed,
    domain::{ModelStatus, ModelVersion, PromotionKind},
    registry,
    store::{self, Promotion, StoreError, Subject, Tx},
};

/// What an operator or a gate asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request<'a> {
    /// The champion that was looked at; none is "there was none". Where it is another by now, nothing is done.
    pub seen: Option<&'a ModelVersion>,
    /// `user@host`, or the gate.
    pub by: &'a str,
    /// Why, in words.
    pub reason: &'a str,
    /// When (engine clock).
    pub at: DateTime<Utc>,
    /// There is an MLflow to be told.
    pub mirrored: bool,
}

/// A change of champion that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Promoted {
    /// The champion now.
    pub version: ModelVersion,
    /// The champion before.
    pub before: Option<ModelVersion>,
    /// Coming fixtures that it had not forecast before.
    pub forecast: u64,
}

/// Why the champion stays.
#[derive(Debug, thiserror::Error)]
pub enum PromotionError {
    /// The operator looked at an older picture.
    #[error("the champion is {now} by now, not {seen}: look again, then decide")]
    Moved {
        /// The champion.
        now: String,
        /// What the operator saw.
        seen: String,
    },
    /// There is no such version.
    #[error("there is no model version {0}; `touchline models` lists them")]
    Unknown(ModelVersion),
    /// It is served already.
    #[error("{0} is the champion already")]
    IsChampion(ModelVersion),
    /// There is nothing to go back to.
    #[error("there is no champion before {0} on record; `touchline promote VERSION` takes any version")]
    NoPredecessor(ModelVersion),
    /// There is no champion.
    #[error("there is no champion to roll back")]
    NoChampion,
    /// The new champion's forecasts could not be made; nothing was changed.
    #[error("the forecasts of {version} could not be made")]
    Forecast {
        /// The version.
        version: ModelVersion,
        /// The cause.
        #[source]
        source: Box<TrainError>,
    },
    /// The database failed; nothing was changed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Makes `version` the champion. The caller commits.
///
/// # Errors
/// When the champion is another than was seen, or the version is unknown or champion already, or the database fails.
pub fn promote<'a>(
    tx: &'a mut Tx,
    version: &'a ModelVersion,
    request: &'a Request<'a>,
) -> Boxed<'a, Result<Promoted, PromotionError>> {
    Box::pin(async move {
        let before = seen_champion(tx, request).await?;
        let model = store::model_by_version(tx, version)
            .await?
            .ok_or_else(|| PromotionError::Unknown(version.clone()))?;
        if model.status == ModelStatus::Champion {
            return Err(PromotionError::IsChampion(model.version));
        }
        change(tx, PromotionKind::Promote, (model.id, model.version), before, request).await
    })
}

/// Makes the champion before this one the champion again. The caller commits.
///
/// # Errors
/// When the champion is another than was seen, or none came before it, or the database fails.
pub fn roll_back<'a>(tx: &'a mut Tx, request: &'a Request<'a>) -> Boxed<'a, Result<Promoted, PromotionError>> {
    Box::pin(async move {
        let champion = seen_champion(tx, request).await?.ok_or(PromotionError::NoChampion)?;
        let target = store::predecessor(tx, champion.0)
            .await?
            .ok_or_else(|| PromotionError::NoPredecessor(champion.1.clone()))?;
        change(tx, PromotionKind::Rollback, target, Some(champion), request).await
    })
}

type Named = (i64, ModelVersion);

async fn seen_champion(tx: &mut Tx, request: &Request<'_>) -> Result<Option<Named>, PromotionError> {
    let champion = store::champion(tx).await?;
    let now = champion.as_ref().map(|champion| &champion.version);
    if now != request.seen {
        let named = |version: Option<&ModelVersion>| version.map_or_else(|| "none".to_owned(), ToString::to_string);
        return Err(PromotionError::Moved {
            now: named(now),
            seen: named(request.seen),
        });
    }
    Ok(champion.map(|champion| (champion.id, champion.version)))
}

async fn change(
    tx: &mut Tx,
    kind: PromotionKind,
    (model_id, version): Named,
    before: Option<Named>,
    request: &Request<'_>,
) -> Result<Promoted, PromotionError> {
    let promotion = Promotion {
        kind,
        model_id,
        previous_id: before.as_ref().map(|(id, _)| *id),
        requested_by: request.by,
        reason: request.reason,
        at: request.at,
    };
    store::promote_model(tx, &promotion).await?;
    let forecasts = async {
        let forecast = forecast_within(tx, request.at).await?;
        shadow_within(tx, request.at).await?;
        Ok(forecast)
    };
    let forecast = forecasts.await.map_err(|source: TrainError| PromotionError::Forecast {
        version: version.clone(),
        source: Box::new(source),
    })?;
    store::bump_revision(tx, Subject::Tallies).await?;
    if request.mirrored {
        registry::tell_of_promotion(tx, Clock::wall()).await?;
    }
    Ok(Promoted {
        version,
        before: before.map(|(_, version)| version),
        forecast,
    })
}
