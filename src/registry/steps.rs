//! What MLflow is told of a training: a list of steps, made when it happens and kept until each is taken. Pure.

mod picture;
mod scores;
mod table;

use std::{collections::BTreeMap, fmt::Display};

use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::api::{Dataset, Metric, RunStatus, Tag};
use crate::{
    domain::{LeagueCode, Run, RunState},
    metrics::Tally,
    store::{Curves, NewModel},
};

/// MLflow takes no more metrics in one request.
const METRICS_AT_ONCE: usize = 1_000;
/// Longer values of parameters are cut there without a word, and refused by older servers.
const LONGEST_PARAMETER: usize = 500;
/// MLflow takes no longer digest; a SHA-256 has 64.
const DIGEST: usize = 32;

/// The walk-forward evaluation of a training, by league and week (its Monday).
pub type Evaluation = BTreeMap<LeagueCode, BTreeMap<NaiveDate, Tally>>;

/// One thing to tell. Told twice, it changes nothing the second time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// About the training with this number.
    Run(i64, RunStep),
    /// The champion or the challenger may have changed.
    AssertAliases,
}

/// One thing to tell of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RunStep {
    /// It begins.
    Open {
        /// Its name until it has a better one.
        name: String,
        /// Engine clock.
        started_at: DateTime<Utc>,
        /// Who asked, for what.
        tags: Vec<Tag>,
    },
    /// Parameters, metrics and tags, few enough for one request.
    Log {
        /// Points of metrics.
        metrics: Vec<Metric>,
        /// What was asked for.
        params: Vec<Tag>,
        /// What came of it.
        tags: Vec<Tag>,
    },
    /// What it was fitted on.
    LogDataset(Dataset),
    /// A file.
    Upload {
        /// Its path within the run.
        path: String,
        /// Its media type.
        content_type: String,
        /// Its text.
        body: String,
    },
    /// It ended.
    Close {
        /// How.
        status: RunStatus,
        /// Engine clock.
        ended_at: DateTime<Utc>,
        /// Its final name.
        name: String,
    },
    /// It came to a model version.
    CreateVersion {
        /// In a sentence.
        description: String,
        /// Our name of it, its hashes and scores.
        tags: Vec<Tag>,
    },
}

impl Step {
    /// A word for people.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::AssertAliases => "assert_aliases",
            Self::Run(_, RunStep::Open { .. }) => "open",
            Self::Run(_, RunStep::Log { .. }) => "log",
            Self::Run(_, RunStep::LogDataset(_)) => "log_dataset",
            Self::Run(_, RunStep::Upload { .. }) => "upload",
            Self::Run(_, RunStep::Close { .. }) => "close",
            Self::Run(_, RunStep::CreateVersion { .. }) => "create_version",
        }
    }
}

/// What to tell when a training begins: MLflow shows it as running.
#[must_use]
pub fn beginning(run: &Run) -> Vec<Step> {
    vec![Step::Run(run.id, open(run))]
}

/// What to tell when a training has ended. It stands by itself, whether or not its beginning was told.
#[must_use]
pub fn ending(run: &Run, curves: &Curves, published: Option<(&NewModel, &Evaluation)>) -> Vec<Step> {
    let ended_at = run.finished_at.unwrap_or(run.requested_at);
    let mut metrics = climbs(curves, ended_at);
    let mut steps = vec![
        open(run),
        say(vec![tag("mlflow.note.content", run.message.as_str())], Vec::new()),
    ];
    let mut files = Vec::new();
    if let Some((model, evaluation)) = published {
        steps.push(say(Vec::new(), parameters(run, model)));
        steps.push(RunStep::LogDataset(dataset(model)));
        metrics.extend(scores::metrics(evaluation, ended_at));
        files.extend(artifacts(model, evaluation));
    }
    steps.extend(metrics.chunks(METRICS_AT_ONCE).map(|points| RunStep::Log {
        metrics: points.to_vec(),
        params: Vec::new(),
        tags: Vec::new(),
    }));
    steps.extend(files);
    steps.push(RunStep::Close {
        status: status(run.state),
        ended_at,
        name: published.map_or_else(|| name(run), |(model, _)| model.version.to_string()),
    });
    steps.extend(published.map(|(model, _)| RunStep::CreateVersion {
        description: run.message.to_string(),
        tags: version_tags(run, model),
    }));
    let mut steps: Vec<Step> = steps.into_iter().map(|step| Step::Run(run.id, step)).collect();
    if published.is_some() {
        steps.push(Step::AssertAliases);
    }
    steps
}

fn open(run: &Run) -> RunStep {
    let scope = run.league.as_ref().map_or("all", LeagueCode::as_str);
    RunStep::Open {
        name: name(run),
        started_at: run.started_at.unwrap_or(run.requested_at),
        tags: vec![
            tag("mlflow.user", run.requested_by.as_str()),
            tag("mlflow.source.name", "touchline"),
            tag("mlflow.source.type", "LOCAL"),
            tag("touchline.kind", run.kind.as_str()),
            tag("touchline.league", scope),
        ],
    }
}

fn name(run: &Run) -> String {
    format!("training {}", run.id)
}

const fn say(tags: Vec<Tag>, params: Vec<Tag>) -> RunStep {
    RunStep::Log {
        metrics: Vec::new(),
        params,
        tags,
    }
}

const fn status(state: RunState) -> RunStatus {
    match state {
        RunState::Succeeded => RunStatus::Finished,
        RunState::Cancelled => RunStatus::Killed,
        RunState::Failed | RunState::Queued | RunState::Running => RunStatus::Failed,
    }
}

/// The penalised log-likelihood of each league, by iteration.
fn climbs(curves: &Curves, at: DateTime<Utc>) -> Vec<Metric> {
    let points = curves.iter().flat_map(|(league, curve)| {
        let key = format!("log_likelihood/{league}");
        (0_i64..).zip(curve).map(move |(step, value)| Metric {
            key: key.clone(),
            value: *value,
            timestamp: at.timestamp_millis(),
            step,
        })
    });
    points.filter(|point| point.value.is_finite()).collect()
}

fn parameters(run: &Run, model: &NewModel) -> Vec<Tag> {
    let mut parameters = vec![
        tag("league", run.league.as_ref().map_or("all", LeagueCode::as_str)),
        tag("leagues", model.leagues),
        tag("matches", model.matches),
        tag("data_hash", &model.data_hash),
        tag("code_version", &model.code_version),
        tag("seed", model.seed),
    ];
    if let Ok(Value::Object(fields)) = serde_json::from_str(&model.specification) {
        parameters.extend(fields.into_iter().map(|(key, value)| tag(key, value)));
    }
    parameters
}

fn dataset(model: &NewModel) -> Dataset {
    Dataset {
        name: "matches".to_owned(),
        digest: model.data_hash.chars().take(DIGEST).collect(),
        profile: json!({ "leagues": model.leagues, "matches": model.matches, "sha256": model.data_hash }).to_string(),
    }
}

fn artifacts(model: &NewModel, evaluation: &Evaluation) -> Vec<RunStep> {
    let mut files = vec![upload(
        "model/parameters.json",
        "application/json",
        model.parameters.clone(),
    )];
    let table = table::csv(evaluation);
    files.extend(table.map(|table| upload("evaluation/scores.csv", "text/csv", table)));
    let picture = picture::reliability(&model.version, evaluation);
    files.extend(picture.map(|picture| upload("evaluation/reliability.svg", "image/svg+xml", picture)));
    files
}

fn upload(path: &str, content_type: &str, body: String) -> RunStep {
    RunStep::Upload {
        path: path.to_owned(),
        content_type: content_type.to_owned(),
        body,
    }
}

fn version_tags(run: &Run, model: &NewModel) -> Vec<Tag> {
    let mut tags = vec![
        tag(super::api::VERSION_TAG, &model.version),
        tag("touchline.run_id", run.id),
        tag("data_hash", &model.data_hash),
        tag("code_version", &model.code_version),
    ];
    if let Some(scores) = &run.scores {
        tags.push(tag("log_loss.model", format!("{:.4}", scores.log_loss)));
        tags.extend(
            scores
                .published
                .map(|p| tag("log_loss.published", format!("{:.4}", p.log_loss))),
        );
        tags.extend(
            scores
                .market
                .map(|market| tag("log_loss.market", format!("{market:.4}"))),
        );
    }
    tags
}

/// A value as MLflow shows it, cut where it would cut it.
fn tag(key: impl Into<String>, value: impl Display) -> Tag {
    Tag {
        key: key.into(),
        value: value.to_string().chars().take(LONGEST_PARAMETER).collect(),
    }
}

#[cfg(test)]
mod tests;
