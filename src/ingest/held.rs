//! Rows that are kept out: what the file itself made impossible, and what contradicts the store.

use super::{
    HeldRow,
    football_data::{ParsedFile, Row},
    hold::Hold,
    league_load::Load,
};
use crate::store::{self, Difference, QuarantineRow, StoreError, Tx};

/// Puts them in quarantine in place of those of the file's last import.
pub(super) async fn quarantine(
    tx: &mut Tx,
    load: &Load<'_>,
    parsed: &ParsedFile,
    held: &[(&Row, Hold)],
) -> Result<Vec<HeldRow>, StoreError> {
    let contents: Vec<String> = held.iter().map(|(row, _)| content(row)).collect();
    let rejected = parsed.rejected.iter().map(|rejected| QuarantineRow {
        line: rejected.line,
        league: rejected.league.as_ref(),
        kind: rejected.kind,
        reason: rejected.reason.as_str(),
        difference: None,
        content: rejected.content.as_str(),
    });
    let held = held.iter().zip(&contents).map(|((row, hold), content)| QuarantineRow {
        line: row.line,
        league: Some(&row.league),
        kind: hold.kind,
        reason: &hold.reason,
        difference: hold.change.as_ref().map(|change| Difference {
            date: row.date,
            home: row.home.as_str(),
            away: row.away.as_str(),
            stored: &change.stored,
            told: &change.told,
        }),
        content,
    });
    let rows: Vec<QuarantineRow<'_>> = rejected.chain(held).collect();
    store::replace_quarantine(tx, load.source_file, load.bare_name, &rows, load.now).await?;
    let mut held: Vec<HeldRow> = rows
        .iter()
        .map(|row| HeldRow {
            line: row.line,
            reason: row.reason.into(),
        })
        .collect();
    held.sort();
    Ok(held)
}

fn content(row: &Row) -> String {
    let score = row.score.map_or_else(String::new, |score| score.to_string());
    format!("{} {} {} {} {}", row.league, row.date, row.home, row.away, score)
        .trim_end()
        .to_owned()
}
