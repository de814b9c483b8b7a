use touchline::domain::{ModelStatus, RegisteredModel};

use super::{Entry, Listing, RowId, Value};
use crate::tui::{model::Model, theme::Concern, widget::Column};

static COLUMNS: [Column; 8] = [
    Column::text("version", "version", 9),
    Column::text("status", "status", 9).judged(),
    Column::number("trained_at", "trained", 7),
    Column::number("promoted_at", "promoted", 5),
    Column::number("log_loss", "log loss", 8),
    Column::number("leagues", "leagues", 2),
    Column::number("matches", "matches", 3),
    Column::prose("gate_sentence", "gate", 4, 16).dim(),
];

/// Model versions, the newest first.
pub(super) fn list(model: &Model) -> Listing<'_> {
    let training = model.snapshot.sections.training.value.as_ref();
    let models = training.map_or(&[][..], |training| &training.models);
    Listing::new(&COLUMNS, models.iter().map(|row| entry(row, model)))
}

fn entry<'a>(row: &'a RegisteredModel, model: &Model) -> Entry<'a> {
    let now = model.data_now();
    let concern = match row.status {
        ModelStatus::Champion => Concern::Good,
        ModelStatus::Challenger => Concern::Busy,
        ModelStatus::Archived => Concern::Quiet,
    };
    Entry {
        id: RowId::named(row.version.as_str()),
        concern,
        values: vec![
            Value::text(row.version.as_str()),
            Value::text(row.status.as_str()),
            Value::Ago {
                at: row.trained_at,
                now,
            },
            Value::known(row.promoted_at, |at| Value::Ago { at, now }),
            Value::known(row.scores, |scores| Value::Mean {
                value: scores.log_loss,
                se: scores.se,
                decimals: 4,
                signed: false,
            }),
            Value::Count(row.leagues.into()),
            Value::Count(row.matches),
            Value::known(row.gate_sentence.as_ref(), |sentence| Value::text(sentence.as_str())),
        ],
    }
}
