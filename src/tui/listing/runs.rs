use touchline::{
    domain::{LeagueCode, RunState},
    engine::Run,
};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 10] = [
    Column::number("run", "run", 9),
    Column::prose("league", "what", 5, 11),
    Column::text("state", "state", 8).judged(),
    Column::number("when", "when", 7).dated(),
    Column::number("took_s", "took", 1).dim(),
    Column::text("model_version", "model", 6),
    Column::number("log_loss", "log loss", 4),
    Column::number("n", "n", 3),
    Column::text("requested_by", "asked by", 2).dim(),
    Column::prose("message", "message", 3, 16).dim(),
];

/// What runs, waits and is over.
pub(super) fn list(model: &Model) -> Listing<'_> {
    Listing::new(&COLUMNS, model.runs().map(|run| entry(run, model)))
}

fn entry<'a>(run: &'a Run, model: &Model) -> Entry<'a> {
    let when = match run.state {
        RunState::Queued => Some(run.requested_at),
        _ => run.finished_at.or(run.started_at),
    };
    Entry {
        id: RowId::Number(run.id),
        concern: Concern::from(run.state),
        values: vec![
            Value::text(format!("#{}", run.id)),
            Value::text(run.league.as_ref().map_or("all leagues", LeagueCode::as_str)),
            Value::text(run.state.as_str()),
            Value::known(when, |at| Value::Ago {
                at,
                now: model.data_now(),
            }),
            Value::known(took(run), Value::Seconds),
            Value::known(run.model_version.as_ref(), |version| Value::text(version.as_str())),
            Value::known(run.scores, |scores| Value::Mean {
                value: scores.log_loss,
                se: scores.se,
                decimals: 4,
                signed: false,
            }),
            Value::known(run.scores, |scores| Value::Count(scores.n)),
            Value::text(run.requested_by.as_str()),
            Value::text(run.message.as_str()),
        ],
    }
}

/// Seconds from the first time a worker took it to its end.
fn took(run: &Run) -> Option<i64> {
    Some((run.finished_at? - run.started_at?).num_seconds())
}
