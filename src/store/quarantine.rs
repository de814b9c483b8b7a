//! Rows in quarantine, whatever brought them there. Those that are differences to played matches are in [`super::held`].

use chrono::{DateTime, Utc};

use super::{
    Context, StoreError, Tx,
    quality::{count, league_code},
    with_tx,
};
use crate::domain::QuarantinedRow;

#[derive(sqlx::FromRow)]
struct Raw {
    source_file: String,
    line: i64,
    league_code: Option<String>,
    kind: String,
    reason: String,
    quarantined_at: DateTime<Utc>,
}

impl TryFrom<Raw> for QuarantinedRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            file: raw.source_file.into(),
            line: count(raw.line)?,
            league: raw.league_code.as_deref().map(league_code).transpose()?,
            kind: raw
                .kind
                .parse()
                .map_err(|error| StoreError::unreadable("kind of a held row", error))?,
            reason: raw.reason.into(),
            at: raw.quarantined_at,
        })
    }
}

/// The rows that came last, by file and line.
///
/// # Errors
/// When the database cannot be read.
pub async fn quarantined_rows(tx: &mut Tx, limit: i64) -> Result<Vec<QuarantinedRow>, StoreError> {
    const SQL: &str = "SELECT source_file, line, league_code, kind, reason, quarantined_at FROM quarantine \
                       ORDER BY quarantined_at DESC, source_file, line LIMIT $1";
    let rows: Vec<Raw> =
        with_tx!(tx, c => sqlx::query_as(SQL).bind(limit).fetch_all(c).await).doing("read the quarantine")?;
    rows.into_iter().map(QuarantinedRow::try_from).collect()
}

/// How many rows are in quarantine.
///
/// # Errors
/// When the database cannot be read.
pub async fn count_quarantined(tx: &mut Tx) -> Result<u64, StoreError> {
    const SQL: &str = "SELECT COUNT(*) FROM quarantine";
    count(with_tx!(tx, c => sqlx::query_scalar(SQL).fetch_one(c).await).doing("count the rows in quarantine")?)
}
