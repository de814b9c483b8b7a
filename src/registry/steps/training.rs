//! The steps of one training.

use std::fmt::Display;

use chrono::{DateTime, Utc};
use serde_json::{Value, json};

use super::{Evaluation, RunStep, Step, picture, scores, table};
use crate::{
    domain::{LeagueCode, Run, RunState},
    registry::api::{Dataset, Metric, RunStatus, Tag, VERSION_TAG},
    store::{Curves, NewModel},
};

/// MLflow takes no more metrics in one request.
const METRICS_AT_ONCE: usize = 1_000;
/// Longer values of parameters are cut there without a word, and refused by older servers.
const LONGEST_PARAMETER: usize = 500;
/// MLflow takes no longer digest than 36 characters; a SHA-256 has 64.
const DIGEST: usize = 32;

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
        tag(VERSION_TAG, &model.version),
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
