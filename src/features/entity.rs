//! Whom features are about, as a key that people can read.

use chrono::NaiveDate;

use crate::domain::LeagueCode;

/// Whom features are about: `E0.Nott%27m%20Forest`, `E0.2026-11-28.Arsenal.Chelsea`, or `_all`.
///
/// Names are percent-encoded but for `A-Z a-z 0-9 - _`, so that no name holds a separator (`:`, `.`) or a character that
/// means something in a pattern (`* ? [ ] \`), and two names never give one key. Rows of the database are not named in
/// keys: they differ from one database to the next, names do not.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Entity(String);

impl Entity {
    /// A team in a league; its name as the source spells it.
    #[must_use]
    pub fn team(league: &LeagueCode, name: &str) -> Self {
        Self(format!("{league}.{}", escape(name)))
    }

    /// A match of a league.
    #[must_use]
    pub fn fixture(league: &LeagueCode, day: NaiveDate, home: &str, away: &str) -> Self {
        Self(format!("{league}.{day}.{}.{}", escape(home), escape(away)))
    }

    /// What holds for all entities of a view. It is written last, so its stamp tells how far the whole view is.
    #[must_use]
    pub fn all() -> Self {
        Self("_all".to_owned())
    }

    /// As it stands in a key.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Percent-encodes (RFC 3986) all bytes but ASCII letters, digits, `-` and `_`.
pub(super) fn escape(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for byte in name.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_') {
            escaped.push(char::from(byte));
        } else {
            escaped.push('%');
            escaped.extend(hex(byte >> 4));
            escaped.extend(hex(byte & 0xf));
        }
    }
    escaped
}

fn hex(nibble: u8) -> Option<char> {
    char::from_digit(u32::from(nibble), 16).map(|digit| digit.to_ascii_uppercase())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn league() -> LeagueCode {
        LeagueCode::new("E0").unwrap()
    }

    #[test]
    fn are_readable() {
        let forest = Entity::team(&league(), "Nott'm Forest");
        assert_eq!(forest.as_str(), "E0.Nott%27m%20Forest");
        let day = NaiveDate::from_ymd_opt(2026, 11, 28).unwrap();
        let fixture = Entity::fixture(&league(), day, "Arsenal", "Chelsea");
        assert_eq!(fixture.as_str(), "E0.2026-11-28.Arsenal.Chelsea");
    }

    proptest! {
        #[test]
        fn no_name_leaves_its_place(name in any::<String>()) {
            let escaped = escape(&name);
            prop_assert!(escaped.chars().all(|c| c.is_ascii_alphanumeric() || "%-_".contains(c)), "{escaped}");
            let team = Entity::team(&league(), &name);
            prop_assert_ne!(team, Entity::all());
        }

        #[test]
        fn two_names_never_give_one_key(one in ".{0,8}", other in ".{0,8}") {
            prop_assert_eq!(one == other, escape(&one) == escape(&other));
        }
    }
}
