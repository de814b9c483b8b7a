use touchline::domain::SafeText;

use super::Value;
use crate::tui::{model::Range, theme::Concern, widget::Column};

/// What a row is known by, whatever its place.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum RowId {
    Name(SafeText),
    Number(i64),
}

impl RowId {
    pub(crate) fn named(name: impl AsRef<str>) -> Self {
        Self::Name(SafeText::new(name.as_ref()))
    }

    pub(crate) fn is(&self, name: &str) -> bool {
        matches!(self, Self::Name(own) if own.as_str() == name)
    }

    pub(crate) const fn number(&self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(*number),
            Self::Name(_) => None,
        }
    }
}

/// The rows of a list.
#[derive(Debug)]
pub(crate) struct Listing<'a> {
    pub(crate) columns: &'static [Column],
    pub(crate) rows: Vec<Entry<'a>>,
    /// Rows that are older than the range that one looks at.
    pub(crate) older: usize,
}

/// A row: a value for each column.
#[derive(Debug)]
pub(crate) struct Entry<'a> {
    pub(crate) id: RowId,
    pub(crate) concern: Concern,
    pub(crate) values: Vec<Value<'a>>,
}

impl<'a> Listing<'a> {
    pub(crate) fn new(columns: &'static [Column], rows: impl Iterator<Item = Entry<'a>>) -> Self {
        Self {
            columns,
            rows: rows.collect(),
            older: 0,
        }
    }

    /// Leaves out rows that are older than a range. What goes on now, and what bears no date, lies in every range.
    pub(crate) fn keep_within(&mut self, range: Range) {
        let Some(dated) = self.columns.iter().position(|column| column.dated) else {
            return;
        };
        let before = self.rows.len();
        self.rows.retain(|row| match row.values.get(dated) {
            Some(Value::Ago { at, now }) => row.concern == Concern::Busy || range.holds(*at, *now),
            Some(Value::Day { day, now }) => range.holds_day(*day, *now),
            _ => true,
        });
        self.older = before - self.rows.len();
    }

    pub(crate) fn ids(&self) -> Vec<RowId> {
        self.rows.iter().map(|row| row.id.clone()).collect()
    }
}
