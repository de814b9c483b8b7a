use touchline::domain::{ModelStatus, RunState};

use super::{Check, queue_is_known};
use crate::tui::{listing::ListId, model::Model};

pub(in crate::tui::action) fn a_run_to_cancel(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.run_to_cancel() {
        Some(run) if run.cancel_requested => Err(format!("#{} is already being stopped", run.id).into()),
        Some(run) if run.state == RunState::Running || run.state == RunState::Queued => Ok(()),
        Some(run) => Err(format!("#{} is over", run.id).into()),
        None => Err("no run waits or runs".into()),
    }
}

pub(in crate::tui::action) fn a_champion_before(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.rollback() {
        Some(_) => Ok(()),
        None => Err("no champion came before this one".into()),
    }
}

pub(in crate::tui::action) fn a_version_to_promote(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.version_to_promote() {
        Some(version) if version.status == ModelStatus::Champion => {
            Err(format!("{} is the champion already", version.version).into())
        }
        Some(_) => Ok(()),
        None => Err("no challenger is there, and no version is selected".into()),
    }
}

pub(in crate::tui::action) fn frozen(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.champion_freeze() {
        Some(_) => Ok(()),
        None => Err("the champion is not frozen".into()),
    }
}

pub(in crate::tui::action) fn not_frozen(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.champion_freeze() {
        Some(freeze) => Err(freeze.sentence().into()),
        None => Ok(()),
    }
}

pub(in crate::tui::action) fn an_alert(model: &Model) -> Check {
    match model.alert_to_acknowledge() {
        None => Err("no alert waits to be acknowledged".into()),
        Some(alert) => match &alert.acknowledged_by {
            Some(by) => Err(format!("{} was acknowledged by {by}", alert.rule).into()),
            None => Ok(()),
        },
    }
}

pub(in crate::tui::action) fn an_alert_to_silence(model: &Model) -> Check {
    model
        .alert_to_silence()
        .map(drop)
        .ok_or_else(|| "no alert fires that could be silenced".into())
}

pub(in crate::tui::action) fn differences_of_one_file(model: &Model) -> Check {
    if model.held().is_empty() {
        return Err("no difference is held".into());
    }
    match model.difference_to_accept() {
        Some(_) => Ok(()),
        None if model.focused_list() == Some(ListId::Held) => Err("no row is selected; j selects the first".into()),
        None => Err("several files wait; select a row in Differences held on the Data screen".into()),
    }
}
