use touchline::{
    domain::{ModelVersion, RegisteredModel, SafeText},
    engine::{Action, Freeze, Rollback},
};

use super::{KEEP, dialog, seen::seen, with_reason};
use crate::tui::{
    model::{Confirm, Model},
    widget::age,
};

pub(super) fn roll_back(model: &Model, rollback: &Rollback) -> Confirm {
    let Rollback { from, to } = rollback;
    let action = Action::RollBack {
        from: from.clone(),
        reason: None,
    };
    let confirm = Confirm {
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
        ..dialog("Roll back", (KEEP, "Roll back"), action, format!("roll back to {to}"))
    };
    with_reason(confirm, false)
}

pub(super) fn promote(model: &Model, row: &RegisteredModel) -> Confirm {
    let champion = model.champion().map(|champion| champion.version.clone());
    let over = champion
        .as_ref()
        .map_or_else(|| "no champion is served".to_owned(), |version| known(model, version));
    let gate = row
        .gate_sentence
        .as_ref()
        .map_or("it never stood before a gate", SafeText::as_str);
    let mut lines = vec![
        ("Version", known(model, &row.version).into()),
        ("Over", over.into()),
        ("Gate", gate.into()),
    ];
    // A person may promote under a freeze; one who does so should know of it.
    if let Some(freeze) = model.champion_freeze() {
        lines.push(("Frozen", frozen(model, freeze).into()));
    }
    lines.push(("Seen", seen(model).into()));
    lines.push((
        "Then",
        "it forecasts every coming match anew, at once; b rolls back without a refit".into(),
    ));
    let action = Action::Promote {
        version: row.version.clone(),
        over: champion,
        reason: None,
    };
    let confirm = Confirm {
        must_type: Some(SafeText::new(row.version.as_str())),
        lines,
        ..dialog("Promote", (KEEP, "Promote"), action, format!("promote {}", row.version))
    };
    with_reason(confirm, false)
}

pub(super) fn freeze(model: &Model) -> Confirm {
    let champion = model
        .champion()
        .map_or_else(|| "no champion is served".to_owned(), |row| known(model, &row.version));
    let action = Action::Freeze {
        reason: SafeText::default(),
    };
    let confirm = Confirm {
        must_type: Some("freeze".into()),
        lines: vec![
            ("Serves", champion.into()),
            ("Seen", seen(model).into()),
            (
                "Then",
                "gates hold what they would promote, and the schedule trains on; a person may still promote and roll back"
                    .into(),
            ),
        ],
        ..dialog(
            "Freeze the champion",
            ("Cancel", "Freeze"),
            action,
            "freeze the champion".to_owned(),
        )
    };
    with_reason(confirm, true)
}

pub(super) fn thaw(model: &Model, freeze: &Freeze) -> Confirm {
    Confirm {
        must_type: Some("thaw".into()),
        lines: vec![
            ("Frozen", frozen(model, freeze).into()),
            ("Seen", seen(model).into()),
            (
                "Then",
                "gates may change the champion again, from the next run on".into(),
            ),
        ],
        ..dialog(
            "Thaw the champion",
            ("Keep it frozen", "Thaw"),
            Action::Thaw,
            "thaw the champion".to_owned(),
        )
    }
}

/// Who froze it, when and why.
fn frozen(model: &Model, freeze: &Freeze) -> String {
    format!("{}, {}", freeze.sentence(), age(model.data_now(), freeze.at))
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
