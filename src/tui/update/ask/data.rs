use touchline::{
    domain::{HeldDifference, SafeText},
    engine::{Action, Alert},
};

use super::{dialog, with_reason};
use crate::tui::{
    model::{Confirm, Model},
    widget::age,
};

/// Differences that a dialog spells out; the others are counted.
const SPELLED_OUT: usize = 3;

/// As `touchline silence` has it: long enough to mend something, short enough that a forgotten silence does not hide a second
/// fault for long.
const SILENCE_HOURS: u32 = 2;

/// Taking over what a file tells of matches that were played.
pub(super) fn accept(model: &Model, row: &HeldDifference) -> Confirm {
    let file = &row.file;
    let told: Vec<_> = model.held().iter().filter(|other| other.file == *file).collect();
    let loaded = told.iter().map(|row| row.held_at).max();
    let loaded = loaded.map_or_else(String::new, |at| format!(", loaded {}", age(model.data_now(), at)));
    let count = match told.len() {
        1 => "1 difference".to_owned(),
        many => format!("{many} differences"),
    };
    let mut lines = vec![("File", SafeText::from(format!("{file}: {count} held{loaded}")))];
    lines.extend(told.iter().take(SPELLED_OUT).map(|row| ("Row", difference(row).into())));
    if let Some(more) = told.len().checked_sub(SPELLED_OUT).filter(|more| *more > 0) {
        lines.push(("", format!("and {more} more, in Differences held").into()));
    }
    lines.push((
        "Then",
        "these matches are stored as the file tells them, and their predictions are settled anew, at once".into(),
    ));
    Confirm {
        must_type: Some(file.clone()),
        lines,
        ..dialog(
            "Accept what a file tells",
            ("Keep what is stored", "Accept"),
            Action::AcceptHeld { file: file.clone() },
            format!("accept {file}"),
        )
    }
}

fn difference(row: &HeldDifference) -> String {
    let HeldDifference { line, league, date, .. } = row;
    let pairing = format!("line {line}, {league} {date} {} - {}", row.home, row.away);
    format!(
        "{pairing}: {}, stored {}, told {}",
        row.kind.as_str(),
        row.stored,
        row.told
    )
}

/// The alert that a dialog is about.
fn about(model: &Model, alert: &Alert) -> [(&'static str, SafeText); 3] {
    [
        ("Alert", format!("{}, {}", alert.rule, alert.severity).into()),
        ("Says", alert.sentence.clone()),
        ("Since", age(model.now, alert.since).into()),
    ]
}

/// Saying that an alert has been seen.
pub(super) fn acknowledge(model: &Model, alert: &Alert) -> Confirm {
    Confirm {
        lines: about(model, alert)
            .into_iter()
            .chain([(
                "Then",
                "it stays in the list under your name and leads no headline, until it ends or becomes graver".into(),
            )])
            .collect(),
        ..dialog(
            "Acknowledge an alert",
            ("Cancel", "Acknowledge"),
            Action::Acknowledge {
                rule: alert.rule.clone(),
            },
            format!("acknowledge {}", alert.rule),
        )
    }
}

/// Telling nobody of an alert for a while, or telling of it again.
pub(super) fn silence(model: &Model, alert: &Alert) -> Confirm {
    if let Some(silence) = &alert.silenced {
        let until = silence.until.format("%F %H:%M UTC");
        return Confirm {
            lines: about(model, alert)
                .into_iter()
                .chain([
                    (
                        "Silent",
                        format!("until {until}, by {}: {}", silence.by, silence.reason).into(),
                    ),
                    ("Then", "it counts again, and its receiver is told of it".into()),
                ])
                .collect(),
            ..dialog(
                "End a silence",
                ("Cancel", "End it"),
                Action::EndSilence {
                    rule: silence.rule.clone(),
                },
                format!("end the silence of {}", silence.rule),
            )
        };
    }
    let then = format!("for {SILENCE_HOURS} h nobody is told of it; it stays in the list and leads no headline");
    let confirm = Confirm {
        lines: about(model, alert).into_iter().chain([("Then", then.into())]).collect(),
        ..dialog(
            "Silence an alert",
            ("Cancel", "Silence"),
            Action::Silence {
                rule: alert.rule.clone(),
                hours: SILENCE_HOURS,
                reason: "no reason given".into(),
            },
            format!("silence {}", alert.rule),
        )
    };
    with_reason(confirm, false)
}
