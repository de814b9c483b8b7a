use touchline::{
    domain::{FreshnessStatus, LeagueCode, ModelVersion, RegisteredModel, RunState, SafeText},
    engine::{Action, LeagueDrift, Rollback, Run},
};
use tui_input::Input;

use crate::tui::{
    action::{ActionId, Danger, Spec},
    model::{Button, Confirm, Model},
    widget::age,
};

/// The question before a dangerous action, with its target as it is now.
pub(super) fn question(model: &Model, spec: &Spec) -> Option<Confirm> {
    let question = match spec.id {
        ActionId::Retrain => retrain(model, model.league_to_retrain()),
        ActionId::RetrainAll => retrain(model, None),
        ActionId::Cancel => cancel(model, model.run_to_cancel()?),
        ActionId::RollBack => roll_back(model, model.rollback()?),
        ActionId::Promote => promote(model, model.version_to_promote()?),
        _ => return None,
    };
    let typed = spec.danger.under(&model.snapshot.access) == Danger::Typed;
    Some(Confirm {
        must_type: question.must_type.filter(|_| typed),
        ..question
    })
}

fn retrain(model: &Model, league: Option<&LeagueDrift>) -> Confirm {
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
    Confirm {
        title: "Retrain",
        buttons: ("Cancel", "Retrain"),
        summary: format!("retrain {target}").into(),
        must_type: Some(SafeText::new(code.as_ref().map_or("all", LeagueCode::as_str))),
        action: Action::Retrain { league: code },
        lines,
        typed: Input::default(),
        focus: Button::Cancel,
        drawn_at: None,
    }
}

fn cancel(model: &Model, run: &Run) -> Confirm {
    let league = run.league.as_ref().map_or("all leagues", LeagueCode::as_str);
    let asked = age(model.data_now(), run.requested_at);
    let then = if run.state == RunState::Running {
        "the worker stops within a second; nothing of the run is kept"
    } else {
        "it leaves the queue"
    };
    Confirm {
        title: "Stop a run",
        buttons: ("Keep it", "Stop it"),
        action: Action::Cancel { run: run.id },
        summary: format!("cancel #{}", run.id).into(),
        must_type: Some(run.id.to_string().into()),
        lines: vec![
            ("Run", format!("#{} {} {league}", run.id, run.kind).into()),
            ("Asked", format!("by {}, {asked}", run.requested_by).into()),
            ("Stands", standing(run).into()),
            ("Seen", seen(model).into()),
            ("Then", then.into()),
        ],
        typed: Input::default(),
        focus: Button::Cancel,
        drawn_at: None,
    }
}

fn roll_back(model: &Model, rollback: &Rollback) -> Confirm {
    let Rollback { from, to } = rollback;
    Confirm {
        title: "Roll back",
        buttons: ("Keep it", "Roll back"),
        action: Action::RollBack {
            from: from.clone(),
            reason: None,
        },
        summary: format!("roll back to {to}").into(),
        must_type: Some(SafeText::new(to.as_str())),
        lines: vec![
            ("From", known(model, from).into()),
            ("To", known(model, to).into()),
            ("Seen", seen(model).into()),
            (
                "Then",
                "its forecasts of coming matches are published again, at once; nothing is refitted".into(),
            ),
        ],
        typed: Input::default(),
        focus: Button::Cancel,
        drawn_at: None,
    }
}

fn promote(model: &Model, row: &RegisteredModel) -> Confirm {
    let champion = model.champion().map(|champion| champion.version.clone());
    let over = champion
        .as_ref()
        .map_or_else(|| "no champion is served".to_owned(), |version| known(model, version));
    let gate = row
        .gate_sentence
        .as_ref()
        .map_or("it never stood before a gate", SafeText::as_str);
    Confirm {
        title: "Promote",
        buttons: ("Keep it", "Promote"),
        action: Action::Promote {
            version: row.version.clone(),
            over: champion,
            reason: None,
        },
        summary: format!("promote {}", row.version).into(),
        must_type: Some(SafeText::new(row.version.as_str())),
        lines: vec![
            ("Version", known(model, &row.version).into()),
            ("Over", over.into()),
            ("Gate", gate.into()),
            ("Seen", seen(model).into()),
            (
                "Then",
                "it forecasts every coming match anew, at once; b rolls back without a refit".into(),
            ),
        ],
        typed: Input::default(),
        focus: Button::Cancel,
        drawn_at: None,
    }
}

/// A version with its age and its score.
fn known(model: &Model, version: &ModelVersion) -> String {
    let training = model.snapshot.sections.training.value.as_ref();
    let mut models = training.into_iter().flat_map(|training| &training.models);
    models.find(|row| row.version == *version).map_or_else(
        || version.to_string(),
        |row| {
            let loss = row
                .scores
                .map_or_else(String::new, |s| format!(", log loss {:.4}, n {}", s.log_loss, s.n));
            format!("{version}, trained {}{loss}", age(model.data_now(), row.trained_at))
        },
    )
}

fn standing(run: &Run) -> String {
    let percent = 100.0 * run.progress;
    match run.stage {
        Some(stage) => format!("{}, {stage}, {percent:.0} % done", run.state),
        None => run.state.to_string(),
    }
}

/// How old the picture is that the question is asked on.
fn seen(model: &Model) -> String {
    let fetched = model.snapshot.sections.training.as_of;
    fetched.map_or_else(
        || "the queue was not read yet".into(),
        |at| format!("queue read {}", age(model.now, at)),
    )
}

fn queue_seen(model: &Model) -> String {
    let training = model.snapshot.sections.training.value.as_ref();
    let running = training.and_then(|training| training.running.as_ref());
    let waiting = training.map_or(0, |training| training.queued.len());
    let running = running.map_or_else(|| "nothing runs".into(), |run| format!("#{} runs", run.id));
    format!("{running}, {waiting} waiting; {}", seen(model))
}

/// The worst source that the training would read.
fn data_seen(model: &Model, league: Option<&LeagueCode>) -> String {
    let sources = model
        .snapshot
        .sections
        .data_freshness
        .value
        .as_deref()
        .unwrap_or_default();
    // Sources are sorted by concern: the first one is the worst.
    let worst = sources
        .iter()
        .find(|source| league.is_none_or(|league| source.league == *league));
    match worst {
        None => "no source has been loaded".into(),
        Some(source) if matches!(source.status, FreshnessStatus::Pass | FreshnessStatus::Idle) => {
            "all that was due is in".into()
        }
        Some(source) => format!("{}: {}", source.source, source.reason),
    }
}
