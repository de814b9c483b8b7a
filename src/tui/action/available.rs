//! When an action makes sense, and the sentence for when it does not.

mod targets;

use std::borrow::Cow;

use touchline::engine::{Access, SectionState};

pub(super) use targets::{
    a_champion_before, a_run_to_cancel, a_version_to_promote, an_alert, an_alert_to_silence, differences_of_one_file,
    frozen, not_frozen,
};

use crate::tui::model::{Model, ScreenId};

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

pub(super) fn a_row_to_copy(model: &Model) -> Check {
    if model.screen == ScreenId::Logs {
        let line = model.logs.current().map(drop);
        return line.ok_or_else(|| "no log line is there yet".into());
    }
    a_list(model)?;
    match model.focused_list().and_then(|list| model.selected_in_focus(list)) {
        Some(_) => Ok(()),
        None => Err("no row is selected; j selects the first".into()),
    }
}
