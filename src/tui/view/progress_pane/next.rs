use ratatui::text::Line;
use touchline::{
    domain::LeagueCode,
    engine::{Run, Training},
};

use crate::tui::{
    model::Model,
    theme::{Concern, Look},
    view::facts::Facts,
    widget::{age, until},
};

/// Waiting runs that are told one by one.
const TOLD: usize = 3;

/// The queue, the schedule, the workers, and how the last run ended.
pub(super) fn lines(training: &Training, model: &Model, look: &Look, width: usize) -> Vec<Line<'static>> {
    let mut facts = Facts::new(look);
    queue(training, model, &mut facts);
    schedule(training, model, &mut facts);
    // While a training runs the last one is told by the list of runs.
    if let Some(last) = training.last.as_ref().filter(|_| training.running.is_none()) {
        let ended = last
            .finished_at
            .map_or_else(String::new, |at| format!(" {}", age(model.data_now(), at)));
        let text = format!("#{} {}{ended}: {}", last.id, last.state, last.message);
        facts.judge("last", text, Concern::from(last.state));
    }
    facts.lines(width, 8)
}

fn queue(training: &Training, model: &Model, facts: &mut Facts<'_>) {
    let system = model.snapshot.sections.system.value.as_ref();
    let nobody = system.is_some_and(|system| system.worker.alive == 0);
    match training.queued.len() {
        0 if nobody => facts.judge(
            "queue",
            "empty, and no worker is alive to take what comes",
            Concern::Warn,
        ),
        0 => facts.say("queue", "empty"),
        many if nobody => facts.judge(
            "queue",
            format!("{many} waiting and no worker alive: run `touchline worker`"),
            Concern::Warn,
        ),
        many => facts.say("queue", format!("{many} waiting")),
    }
    for run in training.queued.iter().take(TOLD) {
        facts.say("", waiting(run, model));
    }
}

/// `#219 all leagues, asked by ops@bastion 2 d ago, not before 14:40 UTC`.
fn waiting(run: &Run, model: &Model) -> String {
    let what = run.league.as_ref().map_or("all leagues", LeagueCode::as_str);
    let asked = age(model.data_now(), run.requested_at);
    let later = run
        .run_at
        .map_or_else(String::new, |at| format!(", again {}", until(model.data_now(), at)));
    format!("#{} {what}, asked by {} {asked}{later}", run.id, run.requested_by)
}

fn schedule(training: &Training, model: &Model, facts: &mut Facts<'_>) {
    let Some(at) = training.next_scheduled_at else {
        facts.say("next", "nothing is scheduled");
        return;
    };
    let when = format!("{} UTC, {}", at.format("%a %H:%M"), until(model.data_now(), at));
    match &training.schedule_keeper {
        Some(keeper) => facts.say("next", format!("{when}, kept by {keeper}")),
        None => facts.judge(
            "next",
            format!("{when}, but no worker keeps the schedule: nothing will be asked for"),
            Concern::Warn,
        ),
    }
}
