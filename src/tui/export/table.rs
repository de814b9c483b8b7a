use std::{borrow::Cow, io};

use serde_json::{Map, Value as Json};

use crate::tui::listing::{Entry, Listing, Value};

/// A list as CSV: a line of field names, then a line for each row.
///
/// # Errors
/// None that a list can cause; the writer's signature has one.
pub(crate) fn csv(listing: &Listing<'_>) -> io::Result<String> {
    let fields = fields(listing);
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(fields.iter().map(|field| &field.name))?;
    for row in &listing.rows {
        let cells = fields.iter().map(|field| written(&field.of(row)));
        writer.write_record(cells.map(|cell| harmless(&cell).into_owned()))?;
    }
    let bytes = writer.into_inner().map_err(csv::IntoInnerError::into_error)?;
    String::from_utf8(bytes).map_err(io::Error::other)
}

/// A list as JSON: an array with an object for each row.
///
/// # Errors
/// None that a list can cause; the writer's signature has one.
pub(crate) fn json(listing: &Listing<'_>) -> io::Result<String> {
    let fields = fields(listing);
    let rows: Vec<Map<_, _>> = listing
        .rows
        .iter()
        .map(|row| fields.iter().map(|field| (field.name.clone(), field.of(row))).collect())
        .collect();
    Ok(serde_json::to_string_pretty(&rows)? + "\n")
}

/// The cells of a row, for a table that it is pasted into.
pub(crate) fn cells(row: &Entry<'_>) -> Vec<String> {
    let raw = row.values.iter().flat_map(Value::raw);
    raw.map(|(_, value)| written(&value)).collect()
}

/// A field of what is exported. A mean has two: itself, and its standard error.
struct Field {
    name: String,
    column: usize,
    /// What its name ends in, where a column has several.
    part: &'static str,
}

impl Field {
    fn of(&self, row: &Entry<'_>) -> Json {
        let raw = row.values.get(self.column).map_or_else(Vec::new, Value::raw);
        let mut parts = raw.into_iter().filter(|(part, _)| *part == self.part);
        parts.next().map_or(Json::Null, |(_, value)| value)
    }
}

fn fields(listing: &Listing<'_>) -> Vec<Field> {
    let mut fields = Vec::new();
    for (column, of) in listing.columns.iter().enumerate() {
        let values = listing.rows.iter().filter_map(|row| row.values.get(column));
        let mut parts = vec![""];
        for (part, _) in values.flat_map(Value::raw) {
            if !parts.contains(&part) {
                parts.push(part);
            }
        }
        fields.extend(parts.into_iter().map(|part| Field {
            name: format!("{}{part}", of.name),
            column,
            part,
        }));
    }
    fields
}

fn written(value: &Json) -> String {
    match value {
        Json::Null => String::new(),
        Json::String(text) => text.clone(),
        Json::Array(values) => values.iter().map(written).collect::<Vec<_>>().join(" "),
        other => other.to_string(),
    }
}

/// A spreadsheet takes a cell that begins like a formula for one; a quote before it makes it text. Numbers stay numbers.
fn harmless(cell: &str) -> Cow<'_, str> {
    if cell.starts_with(['=', '+', '-', '@']) && cell.parse::<f64>().is_err() {
        Cow::Owned(format!("'{cell}"))
    } else {
        Cow::Borrowed(cell)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::{listing::RowId, theme::Concern, widget::Column};

    static COLUMNS: [Column; 4] = [
        Column::text("name", "name", 9),
        Column::number("skill", "vs market", 8),
        Column::number("at", "when", 7),
        Column::text("weeks", "by week", 5),
    ];
    static WEEKS: [Option<f64>; 3] = [Some(0.5), None, Some(-0.25)];

    fn listing(names: &[&'static str]) -> Listing<'static> {
        let at = chrono::DateTime::UNIX_EPOCH + chrono::TimeDelta::seconds(90);
        let rows = names.iter().map(|name| Entry {
            id: RowId::named(name),
            concern: Concern::Good,
            values: vec![
                Value::text(*name),
                Value::Mean {
                    value: -0.012_345_678_9,
                    se: Some(0.1),
                    decimals: 3,
                    signed: true,
                },
                Value::Ago { at, now: at },
                Value::Series {
                    values: Cow::Borrowed(&WEEKS),
                    scale: (0.0, 1.0),
                },
            ],
        });
        Listing::new(&COLUMNS, rows)
    }

    #[test]
    fn numbers_are_whole_and_formulas_are_text() {
        let text = csv(&listing(&["E0, \"first\"", "=HYPERLINK(1)", "-1.5", "@x"])).unwrap();
        let row = |name: &str| format!("{name},-0.0123456789,0.1,1970-01-01T00:01:30Z,0.5  -0.25\n");
        let rows: String = ["\"E0, \"\"first\"\"\"", "'=HYPERLINK(1)", "-1.5", "'@x"]
            .map(row)
            .concat();
        assert_eq!(text, format!("name,skill,skill_se,at,weeks\n{rows}"));
    }

    #[test]
    fn json_is_read_back() {
        let text = json(&listing(&["=1"])).unwrap();
        let rows: Json = serde_json::from_str(&text).unwrap();
        let expected = serde_json::json!([{
            "name": "=1", "skill": -0.012_345_678_9, "skill_se": 0.1, "at": "1970-01-01T00:01:30Z",
            "weeks": [0.5, null, -0.25],
        }]);
        assert_eq!(rows, expected);
        assert_eq!(json(&listing(&[])).unwrap(), "[]\n");
    }
}
