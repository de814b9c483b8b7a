mod about;

use ratatui::{buffer::Buffer, layout::Rect, text::Line};
use touchline::{domain::Verdict, engine::LeagueDrift};

use super::{
    brief::{Brief, counts},
    pane::{Detail, foot, put},
    section::Section,
};
use crate::tui::{
    model::{Model, row_keys},
    theme::{Concern, Look},
    widget::{Cell, Column, Row, Table, fixed, range, signed, spark},
};

const FILL: &str = "No settled prediction with odds yet: drift is judged against the market. It fills as results come in \
                    after a first training.";

pub(super) fn brief(model: &Model, look: &Look) -> Brief {
    let section = Section::of(&model.snapshot.sections.league_drift, model);
    section.brief(|leagues| {
        let of = |verdict| leagues.iter().filter(|row| row.verdict == verdict).count();
        let all = [Verdict::High, Verdict::Elevated, Verdict::Normal, Verdict::Insufficient];
        let words = counts(&all.map(|verdict| (of(verdict), verdict.as_str())), look);
        // A league without enough matches is counted in words; the sign is about those that were judged.
        let judged = leagues.iter().filter(|row| row.verdict != Verdict::Insufficient);
        let worst = judged.map(|row| Concern::from(row.verdict)).max();
        let worst = worst.or_else(|| leagues.first().map(|_| Concern::Unknown));
        match worst {
            None => Brief::new(Concern::Unknown, "nothing settled yet"),
            Some(worst) => {
                let high: Vec<&str> = leagues
                    .iter()
                    .filter(|row| row.verdict == Verdict::High)
                    .map(|row| row.league.as_str())
                    .collect();
                let who = if high.is_empty() {
                    String::new()
                } else {
                    format!(" ({})", high.join(", "))
                };
                let text = words.replacen(" high", &format!(" high{who}"), 1);
                Brief::new(worst, text).titled(words)
            }
        }
    })
}

const COLUMNS: [Column; 9] = [
    Column::prose("league", 9, 13),
    Column::number("n", 7),
    Column::number("vs market", 8),
    Column::number("reference", 3),
    Column::number("effect", 6),
    Column::number("adj. p", 4),
    Column::number("could show", 2),
    Column::text("by week", 5),
    Column::text("verdict", 9),
];
/// Weeks in the column.
const WEEKS: usize = 8;

pub(super) fn render(model: &Model, look: &Look, detail: Detail, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.league_drift, model);
    let width = usize::from(area.width);
    let rows = model.drift_rows();
    if rows.is_empty() {
        put(&nothing(model, &section, look, width), look, area, buf);
        return;
    }
    let area = put(&section.trouble(look, width, 1), look, area, buf);
    let selected = model.lists.drift.selection.chosen(&row_keys(&rows));
    let below = rows.get(selected.unwrap_or(0)).map_or_else(Vec::new, |row| {
        let spare = usize::from(area.height).saturating_sub(rows.len() + 1);
        about::lines(row, &section, look, detail, width, spare)
    });
    let (above, foot_area) = foot(area, below.len());
    // One scale for all: a league that drifts stands out from those that do not.
    let scale = range(rows.iter().flat_map(|row| &row.weekly_skill));
    let rows = rows
        .into_iter()
        .map(|row| table_row(row, &section, look, scale))
        .collect();
    Table {
        columns: &COLUMNS,
        rows,
        selected,
        signs: true,
    }
    .render(look, above, buf);
    put(&below, look, foot_area, buf);
}

fn nothing(model: &Model, section: &Section<'_, Vec<LeagueDrift>>, look: &Look, width: usize) -> Vec<Line<'static>> {
    if model.lists.drift.filter.is_empty() {
        section.nothing(look, width, FILL)
    } else {
        section.nothing(look, width, "No league matches the filter; Esc removes it.")
    }
}

fn table_row(row: &LeagueDrift, section: &Section<'_, Vec<LeagueDrift>>, look: &Look, scale: (f64, f64)) -> Row {
    let concern = Concern::from(row.verdict);
    let (style, judged) = (section.style(look), section.concern_style(concern, look));
    let number = |value: Option<f64>| value.map_or_else(String::new, |value| signed(value, 3));
    let probability = |p: f64| if p < 0.001 { "<0.001".to_owned() } else { fixed(p, 3) };
    let skill = match (row.skill, row.skill_se) {
        (Some(skill), Some(se)) => format!("{} {}{}", signed(skill, 3), look.glyphs.plus_minus, fixed(se, 3)),
        (skill, _) => number(skill),
    };
    let verdict = if row.verdict == Verdict::High {
        "HIGH".to_owned()
    } else {
        row.verdict.to_string()
    };
    let cells = vec![
        Cell::new(format!("{:<3} {}", row.league.as_str(), row.name), style),
        Cell::new(row.matches.to_string(), style),
        Cell::new(skill, style),
        Cell::new(number(row.reference), look.dim),
        Cell::new(number(row.effect), style),
        Cell::new(row.adjusted_p.map_or_else(String::new, probability), style),
        Cell::new(number(row.smallest_detectable), look.dim),
        Cell::new(spark(&row.weekly_skill, WEEKS, scale, &look.glyphs.spark), judged),
        Cell::new(verdict, judged),
    ];
    Row::judged(concern, judged, cells, look)
}
