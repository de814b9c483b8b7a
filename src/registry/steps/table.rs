//! The scores as a table for spreadsheets.

use super::{
    Evaluation,
    scores::{forecasters, scored},
};

/// One row for all leagues and one for each; none without a forecast.
pub(super) fn csv(evaluation: &Evaluation) -> Option<String> {
    let scored = scored(evaluation);
    let first = scored.first()?;
    let mut writer = csv::Writer::from_writer(Vec::new());
    let mut head = vec![
        "league".to_owned(),
        "matches".to_owned(),
        "with_odds".to_owned(),
        "scored".to_owned(),
    ];
    for (score, row) in first.rows() {
        head.extend(forecasters(row).map(|(forecaster, _)| format!("{score}_{forecaster}")));
    }
    writer.write_record(&head).ok()?;
    for row in &scored {
        let n = row.table.log_loss.n;
        let mut cells = vec![
            row.scope.clone(),
            row.matches.to_string(),
            row.with_odds.to_string(),
            n.to_string(),
        ];
        for (_, score) in row.rows() {
            let value = |value: Option<f64>| value.map_or_else(String::new, |value| format!("{value:.6}"));
            cells.extend(forecasters(score).map(|(_, of)| value(of)));
        }
        writer.write_record(&cells).ok()?;
    }
    String::from_utf8(writer.into_inner().ok()?).ok()
}
