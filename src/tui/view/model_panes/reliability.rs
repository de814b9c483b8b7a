use ratatui::{
    buffer::Buffer,
    layout::{Constraint, Layout, Rect},
};
use touchline::{engine::Calibration, metrics::ReliabilityPoint};

use crate::tui::{
    listing::{Entry, Listing, RowId, Value},
    model::Model,
    theme::{Concern, Look},
    view::{
        brief::Brief,
        pane::{foot, prose, put},
        part::part,
        section::Section,
    },
    widget::{Column, Reliability, Table, fixed, signed},
};

const FILL: &str = "Nothing was settled yet that could have come true as often as it was said.";

static COLUMNS: [Column; 5] = [
    Column::text("range", "forecast", 8),
    Column::number("forecast", "mean", 5),
    Column::number("observed", "came true", 9).judged(),
    Column::number("calibrated", "if calibrated", 3).dim(),
    Column::number("n", "n", 7),
];
/// Columns of the table of tenths without what it can do without.
const TABLE: u16 = 40;
/// From here on it stands beside the diagram.
const BOTH: u16 = 72;
/// p below which the calibration of all that was published is doubted.
const DOUBTFUL: f64 = 0.01;

pub(in crate::tui::view) fn brief(model: &Model, look: &Look) -> Brief {
    Section::of(&model.snapshot.sections.model_health, model).brief(|health| match &health.calibration {
        Some(calibration) => {
            let title = format!("ECE {}, n {}", fixed(calibration.ece, 3), calibration.n);
            Brief::new(concern(calibration), sentence(calibration, look)).titled(title)
        }
        None => Brief::new(Concern::Unknown, "nothing settled yet"),
    })
}

/// How often what was published came true, by tenths of its probability: as a diagram, as numbers, or as both.
pub(in crate::tui::view) fn render(model: &Model, look: &Look, area: Rect, buf: &mut Buffer) {
    let section = Section::of(&model.snapshot.sections.model_health, model);
    let pick = part(&section, |health| health.calibration.as_ref(), FILL, look, area, buf);
    let Some((calibration, area)) = pick else { return };
    let style = section.concern_style(concern(calibration), look);
    let lines = prose(&error(calibration), style, usize::from(area.width));
    let (above, below) = foot(area, lines.len());
    put(&lines, look, below, buf);
    let diagram = Reliability {
        points: &calibration.bins,
        style: section.style(look),
    };
    let is_wide = area.width >= BOTH;
    let [numbers, right] =
        above.layout(&Layout::horizontal([Constraint::Length(TABLE), Constraint::Fill(1)]).spacing(2));
    let is_drawn = diagram.render(look, if is_wide { right } else { above }, buf);
    if is_wide || !is_drawn {
        table(
            calibration,
            section.is_stale(),
            look,
            if is_drawn { numbers } else { above },
            buf,
        );
    }
}

fn table(calibration: &Calibration, stale: bool, look: &Look, area: Rect, buf: &mut Buffer) {
    let listing = Listing::new(&COLUMNS, calibration.bins.iter().map(entry));
    let table = Table {
        listing: &listing,
        selected: None,
        sort: None,
        stale,
        signs: true,
    };
    table.render(look, area, buf);
}

fn entry(bin: &ReliabilityPoint) -> Entry<'static> {
    let is_expected = (bin.low..=bin.high).contains(&bin.observed);
    Entry {
        id: RowId::named(format!("{:.1}", bin.from)),
        concern: if is_expected { Concern::Good } else { Concern::Warn },
        values: vec![
            Value::text(format!("{:.1} to {:.1}", bin.from, bin.to)),
            Value::Fixed(bin.forecast, 3),
            Value::Fixed(bin.observed, 3),
            Value::text(format!("{} to {}", fixed(bin.low, 3), fixed(bin.high, 3))),
            Value::Count(bin.n),
        ],
    }
}

fn concern(calibration: &Calibration) -> Concern {
    let doubted = calibration.p < DOUBTFUL || calibration.ece > calibration.ece_limit;
    if doubted { Concern::Warn } else { Concern::Good }
}

fn sentence(calibration: &Calibration, look: &Look) -> String {
    format!(
        "Z {} p {} {} {}",
        signed(calibration.z, 1),
        fixed(calibration.p, 2),
        look.glyphs.dot,
        error(calibration),
    )
}

/// The error, and what a calibrated forecaster has: on average, and at most in 19 cases of 20.
fn error(calibration: &Calibration) -> String {
    let [ece, expected, limit] =
        [calibration.ece, calibration.ece_expected, calibration.ece_limit].map(|value| fixed(value, 3));
    format!("ECE {ece}, {expected} to {limit} if calibrated")
}
