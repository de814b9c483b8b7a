//! A terminal's screen as a picture.

use std::fmt::Write;

use vt100::{Cell, Color, Screen};

/// Pixels of a cell. Every run of text is given its width, so that no font moves a column.
const CELL: (f64, f64) = (8.4, 17.0);
const BASELINE: f64 = 13.0;
const MARGIN: f64 = 12.0;
const GROUND: &str = "#14161a";
const TEXT: &str = "#d4d7dc";
const FONT: &str = "ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace";

/// How the cells of a run look.
#[derive(PartialEq, Clone)]
struct Style {
    fore: String,
    back: String,
    bold: bool,
    underlined: bool,
}

/// Draws what the screen shows.
pub(crate) fn of(screen: &Screen, title: &str) -> String {
    let (rows, columns) = screen.size();
    let (rows, columns) = (rows.get(), columns.get());
    let (width, height) = (
        f64::from(columns) * CELL.0 + 2.0 * MARGIN,
        f64::from(rows) * CELL.1 + 2.0 * MARGIN,
    );
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" font-family=\"{FONT}\" \
         font-size=\"14\" xml:space=\"preserve\">\n<title>{}</title>\n<rect width=\"100%\" height=\"100%\" rx=\"8\" \
         fill=\"{GROUND}\"/>\n",
        escaped(title)
    );
    for row in 0..rows {
        for (column, text, style) in runs(screen, row, columns) {
            run(&mut svg, row, column, &text, &style);
        }
    }
    svg + "</svg>\n"
}

/// Cells side by side that look alike.
fn runs(screen: &Screen, row: u16, columns: u16) -> Vec<(u16, String, Style)> {
    let mut runs: Vec<(u16, String, Style)> = Vec::new();
    for column in 0..columns {
        let cell = screen.cell(row, column).unwrap();
        let text = if cell.has_contents() { cell.contents() } else { " " };
        let style = style(cell);
        match runs.last_mut() {
            Some((_, run, last)) if *last == style => run.push_str(text),
            _ => runs.push((column, text.to_owned(), style)),
        }
    }
    runs
}

fn run(svg: &mut String, row: u16, column: u16, text: &str, style: &Style) {
    let (left, top) = (MARGIN + f64::from(column) * CELL.0, MARGIN + f64::from(row) * CELL.1);
    if style.back != GROUND {
        let width = text.chars().count() as f64 * CELL.0;
        let (height, fill) = (CELL.1, &style.back);
        writeln!(
            svg,
            "<rect x=\"{left:.1}\" y=\"{top:.0}\" width=\"{width:.1}\" height=\"{height:.0}\" fill=\"{fill}\"/>"
        )
        .unwrap();
    }
    let bold = if style.bold { " font-weight=\"bold\"" } else { "" };
    let line = if style.underlined {
        " text-decoration=\"underline\""
    } else {
        ""
    };
    for (offset, words) in pieces(text) {
        writeln!(
            svg,
            "<text x=\"{:.1}\" y=\"{:.0}\" textLength=\"{:.1}\" fill=\"{}\"{bold}{line}>{}</text>",
            left + offset as f64 * CELL.0,
            top + BASELINE,
            words.chars().count() as f64 * CELL.0,
            style.fore,
            escaped(words)
        )
        .unwrap();
    }
}

/// What stands between two blanks and more, each with its offset.
fn pieces(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut next = 0;
    let pieces = text.split("  ").map(move |piece| {
        let offset = next + piece.chars().take_while(|c| *c == ' ').count();
        next += piece.chars().count() + 2;
        (offset, piece.trim())
    });
    pieces.filter(|(_, piece)| !piece.is_empty())
}

fn style(cell: &Cell) -> Style {
    let (mut fore, mut back) = (color(cell.fgcolor(), TEXT), color(cell.bgcolor(), GROUND));
    if cell.inverse() {
        std::mem::swap(&mut fore, &mut back);
    }
    Style {
        fore,
        back,
        bold: cell.bold(),
        underlined: cell.underline(),
    }
}

/// The monitor is asked for true colours; any other is the terminal's own.
fn color(color: Color, own: &str) -> String {
    match color {
        Color::Rgb(red, green, blue) => format!("#{red:02x}{green:02x}{blue:02x}"),
        Color::Default | Color::Idx(_) => own.to_owned(),
    }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
