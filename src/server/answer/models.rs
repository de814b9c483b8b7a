//! `GET /api/model/status` and `/api/model/versions`

use chrono::{DateTime, Utc};
use serde::Serialize;
use utoipa::ToSchema;

use super::reading::Reading;
use crate::{
    domain::{ModelStatus, RegisteredModel},
    engine::Snapshot,
};

/// What kind of model this service serves: one, where the older one chained three.
const TYPE: &str = "dixon_coles_blend";

/// The champion.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct StatusAnswer {
    success: bool,
    data: Served,
    /// How far this can be believed.
    reading: Reading,
}

/// The champion, or that there is none.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(untagged)]
enum Served {
    /// There is one.
    Model(Box<Champion>),
    /// There is none.
    None {
        /// `no_model`
        status: &'static str,
        message: &'static str,
    },
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct Champion {
    version: String,
    /// `active`
    status: &'static str,
    trained_at: DateTime<Utc>,
    /// Of what was published over the window of model health, `0..=2`.
    brier_score: Option<f64>,
    /// Of the same.
    log_loss: Option<f64>,
    /// Percent, of the same.
    accuracy: Option<f64>,
    /// Null: the favourite is hardly ever the draw.
    draw_accuracy: Option<f64>,
    training_matches: u64,
    /// One model, where the older service chained three.
    model_type: &'static str,
    promoted_at: Option<DateTime<Utc>>,
    /// Mean log loss of its walk-forward evaluation.
    walk_forward_log_loss: Option<f64>,
    leagues: u32,
}

pub(in crate::server) fn status(snapshot: &Snapshot) -> StatusAnswer {
    let training = &snapshot.sections.training;
    let models = training.value.as_ref().map_or(&[][..], |training| &training.models);
    let scores = snapshot
        .sections
        .model_health
        .value
        .as_ref()
        .and_then(|health| health.scores);
    let champion = models.iter().find(|model| model.status == ModelStatus::Champion);
    let none = Served::None {
        status: "no_model",
        message: "No active model found",
    };
    let model = |of: &RegisteredModel| {
        Served::Model(Box::new(Champion {
            version: of.version.to_string(),
            status: "active",
            trained_at: of.trained_at,
            brier_score: scores.map(|scores| scores.brier.published),
            log_loss: scores.map(|scores| scores.log_loss.published),
            accuracy: scores.map(|scores| super::numbers::percent(scores.accuracy.published)),
            draw_accuracy: None,
            training_matches: of.matches,
            model_type: TYPE,
            promoted_at: of.promoted_at,
            walk_forward_log_loss: of.scores.map(|scores| scores.log_loss),
            leagues: of.leagues,
        }))
    };
    StatusAnswer {
        success: training.value.is_some(),
        data: champion.map_or(none, model),
        reading: Reading::from(training),
    }
}

/// The latest versions, the newest first.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub(in crate::server) struct VersionsAnswer {
    data: Vec<VersionRow>,
    success: bool,
    count: usize,
    /// How far this can be believed.
    reading: Reading,
}

#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct VersionRow {
    /// The same as `version`: this service knows versions by their names.
    id: String,
    version: String,
    model_type: &'static str,
    /// `active` (the champion), else as the registry has it.
    status: String,
    trained_at: DateTime<Utc>,
    /// Null: the evaluation of a version is told as log loss.
    brier_score: Option<f64>,
    /// Of its walk-forward evaluation.
    log_loss: Option<f64>,
    draw_accuracy: Option<f64>,
    training_matches: u64,
    /// Empty: all leagues that are followed.
    training_leagues: Vec<String>,
    /// Empty: all seasons, weighted by age.
    training_seasons: Vec<String>,
    is_active: bool,
    /// What its gate said last.
    gate: Option<String>,
}

pub(in crate::server) fn versions(snapshot: &Snapshot) -> VersionsAnswer {
    let training = &snapshot.sections.training;
    let models = training.value.iter().flat_map(|training| &training.models);
    let data: Vec<VersionRow> = models.map(version).collect();
    VersionsAnswer {
        count: data.len(),
        data,
        success: training.value.is_some(),
        reading: Reading::from(training),
    }
}

fn version(of: &RegisteredModel) -> VersionRow {
    let is_active = of.status == ModelStatus::Champion;
    VersionRow {
        id: of.version.to_string(),
        version: of.version.to_string(),
        model_type: TYPE,
        status: if is_active {
            "active".to_owned()
        } else {
            of.status.to_string()
        },
        trained_at: of.trained_at,
        brier_score: None,
        log_loss: of.scores.map(|scores| scores.log_loss),
        draw_accuracy: None,
        training_matches: of.matches,
        training_leagues: Vec::new(),
        training_seasons: Vec::new(),
        is_active,
        gate: of.gate_sentence.as_ref().map(ToString::to_string),
    }
}
