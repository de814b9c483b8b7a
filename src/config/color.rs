//! Colours as a configuration names them.

use std::{fmt, str::FromStr};

use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// One colour: `#rrggbb`, a number of the 256, or one of the 16 by its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Color {
    /// Of the 256: 0 to 15 are the 16 that a terminal's own theme decides upon.
    Indexed(u8),
    /// Red, green, blue.
    Rgb(u8, u8, u8),
}

/// Text that names no colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is no colour: write \"#rrggbb\", 0 to 255, or one of {names}, each also with bright- before it", names = NAMES.join(", "))]
pub struct ColorError(String);

const NAMES: [&str; 8] = ["black", "red", "green", "yellow", "blue", "magenta", "cyan", "white"];

impl FromStr for Color {
    type Err = ColorError;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let color = match text.strip_prefix('#') {
            Some(digits) => rgb(digits),
            None => named(text).or_else(|| text.parse().ok().map(Self::Indexed)),
        };
        color.ok_or_else(|| ColorError(text.chars().take(40).collect()))
    }
}

fn rgb(digits: &str) -> Option<Color> {
    if digits.len() != 6 || !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
        return None;
    }
    let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
    Some(Color::Rgb(red, green, blue))
}

fn named(text: &str) -> Option<Color> {
    let (name, bright) = text.strip_prefix("bright-").map_or((text, 0), |name| (name, 8));
    let index = (0..)
        .zip(NAMES)
        .find_map(|(index, known)| (known == name).then_some(index));
    index.map(|index: u8| Color::Indexed(index + bright))
}

impl fmt::Display for Color {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match *self {
            Self::Rgb(red, green, blue) => write!(f, "#{red:02x}{green:02x}{blue:02x}"),
            Self::Indexed(index) => match NAMES.get(usize::from(index % 8)).filter(|_| index < 16) {
                Some(name) => write!(f, "{}{name}", if index < 8 { "" } else { "bright-" }),
                None => index.fmt(f),
            },
        }
    }
}

impl Serialize for Color {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Color {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        /// A number may be written with quotes or without.
        #[derive(Deserialize)]
        #[serde(
            untagged,
            expecting = "a colour: \"#rrggbb\", 0 to 255, or a name such as \"bright-blue\""
        )]
        enum Written {
            Text(String),
            Number(i64),
        }
        let text = match Written::deserialize(deserializer)? {
            Written::Text(text) => text,
            Written::Number(number) => number.to_string(),
        };
        text.parse().map_err(de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn each_way_to_write_it() {
        for (text, color) in [
            ("#56b4E9", Color::Rgb(0x56, 0xb4, 0xe9)),
            ("0", Color::Indexed(0)),
            ("255", Color::Indexed(255)),
            ("red", Color::Indexed(1)),
            ("bright-white", Color::Indexed(15)),
        ] {
            assert_eq!(text.parse(), Ok(color), "{text}");
        }
        for wrong in [
            "", "#", "#12345", "#1234567", "#12345g", "#+12345", "256", "-1", "grey", "bright-", "Red",
        ] {
            assert!(wrong.parse::<Color>().is_err(), "{wrong}");
        }
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_again(index: u8, red: u8, green: u8, blue: u8) {
            for color in [Color::Indexed(index), Color::Rgb(red, green, blue)] {
                prop_assert_eq!(color.to_string().parse(), Ok(color));
            }
        }

        #[test]
        fn no_text_is_too_strange(text in "\\PC{0,12}") {
            let _whatever_it_is = text.parse::<Color>();
        }
    }
}
