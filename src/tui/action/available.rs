//! When an action makes sense, and the sentence for when it does not.

use std::borrow::Cow;

use touchline::{
    domain::{ModelStatus, RunState},
    engine::{Access, SectionState},
};

use crate::tui::model::Model;

/// Why an action makes no sense now, in words for the operator.
pub(crate) type Reason = Cow<'static, str>;

pub(super) type Check = Result<(), Reason>;

#[expect(clippy::unnecessary_wraps, reason = "one signature for every row of the table")]
pub(super) const fn always(_: &Model) -> Check {
    Ok(())
}

/// What every writing action needs: the right to write, and a picture that is not old.
pub(super) fn may_write(model: &Model) -> Check {
    if let Access::ReadOnly { reason } = &model.snapshot.access {
        return Err(format!("read-only: {reason}").into());
    }
    if model.engine_gone {
        return Err("the engine has ended".into());
    }
    if model.paused() {
        return Err("the screen is paused, so what you see may be over; go on first".into());
    }
    Ok(())
}

pub(super) fn queue_is_known(model: &Model) -> Check {
    match model.snapshot.sections.training.state {
        SectionState::Fresh | SectionState::Empty => Ok(()),
        SectionState::Loading => Err("the queue has not been read yet".into()),
        SectionState::Stale | SectionState::Failed => Err("the queue could not be read lately; see Training".into()),
    }
}

pub(super) fn a_run_to_cancel(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.run_to_cancel() {
        Some(run) if run.cancel_requested => Err(format!("#{} is already being stopped", run.id).into()),
        Some(run) if run.state == RunState::Running || run.state == RunState::Queued => Ok(()),
        Some(run) => Err(format!("#{} is over", run.id).into()),
        None => Err("no run waits or runs".into()),
    }
}

pub(super) fn a_champion_before(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.rollback() {
        Some(_) => Ok(()),
        None => Err("no champion came before this one".into()),
    }
}

pub(super) fn a_replay(model: &Model) -> Check {
    match model.snapshot.clock.replay {
        Some(replay) if replay.finished => Err("the replay is over".into()),
        Some(_) => Ok(()),
        None => Err("only in `touchline demo`: nothing is replayed here".into()),
    }
}

pub(super) fn another_profile(model: &Model) -> Check {
    match model.profiles.fixed {
        Some(reason) => Err(reason.into()),
        None if model.profiles.all.len() < 2 => Err("the configuration has no [profiles.NAME] beside this one".into()),
        None => Ok(()),
    }
}

pub(super) fn a_search(model: &Model) -> Check {
    if model.logs.search.is_some() {
        Ok(())
    } else {
        Err("nothing is searched for; / starts a search".into())
    }
}

pub(super) fn a_list(model: &Model) -> Check {
    match model.focused_list() {
        Some(_) => Ok(()),
        None => Err(format!("{} has no rows; Tab moves on", model.focus().title()).into()),
    }
}

pub(super) fn a_sorted_list(model: &Model) -> Check {
    a_list(model)?;
    match model.focused_list().and_then(|list| model.lists.sort(list)) {
        Some(_) => Ok(()),
        None => Err("the list stands by concern; s sorts it by a column".into()),
    }
}

pub(super) fn a_version_to_promote(model: &Model) -> Check {
    queue_is_known(model)?;
    match model.version_to_promote() {
        Some(version) if version.status == ModelStatus::Champion => {
            Err(format!("{} is the champion already", version.version).into())
        }
        Some(_) => Ok(()),
        None => Err("no challenger is there, and no version is selected".into()),
    }
}
