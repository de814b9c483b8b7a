//! The question before a dangerous action, with its target as it is now.

mod basis;
mod champion;
mod data;
mod runs;
mod seen;

use touchline::engine::Action;

pub(super) use basis::{basis, over};

use crate::tui::{
    action::{ActionId, Danger, Spec},
    model::{Confirm, Model},
};

/// The question before an action; none where its target is gone.
pub(super) fn question(model: &Model, spec: &Spec) -> Option<Confirm> {
    let question = match spec.id {
        ActionId::Retrain => runs::retrain(model, model.league_to_retrain()),
        ActionId::RetrainAll => runs::retrain(model, None),
        ActionId::Cancel => runs::cancel(model, model.run_to_cancel()?),
        ActionId::RollBack => champion::roll_back(model, model.rollback()?),
        ActionId::Promote => champion::promote(model, model.version_to_promote()?),
        ActionId::Freeze => champion::freeze(model),
        ActionId::Thaw => champion::thaw(model, model.champion_freeze()?),
        ActionId::Acknowledge => data::acknowledge(model, model.alert_to_acknowledge()?),
        ActionId::Silence => data::silence(model, model.alert_to_silence()?),
        ActionId::Accept => data::accept(model, model.difference_to_accept()?),
        _ => return None,
    };
    let typed = spec.danger.under(&model.snapshot.access) == Danger::Typed;
    Some(Confirm {
        must_type: question.must_type.filter(|_| typed),
        basis: basis(&model.snapshot, &question.action),
        access: model.snapshot.access.clone(),
        ..question
    })
}

/// The button that leaves things as they are, where what stands is named by it.
const KEEP: &str = "Keep it";

/// A dialog whose reason the engine writes down.
fn with_reason(mut confirm: Confirm, required: bool) -> Confirm {
    confirm.why = Some(crate::tui::model::Why {
        required,
        ..Default::default()
    });
    confirm
}

/// A dialog with what it is about.
fn dialog(title: &'static str, buttons: (&'static str, &'static str), action: Action, summary: String) -> Confirm {
    Confirm {
        summary: summary.into(),
        ..Confirm::new(title, buttons, action)
    }
}
