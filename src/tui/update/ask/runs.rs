use touchline::{
    domain::{LeagueCode, Run, RunState, SafeText},
    engine::{Action, LeagueDrift},
};

use super::{
    KEEP, dialog,
    seen::{data_seen, queue_seen, seen},
};
use crate::tui::{
    model::{Confirm, Model},
    widget::age,
};

pub(super) fn retrain(model: &Model, league: Option<&LeagueDrift>) -> Confirm {
    let code = league.map(|row| row.league.clone());
    let what = league.map_or_else(|| "all leagues".into(), |row| format!("{} {}", row.league, row.name));
    let mut lines = vec![(if league.is_some() { "League" } else { "What" }, SafeText::from(what))];
    if let Some(row) = league {
        lines.push(("Drift", format!("{}: {}", row.verdict, row.reason).into()));
    }
    lines.push(("Data", data_seen(model, code.as_ref()).into()));
    lines.push(("Queue", queue_seen(model).into()));
    lines.push((
        "Then",
        "a worker fits, evaluates on past seasons and registers a model version".into(),
    ));
    let target = code.as_ref().map_or("all leagues", LeagueCode::as_str);
    let summary = format!("retrain {target}");
    Confirm {
        must_type: Some(SafeText::new(code.as_ref().map_or("all", LeagueCode::as_str))),
        lines,
        ..dialog(
            "Retrain",
            ("Cancel", "Retrain"),
            Action::Retrain { league: code },
            summary,
        )
    }
}

pub(super) fn cancel(model: &Model, run: &Run) -> Confirm {
    let league = run.league.as_ref().map_or("all leagues", LeagueCode::as_str);
    let asked = age(model.data_now(), run.requested_at);
    let then = if run.state == RunState::Running {
        "the worker stops within a second; nothing of the run is kept"
    } else {
        "it leaves the queue"
    };
    let summary = format!("cancel #{}", run.id);
    Confirm {
        must_type: Some(run.id.to_string().into()),
        lines: vec![
            ("Run", format!("#{} {} {league}", run.id, run.kind).into()),
            ("Asked", format!("by {}, {asked}", run.requested_by).into()),
            ("Stands", standing(run).into()),
            ("Seen", seen(model).into()),
            ("Then", then.into()),
        ],
        ..dialog("Stop a run", (KEEP, "Stop it"), Action::Cancel { run: run.id }, summary)
    }
}

fn standing(run: &Run) -> String {
    let percent = 100.0 * run.progress;
    match run.stage {
        Some(stage) => format!("{}, {stage}, {percent:.0} % done", run.state),
        None => run.state.to_string(),
    }
}
