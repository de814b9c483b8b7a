//! The seven stages of a training, in order. Each takes what the one before left and leaves a checkpoint.

pub(super) mod calibrate;
pub(super) mod evaluate;
pub(super) mod extract;
pub(super) mod fit;
mod incumbent;
mod judge;
mod promote;
pub(super) mod published;
pub(super) mod register;
pub(super) mod validate;

use std::sync::Arc;

use tokio::task::spawn_blocking;

pub(super) use incumbent::Incumbent;
pub(super) use promote::Trained;

use super::{
    checkpoint::Chain,
    job::{Job, TrainError},
};
use crate::{boxed::Boxed, domain::Stage};

/// Runs all stages that an earlier attempt has not finished.
pub(super) fn train<'a>(job: &'a Job<'a>) -> Boxed<'a, Result<Trained, TrainError>> {
    Box::pin(async move {
        let mut chain = Chain::new(job);
        let extracted = chain
            .stage(Stage::Extract, "reads matches and odds", async {
                Box::pin(extract::extract(job)).await
            })
            .await?;
        let validated = chain
            .stage(Stage::Validate, "looks whether the data can be learnt from", async {
                validate::validate(&extracted)
            })
            .await?;
        let extracted = Arc::new(extracted);
        let fitted = chain
            .stage(Stage::Fit, "fits each league", async {
                let (extracted, reporter) = (extracted.clone(), job.reporter.clone());
                computed(move || fit::fit_leagues(&extracted, &reporter)).await
            })
            .await?;
        let fitted = Arc::new(fitted);
        let walks = chain
            .stage(
                Stage::Calibrate,
                "walks forward through past seasons, week by week",
                async {
                    let (extracted, reporter, settings) = (extracted.clone(), job.reporter.clone(), *job.settings);
                    computed(move || calibrate::calibrate(&extracted, &settings, &reporter)).await
                },
            )
            .await?;
        let walks = Arc::new(walks);
        let evaluation = chain
            .stage(
                Stage::Evaluate,
                "scores what would have been published, and judges it",
                async {
                    let (extracted, fitted, walks) = (extracted.clone(), fitted.clone(), walks.clone());
                    computed(move || Ok(evaluate::evaluate(&extracted, &fitted, &walks))).await
                },
            )
            .await?;
        let candidate = register::Candidate {
            extracted: &extracted,
            validated: &validated,
            fitted: &fitted,
            walks: &walks,
            evaluation: &evaluation,
        };
        let found = chain
            .begin(
                Stage::Register,
                "writes the model version and its walk-forward forecasts",
            )
            .await?;
        let registered = match found {
            Some(registered) => registered,
            None => register::register(&mut chain, job, &candidate).await?,
        };
        promote::promote(job, &candidate, &registered).await
    })
}

/// Computes on a thread of its own; the runtime's threads stay free for heartbeats.
async fn computed<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, TrainError> + Send + 'static,
) -> Result<T, TrainError> {
    spawn_blocking(work)
        .await
        .map_err(|error| TrainError::Died(error.to_string()))?
}
