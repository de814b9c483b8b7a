use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key with its modifiers, written `q`, `G`, `space`, `ctrl-c`, `shift-tab`, `pagedown`, `f1`.
///
/// Shift is part of a character (`G`, not `shift-g`), as terminals send it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd)]
pub(crate) struct Key {
    pub(crate) code: KeyCode,
    pub(crate) modifiers: KeyModifiers,
}

/// Text that names no key.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no key; write it as in q, G, space, ctrl-c, alt-x, shift-tab, pagedown or f1")]
pub(crate) struct KeyError(String);

const NAMES: [(&str, KeyCode); 16] = [
    ("space", KeyCode::Char(' ')),
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("shift-tab", KeyCode::BackTab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("pageup", KeyCode::PageUp),
    ("pagedown", KeyCode::PageDown),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
];

impl Key {
    fn new(code: KeyCode, modifiers: KeyModifiers) -> Self {
        let code = match code {
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => KeyCode::BackTab,
            other => other,
        };
        let kept = match code {
            KeyCode::Char(_) | KeyCode::BackTab => KeyModifiers::CONTROL | KeyModifiers::ALT,
            _ => KeyModifiers::CONTROL | KeyModifiers::ALT | KeyModifiers::SHIFT,
        };
        Self {
            code,
            modifiers: modifiers & kept,
        }
    }
}

impl From<KeyEvent> for Key {
    fn from(event: KeyEvent) -> Self {
        Self::new(event.code, event.modifiers)
    }
}

impl From<Key> for KeyEvent {
    fn from(key: Key) -> Self {
        Self::new(key.code, key.modifiers)
    }
}

impl std::str::FromStr for Key {
    type Err = KeyError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let wrong = || KeyError(text.chars().take(40).collect());
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        while !NAMES.iter().any(|(name, _)| *name == rest) {
            let (modifier, after) = [
                ("ctrl-", KeyModifiers::CONTROL),
                ("alt-", KeyModifiers::ALT),
                ("shift-", KeyModifiers::SHIFT),
            ]
            .into_iter()
            .find_map(|(prefix, modifier)| Some((modifier, rest.strip_prefix(prefix)?)))
            .unwrap_or((KeyModifiers::NONE, rest));
            if modifier == KeyModifiers::NONE {
                break;
            }
            modifiers |= modifier;
            rest = after;
        }
        let code = code_named(rest).ok_or_else(wrong)?;
        if matches!(code, KeyCode::Char(_)) && modifiers.contains(KeyModifiers::SHIFT) {
            return Err(wrong());
        }
        Ok(Self::new(code, modifiers))
    }
}

fn code_named(name: &str) -> Option<KeyCode> {
    if let Some((_, code)) = NAMES.iter().find(|(known, _)| *known == name) {
        return Some(*code);
    }
    if let Some(number) = name.strip_prefix('f').and_then(|digits| digits.parse::<u8>().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    let mut chars = name.chars();
    match (chars.next(), chars.next()) {
        (Some(c), None) if !c.is_control() && c != ' ' => Some(KeyCode::Char(c)),
        _ => None,
    }
}

impl std::fmt::Display for Key {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let mut name = String::new();
        for (modifier, prefix) in [
            (KeyModifiers::CONTROL, "ctrl-"),
            (KeyModifiers::ALT, "alt-"),
            (KeyModifiers::SHIFT, "shift-"),
        ] {
            if self.modifiers.contains(modifier) {
                name.push_str(prefix);
            }
        }
        match (NAMES.iter().find(|(_, code)| *code == self.code), self.code) {
            (Some((known, _)), _) => name.push_str(known),
            (None, KeyCode::Char(c)) => name.push(c),
            (None, KeyCode::F(number)) => name.extend(["f", &number.to_string()]),
            (None, _) => name.push('?'),
        }
        f.pad(&name)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_and_what_they_mean() {
        let key = |text: &str| text.parse::<Key>().unwrap();
        assert_eq!(
            key("G"),
            Key {
                code: KeyCode::Char('G'),
                modifiers: KeyModifiers::NONE
            }
        );
        assert_eq!(key("-").code, KeyCode::Char('-'));
        assert_eq!(
            key("ctrl--"),
            Key {
                code: KeyCode::Char('-'),
                modifiers: KeyModifiers::CONTROL
            }
        );
        assert_eq!(key("f").code, KeyCode::Char('f'));
        assert_eq!(key("f12").code, KeyCode::F(12));
        for wrong in ["", " ", "f0", "f25", "ctrl-", "shift-g", "pgdn", "control-c"] {
            assert!(wrong.parse::<Key>().is_err(), "{wrong:?}");
        }
    }

    #[test]
    fn terminals_that_report_shift_are_understood() {
        let event = KeyEvent::new(KeyCode::Char('G'), KeyModifiers::SHIFT);
        assert_eq!(Key::from(event).to_string(), "G");
        let event = KeyEvent::new(KeyCode::BackTab, KeyModifiers::SHIFT);
        assert_eq!(Key::from(event).to_string(), "shift-tab");
    }

    proptest! {
        #[test]
        fn names_come_back(
            code in prop_oneof![
                any::<char>().prop_filter("printable", |c| !c.is_control()).prop_map(KeyCode::Char),
                (1u8..=24).prop_map(KeyCode::F),
                proptest::sample::select(NAMES.map(|(_, code)| code).to_vec()),
            ],
            bits in 0u8..8,
        ) {
            let key = Key::new(code, KeyModifiers::from_bits_truncate(bits));
            prop_assert_eq!(key.to_string().parse::<Key>(), Ok(key));
        }

        #[test]
        fn any_text_is_a_key_or_an_error(text in any::<String>()) {
            let _ = text.parse::<Key>();
        }
    }
}
