use std::collections::BTreeMap;

use super::{ACTIONS, ActionId, Spec};
use crate::tui::{
    input::{Key, KeyError},
    model::ScreenId,
};

/// Which key does what.
#[derive(Debug, Clone)]
pub(crate) struct Keymap {
    bindings: Vec<(Key, &'static Spec)>,
}

/// Why settings are no keymap.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum KeymapError {
    /// No action has this name.
    #[error("no action is called {name:?}; `?` in the monitor lists them all")]
    UnknownAction { name: String },
    /// A key has no such name.
    #[error("keys of {action}")]
    Key {
        action: &'static str,
        #[source]
        source: KeyError,
    },
    /// One key would do two things.
    #[error("{key} is bound to both {first} and {second}; give one of them another key")]
    Duplicate {
        key: String,
        first: &'static str,
        second: &'static str,
    },
    /// There would be no way out.
    #[error("{action} must keep a key")]
    Unbound { action: &'static str },
}

impl KeymapError {
    /// The actions that it is about. One of them is named in the settings.
    pub(crate) fn actions(&self) -> impl Iterator<Item = &str> {
        let (first, second) = match self {
            Self::UnknownAction { name } => (name.as_str(), None),
            Self::Key { action, .. } | Self::Unbound { action } => (*action, None),
            Self::Duplicate { first, second, .. } => (*second, Some(*first)),
        };
        std::iter::once(first).chain(second)
    }
}

impl Keymap {
    /// The default keys, with those of named actions replaced.
    ///
    /// # Errors
    /// On an unknown action or key, on a key with two meanings on one screen, or when no key is left to quit or go back.
    pub(crate) fn new(overrides: &BTreeMap<String, Vec<String>>) -> Result<Self, KeymapError> {
        if let Some(name) = overrides
            .keys()
            .find(|name| !ACTIONS.iter().any(|spec| spec.name == **name))
        {
            return Err(KeymapError::UnknownAction { name: name.clone() });
        }
        let mut keymap = Self { bindings: Vec::new() };
        for spec in ACTIONS {
            match overrides.get(spec.name) {
                Some(keys) => keys.iter().try_for_each(|key| keymap.bind(key, spec))?,
                None => spec.keys.iter().try_for_each(|key| keymap.bind(key, spec))?,
            }
        }
        for spec in ACTIONS
            .iter()
            .filter(|spec| matches!(spec.id, ActionId::Quit | ActionId::Escape))
        {
            if keymap.keys(spec).next().is_none() {
                return Err(KeymapError::Unbound { action: spec.name });
            }
        }
        Ok(keymap)
    }

    /// What a key does on a screen.
    pub(crate) fn action(&self, key: Key, screen: ScreenId) -> Option<&'static Spec> {
        self.bindings
            .iter()
            .find(|(bound, spec)| *bound == key && spec.scope.holds(screen))
            .map(|(_, spec)| *spec)
    }

    /// The keys of an action, the first one first.
    pub(crate) fn keys<'a>(&'a self, spec: &'a Spec) -> impl Iterator<Item = Key> + 'a {
        self.bindings
            .iter()
            .filter(|(_, bound)| bound.id == spec.id)
            .map(|(key, _)| *key)
    }

    /// The first key of an action, as it is written.
    pub(crate) fn key_of(&self, id: ActionId) -> Option<String> {
        let bound = self.bindings.iter().find(|(_, spec)| spec.id == id);
        bound.map(|(key, _)| key.to_string())
    }

    fn bind(&mut self, key: &str, spec: &'static Spec) -> Result<(), KeymapError> {
        let key: Key = key.parse().map_err(|source| KeymapError::Key {
            action: spec.name,
            source,
        })?;
        let taken = self
            .bindings
            .iter()
            .find(|(bound, other)| *bound == key && other.scope.overlaps(spec.scope));
        if let Some((_, other)) = taken {
            return Err(KeymapError::Duplicate {
                key: key.to_string(),
                first: other.name,
                second: spec.name,
            });
        }
        self.bindings.push((key, spec));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keymap(overrides: &[(&str, &[&str])]) -> Result<Keymap, KeymapError> {
        let owned = |keys: &[&str]| keys.iter().map(|key| (*key).to_owned()).collect();
        Keymap::new(
            &overrides
                .iter()
                .map(|(name, keys)| ((*name).to_owned(), owned(keys)))
                .collect(),
        )
    }

    #[test]
    fn the_table_is_sound() {
        let keymap = keymap(&[]).unwrap();
        for (index, spec) in ACTIONS.iter().enumerate() {
            assert!(
                !ACTIONS[..index]
                    .iter()
                    .any(|other| other.name == spec.name || other.id == spec.id)
            );
            assert!(
                spec.name.chars().all(|c| c.is_ascii_lowercase() || c == '-'),
                "{}",
                spec.name
            );
            assert!(spec.description.ends_with('.'), "{}", spec.name);
            assert!(keymap.keys(spec).next().is_some(), "{} has no key", spec.name);
        }
    }

    #[test]
    fn named_actions_get_other_keys() {
        let keymap = keymap(&[("retrain", &["v", "ctrl-t"])]).unwrap();
        let name = |key: &str| {
            keymap
                .action(key.parse().unwrap(), ScreenId::Overview)
                .map(|spec| spec.name)
        };
        assert_eq!(name("ctrl-t"), Some("retrain"));
        assert_eq!(name("r"), None);
        assert_eq!(name("q"), Some("quit"));
    }

    #[test]
    fn one_key_may_mean_different_things_on_different_screens() {
        let keymap = keymap(&[]).unwrap();
        let slash = "/".parse().unwrap();
        assert_eq!(keymap.action(slash, ScreenId::Overview).unwrap().name, "filter");
        assert_eq!(keymap.action(slash, ScreenId::Logs).unwrap().name, "search");
    }

    #[test]
    fn mistakes_are_named() {
        let message = |overrides: &[(&str, &[&str])]| keymap(overrides).unwrap_err().to_string();
        assert_eq!(
            message(&[("zoom", &["q"])]),
            "q is bound to both zoom and quit; give one of them another key"
        );
        assert_eq!(
            message(&[("retrian", &["r"])]),
            "no action is called \"retrian\"; `?` in the monitor lists them all"
        );
        assert_eq!(message(&[("quit", &[])]), "quit must keep a key");
        assert_eq!(message(&[("zoom", &["hyper-z"])]), "keys of zoom");
    }
}
