//! The reliability diagram as a picture: what was forecast against what came, in the band that chance alone would fill.

use std::fmt::Write;

use super::{Evaluation, scores::scored};
use crate::{
    domain::ModelVersion,
    metrics::{CalibrationJudgement, ReliabilityPoint},
};

/// Width and height of the unit square, and what is left around it for words.
const SIDE: f64 = 400.0;
const MARGIN: f64 = 60.0;

/// The published probabilities of all leagues together; none without a forecast.
pub(super) fn reliability(version: &ModelVersion, evaluation: &Evaluation) -> Option<String> {
    let scored = scored(evaluation);
    let calibration = scored.first()?.calibration.as_ref()?;
    draw(version, calibration).ok()
}

fn draw(version: &ModelVersion, calibration: &CalibrationJudgement) -> Result<String, std::fmt::Error> {
    let mut svg = String::new();
    let size = SIDE + 2.0 * MARGIN;
    write!(
        svg,
        r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" font-family="sans-serif" font-size="12">
<rect width="{size}" height="{size}" fill="#ffffff"/>
<text x="{MARGIN}" y="24" font-size="14">Reliability of {version}, walk-forward, {} matches</text>
<text x="{MARGIN}" y="42">ECE {:.3} ({:.3} if perfectly calibrated), Z {:+.2}, p {:.3}</text>
"##,
        calibration.n, calibration.ece, calibration.ece_expected, calibration.z, calibration.p
    )?;
    axes(&mut svg)?;
    band(&mut svg, &calibration.curve)?;
    line(&mut svg, &calibration.curve)?;
    svg.push_str("</svg>\n");
    Ok(svg)
}

fn x(share: f64) -> f64 {
    MARGIN + SIDE * share
}

fn y(share: f64) -> f64 {
    MARGIN + SIDE * (1.0 - share)
}

fn axes(svg: &mut String) -> std::fmt::Result {
    for tick in 0..=5 {
        let share = f64::from(tick) / 5.0;
        let (x, y) = (x(share), y(share));
        writeln!(
            svg,
            r##"<path d="M{x:.1} {MARGIN}V{:.1}M{MARGIN} {y:.1}H{:.1}" stroke="#e4e4e4" fill="none"/>
<text x="{x:.1}" y="{:.1}" text-anchor="middle">{share:.1}</text><text x="{:.1}" y="{:.1}" text-anchor="end">{share:.1}</text>"##,
            MARGIN + SIDE,
            MARGIN + SIDE,
            MARGIN + SIDE + 16.0,
            MARGIN - 6.0,
            y + 4.0
        )?;
    }
    let middle = MARGIN + SIDE / 2.0;
    writeln!(
        svg,
        r##"<path d="M{:.1} {:.1}L{:.1} {:.1}" stroke="#808080" stroke-dasharray="4 4" fill="none"/>
<text x="{middle}" y="{:.1}" text-anchor="middle">forecast probability</text>
<text x="20" y="{middle}" text-anchor="middle" transform="rotate(-90 20 {middle})">share that came true</text>"##,
        x(0.0),
        y(0.0),
        x(1.0),
        y(1.0),
        MARGIN + SIDE + 36.0
    )
}

/// The 95 % band of a calibrated forecaster.
fn band(svg: &mut String, curve: &[ReliabilityPoint]) -> std::fmt::Result {
    let low = curve.iter().map(|point| (point.forecast, point.low));
    let high = curve.iter().rev().map(|point| (point.forecast, point.high));
    let corners: Vec<String> = low
        .chain(high)
        .map(|(p, q)| format!("{:.1},{:.1}", x(p), y(q)))
        .collect();
    writeln!(
        svg,
        r##"<polygon points="{}" fill="#0072b2" fill-opacity="0.15"/>"##,
        corners.join(" ")
    )
}

/// The points, as large as the square root of what they stand on.
fn line(svg: &mut String, curve: &[ReliabilityPoint]) -> std::fmt::Result {
    let corners: Vec<String> = curve
        .iter()
        .map(|point| format!("{:.1},{:.1}", x(point.forecast), y(point.observed)))
        .collect();
    writeln!(
        svg,
        r##"<polyline points="{}" fill="none" stroke="#0072b2" stroke-width="1.5"/>"##,
        corners.join(" ")
    )?;
    let most = curve.iter().map(|point| point.n).max().unwrap_or(1).max(1);
    for point in curve {
        writeln!(
            svg,
            r##"<circle cx="{:.1}" cy="{:.1}" r="{:.1}" fill="#0072b2"><title>{:.3} forecast, {:.3} came true, n {}</title></circle>"##,
            x(point.forecast),
            y(point.observed),
            2.0 + 6.0 * (point.n as f64 / most as f64).sqrt(),
            point.forecast,
            point.observed,
            point.n
        )?;
    }
    Ok(())
}
