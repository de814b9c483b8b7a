//! Teams and the other names they go by.

use std::collections::HashMap;

use super::{Context, StoreError, Tx, with_tx};
use crate::domain::{SafeText, TeamId};

/// Names of all teams.
///
/// # Errors
/// When the database cannot be read.
pub async fn team_names(tx: &mut Tx) -> Result<HashMap<TeamId, SafeText>, StoreError> {
    let rows: Vec<(i64, String)> =
        with_tx!(tx, c => sqlx::query_as("SELECT id, name FROM teams").fetch_all(c).await).doing("read the teams")?;
    Ok(rows.into_iter().map(|(id, name)| (TeamId(id), name.into())).collect())
}

/// Every name that leads to a team of a country: its own, and its aliases. A team's own name goes before another's alias.
///
/// # Errors
/// When the database cannot be read.
pub async fn names_of_country(tx: &mut Tx, country: &str) -> Result<HashMap<String, TeamId>, StoreError> {
    const ALIASES: &str = "SELECT alias, team_id FROM team_aliases WHERE country = $1";
    const NAMES: &str = "SELECT name, id FROM teams WHERE country = $1";
    let mut names = HashMap::new();
    for sql in [ALIASES, NAMES] {
        let rows: Vec<(String, i64)> =
            with_tx!(tx, c => sqlx::query_as(sql).bind(country).fetch_all(c).await).doing("read the teams' names")?;
        names.extend(rows.into_iter().map(|(name, id)| (name, TeamId(id))));
    }
    Ok(names)
}

/// Adds a team.
///
/// # Errors
/// When the database cannot be written, or the country has a team of this name.
pub async fn insert_team(tx: &mut Tx, country: &str, name: &str) -> Result<TeamId, StoreError> {
    const SQL: &str = "INSERT INTO teams (country, name) VALUES ($1, $2) RETURNING id";
    with_tx!(tx, c => sqlx::query_scalar(SQL).bind(country).bind(name).fetch_one(c).await)
        .map(TeamId)
        .doing("add a team")
}

/// Adds another name of a team.
///
/// # Errors
/// When the database cannot be written, or the name is taken.
pub async fn insert_alias(tx: &mut Tx, country: &str, alias: &str, team: TeamId) -> Result<(), StoreError> {
    const SQL: &str = "INSERT INTO team_aliases (country, alias, team_id) VALUES ($1, $2, $3)";
    with_tx!(tx, c => sqlx::query(SQL).bind(country).bind(alias).bind(team.0).execute(c).await.map(drop))
        .doing("add a team's alias")
}
