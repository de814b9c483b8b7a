//! The evaluate stage: what would have been published is scored, and a gate decides where the candidate goes.

use serde::{Deserialize, Serialize};

use super::{
    calibrate::{Evaluated, Walks},
    extract::Extracted,
    fit::Fitted,
    judge::judge,
    published::{published, verdict},
};
use crate::{
    domain::{BlendVerdict, Decision, PublishedScores, RunScores},
    metrics::Tally,
    training::ChampionParameters,
};

/// What the evaluation came to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(in crate::training) struct Evaluation {
    /// What the version serves with.
    pub(in crate::training) parameters: ChampionParameters,
    /// The scores that the run shows; none without a forecast.
    pub(in crate::training) scores: Option<RunScores>,
    /// Where the gate leads.
    pub(in crate::training) decision: Decision,
}

/// Scores the candidate, and holds it against the champion.
pub(super) fn evaluate(extracted: &Extracted, fitted: &Fitted, walks: &Walks) -> Evaluation {
    let forecasts = published(&walks.candidate);
    let blend = verdict(&forecasts, &walks.candidate.publishers);
    let parameters = parameters(extracted, fitted, walks, blend);
    Evaluation {
        scores: run_scores(&forecasts, walks, blend),
        decision: judge(extracted, fitted, walks, &parameters, extracted.incumbent.as_ref()),
        parameters,
    }
}

/// Those of the leagues that were fitted, and where a single league was refitted the champion's for all others: its
/// calibration and its pool were learnt from all leagues and stay.
fn parameters(
    extracted: &Extracted,
    fitted: &Fitted,
    walks: &Walks,
    blend: Option<BlendVerdict>,
) -> ChampionParameters {
    let mut parameters = match extracted.part_of() {
        Some(incumbent) => incumbent.parameters.clone(),
        None => ChampionParameters {
            publishers: walks.candidate.publishers.clone(),
            blend,
            ..ChampionParameters::default()
        },
    };
    for (code, league) in &fitted.leagues {
        parameters.leagues.insert(code.clone(), league.parameters.clone());
        parameters
            .weighted_matches
            .insert(code.clone(), league.weighted_matches);
    }
    parameters
}

fn run_scores(forecasts: &[Evaluated], walks: &Walks, blend: Option<BlendVerdict>) -> Option<RunScores> {
    let mut tally = Tally::default();
    for evaluated in forecasts {
        tally.add(&evaluated.forecast, evaluated.score);
    }
    let priced = &tally.priced;
    let mut all = priced.clone();
    all += &tally.unpriced;
    Some(RunScores {
        log_loss: all.model.log_loss.mean()?,
        se: all.model.log_loss.standard_error(),
        n: all.n,
        log_loss_with_market: priced.model.log_loss.mean(),
        market: tally.market.market.log_loss.mean(),
        n_market: priced.n,
        climatology: all.climatology.log_loss.mean()?,
        published: Some(PublishedScores {
            log_loss: all.published.log_loss.mean()?,
            calibration: walks.candidate.publishers.latest().calibrator.step(),
            blend,
        }),
    })
}
