use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::{domain::FreshnessStatus, engine::SourceFreshness};

use super::{
    brief::{Brief, counts},
    pane::{Detail, foot, prose, put, short_prose},
    section::Section,
};
use crate::tui::{
    model::{Model, row_keys},
    theme::{Concern, Look},
    widget::{Cell, Column, Row, Table, duration, since},
};

const FILL: &str = "No source has been loaded. `touchline import PATH` reads football-data.co.uk files; `touchline demo` \
                    brings past seasons with it.";

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.data_freshness, model);
    section.brief(|sources| {
        let of = |status| sources.iter().filter(|source| source.status == status).count();
        let all = [
            FreshnessStatus::Error,
            FreshnessStatus::Warn,
            FreshnessStatus::Never,
            FreshnessStatus::Pass,
            FreshnessStatus::Idle,
        ];
        let words = counts(&all.map(|status| (of(status), status.as_str())), look);
        match sources.iter().map(|source| Concern::from(source.status)).max() {
            None => Brief::new(Concern::Unknown, "nothing loaded"),
            Some(worst) => Brief::new(worst.max(Concern::Good), with_worst(&words, sources)).titled(words),
        }
    })
}

/// The counts, with the worst source named where one is in error.
fn with_worst(words: &str, sources: &[SourceFreshness]) -> String {
    let worst = sources.iter().find(|source| source.status == FreshnessStatus::Error);
    worst.map_or_else(
        || words.to_owned(),
        |source| {
            let overdue = source
                .overdue_s
                .map_or_else(String::new, |s| format!(", {} overdue", duration(s)));
            words.replacen(" error", &format!(" error ({}{overdue})", source.source), 1)
        },
    )
}

const COLUMNS: [Column; 7] = [
    Column::prose("source", 9, 10),
    Column::number("last match", 6),
    Column::number("loaded", 5),
    Column::number("overdue", 7),
    Column::number("rows", 2),
    Column::number("quarantined", 3),
    Column::text("status", 9),
];

pub(super) fn render(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.data_freshness, model);
    let width = usize::from(area.width);
    let rows = model.data_rows();
    if rows.is_empty() {
        let fill = if model.lists.data.filter.is_empty() {
            FILL
        } else {
            "No source matches the filter; Esc removes it."
        };
        put(&section.nothing(look, width, fill), look, area, buf);
        return;
    }
    let area = put(&section.trouble(look, width, 1), look, area, buf);
    let selected = model.lists.data.selection.chosen(&row_keys(&rows));
    let spare = usize::from(area.height).saturating_sub(rows.len() + 2);
    let most = if detail == Detail::Zoomed { 4 } else { spare.clamp(1, 2) };
    let mut below_lines = rows.get(selected.unwrap_or(0)).map_or_else(Vec::new, |row| {
        short_prose(&format!("{}: {}", row.source, row.reason), look.dim, width, most, look)
    });
    let quality = model.snapshot.sections.data_quality.value.as_ref();
    let faults = quality.map_or(0, |quality| quality.findings.len());
    below_lines.extend(quarantine(
        section.value.map_or(&[], Vec::as_slice),
        faults,
        look,
        width,
    ));
    let (above, below) = foot(area, below_lines.len());
    let rows = rows
        .into_iter()
        .map(|row| table_row(row, model, &section, look))
        .collect();
    Table {
        columns: &COLUMNS,
        rows,
        selected,
        signs: true,
    }
    .render(look, above, buf);
    put(&below_lines, look, below, buf);
}

/// Rows that were put aside, of how many, and what is wrong with the data.
fn quarantine(sources: &[SourceFreshness], faults: usize, look: &Look, width: usize) -> Vec<Line<'static>> {
    // Results and odds of a league come from the same files: a row in quarantine is told by both, and counted once.
    let aside = distinct_leagues(sources, |source| source.quarantined);
    let rows = distinct_leagues(sources, |source| source.rows);
    let faults_told = if faults > 0 {
        format!("{faults} faults in the data (see `status`), ")
    } else {
        String::new()
    };
    let text = format!("{faults_told}{aside} rows in quarantine, {rows} matches loaded");
    let style = if aside > 0 || faults > 0 {
        look.of(Concern::Warn)
    } else {
        look.dim
    };
    prose(&text, style, width)
}

fn distinct_leagues(sources: &[SourceFreshness], count: fn(&SourceFreshness) -> u64) -> u64 {
    let mut most = std::collections::BTreeMap::new();
    for source in sources {
        let entry = most.entry(source.league.as_str()).or_insert(0);
        *entry = count(source).max(*entry);
    }
    most.values().sum()
}

fn table_row(row: &SourceFreshness, model: &Model, section: &Section<'_, Vec<SourceFreshness>>, look: &Look) -> Row {
    let concern = Concern::from(row.status);
    let (style, judged) = (section.style(look), section.concern_style(concern, look));
    let ago = |at: Option<_>| at.map_or_else(|| "never".to_owned(), |at| since(model.data_now(), at));
    let overdue = row
        .overdue_s
        .filter(|seconds| *seconds > 0)
        .map_or_else(String::new, duration);
    let status = if row.status == FreshnessStatus::Error {
        "ERROR".to_owned()
    } else {
        row.status.to_string()
    };
    let cells = vec![
        Cell::new(row.source.as_str(), style),
        Cell::new(ago(row.last_event_at), style),
        Cell::new(ago(row.last_loaded_at), style),
        Cell::new(overdue, judged),
        Cell::new(row.rows.to_string(), style),
        Cell::new(
            if row.quarantined > 0 {
                row.quarantined.to_string()
            } else {
                String::new()
            },
            style,
        ),
        Cell::new(status, judged),
    ];
    Row::judged(concern, judged, cells, look)
}
