//! What is handed out: rows, lines and files, raw and unrounded.

mod file;
mod table;

pub(crate) use file::save;
pub(crate) use table::{cells, csv, json};

use chrono::SecondsFormat;

use super::{logging::LogLine, model::LogView};

/// A log line as a log file has it, with its source in front.
pub(crate) fn log_line(line: &LogLine, logs: &LogView) -> String {
    let at = line.at.map(|at| at.to_rfc3339_opts(SecondsFormat::Millis, true));
    let level = line.level.map(|level| level.word().to_owned());
    let target = Some(format!("{}:", line.target)).filter(|target| target.len() > 1);
    let parts = [
        Some(logs.name(line.source).to_owned()),
        at,
        level,
        target,
        Some(line.text.to_string()),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(" ")
}
