//! Text from outside, made harmless before it can reach a terminal.

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// Text without escape sequences, control characters, or characters that reorder or hide what is shown.
///
/// Rows, files, log lines and servers are not trusted: `ESC[2J` clears a screen, `U+202E` turns text around. Whole
/// sequences are dropped, not only their first byte; line breaks and tabs become a blank. It is made once, where text
/// enters, and everything that draws takes it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct SafeText(String);

impl SafeText {
    /// Cleans text.
    #[must_use]
    pub fn new(text: &str) -> Self {
        Self(sanitize(text))
    }

    /// The clean text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<&str> for SafeText {
    fn from(text: &str) -> Self {
        Self::new(text)
    }
}

impl From<String> for SafeText {
    fn from(text: String) -> Self {
        Self::new(&text)
    }
}

impl AsRef<str> for SafeText {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SafeText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.pad(&self.0)
    }
}

impl Serialize for SafeText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.0)
    }
}

/// Cleaned as it is read: what is stored is outside text too.
impl<'de> Deserialize<'de> for SafeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

fn sanitize(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\u{1b}' => skip_escape(&mut chars),
            '\u{9b}' => skip_control_sequence(&mut chars),
            '\u{90}' | '\u{98}' | '\u{9d}' | '\u{9e}' | '\u{9f}' => skip_string(&mut chars),
            '\n' | '\r' | '\t' => clean.push(' '),
            c if c.is_control() || is_invisible(c) => {}
            c => clean.push(c),
        }
    }
    clean
}

type Chars<'a> = std::iter::Peekable<std::str::Chars<'a>>;

/// After ESC: a control sequence (`[`), a string (`]`, `P`, `X`, `^`, `_`), or intermediates and one final byte.
fn skip_escape(chars: &mut Chars<'_>) {
    match chars.peek() {
        Some('[') => {
            chars.next();
            skip_control_sequence(chars);
        }
        Some(']' | 'P' | 'X' | '^' | '_') => {
            chars.next();
            skip_string(chars);
        }
        _ => {
            while chars.next_if(|c| ('\u{20}'..='\u{2f}').contains(c)).is_some() {}
            chars.next_if(|c| ('\u{30}'..='\u{7e}').contains(c));
        }
    }
}

/// Parameters and intermediates, then one final byte. Anything else ends the sequence and is kept.
fn skip_control_sequence(chars: &mut Chars<'_>) {
    while chars.next_if(|c| ('\u{20}'..='\u{3f}').contains(c)).is_some() {}
    chars.next_if(|c| ('\u{40}'..='\u{7e}').contains(c));
}

/// To the string terminator (`BEL`, `ST` or `ESC \`), or to the end of the line where there is none.
fn skip_string(chars: &mut Chars<'_>) {
    while let Some(c) = chars.next_if(|c| *c != '\n') {
        match c {
            '\u{7}' | '\u{9c}' => return,
            '\u{1b}' => {
                chars.next_if_eq(&'\\');
                return;
            }
            _ => {}
        }
    }
}

/// Bidirectional controls, zero-width characters, variation selectors and tags: they change what a line seems to say.
fn is_invisible(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff9}'..='\u{fffb}' | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn drops_whole_sequences() {
        for (dirty, clean) in [
            ("a\u{1b}[31mred\u{1b}[0m", "ared"),
            ("\u{1b}]0;title\u{7}after", "after"),
            ("\u{1b}]52;c;aGk=\u{1b}\\after", "after"),
            ("\u{9b}2Jcleared", "cleared"),
            ("\u{1b}(0lqk", "lqk"),
            ("Bodø\u{202e}kculg", "Bodøkculg"),
            ("one\ntwo\tthree", "one two three"),
            ("\u{1b}[6n", ""),
            ("1. FC Köln", "1. FC Köln"),
        ] {
            assert_eq!(SafeText::new(dirty).as_str(), clean, "{dirty:?}");
        }
    }

    proptest! {
        #[test]
        fn nothing_dangerous_comes_out(text in any::<String>()) {
            let clean = SafeText::new(&text);
            prop_assert!(!clean.as_str().chars().any(|c| c.is_control() || is_invisible(c)));
            prop_assert_eq!(&SafeText::new(clean.as_str()), &clean);
        }

        #[test]
        fn sequences_leave_no_litter(head in "[a-z ]*", params in "[0-9;]{0,6}", tail in "[a-z ]*") {
            let dirty = format!("{head}\u{1b}[{params}m{tail}");
            let clean = SafeText::new(&dirty);
            prop_assert_eq!(clean.as_str(), format!("{head}{tail}"));
        }
    }
}
