//! Leagues.

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{League, LeagueCode, SafeText};

/// A league that has been loaded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeagueRow {
    /// Number in the database.
    pub id: i64,
    /// Code of football-data.co.uk.
    pub code: LeagueCode,
    /// Name for people.
    pub name: SafeText,
    /// Country; its teams are known by it.
    pub country: SafeText,
    /// 1 is the top division.
    pub tier: i64,
    /// IANA time zone of its calendar.
    pub time_zone: String,
}

#[derive(sqlx::FromRow)]
struct Raw {
    id: i64,
    code: String,
    name: String,
    country: String,
    tier: i64,
    time_zone: String,
}

impl TryFrom<Raw> for LeagueRow {
    type Error = StoreError;

    fn try_from(raw: Raw) -> Result<Self, StoreError> {
        Ok(Self {
            id: raw.id,
            code: LeagueCode::new(&raw.code).map_err(|error| StoreError::unreadable("league code", error))?,
            name: raw.name.into(),
            country: raw.country.into(),
            tier: raw.tier,
            time_zone: raw.time_zone,
        })
    }
}

/// All leagues, by code.
///
/// # Errors
/// When the database cannot be read.
pub async fn leagues(tx: &mut Tx) -> Result<Vec<LeagueRow>, StoreError> {
    const SQL: &str = "SELECT id, code, name, country, tier, time_zone FROM leagues ORDER BY code";
    let rows: Vec<Raw> = with_tx!(tx, c => sqlx::query_as(SQL).fetch_all(c).await).doing("read the leagues")?;
    rows.into_iter().map(LeagueRow::try_from).collect()
}

/// The league of a code, made from the catalog where it is new. A code outside the catalog is named by itself, is its own
/// country, and keeps UTC.
///
/// # Errors
/// When the database cannot be written.
pub async fn ensure_league(tx: &mut Tx, code: &LeagueCode) -> Result<LeagueRow, StoreError> {
    const FIND: &str = "SELECT id, code, name, country, tier, time_zone FROM leagues WHERE code = $1";
    const INSERT: &str = "INSERT INTO leagues (code, name, country, tier, time_zone) VALUES ($1, $2, $3, $4, $5) \
                          RETURNING id, code, name, country, tier, time_zone";
    let found: Option<Raw> = with_tx!(tx, c => sqlx::query_as(FIND).bind(code.as_str()).fetch_optional(c).await)
        .doing("look up a league")?;
    if let Some(raw) = found {
        return raw.try_into();
    }
    let (name, country, tier, time_zone) = League::find(code)
        .map_or((code.as_str(), code.as_str(), 1, "UTC"), |known| {
            (known.name, known.country, known.tier, known.time_zone)
        });
    let inserted: Raw = with_tx!(tx, c => sqlx::query_as(INSERT)
        .bind(code.as_str())
        .bind(name)
        .bind(country)
        .bind(i64::from(tier))
        .bind(time_zone)
        .fetch_one(c)
        .await)
    .doing("add a league")?;
    inserted.try_into()
}
