use touchline::domain::SafeText;

use super::Value;
use crate::tui::{theme::Concern, widget::Column};

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
        }
    }

    pub(crate) fn ids(&self) -> Vec<RowId> {
        self.rows.iter().map(|row| row.id.clone()).collect()
    }
}
