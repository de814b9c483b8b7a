use std::net::SocketAddr;

use axum::{
    Extension, Json,
    extract::{
        ConnectInfo, Path, Query, State,
        rejection::{JsonRejection, QueryRejection},
    },
    http::StatusCode,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use utoipa::{IntoParams, ToSchema};

use crate::{
    domain::{LeagueCode, SafeText},
    engine::{Action, Actor},
    server::{
        answer::runs::{AutomatedAnswer, TaskAnswer, automated, task as task_of},
        app::App,
        problem::Problem,
    },
};

/// Is a training due?
#[utoipa::path(get, path = "/api/training/automated/status", tag = "training", responses(
    (status = 200, body = AutomatedAnswer)))]
pub(in crate::server) async fn automated_status(State(app): State<App>) -> Json<AutomatedAnswer> {
    Json(automated(&app.engine.snapshot()))
}

/// What to train.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
pub(in crate::server) struct Wanted {
    /// Codes of leagues, each a training of its own; null or empty is one training of all.
    leagues: Option<Vec<String>>,
    /// Null: a training reads all seasons, weighted by age.
    seasons: Option<Vec<String>>,
}

/// Who decides.
#[derive(Debug, Deserialize, IntoParams)]
pub(in crate::server) struct Promotion {
    /// Only `true`: a gate decides on every version; `touchline freeze` keeps the champion.
    auto_promote: Option<bool>,
}

/// The trainings that were asked for.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(in crate::server) struct Asked {
    success: bool,
    message: String,
    /// `queued`
    status: &'static str,
    /// Number of the first training: `GET /api/tasks/{id}` tells how it goes on.
    task_id: Option<String>,
    /// Numbers of all.
    task_ids: Vec<String>,
}

/// Asks for a training. It is queued at once; one that waits or runs already is joined.
#[utoipa::path(post, path = "/api/training/automated/run", tag = "training", params(Promotion), request_body = Wanted,
    responses((status = 202, body = Asked), (status = 400, body = Problem), (status = 401, body = Problem), (status = 403, body = Problem),
              (status = 413, body = Problem), (status = 415, body = Problem), (status = 422, body = Problem), (status = 503, body = Problem)))]
pub(in crate::server) async fn run(
    State(app): State<App>,
    Extension(ConnectInfo(peer)): Extension<ConnectInfo<SocketAddr>>,
    promotion: Result<Query<Promotion>, QueryRejection>,
    wanted: Result<Json<Map<String, Value>>, JsonRejection>,
) -> Result<(StatusCode, Json<Asked>), Problem> {
    let (Query(promotion), Json(wanted)) = (promotion?, wanted?);
    // An object and nothing else: of a struct's fields serde takes a list too.
    let wanted = serde_json::from_value::<Wanted>(Value::Object(wanted))
        .map_err(|error| Problem::unprocessable(error.to_string()))?;
    if promotion.auto_promote == Some(false) {
        return Err(Problem::unprocessable(
            "auto_promote=false: a gate decides on every version; `touchline freeze` keeps the champion",
        ));
    }
    if wanted.seasons.is_some_and(|seasons| !seasons.is_empty()) {
        return Err(Problem::unprocessable(
            "seasons: a training reads all of them, weighted by age",
        ));
    }
    // All are understood before the first is asked for.
    let leagues = leagues(&wanted.leagues.unwrap_or_default())?;
    let (mut ids, mut messages) = (Vec::new(), Vec::new());
    for league in leagues {
        let receipt = app.engine.act(&actor(&app, peer), Action::Retrain { league }).await?;
        ids.extend(receipt.run.map(|run| run.to_string()));
        messages.push(receipt.message.to_string());
    }
    let asked = Asked {
        success: true,
        message: messages.join("; "),
        status: "queued",
        task_id: ids.first().cloned(),
        task_ids: ids,
    };
    Ok((StatusCode::ACCEPTED, Json(asked)))
}

fn leagues(codes: &[String]) -> Result<Vec<Option<LeagueCode>>, Problem> {
    if codes.is_empty() {
        return Ok(vec![None]);
    }
    let code = |code: &String| {
        LeagueCode::new(code)
            .map(Some)
            .map_err(|_quotes_it| Problem::unprocessable(format!("leagues: {} is no league code", SafeText::new(code))))
    };
    codes.iter().map(code).collect()
}

/// How a training goes on.
#[utoipa::path(get, path = "/api/tasks/{id}", tag = "training", params(("id" = String, Path, description = "number of the run")),
    responses((status = 200, body = TaskAnswer), (status = 404, body = Problem)))]
pub(in crate::server) async fn task(
    State(app): State<App>,
    Path(id): Path<String>,
) -> Result<Json<TaskAnswer>, Problem> {
    let run = app.engine.run(number(&id)?).await?;
    run.as_ref().map(|run| Json(task_of(run))).ok_or_else(unknown)
}

/// A training is asked to stop.
#[derive(Debug, Serialize, ToSchema)]
pub(in crate::server) struct Stopped {
    success: bool,
    message: String,
}

/// Stops a training, within a second where a worker holds it.
#[utoipa::path(post, path = "/api/tasks/{id}/cancel", tag = "training", params(("id" = String, Path, description = "number of the run")),
    responses((status = 200, body = Stopped), (status = 401, body = Problem), (status = 403, body = Problem), (status = 404, body = Problem),
              (status = 409, body = Problem)))]
pub(in crate::server) async fn cancel(
    State(app): State<App>,
    Extension(ConnectInfo(peer)): Extension<ConnectInfo<SocketAddr>>,
    Path(id): Path<String>,
) -> Result<Json<Stopped>, Problem> {
    let run = number(&id)?;
    if app.engine.run(run).await?.is_none() {
        return Err(unknown());
    }
    let receipt = app.engine.act(&actor(&app, peer), Action::Cancel { run }).await?;
    Ok(Json(Stopped {
        success: true,
        message: receipt.message.to_string(),
    }))
}

fn number(id: &str) -> Result<i64, Problem> {
    id.parse().map_err(|_no_number| unknown())
}

fn unknown() -> Problem {
    Problem::not_found("Task not found")
}

/// Whoever has the token; the address tells them apart in the audit.
fn actor(app: &App, peer: SocketAddr) -> Actor {
    Actor {
        user: "api".into(),
        host: app.host.clone(),
        ssh_origin: Some(peer.ip().to_string().into()),
    }
}
