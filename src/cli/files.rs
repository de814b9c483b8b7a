//! What became of files, as a table.

use std::{collections::HashMap, fmt::Write as _};

use indicatif::{ProgressBar, ProgressStyle};
use touchline::{
    domain::SafeText,
    ingest::{FileReport, HeldRow, Progress},
    store::RowCounts,
};
use unicode_width::UnicodeWidthStr;

/// More files than this are told of only where there is something to say.
const FILES_SHOWN: usize = 20;

/// So many reasons of a file's held rows are shown, and so many lines of each; the quarantine keeps all.
const REASONS_SHOWN: usize = 5;
const LINES_SHOWN: usize = 3;

/// A bar that draws on stderr, and only where that is a terminal.
pub(super) fn progress_bar() -> ProgressBar {
    let style = ProgressStyle::with_template("{bar:30} {pos}/{len} {msg}");
    ProgressBar::new(0).with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
}

/// Moves the bar on.
pub(super) fn advance(bar: &ProgressBar, progress: Progress<'_>) {
    bar.set_length(progress.total as u64);
    bar.set_position(progress.done as u64);
    let name = progress.path.file_name().unwrap_or_default().to_string_lossy();
    bar.set_message(SafeText::new(&name).to_string());
}

/// What became of one file.
pub(super) enum Told<'a> {
    /// It was imported.
    Import(&'a FileReport),
    /// In a word or two.
    Word { file: &'a str, word: &'static str },
}

impl Told<'_> {
    fn name(&self) -> &str {
        match self {
            Self::Import(report) => report.file.as_str(),
            Self::Word { file, .. } => file,
        }
    }

    fn has_something_to_say(&self) -> bool {
        match self {
            Self::Import(report) => !report.notes.is_empty() || !report.held.is_empty(),
            Self::Word { .. } => false,
        }
    }
}

/// A line for each file, remarks below it, and a sum where there are several. Empty without files.
pub(super) fn table(files: &[Told<'_>]) -> String {
    let mut text = String::new();
    let few = files.len() <= FILES_SHOWN;
    let shown: Vec<&Told<'_>> = files.iter().filter(|file| few || file.has_something_to_say()).collect();
    let imports = || {
        files.iter().filter_map(|file| match file {
            Told::Import(report) => Some(report.counts),
            Told::Word { .. } => None,
        })
    };
    let sum = format!("{} files", files.len());
    let names = shown.iter().map(|file| file.name()).chain(["file", &sum]);
    let width = names.map(UnicodeWidthStr::width).max().unwrap_or_default();
    if imports().next().is_some() {
        let heads = ["read", "inserted", "updated", "unchanged", "quarantined"];
        line(&mut text, width, "file", heads.map(str::to_owned));
    }
    for file in shown {
        match file {
            Told::Import(report) => {
                line(&mut text, width, file.name(), cells(report.counts));
                remarks(&mut text, report);
            }
            Told::Word { file, word } => {
                let blank = width.saturating_sub(file.width());
                // Writing to a String cannot fail.
                let _ = writeln!(text, "{file}{:blank$}  {word}", "");
            }
        }
    }
    if files.len() > 1 {
        let mut totals = RowCounts::default();
        imports().for_each(|counts| totals += counts);
        match imports().next() {
            Some(_) => line(&mut text, width, &sum, cells(totals)),
            None if few => {}
            None => {
                let _ = writeln!(text, "{sum}, none of them new");
            }
        }
    }
    text
}

fn cells(counts: RowCounts) -> [String; 5] {
    [
        counts.read,
        counts.inserted,
        counts.updated,
        counts.unchanged,
        counts.quarantined,
    ]
    .map(|n| n.to_string())
}

fn line(text: &mut String, width: usize, name: &str, cells: [String; 5]) {
    let [read, inserted, updated, unchanged, quarantined] = cells;
    let blank = width.saturating_sub(name.width());
    let _ = writeln!(
        text,
        "{name}{:blank$}  {read:>6}  {inserted:>8}  {updated:>7}  {unchanged:>9}  {quarantined:>11}",
        ""
    );
}

fn remarks(text: &mut String, file: &FileReport) {
    let held = by_reason(&file.held);
    let more = held.len().saturating_sub(REASONS_SHOWN);
    let notes = file.notes.iter().map(SafeText::to_string);
    let reasons = held.iter().take(REASONS_SHOWN).map(|(reason, lines)| {
        let first: Vec<String> = lines.iter().take(LINES_SHOWN).map(u32::to_string).collect();
        let rest = lines.len().saturating_sub(LINES_SHOWN);
        let word = if lines.len() > 1 { "lines" } else { "line" };
        let rest = if rest > 0 {
            format!(" and {rest} more")
        } else {
            String::new()
        };
        format!("{word} {}{rest}: {reason}", first.join(", "))
    });
    let more = (more > 0).then(|| format!("and {more} more reasons"));
    for remark in notes.chain(reasons).chain(more) {
        let _ = writeln!(text, "    {remark}");
    }
}

/// Reasons in the order in which they first occur, each with its lines.
fn by_reason(held: &[HeldRow]) -> Vec<(&SafeText, Vec<u32>)> {
    let mut lines: HashMap<&SafeText, Vec<u32>> = HashMap::new();
    for row in held {
        lines.entry(&row.reason).or_default().push(row.line);
    }
    let mut reasons: Vec<_> = lines.into_iter().collect();
    reasons.sort_by(|(_, one), (_, other)| one.cmp(other));
    reasons
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(name: &str, inserted: usize, held: u32) -> FileReport {
        let quarantined = held as usize;
        FileReport {
            file: name.into(),
            counts: RowCounts {
                read: inserted + quarantined,
                inserted,
                quarantined,
                ..RowCounts::default()
            },
            notes: Vec::new(),
            held: (2..2 + held)
                .map(|line| HeldRow {
                    line,
                    reason: "Arsenal plays itself".into(),
                })
                .collect(),
            is_shrunken: false,
            matches_affected: Vec::new(),
        }
    }

    fn imports(files: &[FileReport]) -> Vec<Told<'_>> {
        files.iter().map(Told::Import).collect()
    }

    #[test]
    fn a_few_files_are_all_shown() {
        let files = [file("D1/Köln.csv", 306, 0), file("E0.csv", 373, 7)];
        let expected = "\
file           read  inserted  updated  unchanged  quarantined
D1/Köln.csv     306       306        0          0            0
E0.csv          380       373        0          0            7
    lines 2, 3, 4 and 4 more: Arsenal plays itself
2 files         686       679        0          0            7
";
        assert_eq!(table(&imports(&files)), expected);
    }

    #[test]
    fn of_many_files_those_with_something_to_say() {
        let mut files: Vec<_> = (0..30).map(|n| file(&format!("{n}.csv"), 10, 0)).collect();
        files.push(file("odd.csv", 9, 1));
        let table = table(&imports(&files));
        assert_eq!(table.lines().count(), 4, "{table}");
        assert!(table.contains("odd.csv") && table.contains("31 files"));
    }

    #[test]
    fn what_was_not_imported_has_a_word() {
        let word = |file, word| Told::Word { file, word };
        let loaded = file("2324/E0.csv", 380, 0);
        let some = [word("2425/E0.csv", "unchanged"), Told::Import(&loaded)];
        let expected = "\
file           read  inserted  updated  unchanged  quarantined
2425/E0.csv  unchanged
2324/E0.csv     380       380        0          0            0
2 files         380       380        0          0            0
";
        assert_eq!(table(&some), expected);
        let none = [word("2526/E0.csv", "not there yet"), word("fixtures.csv", "unchanged")];
        assert_eq!(table(&none), "2526/E0.csv   not there yet\nfixtures.csv  unchanged\n");
        let many: Vec<Told<'_>> = (0..30).map(|_| word("2425/E0.csv", "unchanged")).collect();
        assert_eq!(table(&many), "30 files, none of them new\n");
        assert_eq!(table(&[]), "");
    }
}
