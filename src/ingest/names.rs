//! Which team a name means: the team of that name, or of an alias; else it is a new team. Never a guess: names that look
//! alike may be two clubs (Man United and Man City, West Ham and West Brom).

use std::{collections::HashMap, sync::LazyLock};

use crate::{
    domain::TeamId,
    store::{self, StoreError, Tx},
};

/// Other spellings of the same club, each verified by hand: country, alias, name.
static ALIASES: LazyLock<HashMap<(&'static str, &'static str), &'static str>> = LazyLock::new(|| {
    include_str!("../../assets/aliases.csv")
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',');
            Some(((cells.next()?, cells.next()?), cells.next()?))
        })
        .collect()
});

/// The names of one country's teams.
#[derive(Debug)]
pub(super) struct Names {
    country: String,
    known: HashMap<String, TeamId>,
}

impl Names {
    pub(super) async fn load(tx: &mut Tx, country: &str) -> Result<Self, StoreError> {
        Ok(Self {
            country: country.to_owned(),
            known: store::names_of_country(tx, country).await?,
        })
    }

    /// The team, if it is stored.
    pub(super) fn find(&self, name: &str) -> Option<TeamId> {
        self.known
            .get(name)
            .or_else(|| self.known.get(self.usual(name)))
            .copied()
    }

    /// Whether two names mean one team.
    pub(super) fn same(&self, one: &str, other: &str) -> bool {
        match (self.find(one), self.find(other)) {
            (Some(one), Some(other)) => one == other,
            (None, None) => self.usual(one) == self.usual(other),
            _ => false,
        }
    }

    /// The team, stored now if it is new; an alias of it is kept beside it.
    pub(super) async fn find_or_add(&mut self, tx: &mut Tx, name: &str) -> Result<TeamId, StoreError> {
        if let Some(&id) = self.known.get(name) {
            return Ok(id);
        }
        let usual = self.usual(name);
        let id = match self.known.get(usual) {
            Some(&id) => id,
            None => store::insert_team(tx, &self.country, usual).await?,
        };
        if usual != name {
            store::insert_alias(tx, &self.country, name, id).await?;
            self.known.insert(usual.to_owned(), id);
        }
        self.known.insert(name.to_owned(), id);
        Ok(id)
    }

    /// The name that an alias stands for, else the name itself.
    fn usual<'a>(&self, name: &'a str) -> &'a str {
        ALIASES.get(&(self.country.as_str(), name)).copied().unwrap_or(name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn aliases_lead_straight_to_a_name() {
        assert_eq!(
            ALIASES.len(),
            include_str!("../../assets/aliases.csv").lines().count() - 1,
            "a line is broken or repeated"
        );
        for ((country, alias), name) in &*ALIASES {
            assert!(
                !ALIASES.contains_key(&(*country, *name)),
                "{alias} leads to the alias {name}"
            );
            assert!(!name.trim().is_empty() && name.trim() == *name, "{alias}");
        }
    }
}
